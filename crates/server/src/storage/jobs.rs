//! The queue of work that is done after the answer, at least once each.
//!
//! A job is written in the transaction of what it belongs to: both are there, or neither. Whoever claims it has it until
//! a point in time, under a token; without the token nothing about it can be told any more, so that a worker that was
//! taken for dead does not speak for the one after it.

use locale::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Set,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict, SelectStatement},
};
use tracing::instrument;
use uuid::Uuid;

use super::{
    StorageError, Store,
    audit::{Actor, AuditAction, NewEntry},
    changes::Change,
    to_count,
};
use crate::retention::{DEAD_JOB_MILLIS, DONE_JOB_MILLIS};

/// Dead ones that are listed.
const LIST_LIMIT: u64 = 200;

/// What is told of a job whose worker was lost each time.
const LOST: &str = "worker_lost";

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "job")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub dedupe_key: String,
        pub payload: String,
        pub state: String,
        pub created_at: i64,
        pub run_at: i64,
        pub attempts: i64,
        pub max_attempts: i64,
        pub lease_until: Option<i64>,
        pub lease_token: Option<Uuid>,
        pub last_error: Option<String>,
        /// When it was done or given up.
        pub ended_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};

/// Work to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// Which handler does it.
    pub kind: &'static str,
    /// The same work has the same: while a job with it is remembered, there is no second one.
    pub dedupe_key: String,
    /// JSON of ids, never of what they stand for.
    pub payload: String,
    /// After so many it is given up.
    pub max_attempts: u32,
}

/// How far a job has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// For its time, or for a worker.
    Waiting,
    /// Somebody does it.
    Running,
    /// It is done.
    Done,
    /// Given up: only staff, or whoever asked for it, make it run again.
    Dead,
}

/// A job in the hands of a worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedJob {
    /// Its key.
    pub id: Uuid,
    /// Which handler does it.
    pub kind: String,
    /// As it was written.
    pub payload: String,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// When it was written.
    pub created: Timestamp,
    token: Uuid,
}

/// A job as staff see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRow {
    /// Its key.
    pub id: Uuid,
    /// Which handler does it.
    pub kind: String,
    /// How far it has come.
    pub state: JobState,
    /// How often it has been tried.
    pub attempts: u32,
    /// A code.
    pub last_error: Option<String>,
    /// When it was written.
    pub created: Timestamp,
    /// When it is tried next.
    pub run_at: Timestamp,
    /// When it was done or given up.
    pub ended: Option<Timestamp>,
}

/// How many jobs there are, those that are done left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JobCounts {
    /// For their time, or for a worker.
    pub waiting: i64,
    /// In the hands of a worker.
    pub running: i64,
    /// Given up.
    pub dead: i64,
    /// When the first of those that wait was or is to be tried; nothing where none waits.
    pub due: Option<Timestamp>,
}

/// Something to be written as a whole, with the jobs that belong to it. Nothing of it is there before
/// [`Self::commit`], or ever where it is dropped.
pub struct Work {
    store: Store,
    transaction: DatabaseTransaction,
}

impl Work {
    /// Adds a job; whether there was none of its key.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn enqueue(&self, job: &NewJob, now: Timestamp) -> Result<bool, StorageError> {
        self.store.enqueue(&self.transaction, job, now).await
    }

    /// Makes it so.
    ///
    /// # Errors
    /// Where the database fails; then nothing is written.
    pub async fn commit(self) -> Result<(), StorageError> {
        self.store.commit_and_tell(self.transaction, [Change::Job]).await
    }
}

impl JobState {
    const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Dead => "dead",
        }
    }

    pub(super) fn of(name: &str) -> Result<Self, StorageError> {
        let all = [Self::Waiting, Self::Running, Self::Done, Self::Dead];
        let found = all.into_iter().find(|state| state.name() == name);
        found.ok_or_else(|| StorageError::Unreadable("job.state".to_owned()))
    }
}

impl Store {
    /// Begins to write something as a whole.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn begin(&self) -> Result<Work, StorageError> {
        Ok(Work { store: self.clone(), transaction: self.write().await? })
    }

    /// Adds a job to what a transaction writes; whether there was none of its key.
    pub(super) async fn enqueue(
        &self,
        transaction: &DatabaseTransaction,
        job: &NewJob,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let row = entity::ActiveModel {
            id: Set(self.new_id(now)?),
            kind: Set(job.kind.to_owned()),
            dedupe_key: Set(job.dedupe_key.clone()),
            payload: Set(job.payload.clone()),
            state: Set(JobState::Waiting.name().to_owned()),
            created_at: Set(now.0),
            run_at: Set(now.0),
            attempts: Set(0),
            max_attempts: Set(i64::from(job.max_attempts)),
            lease_until: Set(None),
            lease_token: Set(None),
            last_error: Set(None),
            ended_at: Set(None),
        };
        // Of two at once one waits for the other, and finds its key.
        let added = Entity::insert(row)
            .on_conflict(OnConflict::column(Column::DedupeKey).do_nothing().to_owned())
            .exec_without_returning(transaction)
            .await?;
        Ok(added > 0)
    }

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

/// The state of the job with a key, which is to be bound.
pub(super) fn state_by_key() -> SelectStatement {
    Entity::find().select_only().column(Column::State).filter(Column::DedupeKey.eq("")).into_query()
}

/// Lets it run again where it was given up.
pub(super) async fn revive_key(
    connection: &impl ConnectionTrait,
    dedupe_key: &str,
    now: Timestamp,
) -> Result<(), StorageError> {
    revive(connection, Column::DedupeKey.eq(dedupe_key), now).await
}

async fn revive(
    connection: &impl ConnectionTrait,
    which: impl sea_orm::sea_query::IntoCondition,
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

/// Forgets what was done long enough ago.
pub(super) async fn sweep_done(
    connection: &impl ConnectionTrait,
    now: Timestamp,
) -> Result<(), StorageError> {
    forget(connection, JobState::Done, now.plus_millis(-DONE_JOB_MILLIS)).await
}

/// Forgets what was given up so long ago that nobody waits for it any more.
pub(super) async fn sweep_dead(
    connection: &impl ConnectionTrait,
    now: Timestamp,
) -> Result<(), StorageError> {
    forget(connection, JobState::Dead, now.plus_millis(-DEAD_JOB_MILLIS)).await
}

/// Forgets those that concern a person: what they are about, they name by ids.
pub(super) async fn forget_of(connection: &impl ConnectionTrait, person: Uuid) -> Result<(), StorageError> {
    Entity::delete_many().filter(Column::Payload.contains(person.to_string())).exec(connection).await?;
    Ok(())
}

async fn forget(
    connection: &impl ConnectionTrait,
    state: JobState,
    before: Timestamp,
) -> Result<(), StorageError> {
    Entity::delete_many()
        .filter(Column::State.eq(state.name()))
        .filter(Column::EndedAt.lte(before.0))
        .exec(connection)
        .await?;
    Ok(())
}

fn held(job: &ClaimedJob) -> Condition {
    Condition::all()
        .add(Column::Id.eq(job.id))
        .add(Column::State.eq(JobState::Running.name()))
        .add(Column::LeaseToken.eq(job.token))
}

impl TryFrom<entity::Model> for JobRow {
    type Error = StorageError;

    fn try_from(row: entity::Model) -> Result<Self, Self::Error> {
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
