//! What has arrived of a file, each part once and in order, whoever sends it at the same moment.

use locale::Timestamp;
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, Set,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{SCANNING, UPLOADING};
use crate::storage::{
    StorageError, Store,
    entities::{attachment, attachment_part},
};

/// Some bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// How many.
    pub length: u64,
    /// Where they are.
    pub object: String,
}

/// What came of keeping parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptParts {
    /// So many bytes have arrived, and some are missing.
    More(u64),
    /// All bytes have arrived.
    Whole,
    /// The bytes do not begin where the last ones ended, or none are expected any more.
    Elsewhere,
}

impl Store {
    /// Adds parts to a file of which `start` bytes have arrived.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn keep_parts(
        &self,
        id: Uuid,
        start: u64,
        parts: &[Part],
        now: Timestamp,
    ) -> Result<KeptParts, StorageError> {
        let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let received = parts.iter().fold(start, |sum, part| sum.saturating_add(part.length));
        let transaction = self.write().await?;
        let changed = attachment::Entity::update_many()
            .col_expr(attachment::Column::Received, Expr::value(signed(received)))
            .col_expr(attachment::Column::ChangedAt, Expr::value(now.0))
            .filter(attachment::Column::Id.eq(id))
            .filter(attachment::Column::State.eq(UPLOADING))
            .filter(attachment::Column::Received.eq(signed(start)))
            .filter(attachment::Column::Length.gte(signed(received)))
            .exec(&transaction)
            .await?;
        if changed.rows_affected == 0 {
            return Ok(KeptParts::Elsewhere);
        }
        let mut start = start;
        for part in parts {
            attachment_part::Entity::insert(attachment_part::ActiveModel {
                attachment_id: Set(id),
                start_at: Set(signed(start)),
                length: Set(signed(part.length)),
                object: Set(part.object.clone()),
            })
            .exec_without_returning(&transaction)
            .await?;
            start = start.saturating_add(part.length);
        }
        let whole = attachment::Entity::update_many()
            .col_expr(attachment::Column::State, Expr::value(SCANNING))
            .filter(attachment::Column::Id.eq(id))
            .filter(Expr::col(attachment::Column::Received).equals(attachment::Column::Length))
            .exec(&transaction)
            .await?;
        transaction.commit().await?;
        Ok(if whole.rows_affected == 0 { KeptParts::More(received) } else { KeptParts::Whole })
    }
}
