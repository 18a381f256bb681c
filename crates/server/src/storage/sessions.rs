//! Who is signed in, and until when.

use locale::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set, sea_query::Expr};
use uuid::Uuid;

use super::{
    Person, StorageError, Store,
    entities::{person, session},
};

/// Milliseconds after sign-in at which a session ends in any case.
const ABSOLUTE_MILLIS: i64 = 8 * 60 * 60 * 1000;

/// A session that has not been deleted; it may have ended.
#[derive(Clone)]
pub struct StoredSession {
    /// Whose.
    pub person: Person,
    /// Ends then unless there is a sign of life.
    pub idle_deadline: Timestamp,
    /// Ends then in any case.
    pub absolute_deadline: Timestamp,
    /// Where the person is signed in.
    pub device: Device,
}

/// Who uses the device of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// Only the person, as far as the person has said.
    Own,
    /// Others as well: nothing of the person may stay there.
    Shared,
}

/// A session to start.
pub struct NewSession<'a> {
    /// The SHA-256 of its secret.
    pub key_hash: String,
    /// Whose.
    pub person: Person,
    /// The session that it takes the place of, by its hash.
    pub replaces: Option<&'a str>,
    /// Ends then unless there is a sign of life.
    pub idle_deadline: Timestamp,
    /// Where.
    pub device: Device,
}

impl StoredSession {
    /// Whether it is over.
    #[must_use]
    pub fn has_ended(&self, now: Timestamp) -> bool {
        now >= self.idle_deadline || now >= self.absolute_deadline
    }
}

/// When a session that starts now ends in any case.
#[must_use]
pub const fn absolute_deadline(now: Timestamp) -> Timestamp {
    now.plus_millis(ABSOLUTE_MILLIS)
}

impl Store {
    /// Starts a session and ends the one it replaces, in one step.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn start_session(
        &self,
        new: NewSession<'_>,
        now: Timestamp,
    ) -> Result<StoredSession, StorageError> {
        let NewSession { key_hash, person, replaces, idle_deadline, device } = new;
        let absolute_deadline = absolute_deadline(now);
        let idle_deadline = idle_deadline.min(absolute_deadline);
        let transaction = self.write().await?;
        if let Some(old) = replaces {
            session::Entity::delete_by_id(old).exec(&transaction).await?;
        }
        session::Entity::insert(session::ActiveModel {
            key_hash: Set(key_hash),
            person_id: Set(person.id),
            created_at: Set(now.0),
            idle_deadline: Set(idle_deadline.0),
            absolute_deadline: Set(absolute_deadline.0),
            is_shared_device: Set(device == Device::Shared),
        })
        .exec_without_returning(&transaction)
        .await?;
        transaction.commit().await?;
        Ok(StoredSession { person, idle_deadline, absolute_deadline, device })
    }

    /// The session of that key, and whose it is.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn session(&self, key_hash: &str) -> Result<Option<StoredSession>, StorageError> {
        let found =
            session::Entity::find_by_id(key_hash).find_also_related(person::Entity).one(&self.reader).await?;
        let Some((session, Some(person))) = found else { return Ok(None) };
        Ok(Some(StoredSession {
            person: person.try_into()?,
            idle_deadline: Timestamp(session.idle_deadline),
            absolute_deadline: Timestamp(session.absolute_deadline),
            device: if session.is_shared_device { Device::Shared } else { Device::Own },
        }))
    }

    /// Puts the idle deadline off. A session that has ended meanwhile stays ended.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn prolong_session(
        &self,
        key_hash: &str,
        idle_deadline: Timestamp,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        session::Entity::update_many()
            .col_expr(session::Column::IdleDeadline, Expr::value(idle_deadline.0))
            .filter(session::Column::KeyHash.eq(key_hash))
            .filter(session::Column::IdleDeadline.gt(now.0))
            .filter(session::Column::IdleDeadline.lt(idle_deadline.0))
            .exec(&self.writer)
            .await?;
        Ok(())
    }

    /// Ends a session, if there is one of that key.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn end_session(&self, key_hash: &str) -> Result<(), StorageError> {
        session::Entity::delete_by_id(key_hash).exec(&self.writer).await?;
        Ok(())
    }

    /// How many sessions a person has, ended ones not yet swept included.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn count_sessions(&self, person: Uuid) -> Result<u64, StorageError> {
        use sea_orm::PaginatorTrait;
        Ok(session::Entity::find().filter(session::Column::PersonId.eq(person)).count(&self.reader).await?)
    }
}
