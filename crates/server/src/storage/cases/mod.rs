//! Cases: what was sent, each once, and what has happened to it since.

mod read;

use contract::minside::CaseStatus;
use forms::{Answers, Summary};
use locale::{Date, Language, Timestamp};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    QueryFilter, QuerySelect, Set, sea_query::Expr,
};
use tracing::instrument;
use uuid::Uuid;

use super::{
    StorageError, Store,
    attachments::{self, FilePlace, NamedFiles, Settled},
    audit::{AuditAction, NewEntry},
    changes::Change,
    drafts,
    entities::{case_event, case_file, submission_key},
    open_drafts, reference,
    sealing::SealedRow,
    to_json,
};

/// How often another reference is tried when one is taken. With forty random bits the second is never needed.
const REFERENCE_TRIES: usize = 4;

/// A case to be.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// Whose.
    pub person: Uuid,
    /// The service it is about.
    pub service: String,
    /// Its name in the language of the submission.
    pub title: String,
    /// The form that was filled in.
    pub form: String,
    /// Its version.
    pub version: u32,
    /// The language of the submission.
    pub language: Language,
    /// Of visible fields only.
    pub answers: Answers,
    /// Where the answers name files, with those that they name.
    pub files: Vec<NamedFiles>,
    /// As it was shown.
    pub summary: Summary,
    /// SHA-256 of the summary; see `copy::checksum`.
    pub checksum: String,
    /// As the receipt says.
    pub next_steps: Vec<String>,
    /// When it came in.
    pub received: Timestamp,
    /// The day by which there is an answer.
    pub answer_by: Date,
}

/// What makes a submission the same as an earlier one.
#[derive(Clone, Debug)]
pub struct SubmissionKey {
    /// The client's key.
    pub key: String,
    /// The SHA-256 of what was sent.
    pub request_hash: String,
}

/// What came of a submission.
#[derive(Clone, Debug)]
pub enum Submitted {
    /// A case that was not there before.
    New(StoredCase),
    /// The case that the same submission made earlier.
    Again(StoredCase),
    /// The key belongs to another submission; nothing was written.
    KeyReused,
    /// So many files are on their way or being looked at; nothing was written.
    FilesPending(u64),
    /// In these places the answers name files that are not the draft's, or not as they are; nothing was written.
    WrongFiles(Vec<FilePlace>),
}

/// A case with what was sent.
#[derive(Clone, Debug)]
pub struct StoredCase {
    /// What lists show.
    pub head: CaseHead,
    /// The form that was filled in.
    pub form: String,
    /// Its version.
    pub version: u32,
    /// Of visible fields only.
    pub answers: Answers,
    /// The language of the submission.
    pub language: Language,
    /// As it was shown.
    pub summary: Summary,
    /// Of the summary, when it was sent.
    pub checksum: String,
    /// As the receipt said.
    pub next_steps: Vec<String>,
}

/// A case as lists show it.
#[derive(Clone, Debug)]
pub struct CaseHead {
    /// The key of the row.
    pub id: Uuid,
    /// What people name it by.
    pub reference: String,
    /// The service it is about.
    pub service: String,
    /// The service's name when it was sent, in the language of the submission.
    pub title: String,
    /// Where it stands.
    pub status: CaseStatus,
    /// When it came in.
    pub received: Timestamp,
    /// The day by which there is an answer.
    pub answer_by: Date,
}

impl Store {
    /// What came of an earlier submission with this key, if there was one.
    ///
    /// # Errors
    /// Where the database fails.
    #[instrument(target = "traces", name = "store.earlier_submission", skip_all)]
    pub async fn earlier_submission(
        &self,
        person: Uuid,
        key: &SubmissionKey,
    ) -> Result<Option<Submitted>, StorageError> {
        self.earlier(&self.reader, person, key).await
    }

