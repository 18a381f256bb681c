//! Drafts: one for each person and form, each change counted.

use contract::forms_api::DraftContent;
use locale::{Date, Timestamp};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, Set,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{StorageError, Store, changes::Change, entities::draft, from_json, to_count, to_json};
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
    pub async fn draft(
        &self,
        person: Uuid,
        form: &str,
        now: Timestamp,
    ) -> Result<Option<StoredDraft>, StorageError> {
        find(&self.reader, person, form, now).await
    }

    /// The person's drafts, the newest first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn drafts(&self, person: Uuid, now: Timestamp) -> Result<Vec<StoredDraft>, StorageError> {
        let rows = draft::Entity::find()
            .filter(draft::Column::PersonId.eq(person))
            .filter(draft::Column::DeletesAt.gt(now.0))
            .order_by_desc(draft::Column::SavedAt)
            .all(&self.reader)
            .await?;
        rows.into_iter().map(StoredDraft::try_from).collect()
    }

    /// Keeps a draft, if it still is as expected.
    ///
    /// # Errors
    /// Where the database fails.
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
    pub async fn delete_draft(&self, person: Uuid, form: &str) -> Result<(), StorageError> {
        let transaction = self.write().await?;
        delete(&transaction, person, form).await?;
        self.commit_and_tell(transaction, [told_of(person, form)]).await
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
                self.commit_and_tell(transaction, [told_of(person, form)]).await?;
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
        draft::Entity::insert(draft::ActiveModel {
            id: Set(self.new_id(head.saved)?),
            person_id: Set(person),
            form: Set(form.to_owned()),
            key: Set(head.key.clone()),
            revision: Set(i64::from(head.revision)),
            version: Set(i64::from(content.version)),
            page: Set(content.page.clone()),
            answers: Set(to_json(&content.answers)?),
            saved_at: Set(head.saved.0),
            deletes_at: Set(head.deletes_at.0),
        })
        .exec_without_returning(transaction)
        .await?;
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
        let changed = draft::Entity::update_many()
            .col_expr(draft::Column::Revision, Expr::value(i64::from(revision) + 1))
            .col_expr(draft::Column::Version, Expr::value(i64::from(content.version)))
            .col_expr(draft::Column::Page, Expr::value(content.page.clone()))
            .col_expr(draft::Column::Answers, Expr::value(to_json(&content.answers)?))
            .col_expr(draft::Column::SavedAt, Expr::value(now.0))
            .col_expr(draft::Column::DeletesAt, Expr::value(deletes_at.0))
            .filter(of(person, form))
            .filter(draft::Column::Revision.eq(i64::from(revision)))
            .filter(draft::Column::DeletesAt.gt(now.0))
            .exec(&transaction)
            .await?;
        if changed.rows_affected == 0 {
            transaction.rollback().await?;
            return self.conflict(person, form, now).await;
        }
        let saved = find(&transaction, person, form, now).await?;
        self.commit_and_tell(transaction, [told_of(person, form)]).await?;
        Ok(saved.map_or(SavedDraft::Gone, |draft| SavedDraft::Changed(draft.head)))
    }

    /// Reads from the writer: the state that the change met, not one that a reader still sees.
    async fn conflict(&self, person: Uuid, form: &str, now: Timestamp) -> Result<SavedDraft, StorageError> {
        let current = find(&self.writer, person, form, now).await?;
        Ok(current.map_or(SavedDraft::Gone, |draft| SavedDraft::Conflict(draft.head.revision)))
    }
}

/// That the draft is another now, or gone.
pub(super) fn told_of(person: Uuid, form: &str) -> Change {
    Change::Draft { person, form: form.to_owned() }
}

pub(super) async fn delete(
    connection: &impl ConnectionTrait,
    person: Uuid,
    form: &str,
) -> Result<(), StorageError> {
    draft::Entity::delete_many().filter(of(person, form)).exec(connection).await?;
    Ok(())
}

pub(super) async fn find(
    connection: &impl ConnectionTrait,
    person: Uuid,
    form: &str,
    now: Timestamp,
) -> Result<Option<StoredDraft>, StorageError> {
    let row = draft::Entity::find()
        .filter(of(person, form))
        .filter(draft::Column::DeletesAt.gt(now.0))
        .one(connection)
        .await?;
    row.map(StoredDraft::try_from).transpose()
}

fn of(person: Uuid, form: &str) -> sea_orm::Condition {
    sea_orm::Condition::all().add(draft::Column::PersonId.eq(person)).add(draft::Column::Form.eq(form))
}

impl TryFrom<draft::Model> for StoredDraft {
    type Error = StorageError;

    fn try_from(row: draft::Model) -> Result<Self, Self::Error> {
        Ok(Self {
            head: DraftHead {
                key: row.key,
                revision: to_count(row.revision, "draft.revision")?,
                saved: Timestamp(row.saved_at),
                deletes_at: Timestamp(row.deletes_at),
            },
            content: DraftContent {
                version: to_count(row.version, "draft.version")?,
                page: row.page,
                answers: from_json(&row.answers, "draft.answers")?,
            },
            form: row.form,
        })
    }
}
