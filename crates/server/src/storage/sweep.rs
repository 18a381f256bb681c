//! Deletes what is over: sessions that have ended and drafts past their day.

use locale::Timestamp;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::{
    StorageError, Store,
    entities::{draft, session},
};

/// How much was deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Sessions.
    pub sessions: u64,
    /// Drafts.
    pub drafts: u64,
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
        let sessions = session::Entity::delete_many().filter(ended).exec(&self.writer).await?;
        let drafts = draft::Entity::delete_many()
            .filter(draft::Column::DeletesAt.lte(now.0))
            .exec(&self.writer)
            .await?;
        Ok(Swept { sessions: sessions.rows_affected, drafts: drafts.rows_affected })
    }
}
