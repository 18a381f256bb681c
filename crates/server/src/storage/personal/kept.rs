//! How much is kept of a person, counted.

use contract::personal::Kept;
use locale::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::storage::{
    StorageError, Store, attachments,
    entities::{attachment, case_file, draft},
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
    pub async fn kept(&self, person: Uuid, now: Timestamp) -> Result<Counted, StorageError> {
        let cases: Vec<(String, i64)> = case_file::Entity::find()
            .select_only()
            .column(case_file::Column::Service)
            .column_as(case_file::Column::Id.count(), "cases")
            .filter(case_file::Column::PersonId.eq(person))
            .group_by(case_file::Column::Service)
            .into_tuple()
            .all(&self.reader)
            .await?;
        let forms: Vec<String> = draft::Entity::find()
            .select_only()
            .column(draft::Column::Form)
            .filter(draft::Column::PersonId.eq(person))
            .filter(draft::Column::DeletesAt.gt(now.0))
            .into_tuple()
            .all(&self.reader)
            .await?;
        let files = attachment::Entity::find().filter(attachment::Column::PersonId.eq(person));
        let of_cases = files.clone().filter(attachment::Column::CaseId.is_not_null());
        let kept = Kept {
            cases: cases.iter().map(|(_, count)| u64::try_from(*count).unwrap_or_default()).sum(),
            case_files: of_cases.count(&self.reader).await?,
            drafts: forms.len() as u64,
            unsent_files: files.filter(attachments::is_under_way()).count(&self.reader).await?,
        };
        Ok(Counted { kept, forms, services: cases.into_iter().map(|(service, _)| service).collect() })
    }
}
