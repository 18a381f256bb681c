//! Letting a job run again that was given up.

use locale::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, IntoCondition},
};
use uuid::Uuid;

use super::{
    JobRow, JobState,
    entity::{Column, Entity},
};
use crate::storage::{
    StorageError, Store,
    audit::{Actor, AuditAction, NewEntry},
    changes::Change,
};

impl Store {
    /// Lets a job that was given up run again, with all its attempts; another one stays as it is. The job as it is then.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn run_job_again(
        &self,
        id: Uuid,
        by: Actor,
        now: Timestamp,
    ) -> Result<Option<JobRow>, StorageError> {
        let transaction = self.write().await?;
        revive(&transaction, Column::Id.eq(id), now).await?;
        let row = Entity::find_by_id(id).one(&transaction).await?;
        let entry = row.as_ref().map(|row| NewEntry::new(AuditAction::JobRunAgain, now).by(by).to(row.id));
        self.commit_logged(transaction, entry, [Change::Job]).await?;
        row.map(JobRow::try_from).transpose()
    }
}

/// Lets it run again where it was given up.
pub(in crate::storage) async fn revive_key(
    connection: &impl ConnectionTrait,
    dedupe_key: &str,
    now: Timestamp,
) -> Result<(), StorageError> {
    revive(connection, Column::DedupeKey.eq(dedupe_key), now).await
}

async fn revive(
    connection: &impl ConnectionTrait,
    which: impl IntoCondition,
    now: Timestamp,
) -> Result<(), StorageError> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(JobState::Waiting.name()))
        .col_expr(Column::RunAt, Expr::value(now.0))
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::EndedAt, Expr::value(None::<i64>))
        .filter(which.into_condition())
        .filter(Column::State.eq(JobState::Dead.name()))
        .exec(connection)
        .await?;
    Ok(())
}
