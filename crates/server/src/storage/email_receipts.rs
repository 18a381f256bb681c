//! The e-mail about a case: that somebody has asked for it, and that it has been sent.
//!
//! Asking writes a job; that it was sent is kept for as long as the case, so that no later asking sends a second one.

use locale::Timestamp;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};
use uuid::Uuid;

use super::{
    StorageError, Store,
    audit::{AuditAction, NewEntry},
    changes::Change,
    entities::email_receipt,
    jobs::{self, JobState, NewJob},
};

/// How an e-mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailStanding {
    /// Nobody has asked for it.
    NotAsked,
    /// It will be sent.
    Waiting,
    /// It has been sent.
    Sent,
    /// It was tried until there was no sense in it any more.
    Failed,
}

impl Store {
    /// How the e-mail about the case stands; `dedupe_key` is that of its job.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn email_standing(&self, case: Uuid, dedupe_key: &str) -> Result<EmailStanding, StorageError> {
        if is_sent(&self.reader, case).await? {
            return Ok(EmailStanding::Sent);
        }
        Ok(match jobs::state_of(&self.reader, dedupe_key).await? {
            None | Some(JobState::Done) => EmailStanding::NotAsked,
            Some(JobState::Waiting | JobState::Running) => EmailStanding::Waiting,
            Some(JobState::Dead) => EmailStanding::Failed,
        })
    }

    /// Asks for it, once: asked again it changes nothing, unless it could not be sent.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn ask_for_email(
        &self,
        (person, case): (Uuid, Uuid),
        job: &NewJob,
        now: Timestamp,
    ) -> Result<EmailStanding, StorageError> {
        let transaction = self.write().await?;
        if is_sent(&transaction, case).await? {
            return Ok(EmailStanding::Sent);
        }
        if !self.enqueue(&transaction, job, now).await? {
            jobs::revive_key(&transaction, &job.dedupe_key, now).await?;
        }
        let entry = NewEntry::new(AuditAction::EmailAsked, now).of(person).to(case);
        self.commit_logged(transaction, [entry], [Change::Job]).await?;
        Ok(EmailStanding::Waiting)
    }

    /// Whether it has been sent, asked of the database that writes: what was told a moment ago counts.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn email_is_sent(&self, case: Uuid) -> Result<bool, StorageError> {
        is_sent(&self.writer, case).await
    }

    /// It has been sent. The page of the case is told.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn email_sent(
        &self,
        case: Uuid,
        (person, reference): (Uuid, &str),
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let row = email_receipt::ActiveModel {
            case_id: Set(case),
            claimed_at: Set(now.0),
            sent_at: Set(Some(now.0)),
        };
        let transaction = self.write().await?;
        email_receipt::Entity::insert(row)
            .on_conflict(OnConflict::column(email_receipt::Column::CaseId).do_nothing().to_owned())
            .exec_without_returning(&transaction)
            .await?;
        let change = Change::Case { person, reference: reference.to_owned() };
        let entry = NewEntry::new(AuditAction::EmailSent, now).of(person).to(case);
        self.commit_logged(transaction, [entry], [change]).await
    }
}

async fn is_sent(connection: &impl ConnectionTrait, case: Uuid) -> Result<bool, StorageError> {
    let found = email_receipt::Entity::find_by_id(case).one(connection).await?;
    Ok(found.is_some_and(|found| found.sent_at.is_some()))
}
