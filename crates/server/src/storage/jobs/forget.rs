//! Forgetting jobs whose time is over, and those of a person who is deleted.

use locale::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    JobState,
    entity::{Column, Entity},
};
use crate::{
    retention::{DEAD_JOB_MILLIS, DONE_JOB_MILLIS},
    storage::StorageError,
};

/// Forgets what was done long enough ago.
pub(in crate::storage) async fn sweep_done(
    connection: &impl ConnectionTrait,
    now: Timestamp,
) -> Result<(), StorageError> {
    forget(connection, JobState::Done, now.plus_millis(-DONE_JOB_MILLIS)).await
}

/// Forgets what was given up so long ago that nobody waits for it any more.
pub(in crate::storage) async fn sweep_dead(
    connection: &impl ConnectionTrait,
    now: Timestamp,
) -> Result<(), StorageError> {
    forget(connection, JobState::Dead, now.plus_millis(-DEAD_JOB_MILLIS)).await
}

/// Forgets those that concern a person: what they are about, they name by ids.
pub(in crate::storage) async fn forget_of(
    connection: &impl ConnectionTrait,
    person: Uuid,
) -> Result<(), StorageError> {
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
