//! Reading cases, which people do the most.

use contract::minside::CaseEvent;
use locale::{Language, Timestamp};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QueryResult,
    QuerySelect, QueryTrait, sea_query::SelectStatement,
};
use tracing::instrument;
use uuid::Uuid;

use super::{CaseHead, StoredCase, to_status};
use crate::storage::{
    StorageError, Store,
    entities::{case_event, case_file},
    from_json,
    prepared::Prepared,
    sealing::SealedRow,
    to_count, to_date,
};

/// The longest list of cases.
const LIST_LIMIT: u64 = 200;

const ANSWER_BY: &str = "case_file.answer_by";

static HEADS: Prepared = Prepared::new();
static ONE: Prepared = Prepared::new();
static EVENTS: Prepared = Prepared::new();

impl Store {
    /// The person's cases, the newest first.
    ///
    /// # Errors
    /// Where the database fails.
    #[instrument(target = "traces", name = "store.cases", skip_all)]
    pub async fn cases(&self, person: Uuid) -> Result<Vec<CaseHead>, StorageError> {
        let values = [person.into(), LIST_LIMIT.into()];
        let statement = HEADS.with(&self.reader, values, heads);
        let rows = self.reader.query_all_raw(statement).await?;
        rows.iter().map(CaseHead::read).collect()
    }

    /// The person's case of that reference, with what has happened to it, the oldest first.
    ///
    /// # Errors
    /// Where the database fails.
    #[instrument(target = "traces", name = "store.case", skip_all)]
    pub async fn case(
        &self,
        person: Uuid,
        reference: &str,
    ) -> Result<Option<(StoredCase, Vec<CaseEvent>)>, StorageError> {
        let statement = ONE.with(&self.reader, [person.into(), reference.into()], one);
        let Some(found) = self.reader.query_one_raw(statement).await? else { return Ok(None) };
        let row = case_file::Model::from_query_result(&found, "")?;
        let statement = EVENTS.with(&self.reader, [row.id.into()], events);
        let events = self.reader.query_all_raw(statement).await?;
        let read = |event: &QueryResult| {
            let (status, at): (String, i64) = event.try_get_many_by_index()?;
            Ok(CaseEvent { status: to_status(&status)?, at: Timestamp(at) })
        };
        let events = events.iter().map(read).collect::<Result<_, StorageError>>()?;
        Ok(Some((row.opened(&self.vault)?.try_into()?, events)))
    }
}

impl CaseHead {
    /// Of a row of [`heads`].
    fn read(row: &QueryResult) -> Result<Self, StorageError> {
        let (id, reference, service, title, status, received, answer_by): Head =
            row.try_get_many_by_index()?;
        let (status, answer_by) = (to_status(&status)?, to_date(&answer_by, ANSWER_BY)?);
        Ok(Self { id, reference, service, title, status, received: Timestamp(received), answer_by })
    }
}

impl TryFrom<case_file::Model> for StoredCase {
    type Error = StorageError;

    fn try_from(row: case_file::Model) -> Result<Self, Self::Error> {
        let language = Language::from_tag(&row.language)
            .ok_or_else(|| StorageError::Unreadable("case_file.language".to_owned()))?;
        Ok(Self {
            language,
            version: to_count(row.version, "case_file.version")?,
            answers: from_json(&row.answers, "case_file.answers")?,
            form: row.form,
            summary: from_json(&row.summary, "case_file.summary")?,
            next_steps: from_json(&row.next_steps, "case_file.next_steps")?,
            checksum: row.checksum,
            head: CaseHead {
                id: row.id,
                reference: row.reference,
                service: row.service,
                title: row.title,
                status: to_status(&row.status)?,
                received: Timestamp(row.received_at),
                answer_by: to_date(&row.answer_by, ANSWER_BY)?,
            },
        })
    }
}

/// The columns of [`heads`].
type Head = (Uuid, String, String, String, String, i64, String);

fn heads() -> SelectStatement {
    case_file::Entity::find()
        .select_only()
        .columns([
            case_file::Column::Id,
            case_file::Column::Reference,
            case_file::Column::Service,
            case_file::Column::Title,
            case_file::Column::Status,
            case_file::Column::ReceivedAt,
            case_file::Column::AnswerBy,
        ])
        .filter(case_file::Column::PersonId.eq(Uuid::nil()))
        .order_by_desc(case_file::Column::ReceivedAt)
        .order_by_desc(case_file::Column::Id)
        .limit(LIST_LIMIT)
        .into_query()
}

fn one() -> SelectStatement {
    case_file::Entity::find()
        .filter(case_file::Column::PersonId.eq(Uuid::nil()))
        .filter(case_file::Column::Reference.eq(""))
        .into_query()
}

fn events() -> SelectStatement {
    case_event::Entity::find()
        .select_only()
        .columns([case_event::Column::Status, case_event::Column::At])
        .filter(case_event::Column::CaseId.eq(Uuid::nil()))
        .order_by_asc(case_event::Column::At)
        .order_by_asc(case_event::Column::Id)
        .into_query()
}
