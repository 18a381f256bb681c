//! Drafts: one for each person and form, each change counted.

use contract::forms_api::DraftContent;
use locale::{Date, Timestamp};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use tracing::instrument;
use uuid::Uuid;

use super::{
    StorageError, Store,
    audit::{AuditAction, NewEntry},
    changes::Change,
    entities::draft,
    from_json,
    prepared::Prepared,
    sealing::SealedRow,
    to_count, to_json,
};
use crate::randomness;

/// Random bytes of a draft's key.
const KEY_BYTES: usize = 16;

/// A draft and what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDraft {
    /// Which form it is a draft of.
    pub form: String,
    /// Key, revision and times.
    pub head: DraftHead,
    /// What is kept.
    pub content: DraftContent,
}

/// What identifies a state of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftHead {
    /// Random; names the draft for as long as it lives.
    pub key: String,
    /// Counts up with each change, from 1.
    pub revision: u32,
    /// When it was last changed.
    pub saved: Timestamp,
    /// When it is deleted.
    pub deletes_at: Timestamp,
}

/// The state that a change is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// No draft.
    Nothing,
    /// This revision.
    Revision(u32),
}

/// What came of saving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SavedDraft {
    /// The first revision is kept.
    Created(DraftHead),
    /// A later revision is kept.
    Changed(DraftHead),
    /// The draft is at this revision, not at the expected one; nothing was written.
    Conflict(u32),
    /// There is no draft to change.
    Gone,
}

impl DraftHead {
    /// The day on which it is deleted.
    #[must_use]
    pub fn deleted_on(&self) -> Date {
        self.deletes_at.in_norway().date
    }
}

impl Store {
    /// The person's draft of a form.
    ///
    /// # Errors
    /// Where the database fails.
    #[instrument(target = "traces", name = "store.draft", skip_all)]
    pub async fn draft(
        &self,
        person: Uuid,
        form: &str,
        now: Timestamp,
    ) -> Result<Option<StoredDraft>, StorageError> {
        let row = find(&self.reader, person, form, now).await?;
        row.map(|row| row.opened(&self.vault)?.try_into()).transpose()
    }

    /// Of which forms the person has drafts, and where those stand, the newest first.
    ///
    /// # Errors
    /// Where the database fails.
    #[instrument(target = "traces", name = "store.drafts", skip_all)]
    pub async fn drafts(
        &self,
        person: Uuid,
        now: Timestamp,
    ) -> Result<Vec<(String, DraftHead)>, StorageError> {
        let rows = draft::Entity::find()
            .filter(draft::Column::PersonId.eq(person))
            .filter(draft::Column::DeletesAt.gt(now.0))
            .order_by_desc(draft::Column::SavedAt)
            .all(&self.reader)
            .await?;
        rows.into_iter().map(|row| Ok((row.form.clone(), head(&row)?))).collect()
    }

    /// Keeps a draft, if it still is as expected.
    ///
    /// # Errors
    /// Where the database fails.
    #[instrument(target = "traces", name = "store.save_draft", skip_all)]
    pub async fn save_draft(
        &self,
        person: Uuid,
        form: &str,
        content: &DraftContent,
        expected: Expected,
        now: Timestamp,
        deletes_at: Timestamp,
    ) -> Result<SavedDraft, StorageError> {
        match expected {
            Expected::Nothing => self.create_draft(person, form, content, now, deletes_at).await,
            Expected::Revision(revision) => {
                self.change_draft(person, form, content, revision, now, deletes_at).await
            }
        }
    }

    /// Deletes the person's draft of a form, if there is one.
    ///
    /// # Errors
    /// Where the database fails.
    #[instrument(target = "traces", name = "store.delete_draft", skip_all)]
    pub async fn delete_draft(&self, person: Uuid, form: &str, now: Timestamp) -> Result<(), StorageError> {
        let transaction = self.write().await?;
        let entry = (delete(&transaction, person, form).await? > 0)
            .then(|| NewEntry::new(AuditAction::DraftDeleted, now).of(person).to(form));
        self.commit_logged(transaction, entry, [told_of(person, form)]).await
    }

    async fn create_draft(
        &self,
        person: Uuid,
        form: &str,
        content: &DraftContent,
        now: Timestamp,
        deletes_at: Timestamp,
    ) -> Result<SavedDraft, StorageError> {
        let key = self.draft_key()?;
        let transaction = self.write().await?;
        // One that is over, but not swept yet, is no draft any more.
        draft::Entity::delete_many()
            .filter(of(person, form))
            .filter(draft::Column::DeletesAt.lte(now.0))
            .exec(&transaction)
            .await?;
        let head = DraftHead { key, revision: 1, saved: now, deletes_at };
        match self.insert_draft(&transaction, person, form, content, &head).await {
            Ok(()) => {
                let entry = NewEntry::new(AuditAction::DraftBegun, now).of(person).to(form);
                self.commit_logged(transaction, [entry], [told_of(person, form)]).await?;
                Ok(SavedDraft::Created(head))
            }
            Err(error) if error.is_unique_violation() => {
                transaction.rollback().await?;
                self.conflict(person, form, now).await
            }
            Err(error) => Err(error),
        }
    }

