//! Deletes what is over, by the rows of [`crate::retention`].

use locale::Timestamp;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use tracing::instrument;
use uuid::Uuid;

use super::{
    StorageError, Store,
    audit::{AuditAction, NewEntry},
    entities::{draft, session, submission_key},
    jobs, open_drafts, personal, sign_ins,
};
use crate::retention::{Kind, RULES, SUBMISSION_KEY_MILLIS};

/// How much was deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Sessions.
    pub sessions: u64,
    /// Drafts.
    pub drafts: u64,
    /// Sign-ins that nobody came back from.
    pub sign_ins: u64,
    /// Keys of submissions.
    pub submission_keys: u64,
    /// People who have nothing here.
    pub people: u64,
}

impl Store {
    /// Deletes all that is over, but files, whose bytes go first, and entries of the audit log.
    ///
    /// # Errors
    /// Where the database fails.
    #[instrument(target = "traces", name = "store.sweep", skip_all)]
    pub async fn sweep(&self, now: Timestamp) -> Result<Swept, StorageError> {
        let transaction = self.write().await?;
        let mut swept = Swept::default();
        let mut entries = Vec::new();
        for rule in RULES {
            match rule.kind {
                Kind::Draft => {
                    let over = draft::Column::DeletesAt.lte(now.0);
                    let gone: Vec<(Uuid, String)> = draft::Entity::find()
                        .select_only()
                        .columns([draft::Column::PersonId, draft::Column::Form])
                        .filter(over.clone())
                        .lock_exclusive()
                        .into_tuple()
                        .all(&transaction)
                        .await?;
                    let deleted = draft::Entity::delete_many().filter(over).exec(&transaction).await?;
                    swept.drafts = deleted.rows_affected;
                    let entry = |(person, form): (Uuid, String)| {
                        NewEntry::new(AuditAction::DraftExpired, now).of(person).to(form)
                    };
                    entries.extend(gone.into_iter().map(entry));
                }
                // Their ends follow from their beginnings, which are logged.
                Kind::Session => {
                    let ended = Condition::any()
                        .add(session::Column::IdleDeadline.lte(now.0))
                        .add(session::Column::AbsoluteDeadline.lte(now.0));
                    let deleted = session::Entity::delete_many().filter(ended).exec(&transaction).await?;
                    swept.sessions = deleted.rows_affected;
                }
                Kind::SignIn => swept.sign_ins = sign_ins::sweep(&transaction, now).await?,
                Kind::Code => open_drafts::sweep(&transaction, now).await?,
                Kind::SubmissionKey => {
                    let over = submission_key::Column::CreatedAt.lte(now.0 - SUBMISSION_KEY_MILLIS);
                    let deleted =
                        submission_key::Entity::delete_many().filter(over).exec(&transaction).await?;
                    swept.submission_keys = deleted.rows_affected;
                }
                Kind::Unseen => {
                    let gone = personal::forget_unseen(&transaction, now).await?;
                    swept.people = gone.len() as u64;
                    let entry = |person| NewEntry::new(AuditAction::PersonDeleted, now).of(person);
                    entries.extend(gone.into_iter().map(entry));
                }
                Kind::DoneJob => jobs::sweep_done(&transaction, now).await?,
                Kind::DeadJob => jobs::sweep_dead(&transaction, now).await?,
                // `uploads::sweep` and `jobs::sweep` do those; the rest is in memory, or stays.
                Kind::UnfinishedFile
                | Kind::LaterFile
                | Kind::AuditEntry
                | Kind::Tries
                | Kind::Person
                | Kind::Case
                | Kind::Figures => {}
            }
        }
        self.commit_logged(transaction, entries, []).await?;
        Ok(swept)
    }
}
