//! Deletes old entries from the beginning of the chain. An anchor keeps number and hash of the last one that is gone, so
//! that the rest is verified from there.

use locale::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    Actor, AuditAction, NewEntry,
    chain::{ANCHOR, END},
};
use crate::storage::{StorageError, Store, entities::audit_entry};

impl Store {
    /// Deletes the entries before the first one that is not older than `before`; how many.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn shorten_audit(&self, before: Timestamp, now: Timestamp) -> Result<u64, StorageError> {
        let column = audit_entry::Column::Number;
        let oldest = audit_entry::Entity::find().order_by_asc(column).one(&self.reader).await?;
        if oldest.is_none_or(|oldest| oldest.at > before.0) {
            return Ok(0);
        }
        let transaction = self.write().await?;
        // Nobody appends meanwhile.
        let (end, _) = self.mark(&transaction, END).await?;
        let (anchor, _) = self.mark(&transaction, ANCHOR).await?;
        let first_kept: Option<i64> = audit_entry::Entity::find()
            .select_only()
            .column(column)
            .filter(audit_entry::Column::At.gt(before.0))
            .order_by_asc(column)
            .limit(1)
            .into_tuple()
            .one(&transaction)
            .await?;
        let last = first_kept.map_or(end, |first| first - 1);
        let row = audit_entry::Entity::find_by_id(last).one(&transaction).await?;
        let Some(row) = row.filter(|_| last > anchor) else { return Ok(0) };
        self.set_mark(&transaction, ANCHOR, last, &row.hash).await?;
        let gone = audit_entry::Entity::delete_many().filter(column.lte(last)).exec(&transaction).await?;
        let entry = NewEntry::new(AuditAction::LogShortened, now).by(Actor::Server).to(last);
        self.commit_logged(transaction, [entry], []).await?;
        Ok(gone.rows_affected)
    }
}
