//! Writing a job, in the transaction of what it belongs to.

use locale::Timestamp;
use sea_orm::{DatabaseTransaction, EntityTrait, Set, sea_query::OnConflict};

use super::{
    JobState, NewJob,
    entity::{ActiveModel, Column, Entity},
};
use crate::storage::{StorageError, Store, changes::Change};

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

impl Store {
    /// Begins to write something as a whole.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn begin(&self) -> Result<Work, StorageError> {
        Ok(Work { store: self.clone(), transaction: self.write().await? })
    }

    /// Adds a job to what a transaction writes; whether there was none of its key.
    pub(in crate::storage) async fn enqueue(
        &self,
        transaction: &DatabaseTransaction,
        job: &NewJob,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let row = ActiveModel {
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
}
