//! That an e-mail about a case has been sent, so that asking again sends no second one.

use locale::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::{StorageError, Store, entities::email_receipt};

/// After so long without a word, whoever was sending has stopped in the middle.
const PATIENCE_MILLIS: i64 = 60_000;

/// Who may send the e-mail about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailClaim {
    /// The caller, who tells afterwards how it went.
    Claimed,
    /// Nobody: it has been sent.
    Sent,
    /// Another call that is sending it now.
    UnderWay,
}

impl Store {
    /// Whether the e-mail about the case has been sent.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn email_is_sent(&self, case: Uuid) -> Result<bool, StorageError> {
        let found = email_receipt::Entity::find_by_id(case).one(&self.reader).await?;
        Ok(found.is_some_and(|found| found.sent_at.is_some()))
    }

    /// Asks to be the one who sends it.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn claim_email(&self, case: Uuid, now: Timestamp) -> Result<EmailClaim, StorageError> {
        let transaction = self.write().await?;
        let claim = match email_receipt::Entity::find_by_id(case).one(&transaction).await? {
            Some(found) if found.sent_at.is_some() => EmailClaim::Sent,
            Some(found) if found.claimed_at > now.0 - PATIENCE_MILLIS => EmailClaim::UnderWay,
            Some(found) => {
                // Of two who take over at the same moment, one finds the row changed.
                let taken = email_receipt::Entity::update_many()
                    .col_expr(email_receipt::Column::ClaimedAt, Expr::value(now.0))
                    .filter(email_receipt::Column::CaseId.eq(case))
                    .filter(email_receipt::Column::ClaimedAt.eq(found.claimed_at))
                    .filter(email_receipt::Column::SentAt.is_null())
                    .exec(&transaction)
                    .await?;
                if taken.rows_affected == 1 { EmailClaim::Claimed } else { EmailClaim::UnderWay }
            }
            None => {
                let row = email_receipt::ActiveModel {
                    case_id: Set(case),
                    claimed_at: Set(now.0),
                    sent_at: Set(None),
                };
                match email_receipt::Entity::insert(row).exec_without_returning(&transaction).await {
                    Ok(_) => EmailClaim::Claimed,
                    Err(error) if super::is_unique_violation(&error) => {
                        transaction.rollback().await?;
                        return Ok(EmailClaim::UnderWay);
                    }
                    Err(error) => return Err(error.into()),
                }
            }
        };
        transaction.commit().await?;
        Ok(claim)
    }

    /// It has been sent.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn email_sent(&self, case: Uuid, now: Timestamp) -> Result<(), StorageError> {
        email_receipt::Entity::update_many()
            .col_expr(email_receipt::Column::SentAt, Expr::value(now.0))
            .filter(email_receipt::Column::CaseId.eq(case))
            .exec(&self.writer)
            .await?;
        Ok(())
    }

    /// It could not be sent: the next one may try at once.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn email_not_sent(&self, case: Uuid, claimed: Timestamp) -> Result<(), StorageError> {
        email_receipt::Entity::delete_many()
            .filter(email_receipt::Column::CaseId.eq(case))
            .filter(email_receipt::Column::ClaimedAt.eq(claimed.0))
            .filter(email_receipt::Column::SentAt.is_null())
            .exec(&self.writer)
            .await?;
        Ok(())
    }
}
