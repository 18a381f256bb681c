//! The secret of a session is changed now and then.

use locale::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::{NewSecret, StoredSession, has_secret};
use crate::storage::{StorageError, Store, entities::session};

/// Milliseconds for which the secret before still counts once the new one has been seen.
const GRACE_MILLIS: i64 = 30 * 1000;

impl Store {
    /// Gives a session another secret; whether it did: of several calls at once, one does.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn rotate_session(
        &self,
        session: &StoredSession,
        new: NewSecret<'_>,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let update = session::Entity::update_many()
            .col_expr(session::Column::KeyHash, Expr::value(new.new_hash))
            .col_expr(session::Column::PreviousHash, Expr::value(new.old_hash.to_owned()))
            .col_expr(session::Column::PreviousUntil, Expr::value(None::<i64>))
            .col_expr(session::Column::SealedToken, Expr::value(new.sealed_token))
            .col_expr(session::Column::RotatedAt, Expr::value(now.0))
            .filter(session::Column::Id.eq(session.id))
            .filter(session::Column::RotatedAt.eq(session.rotated.0))
            .filter(has_secret(new.old_hash))
            .exec(&self.writer)
            .await?;
        Ok(update.rows_affected == 1)
    }

    /// The new secret has been seen: the one before ends soon.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn confirm_secret(&self, id: Uuid, now: Timestamp) -> Result<(), StorageError> {
        session::Entity::update_many()
            .col_expr(session::Column::PreviousUntil, Expr::value(now.plus_millis(GRACE_MILLIS).0))
            .filter(session::Column::Id.eq(id))
            .filter(session::Column::PreviousUntil.is_null())
            .exec(&self.writer)
            .await?;
        Ok(())
    }
}