    /// The first revision of a draft.
    pub(super) async fn insert_draft(
        &self,
        transaction: &DatabaseTransaction,
        person: Uuid,
        form: &str,
        content: &DraftContent,
        head: &DraftHead,
    ) -> Result<(), StorageError> {
        let row = draft::Model {
            id: self.new_id(head.saved)?,
            person_id: person,
            form: form.to_owned(),
            key: head.key.clone(),
            revision: i64::from(head.revision),
            version: i64::from(content.version),
            page: content.page.clone(),
            answers: to_json(&content.answers)?,
            saved_at: head.saved.0,
            deletes_at: head.deletes_at.0,
            sealed_with: None,
        };
        let row = row.sealed(&self.vault)?.into_active_model().reset_all();
        draft::Entity::insert(row).exec_without_returning(transaction).await?;
        Ok(())
    }

    /// What names a new draft.
    pub(super) fn draft_key(&self) -> Result<String, StorageError> {
        Ok(randomness::hex(self.randomness.as_ref(), KEY_BYTES)?)
    }

    async fn change_draft(
        &self,
        person: Uuid,
        form: &str,
        content: &DraftContent,
        revision: u32,
        now: Timestamp,
        deletes_at: Timestamp,
    ) -> Result<SavedDraft, StorageError> {
        let transaction = self.write().await?;
        let found = draft::Entity::find()
            .filter(of(person, form))
            .filter(draft::Column::Revision.eq(i64::from(revision)))
            .filter(draft::Column::DeletesAt.gt(now.0))
            .lock_exclusive()
            .one(&transaction)
            .await?;
        let Some(found) = found else {
            transaction.rollback().await?;
            return self.conflict(person, form, now).await;
        };
        let row = draft::Model {
            revision: i64::from(revision) + 1,
            version: i64::from(content.version),
            page: content.page.clone(),
            answers: to_json(&content.answers)?,
            saved_at: now.0,
            deletes_at: deletes_at.0,
            ..found
        };
        let head = head(&row)?;
        let row = row.sealed(&self.vault)?.into_active_model().reset_all();
        draft::Entity::update(row).exec_without_returning(&transaction).await?;
        let entry = NewEntry::new(AuditAction::DraftSaved, now).of(person).to(form);
        self.commit_logged(transaction, [entry], [told_of(person, form)]).await?;
        Ok(SavedDraft::Changed(head))
    }

    /// Reads from the writer: the state that the change met, not one that a reader still sees.
    async fn conflict(&self, person: Uuid, form: &str, now: Timestamp) -> Result<SavedDraft, StorageError> {
        let current = find(&self.writer, person, form, now).await?;
        let revision = current.map(|row| to_count(row.revision, "draft.revision")).transpose()?;
        Ok(revision.map_or(SavedDraft::Gone, SavedDraft::Conflict))
    }
}

/// That the draft is another now, or gone.
pub(super) fn told_of(person: Uuid, form: &str) -> Change {
    Change::Draft { person, form: form.to_owned() }
}

/// How many there were.
pub(super) async fn delete(
    connection: &impl ConnectionTrait,
    person: Uuid,
    form: &str,
) -> Result<u64, StorageError> {
    Ok(draft::Entity::delete_many().filter(of(person, form)).exec(connection).await?.rows_affected)
}

/// The row, as it is: sealed.
pub(super) async fn find(
    connection: &impl ConnectionTrait,
    person: Uuid,
    form: &str,
    now: Timestamp,
) -> Result<Option<draft::Model>, StorageError> {
    let statement = FIND.with(connection, [person.into(), form.into(), now.0.into()], || {
        draft::Entity::find().filter(of(Uuid::nil(), "")).filter(draft::Column::DeletesAt.gt(0)).into_query()
    });
    let found = connection.query_one_raw(statement).await?;
    Ok(found.map(|found| draft::Model::from_query_result(&found, "")).transpose()?)
}

/// The draft of a person and a form that still lives at a time.
static FIND: Prepared = Prepared::new();

/// What identifies the state of a row, sealed or not.
fn head(row: &draft::Model) -> Result<DraftHead, StorageError> {
    Ok(DraftHead {
        key: row.key.clone(),
        revision: to_count(row.revision, "draft.revision")?,
        saved: Timestamp(row.saved_at),
        deletes_at: Timestamp(row.deletes_at),
    })
}

/// The person's draft of a form.
pub(super) fn of(person: Uuid, form: &str) -> sea_orm::Condition {
    sea_orm::Condition::all().add(draft::Column::PersonId.eq(person)).add(draft::Column::Form.eq(form))
}

impl TryFrom<draft::Model> for StoredDraft {
    type Error = StorageError;

    fn try_from(row: draft::Model) -> Result<Self, Self::Error> {
        Ok(Self {
            head: head(&row)?,
            content: DraftContent {
                version: to_count(row.version, "draft.version")?,
                page: row.page,
                answers: from_json(&row.answers, "draft.answers")?,
            },
            form: row.form,
        })
    }
}
