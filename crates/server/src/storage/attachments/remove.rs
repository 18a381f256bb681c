//! Files that nothing holds any more. Their rows stay until their bytes are gone.

use std::collections::BTreeSet;

use locale::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{UPLOADING, given_up, is_under_way};
use crate::{
    retention::LATER_FILE_MILLIS,
    storage::{
        StorageError, Store,
        audit::{AuditAction, NewEntry},
        entities::attachment,
    },
};

/// The most files removed at once.
const ORPHANS_LIMIT: u64 = 500;

impl Store {
    /// Lets a file of one of these persons go, unless a case holds it. Tells whether there was one.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn let_attachment_go(
        &self,
        persons: &[Uuid],
        id: Uuid,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let own = attachment::Column::PersonId.is_in(persons.iter().copied());
        let which = Condition::all().add(attachment::Column::Id.eq(id)).add(own);
        Ok(self.let_go(which, AuditAction::FileDeleted, now).await? > 0)
    }

    /// Lets the files go that were never sent to their end, and those that were sent for a case and not handed in.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn let_unfinished_attachments_go(&self, now: Timestamp) -> Result<u64, StorageError> {
        let unfinished = Condition::all()
            .add(attachment::Column::State.eq(UPLOADING))
            .add(attachment::Column::ChangedAt.lte(given_up(now)));
        let not_handed_in = Condition::all()
            .add(attachment::Column::ForCaseId.is_not_null())
            .add(attachment::Column::ChangedAt.lte(now.0 - LATER_FILE_MILLIS));
        self.let_go(Condition::any().add(unfinished).add(not_handed_in), AuditAction::FileExpired, now).await
    }

    /// Those of them that no case holds; how many.
    async fn let_go(
        &self,
        which: Condition,
        action: AuditAction,
        now: Timestamp,
    ) -> Result<u64, StorageError> {
        let transaction = self.write().await?;
        let gone = let_go(&transaction, which).await?;
        let entry = |(id, person): &(Uuid, Uuid)| NewEntry::new(action, now).of(*person).to(id);
        self.commit_logged(transaction, gone.iter().map(entry), []).await?;
        Ok(gone.len() as u64)
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
            .filter(attachment::Column::ForCaseId.is_null())
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
            .filter(attachment::Column::ForCaseId.is_null())
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

/// Lets those go that no case holds; gives file and person of each.
pub(in crate::storage) async fn let_go(
    transaction: &DatabaseTransaction,
    which: Condition,
) -> Result<Vec<(Uuid, Uuid)>, StorageError> {
    let gone: Vec<(Uuid, Uuid)> = attachment::Entity::find()
        .select_only()
        .columns([attachment::Column::Id, attachment::Column::PersonId])
        .filter(is_under_way())
        .filter(which)
        // All who lock several do it in this order, and so do not stand in each other's way.
        .order_by_asc(attachment::Column::Id)
        .lock_exclusive()
        .into_tuple()
        .all(transaction)
        .await?;
    attachment::Entity::update_many()
        .col_expr(attachment::Column::DraftId, Expr::value(None::<Uuid>))
        .col_expr(attachment::Column::ForCaseId, Expr::value(None::<Uuid>))
        .filter(attachment::Column::Id.is_in(gone.iter().map(|(id, _)| *id)))
        .exec(transaction)
        .await?;
    Ok(gone)
}
