//! What the log tells of a person.

use locale::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::IntoCondition,
};
use uuid::Uuid;

use crate::storage::{
    StorageError, Store,
    entities::{audit_entry, case_file},
};

/// An entry as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Counted from 1.
    pub number: i64,
    /// When; entries of what was read are written a little later.
    pub at: Timestamp,
    /// Who, by the name it is kept by.
    pub actor: String,
    /// Which of the staff.
    pub actor_id: Option<String>,
    /// What, by the name it is kept by.
    pub action: String,
    /// The kind of thing.
    pub kind: String,
    /// Its id.
    pub thing: Option<String>,
    /// The call it was done by.
    pub request: Option<Uuid>,
}

impl Store {
    /// Whose case it is that has this reference.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn person_of_case(&self, reference: &str) -> Result<Option<Uuid>, StorageError> {
        let whose = case_file::Entity::find()
            .select_only()
            .column(case_file::Column::PersonId)
            .filter(case_file::Column::Reference.eq(reference));
        Ok(whose.into_tuple().one(&self.reader).await?)
    }

    /// What the log tells of a person after an entry of that number, the oldest first, `most` of them.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn audit_of(
        &self,
        person: Uuid,
        after: i64,
        most: u64,
    ) -> Result<Vec<AuditEntry>, StorageError> {
        self.entries(audit_entry::Column::PersonId.eq(person), after, most).await
    }

    /// All entries after that number, the oldest first, `most` of them.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn audit_after(&self, after: i64, most: u64) -> Result<Vec<AuditEntry>, StorageError> {
        self.entries(Condition::all(), after, most).await
    }

    async fn entries(
        &self,
        which: impl IntoCondition,
        after: i64,
        most: u64,
    ) -> Result<Vec<AuditEntry>, StorageError> {
        let rows = audit_entry::Entity::find()
            .filter(which.into_condition())
            .filter(audit_entry::Column::Number.gt(after))
            .order_by_asc(audit_entry::Column::Number)
            .limit(most)
            .all(&self.reader)
            .await?;
        Ok(rows.into_iter().map(AuditEntry::from).collect())
    }
}

impl From<audit_entry::Model> for AuditEntry {
    fn from(row: audit_entry::Model) -> Self {
        Self {
            number: row.number,
            at: Timestamp(row.at),
            actor: row.actor,
            actor_id: row.actor_id,
            action: row.action,
            kind: row.kind,
            thing: row.thing,
            request: row.request_id,
        }
    }
}
