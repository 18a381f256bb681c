//! Who looks at a whole file, and what is found. Whoever claims one has it for a while; a server that
//! stops in the middle leaves it to the next.

use contract::uploads::Refusal;
use locale::Timestamp;
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{READY, REFUSED, SCANNING, is_under_way};
use crate::{
    storage::{
        StorageError, Store,
        audit::{AuditAction, NewEntry},
        entities::{attachment, attachment_part},
        sealing::SealedRow,
        to_count, to_json,
    },
    vault::FileKey,
};

/// The most files taken up again at once.
const WAITING_LIMIT: u64 = 100;

/// A whole file to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// As the person called it.
    pub name: String,
    /// The endings of names of what the field takes.
    pub endings: Vec<String>,
    /// In bytes.
    pub length: u64,
    /// What they are sealed with, as [`super::StoredAttachment::file_key`].
    pub file_key: Option<FileKey>,
    /// Where its bytes are, in order.
    pub objects: Vec<String>,
    /// The how-manieth try this is, from 1.
    pub attempt: u32,
}

/// A file that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// What it is, by its content.
    pub media_type: &'static str,
    /// In bytes.
    pub size: u64,
    /// In hexadecimal.
    pub sha256: String,
}

impl Store {
    /// Takes a whole file to look at, unless somebody has it.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn claim_attachment(
        &self,
        id: Uuid,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Claimed>, StorageError> {
        let transaction = self.write().await?;
        let claimed = attachment::Entity::update_many()
            .col_expr(attachment::Column::LeasedUntil, Expr::value(until.0))
            .col_expr(attachment::Column::Attempts, Expr::col(attachment::Column::Attempts).add(1))
            .filter(attachment::Column::Id.eq(id))
            .filter(attachment::Column::State.eq(SCANNING))
            .filter(attachment::Column::LeasedUntil.lte(now.0))
            .exec(&transaction)
            .await?;
        if claimed.rows_affected == 0 {
            return Ok(None);
        }
        let row = attachment::Entity::find_by_id(id).one(&transaction).await?;
        let parts = attachment_part::Entity::find()
            .filter(attachment_part::Column::AttachmentId.eq(id))
            .order_by_asc(attachment_part::Column::StartAt)
            .all(&transaction)
            .await?;
        transaction.commit().await?;
        row.map(|row| {
            let row = row.opened(&self.vault)?;
            Ok(Claimed {
                name: row.name,
                endings: row.endings.split(' ').map(str::to_owned).collect(),
                length: u64::try_from(row.length)
                    .map_err(|_| StorageError::Unreadable("attachment.length".to_owned()))?,
                file_key: super::file_key(row.file_key.as_deref())?,
                objects: parts.into_iter().map(|part| part.object).collect(),
                attempt: to_count(row.attempts, "attachment.attempts")?,
            })
        })
        .transpose()
    }

    /// Says that a file is kept. Tells whether it still was to be decided.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn accept_attachment(
        &self,
        id: Uuid,
        kept: &KeptFile,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let size = i64::try_from(kept.size).unwrap_or(i64::MAX);
        let values = [
            (attachment::Column::State, Expr::value(READY)),
            (attachment::Column::MediaType, Expr::value(kept.media_type)),
            (attachment::Column::Size, Expr::value(size)),
            (attachment::Column::Sha256, Expr::value(kept.sha256.clone())),
        ];
        self.decide(id, values, AuditAction::FileKept, now).await
    }

    /// Says that a file is not kept. Tells whether it still was to be decided.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn refuse_attachment(
        &self,
        id: Uuid,
        refusal: &Refusal,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let values = [
            (attachment::Column::State, Expr::value(REFUSED)),
            (attachment::Column::Refusal, Expr::value(to_json(refusal)?)),
        ];
        self.decide(id, values, AuditAction::FileRefused, now).await
    }

    /// Whole files that nobody looks at.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn attachments_waiting(&self, now: Timestamp) -> Result<Vec<Uuid>, StorageError> {
        let held = is_under_way().add(attachment::Column::CaseId.is_not_null());
        Ok(attachment::Entity::find()
            .select_only()
            .column(attachment::Column::Id)
            .filter(attachment::Column::State.eq(SCANNING))
            .filter(attachment::Column::LeasedUntil.lte(now.0))
            .filter(held)
            .limit(WAITING_LIMIT)
            .into_tuple()
            .all(&self.reader)
            .await?)
    }

    async fn decide<const N: usize>(
        &self,
        id: Uuid,
        values: [(attachment::Column, sea_orm::sea_query::SimpleExpr); N],
        action: AuditAction,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let transaction = self.write().await?;
        let mut update = attachment::Entity::update_many()
            .col_expr(attachment::Column::ChangedAt, Expr::value(now.0))
            .filter(attachment::Column::Id.eq(id))
            .filter(attachment::Column::State.eq(SCANNING));
        for (column, value) in values {
            update = update.col_expr(column, value);
        }
        let decided = update.exec(&transaction).await?.rows_affected > 0;
        if decided {
            attachment_part::Entity::delete_many()
                .filter(attachment_part::Column::AttachmentId.eq(id))
                .exec(&transaction)
                .await?;
        }
        let row = attachment::Entity::find_by_id(id).one(&transaction).await?.filter(|_| decided);
        let entry = row.map(|row| NewEntry::new(action, now).of(row.person_id).to(id));
        self.commit_logged(transaction, entry, []).await?;
        Ok(decided)
    }
}
