//! Deletes what is over: sessions that have ended, drafts past their day, jobs that were done.

use locale::Timestamp;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::{
    StorageError, Store,
    entities::{draft, session},
    jobs, open_drafts, sign_ins,
};

/// How much was deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Sessions.
    pub sessions: u64,
    /// Drafts.
    pub drafts: u64,
    /// Sign-ins that nobody came back from.
    pub sign_ins: u64,
}

impl Store {
    /// Deletes it all.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn sweep(&self, now: Timestamp) -> Result<Swept, StorageError> {
        let ended = Condition::any()
            .add(session::Column::IdleDeadline.lte(now.0))
            .add(session::Column::AbsoluteDeadline.lte(now.0));
        let transaction = self.write().await?;
        let sessions = session::Entity::delete_many().filter(ended).exec(&transaction).await?;
        let drafts = draft::Entity::delete_many()
            .filter(draft::Column::DeletesAt.lte(now.0))
            .exec(&transaction)
            .await?;
        open_drafts::sweep(&transaction, now).await?;
        let sign_ins = sign_ins::sweep(&transaction, now).await?;
        jobs::sweep(&transaction, now).await?;
        transaction.commit().await?;
        Ok(Swept { sessions: sessions.rows_affected, drafts: drafts.rows_affected, sign_ins })
    }
}