    /// Makes a case of a submission, moves the files that it names to it and deletes the draft, in one step;
    /// the same submission again, at the same moment or later, makes none.
    ///
    /// # Errors
    /// Where the database fails.
    #[instrument(target = "traces", name = "store.submit", skip_all)]
    pub async fn submit(&self, case: &NewCase, key: &SubmissionKey) -> Result<Submitted, StorageError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let transaction = self.write().await?;
            if let Some(earlier) = self.earlier(&transaction, case.person, key).await? {
                return Ok(earlier);
            }
            let files = match attachments::settle(&transaction, &self.vault, case).await? {
                Settled::Fits(files) => files,
                Settled::Pending(count) => return Ok(Submitted::FilesPending(count)),
                Settled::Wrong(places) => return Ok(Submitted::WrongFiles(places)),
            };
            match self.write_case(&transaction, case, key, &files).await {
                Ok(stored) => {
                    let reference = stored.head.reference.clone();
                    let changes = [
                        Change::Case { person: case.person, reference },
                        drafts::told_of(case.person, &case.form),
                    ];
                    let entry = NewEntry::new(AuditAction::CaseSent, case.received);
                    let entry = entry.of(case.person).to(stored.head.id);
                    self.commit_logged(transaction, [entry], changes).await?;
                    return Ok(Submitted::New(stored));
                }
                // Either the same submission won the race, which the next look finds, or the reference is taken.
                Err(error) if error.is_unique_violation() && tries < REFERENCE_TRIES => {
                    transaction.rollback().await?;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Says where a case stands from now on.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn set_case_status(
        &self,
        case: Uuid,
        status: CaseStatus,
        at: Timestamp,
    ) -> Result<(), StorageError> {
        let transaction = self.write().await?;
        case_file::Entity::update_many()
            .col_expr(case_file::Column::Status, Expr::value(status_name(status)))
            .filter(case_file::Column::Id.eq(case))
            .exec(&transaction)
            .await?;
        self.add_event(&transaction, case, status, at).await?;
        let whose: Option<(Uuid, String)> = case_file::Entity::find_by_id(case)
            .select_only()
            .columns([case_file::Column::PersonId, case_file::Column::Reference])
            .into_tuple()
            .one(&transaction)
            .await?;
        let entry = NewEntry::new(AuditAction::CaseStatusChanged, at).to(case);
        let entry = whose.as_ref().map(|(person, _)| entry.of(*person));
        let change = whose.map(|(person, reference)| Change::Case { person, reference });
        self.commit_logged(transaction, entry, change).await
    }

    async fn earlier(
        &self,
        connection: &impl ConnectionTrait,
        person: Uuid,
        key: &SubmissionKey,
    ) -> Result<Option<Submitted>, StorageError> {
        let found = submission_key::Entity::find_by_id((person, key.key.clone())).one(connection).await?;
        let Some(found) = found else { return Ok(None) };
        let found = found.opened(&self.vault)?;
        if found.request_hash != key.request_hash {
            return Ok(Some(Submitted::KeyReused));
        }
        let case = case_file::Entity::find_by_id(found.case_id).one(connection).await?;
        let case = case.ok_or_else(|| StorageError::Unreadable("submission_key.case_id".to_owned()))?;
        Ok(Some(Submitted::Again(case.opened(&self.vault)?.try_into()?)))
    }

    async fn write_case(
        &self,
        transaction: &DatabaseTransaction,
        case: &NewCase,
        key: &SubmissionKey,
        files: &[Uuid],
    ) -> Result<StoredCase, StorageError> {
        let row = case_file::Model {
            id: self.new_id(case.received)?,
            reference: reference::new(self.randomness.as_ref())?,
            person_id: case.person,
            service: case.service.clone(),
            form: case.form.clone(),
            version: i64::from(case.version),
            language: case.language.code().to_owned(),
            title: case.title.clone(),
            status: status_name(CaseStatus::Received).to_owned(),
            received_at: case.received.0,
            answer_by: case.answer_by.to_string(),
            answers: to_json(&case.answers)?,
            summary: to_json(&case.summary)?,
            next_steps: to_json(&case.next_steps)?,
            checksum: case.checksum.clone(),
            sealed_with: None,
        };
        let sealed = row.clone().sealed(&self.vault)?.into_active_model().reset_all();
        case_file::Entity::insert(sealed).exec_without_returning(transaction).await?;
        self.add_event(transaction, row.id, CaseStatus::Received, case.received).await?;
        let submission = submission_key::Model {
            person_id: case.person,
            key: key.key.clone(),
            request_hash: key.request_hash.clone(),
            case_id: row.id,
            created_at: case.received.0,
            sealed_with: None,
        };
        let submission = submission.sealed(&self.vault)?.into_active_model().reset_all();
        submission_key::Entity::insert(submission).exec_without_returning(transaction).await?;
        attachments::move_to_case(transaction, files, row.id, case.received).await?;
        drafts::delete(transaction, case.person, &case.form).await?;
        open_drafts::mark_sent(transaction, case.person, case.received).await?;
        row.try_into()
    }

    async fn add_event(
        &self,
        transaction: &DatabaseTransaction,
        case: Uuid,
        status: CaseStatus,
        at: Timestamp,
    ) -> Result<(), StorageError> {
        case_event::Entity::insert(case_event::ActiveModel {
            id: Set(self.new_id(at)?),
            case_id: Set(case),
            status: Set(status_name(status).to_owned()),
            at: Set(at.0),
        })
        .exec_without_returning(transaction)
        .await?;
        Ok(())
    }
}

pub(super) const fn status_name(status: CaseStatus) -> &'static str {
    match status {
        CaseStatus::Received => "received",
        CaseStatus::InProgress => "in_progress",
        CaseStatus::Closed => "closed",
    }
}

fn to_status(text: &str) -> Result<CaseStatus, StorageError> {
    [CaseStatus::Received, CaseStatus::InProgress, CaseStatus::Closed]
        .into_iter()
        .find(|status| status_name(*status) == text)
        .ok_or_else(|| StorageError::Unreadable("case_file.status".to_owned()))
}
