//! The audit log: who read or changed what of whose, each entry chained to the one before it. Decision 0018.
//!
//! The entry of a change is written in its transaction, signed: both are there, or neither. It waits there (`waiting`)
//! until it is chained some 200 ms later, with others and with what was read meanwhile, which is noted in memory
//! (`notes`): nobody who reads or writes waits for the end of the chain. A chained entry's hash is an HMAC of itself and
//! the hash before it, with a key that is sealed: who can write in the database cannot make a chain that fits.

mod action;
mod chain;
mod notes;
mod origin;
mod shorten;
mod tell;
mod verify;
mod waiting;

use std::sync::Arc;

use sea_orm::DatabaseTransaction;

pub(super) use self::notes::Notes;
pub use self::{
    action::{Actor, AuditAction, NewEntry},
    notes::Chained,
    origin::{Origin, within},
    tell::AuditEntry,
    verify::Verified,
};
use super::{StorageError, Store, changes::Change};
use crate::vault::ChainKey;

/// Of an opened database: its key, and what has been noted and not written yet.
pub(super) struct Audit {
    pub(super) key: Option<ChainKey>,
    pub(super) notes: Notes,
}

impl Audit {
    /// Of a database that has not been opened with its keys: nothing is logged.
    pub(super) fn closed() -> Arc<Self> {
        Arc::new(Self { key: None, notes: Notes::default() })
    }
}

impl Store {
    /// Adds entries to what a transaction writes, commits, and tells what has changed by it.
    pub(super) async fn commit_logged(
        &self,
        transaction: DatabaseTransaction,
        entries: impl IntoIterator<Item = NewEntry>,
        changes: impl IntoIterator<Item = Change>,
    ) -> Result<(), StorageError> {
        let entries: Vec<NewEntry> = entries.into_iter().collect();
        self.append_audit(&transaction, &entries).await?;
        self.commit_and_tell(transaction, changes).await?;
        self.audit.notes.tell();
        Ok(())
    }
}
