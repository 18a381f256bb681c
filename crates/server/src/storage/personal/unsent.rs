//! Deletes what a person has begun and not sent.
//!
//! Rows are locked in the order of everything that changes drafts and files: drafts, their files, the log. A submission
//! at the same moment comes before, and takes its draft and files along into the case, or after, and finds neither.

use contract::personal::UnsentDeleted;
use locale::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use crate::storage::{
    StorageError, Store,
    attachments::let_go,
    audit::{AuditAction, NewEntry},
    changes::Change,
    drafts,
    entities::{attachment, case_file, device_key, draft},
};

/// What went.
pub(super) struct Unsent {
    /// The forms of the drafts.
    forms: Vec<String>,
    files: Vec<Uuid>,
    has_device_key: bool,
}

impl Store {
    /// Deletes a person's drafts with their files, the files for documents of cases that were not handed in, and the
    /// secret that the person's devices seal unsent answers with, in one step. Nothing there is fine too.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn delete_unsent(&self, person: Uuid, now: Timestamp) -> Result<UnsentDeleted, StorageError> {
        let transaction = self.write().await?;
        let unsent = delete(&transaction, person).await?;
        let changes = unsent.changes(person);
        self.commit_logged(transaction, unsent.entries(person, now), changes).await?;
        Ok(unsent.count())
    }

    /// The forms of which the person has drafts, and the services of cases for which files wait to be handed in.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn unsent_of(&self, person: Uuid) -> Result<(Vec<String>, Vec<String>), StorageError> {
        let forms = draft::Entity::find()
            .select_only()
            .column(draft::Column::Form)
            .filter(draft::Column::PersonId.eq(person))
            .into_tuple()
            .all(&self.reader)
            .await?;
        let services = services_with_files(&self.reader, person).await?;
        Ok((forms, services))
    }
}

impl Unsent {
    pub(super) fn count(&self) -> UnsentDeleted {
        UnsentDeleted { drafts: self.forms.len() as u64, files: self.files.len() as u64 }
    }

    /// One for each thing, and one for the whole where there was any.
    pub(super) fn entries(&self, person: Uuid, now: Timestamp) -> Vec<NewEntry> {
        let entry = |action| NewEntry::new(action, now).of(person);
        let is_any = self.has_device_key || !self.forms.is_empty() || !self.files.is_empty();
        let whole = is_any.then(|| entry(AuditAction::UnsentDeleted));
        let drafts = self.forms.iter().map(|form| entry(AuditAction::DraftDeleted).to(form));
        let files = self.files.iter().map(|file| entry(AuditAction::FileDeleted).to(file));
        whole.into_iter().chain(drafts).chain(files).collect()
    }

    pub(super) fn changes(&self, person: Uuid) -> Vec<Change> {
        self.forms.iter().map(|form| drafts::told_of(person, form)).collect()
    }
}

/// Deletes it. The rows of files stay until their bytes are gone.
pub(super) async fn delete(transaction: &DatabaseTransaction, person: Uuid) -> Result<Unsent, StorageError> {
    let own = draft::Column::PersonId.eq(person);
    let held: Vec<(Uuid, String)> = draft::Entity::find()
        .select_only()
        .columns([draft::Column::Id, draft::Column::Form])
        .filter(own)
        .order_by_asc(draft::Column::Id)
        .lock_exclusive()
        .into_tuple()
        .all(transaction)
        .await?;
    let files = let_go(transaction, Condition::all().add(attachment::Column::PersonId.eq(person))).await?;
    let (ids, forms): (Vec<Uuid>, Vec<String>) = held.into_iter().unzip();
    draft::Entity::delete_many().filter(draft::Column::Id.is_in(ids)).exec(transaction).await?;
    let keys = device_key::Entity::delete_by_id(person).exec(transaction).await?;
    Ok(Unsent {
        forms,
        files: files.into_iter().map(|(file, _)| file).collect(),
        has_device_key: keys.rows_affected > 0,
    })
}

async fn services_with_files(
    connection: &impl ConnectionTrait,
    person: Uuid,
) -> Result<Vec<String>, StorageError> {
    let cases: Vec<Option<Uuid>> = attachment::Entity::find()
        .select_only()
        .column(attachment::Column::ForCaseId)
        .distinct()
        .filter(attachment::Column::PersonId.eq(person))
        .filter(attachment::Column::ForCaseId.is_not_null())
        .into_tuple()
        .all(connection)
        .await?;
    Ok(case_file::Entity::find()
        .select_only()
        .column(case_file::Column::Service)
        .filter(case_file::Column::Id.is_in(cases.into_iter().flatten()))
        .into_tuple()
        .all(connection)
        .await?)
}
