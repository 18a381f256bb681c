//! Taking jobs that are due.

use locale::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType},
};

use super::{
    ClaimedJob, JobState,
    entity::{Column, Entity},
};
use crate::storage::{StorageError, Store, to_count};

/// What is told of a job whose worker was lost each time.
const LOST: &str = "worker_lost";

impl Store {
    /// Takes jobs that are due, the oldest first, each for one worker alone until `lease_until`. A job whose worker was
    /// lost at its last attempt is given up.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn claim_jobs(
        &self,
        kinds: &[&str],
        most: u64,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Vec<ClaimedJob>, StorageError> {
        let lost = Condition::all()
            .add(Column::State.eq(JobState::Running.name()))
            .add(Column::LeaseUntil.lte(now.0));
        let waiting =
            Condition::all().add(Column::State.eq(JobState::Waiting.name())).add(Column::RunAt.lte(now.0));
        let transaction = self.write().await?;
        let rows = Entity::find()
            .filter(Condition::any().add(waiting).add(lost))
            .filter(Column::Kind.is_in(kinds.iter().copied()))
            .order_by_asc(Column::RunAt)
            .order_by_asc(Column::Id)
            .limit(most)
            // Rows that another worker is claiming are left to it. SQLite has one writer at a time.
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .all(&transaction)
            .await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let token = self.new_id(now)?;
        let (spent, rows): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| row.attempts >= row.max_attempts);
        Entity::update_many()
            .col_expr(Column::State, Expr::value(JobState::Dead.name()))
            .col_expr(Column::LastError, Expr::value(LOST))
            .col_expr(Column::EndedAt, Expr::value(now.0))
            .filter(Column::Id.is_in(spent.iter().map(|row| row.id)))
            .exec(&transaction)
            .await?;
        Entity::update_many()
            .col_expr(Column::State, Expr::value(JobState::Running.name()))
            .col_expr(Column::LeaseUntil, Expr::value(lease_until.0))
            .col_expr(Column::LeaseToken, Expr::value(token))
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .filter(Column::Id.is_in(rows.iter().map(|row| row.id)))
            .exec(&transaction)
            .await?;
        transaction.commit().await?;
        let claimed = rows.into_iter().map(|row| {
            Ok(ClaimedJob {
                id: row.id,
                kind: row.kind,
                payload: row.payload,
                attempt: to_count(row.attempts + 1, "job.attempts")?,
                created: Timestamp(row.created_at),
                token,
            })
        });
        claimed.collect()
    }
}
