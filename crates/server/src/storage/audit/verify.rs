//! Walks along the chain.

use locale::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    AuditAction, NewEntry,
    chain::{ANCHOR, END, VERIFIED, written},
    waiting::Unchained,
};
use crate::storage::{
    StorageError, Store,
    entities::{audit_entry, audit_mark},
};

/// Entries that are read at a time.
const PAGE: u64 = 1000;

/// What a walk along the chain found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    /// All fit.
    Whole {
        /// Those up to this number have been deleted since their time was over; 0 where none has.
        deleted: i64,
        /// The last number.
        last: i64,
    },
    /// The first number that is missing, or whose entry is not as it was written.
    Broken(i64),
    /// So many entries that wait to be chained are not as they were written.
    WaitingBroken(usize),
    /// What tells of the beginning and the end of the chain is not as it was written.
    EndBroken,
}

impl Store {
    /// Walks along the chain, while others append to it.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn verify_audit(&self) -> Result<Verified, StorageError> {
        loop {
            let anchor = self.read_mark(ANCHOR).await?;
            let verified = self.walk(anchor.clone()).await?;
            // What was deleted on the way since its time was over is no fault.
            if matches!(verified, Verified::Whole { .. }) || self.read_mark(ANCHOR).await? == anchor {
                return Ok(verified);
            }
        }
    }

    /// Notes that the log was found whole up to that number.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn note_verified(&self, last: i64, now: Timestamp) -> Result<(), StorageError> {
        let transaction = self.write().await?;
        let end = self.mark(&transaction, END).await?;
        let entry = Unchained::from(&NewEntry::new(AuditAction::LogVerified, now).to(last));
        let (number, hash) = self.chain(&transaction, end, vec![entry]).await?;
        self.set_mark(&transaction, VERIFIED, number, &hash).await?;
        Ok(transaction.commit().await?)
    }

    /// When the log was last found whole; nothing where it never was, or where what tells of it is not as it was
    /// written.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn verified_at(&self) -> Result<Option<Timestamp>, StorageError> {
        let Some((number, hash)) = self.read_mark(VERIFIED).await? else { return Ok(None) };
        let entry = audit_entry::Entity::find_by_id(number).one(&self.reader).await?;
        Ok(entry.filter(|entry| entry.hash == hash).map(|entry| Timestamp(entry.at)))
    }

    async fn walk(&self, anchor: Option<(i64, String)>) -> Result<Verified, StorageError> {
        // Read first: what is appended meanwhile is beyond it, and fits as well.
        let end = self.read_mark(END).await?;
        let Some(((deleted, hash), (end, end_hash))) = anchor.zip(end) else {
            return Ok(Verified::EndBroken);
        };
        let key = self.chain_key()?;
        let (mut last, mut previous) = (deleted, hash);
        // From the lowest number that can be: what was put in below is found as well.
        let mut after = i64::MIN;
        loop {
            let page = audit_entry::Entity::find()
                .filter(audit_entry::Column::Number.gt(after))
                .order_by_asc(audit_entry::Column::Number)
                .limit(PAGE)
                .all(&self.reader)
                .await?;
            if page.is_empty() {
                break;
            }
            for entry in page {
                let number = last + 1;
                let fits = entry.number == number
                    && entry.key_id == key.id()
                    && key.sign(&written(&entry, &previous)?) == entry.hash;
                if !fits || (number == end && entry.hash != end_hash) {
                    return Ok(Verified::Broken(number));
                }
                (last, previous) = (number, entry.hash);
            }
            after = last;
        }
        if last < end {
            return Ok(Verified::Broken(last + 1));
        }
        if last > 0 && end == 0 {
            // The first entries have come meanwhile, or somebody has emptied the end.
            let now = self.read_mark(END).await?;
            if now.is_none_or(|(number, _)| number == 0) {
                return Ok(Verified::EndBroken);
            }
        }
        let unfit = self.unfit().await?;
        Ok(if unfit > 0 { Verified::WaitingBroken(unfit) } else { Verified::Whole { deleted, last } })
    }

    async fn unfit(&self) -> Result<usize, StorageError> {
        let (mut after, mut unfit) = (i64::MIN, 0);
        loop {
            let waiting = self.waiting(&self.reader, after, PAGE).await?;
            let Some(last) = waiting.last else { return Ok(unfit) };
            (after, unfit) = (last, unfit + waiting.unfit);
        }
    }

    /// Nothing where it is not as it was written.
    async fn read_mark(&self, name: &str) -> Result<Option<(i64, String)>, StorageError> {
        let found = audit_mark::Entity::find_by_id(name).one(&self.reader).await?;
        found.map_or(Ok(None), |found| self.checked_mark(found))
    }
}
