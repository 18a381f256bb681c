//! Which sessions there are.

use locale::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::ListedSession;
use crate::storage::{StorageError, Store, entities::session, from_json};

impl Store {
    /// Whether the session is there and has not ended: what a stream asks now and then. It is no sign of life.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn session_lives(&self, id: Uuid, now: Timestamp) -> Result<bool, StorageError> {
        let lives = session::Entity::find()
            .filter(session::Column::Id.eq(id))
            .filter(session::Column::IdleDeadline.gt(now.0))
            .filter(session::Column::AbsoluteDeadline.gt(now.0))
            .count(&self.reader)
            .await?;
        Ok(lives > 0)
    }

    /// A person's sessions that have not ended, the one used last first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn sessions(&self, person: Uuid, now: Timestamp) -> Result<Vec<ListedSession>, StorageError> {
        let rows = session::Entity::find()
            .filter(session::Column::PersonId.eq(person))
            .filter(session::Column::IdleDeadline.gt(now.0))
            .filter(session::Column::AbsoluteDeadline.gt(now.0))
            .order_by_desc(session::Column::LastUsedAt)
            .order_by_desc(session::Column::Id)
            .all(&self.reader)
            .await?;
        rows.into_iter()
            .map(|row| {
                Ok(ListedSession {
                    id: row.id,
                    browser: from_json(&row.browser, "session.browser")?,
                    system: from_json(&row.system, "session.system")?,
                    begun: Timestamp(row.created_at),
                    last_used: Timestamp(row.last_used_at),
                })
            })
            .collect()
    }
}
