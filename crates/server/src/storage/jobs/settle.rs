//! What a worker says of the job in its hands: done, failed or given back.

use locale::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use tracing::instrument;

use super::{
    ClaimedJob, JobState,
    entity::{Column, Entity},
};
use crate::storage::{StorageError, Store};

impl Store {
    /// A job is done; whether it was still this worker's to say.
    ///
    /// # Errors
    /// Where the database fails.
    #[instrument(target = "traces", name = "store.complete_job", skip_all)]
    pub async fn complete_job(&self, job: &ClaimedJob, now: Timestamp) -> Result<bool, StorageError> {
        let done = Entity::update_many()
            .col_expr(Column::State, Expr::value(JobState::Done.name()))
            .col_expr(Column::EndedAt, Expr::value(now.0))
            .filter(held(job))
            .exec(&self.writer)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// An attempt has failed: the job is tried again at `again`, unless that was its last attempt or there is no sense
    /// in another. How it stands then; nothing where it was no longer this worker's to say.
    ///
    /// # Errors
    /// Where the database fails.
    #[instrument(target = "traces", name = "store.fail_job", skip_all)]
    pub async fn fail_job(
        &self,
        job: &ClaimedJob,
        error: &str,
        again: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Option<JobState>, StorageError> {
        if let Some(again) = again {
            let waits = Entity::update_many()
                .col_expr(Column::State, Expr::value(JobState::Waiting.name()))
                .col_expr(Column::RunAt, Expr::value(again.0))
                .col_expr(Column::LastError, Expr::value(error))
                .filter(held(job))
                .filter(Expr::col(Column::Attempts).lt(Expr::col(Column::MaxAttempts)))
                .exec(&self.writer)
                .await?;
            if waits.rows_affected == 1 {
                return Ok(Some(JobState::Waiting));
            }
        }
        let dead = Entity::update_many()
            .col_expr(Column::State, Expr::value(JobState::Dead.name()))
            .col_expr(Column::LastError, Expr::value(error))
            .col_expr(Column::EndedAt, Expr::value(now.0))
            .filter(held(job))
            .exec(&self.writer)
            .await?;
        Ok((dead.rows_affected == 1).then_some(JobState::Dead))
    }

    /// A worker that is about to end lets go of a job that it has not done: another one may take it at once, and the
    /// attempt does not count. Whether it was still this worker's.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn give_back_job(&self, job: &ClaimedJob, now: Timestamp) -> Result<bool, StorageError> {
        let waits = Entity::update_many()
            .col_expr(Column::State, Expr::value(JobState::Waiting.name()))
            .col_expr(Column::RunAt, Expr::value(now.0))
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).sub(1))
            .filter(held(job))
            .exec(&self.writer)
            .await?;
        Ok(waits.rows_affected == 1)
    }
}

fn held(job: &ClaimedJob) -> Condition {
    Condition::all()
        .add(Column::Id.eq(job.id))
        .add(Column::State.eq(JobState::Running.name()))
        .add(Column::LeaseToken.eq(job.token))
}
