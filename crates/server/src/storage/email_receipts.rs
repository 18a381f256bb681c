//! The e-mail about a case: that somebody has asked for it, and that it has been sent.
//!
//! Asking writes a job; that it was sent is kept for as long as the case, so that no later asking sends a second one.

use locale::Timestamp;
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, EntityTrait, QuerySelect, QueryTrait,
    sea_query::{OnConflict, Query, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use super::{
    StorageError, Store,
    audit::{AuditAction, NewEntry},
    changes::Change,
    entities::email_receipt,
    jobs::{self, JobState, NewJob},
    prepared::Prepared,
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
        let statement = STANDING.with(&self.reader, [case.into(), dedupe_key.into()], standing);
        let Some(found) = self.reader.query_one_raw(statement).await? else {
            return Ok(EmailStanding::NotAsked);
        };
        let (sent_at, state): (Option<i64>, Option<String>) = found.try_get_many_by_index()?;
        if sent_at.is_some() {
            return Ok(EmailStanding::Sent);
        }
        Ok(match state.as_deref().map(JobState::of).transpose()? {
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

/// When it was sent, and the state of its job.
static STANDING: Prepared = Prepared::new();

fn standing() -> SelectStatement {
    let sent = email_receipt::Entity::find_by_id(Uuid::nil())
        .select_only()
        .column(email_receipt::Column::SentAt)
        .into_query();
    let state = jobs::state_by_key();
    let one = |query: SelectStatement| SimpleExpr::SubQuery(None, Box::new(query.into()));
    Query::select().expr(one(sent)).expr(one(state)).to_owned()
}

async fn is_sent(connection: &impl ConnectionTrait, case: Uuid) -> Result<bool, StorageError> {
    let found = email_receipt::Entity::find_by_id(case).one(connection).await?;
    Ok(found.is_some_and(|found| found.sent_at.is_some()))
}
