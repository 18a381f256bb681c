//! Adds entries to the end of the chain.

use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QuerySelect,
    sea_query::OnConflict,
};
use uuid::Uuid;

use super::waiting::Unchained;
use crate::{
    randomness,
    storage::{
        StorageError, Store,
        entities::{audit_entry, audit_key, audit_mark},
        sealing::SealedRow,
        to_json,
    },
    vault::{ChainKey, VaultError},
};

/// How an entry is written out for its hash.
const VERSION: u8 = 1;

/// What the first entry follows.
pub(super) const BEGINNING: &str = "";

/// The last entry there is.
pub(super) const END: &str = "end";

/// The last entry that has been deleted.
pub(super) const ANCHOR: &str = "anchor";

/// The entry that tells when the log was last found whole.
pub(super) const VERIFIED: &str = "verified";

/// Rows of a statement: few enough for the parameters that SQLite takes.
pub(super) const ROWS: usize = 500;

impl Store {
    /// Chains entries to the last one. Nothing else is to be written after it: whoever appends waits for the end of the
    /// chain until the commit. Number and hash of the last entry from now on.
    pub(super) async fn chain(
        &self,
        transaction: &DatabaseTransaction,
        end: (i64, String),
        entries: Vec<Unchained>,
    ) -> Result<(i64, String), StorageError> {
        if entries.is_empty() {
            return Ok(end);
        }
        let key = self.chain_key()?;
        let (mut number, mut previous) = end;
        let mut rows = Vec::with_capacity(entries.len());
        for entry in entries {
            number += 1;
            let Unchained { at, actor, actor_id, action, person_id, kind, thing, request_id } = entry;
            let hash = String::new();
            let key_id = key.id();
            let mut row = audit_entry::Model {
                number,
                at,
                actor,
                actor_id,
                action,
                person_id,
                kind,
                thing,
                request_id,
                key_id,
                hash,
            };
            row.hash = key.sign(&written(&row, &previous)?);
            previous.clone_from(&row.hash);
            rows.push(row.into_active_model());
        }
        for rows in rows.chunks(ROWS) {
            audit_entry::Entity::insert_many(rows.iter().cloned())
                .exec_without_returning(transaction)
                .await?;
        }
        self.set_mark(transaction, END, number, &previous).await?;
        Ok((number, previous))
    }

    /// The key of the chain, made where there is none yet.
    pub(in crate::storage) async fn open_chain_key(&self) -> Result<ChainKey, StorageError> {
        let first = Uuid::nil();
        if audit_key::Entity::find_by_id(first).one(&self.writer).await?.is_none() {
            let secret = randomness::hex(self.vault.randomness(), ChainKey::BYTES)?;
            let row = audit_key::Model { id: first, secret, sealed_with: None }.sealed(&self.vault)?;
            // Of two servers at once one is first, and both get its key.
            audit_key::Entity::insert(row.into_active_model().reset_all())
                .on_conflict(OnConflict::column(audit_key::Column::Id).do_nothing().to_owned())
                .try_insert()
                .exec_without_returning(&self.writer)
                .await?;
        }
        let found = audit_key::Entity::find_by_id(first).one(&self.writer).await?;
        let found = found.ok_or_else(|| StorageError::Unreadable("audit_key.secret".to_owned()))?;
        let secret = found.opened(&self.vault)?.secret;
        ChainKey::new(first, &secret).ok_or_else(|| StorageError::Unreadable("audit_key.secret".to_owned()))
    }

    pub(super) fn chain_key(&self) -> Result<&ChainKey, StorageError> {
        Ok(self.audit.key.as_ref().ok_or(VaultError::NoKeys)?)
    }

    /// A mark of the chain, locked in a transaction: number and hash of an entry.
    pub(super) async fn mark(
        &self,
        connection: &impl ConnectionTrait,
        name: &str,
    ) -> Result<(i64, String), StorageError> {
        let found = audit_mark::Entity::find_by_id(name).lock_exclusive().one(connection).await?;
        let marked = found.and_then(|found| self.checked_mark(found).ok().flatten());
        marked.ok_or_else(|| StorageError::Unreadable(format!("audit_mark.{name}")))
    }

    /// Number and hash, where it is as it was written.
    pub(super) fn checked_mark(
        &self,
        found: audit_mark::Model,
    ) -> Result<Option<(i64, String)>, StorageError> {
        let audit_mark::Model { name, number, hash, signature } = found;
        let is_new = number == 0 && hash == BEGINNING && signature.is_empty();
        let fits = is_new || signature == self.sign_mark(&name, number, &hash)?;
        Ok(fits.then_some((number, hash)))
    }

    pub(super) async fn set_mark(
        &self,
        transaction: &DatabaseTransaction,
        name: &str,
        number: i64,
        hash: &str,
    ) -> Result<(), StorageError> {
        let signature = self.sign_mark(name, number, hash)?;
        let row = audit_mark::Model { name: name.to_owned(), number, hash: hash.to_owned(), signature };
        let told = [audit_mark::Column::Number, audit_mark::Column::Hash, audit_mark::Column::Signature];
        audit_mark::Entity::insert(row.into_active_model().reset_all())
            .on_conflict(OnConflict::column(audit_mark::Column::Name).update_columns(told).to_owned())
            .exec_without_returning(transaction)
            .await?;
        Ok(())
    }

    fn sign_mark(&self, name: &str, number: i64, hash: &str) -> Result<String, StorageError> {
        Ok(self.chain_key()?.sign(&to_json(&("mark", VERSION, name, number, hash))?))
    }
}

/// All of an entry but its hash, with the hash before it, so that no two entries are written alike.
pub(super) fn written(entry: &audit_entry::Model, previous: &str) -> Result<String, StorageError> {
    let audit_entry::Model {
        number,
        at,
        actor,
        actor_id,
        action,
        person_id,
        kind,
        thing,
        request_id,
        key_id,
        hash: _,
    } = entry;
    let ids = (person_id.map(|id| id.to_string()), request_id.map(|id| id.to_string()), key_id.to_string());
    to_json(&("entry", VERSION, number, at, actor, actor_id, action, kind, thing, ids, previous))
}
