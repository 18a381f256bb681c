//! Files that nothing holds any more. Their rows stay until their bytes are gone.

use std::collections::BTreeSet;

use locale::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};
use uuid::Uuid;

use super::{UPLOADING, given_up};
use crate::storage::{StorageError, Store, entities::attachment};

/// The most files removed at once.
const ORPHANS_LIMIT: u64 = 500;

impl Store {
    /// Lets the person's file go, unless a case holds it. Tells whether there was one.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn let_attachment_go(&self, person: Uuid, id: Uuid) -> Result<bool, StorageError> {
        let changed = attachment::Entity::update_many()
            .col_expr(attachment::Column::DraftId, Expr::value(None::<Uuid>))
            .filter(attachment::Column::Id.eq(id))
            .filter(attachment::Column::PersonId.eq(person))
            .filter(attachment::Column::DraftId.is_not_null())
            .exec(&self.writer)
            .await?;
        Ok(changed.rows_affected > 0)
    }

    /// Lets the files go that were never sent to their end.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn let_unfinished_attachments_go(&self, now: Timestamp) -> Result<u64, StorageError> {
        let changed = attachment::Entity::update_many()
            .col_expr(attachment::Column::DraftId, Expr::value(None::<Uuid>))
            .filter(attachment::Column::State.eq(UPLOADING))
            .filter(attachment::Column::ChangedAt.lte(given_up(now)))
            .exec(&self.writer)
            .await?;
        Ok(changed.rows_affected)
    }

    /// Files that nothing holds.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn orphaned_attachments(&self) -> Result<Vec<Uuid>, StorageError> {
        Ok(attachment::Entity::find()
            .select_only()
            .column(attachment::Column::Id)
            .filter(attachment::Column::DraftId.is_null())
            .filter(attachment::Column::CaseId.is_null())
            .limit(ORPHANS_LIMIT)
            .into_tuple()
            .all(&self.writer)
            .await?)
    }

    /// Forgets a file whose bytes are gone.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn forget_attachment(&self, id: Uuid) -> Result<(), StorageError> {
        attachment::Entity::delete_many()
            .filter(attachment::Column::Id.eq(id))
            .filter(attachment::Column::DraftId.is_null())
            .filter(attachment::Column::CaseId.is_null())
            .exec(&self.writer)
            .await?;
        Ok(())
    }

    /// Which of these files have a row.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn known_attachments(&self, ids: &[Uuid]) -> Result<BTreeSet<Uuid>, StorageError> {
        let known: Vec<Uuid> = attachment::Entity::find()
            .select_only()
            .column(attachment::Column::Id)
            .filter(attachment::Column::Id.is_in(ids.iter().copied()))
            .into_tuple()
            .all(&self.writer)
            .await?;
        Ok(known.into_iter().collect())
    }
}
