//! How much is kept of a person, counted.

use contract::personal::Kept;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::Holdings;
use crate::storage::{
    StorageError, Store,
    entities::{case_file, draft},
};

/// How much there is, and what it belongs to.
#[derive(Clone, Debug)]
pub struct Counted {
    /// How much.
    pub kept: Kept,
    /// The forms of the drafts.
    pub forms: Vec<String>,
    /// The services of the cases, each once.
    pub services: Vec<String>,
}

impl Store {
    /// Counts what is kept of a person.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn kept(&self, person: Uuid) -> Result<Counted, StorageError> {
        let Holdings { drafts, files, cases, case_files, .. } = self.holdings(person).await?;
        let services: Vec<String> = case_file::Entity::find()
            .select_only()
            .column(case_file::Column::Service)
            .distinct()
            .filter(case_file::Column::PersonId.eq(person))
            .into_tuple()
            .all(&self.reader)
            .await?;
        let forms: Vec<String> = draft::Entity::find()
            .select_only()
            .column(draft::Column::Form)
            .filter(draft::Column::PersonId.eq(person))
            .into_tuple()
            .all(&self.reader)
            .await?;
        let kept = Kept { cases, case_files, drafts, unsent_files: files };
        Ok(Counted { kept, forms, services })
    }
}
