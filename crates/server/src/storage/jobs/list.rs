//! How jobs stand: one, those that were given up, and how many there are.

use locale::Timestamp;
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::SelectStatement,
};
use uuid::Uuid;

use super::{
    JobCounts, JobRow, JobState,
    entity::{Column, Entity, Model},
};
use crate::storage::{StorageError, Store, to_count};

/// Dead ones that are listed.
const LIST_LIMIT: u64 = 200;

impl Store {
    /// The jobs that were given up, the latest first, 200 at the most.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn dead_jobs(&self) -> Result<Vec<JobRow>, StorageError> {
        let rows = Entity::find()
            .filter(Column::State.eq(JobState::Dead.name()))
            .order_by_desc(Column::EndedAt)
            .order_by_desc(Column::Id)
            .limit(LIST_LIMIT)
            .all(&self.reader)
            .await?;
        rows.into_iter().map(JobRow::try_from).collect()
    }

    /// How many there are.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn job_counts(&self) -> Result<JobCounts, StorageError> {
        let rows: Vec<(String, i64, Option<i64>)> = Entity::find()
            .select_only()
            .column(Column::State)
            .column_as(Column::Id.count(), "jobs")
            .column_as(Column::RunAt.min(), "due")
            .filter(Column::State.ne(JobState::Done.name()))
            .group_by(Column::State)
            .into_tuple()
            .all(&self.reader)
            .await?;
        let mut counts = JobCounts::default();
        for (state, count, due) in rows {
            match JobState::of(&state)? {
                JobState::Waiting => (counts.waiting, counts.due) = (count, due.map(Timestamp)),
                JobState::Running => counts.running = count,
                JobState::Dead => counts.dead = count,
                JobState::Done => {}
            }
        }
        Ok(counts)
    }

    /// A job.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn job(&self, id: Uuid) -> Result<Option<JobRow>, StorageError> {
        Entity::find_by_id(id).one(&self.reader).await?.map(JobRow::try_from).transpose()
    }
}

/// The state of the job with a key, which is to be bound.
pub(in crate::storage) fn state_by_key() -> SelectStatement {
    Entity::find().select_only().column(Column::State).filter(Column::DedupeKey.eq("")).into_query()
}

impl TryFrom<Model> for JobRow {
    type Error = StorageError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id,
            state: JobState::of(&row.state)?,
            kind: row.kind,
            attempts: to_count(row.attempts, "job.attempts")?,
            last_error: row.last_error,
            created: Timestamp(row.created_at),
            run_at: Timestamp(row.run_at),
            ended: row.ended_at.map(Timestamp),
        })
    }
}
