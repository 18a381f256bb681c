//! The audit log: who did what to whose case, each entry chained to the one before it.
//!
//! An entry is written in the transaction of the change it tells of: both are there, or neither. Its hash is an HMAC of
//! itself and the hash before it, with a key that is not in the database: who can write in the database cannot make
//! a chain that fits. The end of the chain is sealed in a row of its own, which whoever appends locks; it is the last
//! thing a transaction does, so that others wait for a moment only. Decision 0018.

use locale::Timestamp;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    StorageError, Store,
    entities::{audit_end, audit_entry, case_file},
    to_json,
};
use crate::vault::{Place, VaultError};

/// Entries that are read at a time.
const PAGE: u64 = 1000;

/// How an entry is written out for its hash.
const VERSION: u8 = 1;

/// What the first entry follows.
const BEGINNING: &str = "";

const END: Place<'static> = Place { table: "audit_end", column: "sealed", row: Uuid::nil() };

/// What was done. The names are kept for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditAction {
    /// A person sent a form, and it became a case.
    CaseSent,
    /// The status of a case was changed.
    CaseStatusChanged,
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The person whose data it is.
    Person,
    /// The server itself, or a command.
    Server,
}

/// An entry as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Counted from 1.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// Who, by the name it is kept by.
    pub actor: String,
    /// What, by the name it is kept by.
    pub action: String,
    /// The id of the thing.
    pub thing: Option<String>,
}

/// What a walk along the chain found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    /// So many entries, and all fit.
    Whole(i64),
    /// The first number that is missing, or whose entry is not as it was written.
    Broken(i64),
    /// The sealed end is not as it was written.
    EndBroken,
}

impl AuditAction {
    const fn name(self) -> &'static str {
        match self {
            Self::CaseSent => "case_sent",
            Self::CaseStatusChanged => "case_status_changed",
        }
    }
}

impl Actor {
    const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Server => "server",
        }
    }
}

impl Store {
    /// Adds an entry to what a transaction writes. Nothing else is to be written after it.
    pub(super) async fn append_audit(
        &self,
        transaction: &DatabaseTransaction,
        at: Timestamp,
        (actor, action): (Actor, AuditAction),
        person: Uuid,
        thing: Uuid,
    ) -> Result<(), StorageError> {
        let end = audit_end::Entity::find_by_id(Uuid::nil()).lock_exclusive().one(transaction).await?;
        let end = end.ok_or_else(|| StorageError::Unreadable("audit_end".to_owned()))?;
        let (last, previous) = self.open_end(&end.sealed)?;
        let key = self.vault.active()?;
        let mut entry = audit_entry::Model {
            number: last + 1,
            at: at.0,
            actor: actor.name().to_owned(),
            action: action.name().to_owned(),
            person_id: person,
            thing: Some(thing.to_string()),
            key_id: key.to_string(),
            hash: String::new(),
        };
        entry.hash = self.vault.chain(key, &written(&entry, &previous)?)?;
        let sealed = self.vault.seal(END, &format!("{}:{}", entry.number, entry.hash))?;
        audit_entry::Entity::insert(audit_entry::ActiveModel {
            number: Set(entry.number),
            at: Set(entry.at),
            actor: Set(entry.actor),
            action: Set(entry.action),
            person_id: Set(entry.person_id),
            thing: Set(entry.thing),
            key_id: Set(entry.key_id),
            hash: Set(entry.hash),
        })
        .exec_without_returning(transaction)
        .await?;
        audit_end::Entity::update_many()
            .col_expr(audit_end::Column::Sealed, Expr::value(sealed))
            .exec(transaction)
            .await?;
        Ok(())
    }

    /// Walks along the chain.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn verify_audit(&self) -> Result<Verified, StorageError> {
        // Read first: what is appended meanwhile is beyond it, and fits as well.
        let end = audit_end::Entity::find_by_id(Uuid::nil()).one(&self.reader).await?;
        let Some(end) = end else { return Ok(Verified::EndBroken) };
        let Ok((end, end_hash)) = self.open_end(&end.sealed) else { return Ok(Verified::EndBroken) };
        let (mut last, mut previous) = (0, BEGINNING.to_owned());
        loop {
            // From the lowest number that can be: what was put in below 1 is found as well.
            let after = if last == 0 { i64::MIN } else { last };
            let page = audit_entry::Entity::find()
                .filter(audit_entry::Column::Number.gt(after))
                .order_by_asc(audit_entry::Column::Number)
                .limit(PAGE)
                .all(&self.reader)
                .await?;
            if page.is_empty() {
                return self.verified(last, end).await;
            }
            for entry in page {
                let number = last + 1;
                let hash = entry
                    .key_id
                    .parse()
                    .ok()
                    .and_then(|key| self.vault.chain(&key, &written(&entry, &previous).ok()?).ok());
                let fits = entry.number == number && hash.as_ref() == Some(&entry.hash);
                if !fits || (number == end && entry.hash != end_hash) {
                    return Ok(Verified::Broken(number));
                }
                (last, previous) = (number, entry.hash);
            }
        }
    }

    async fn verified(&self, last: i64, end: i64) -> Result<Verified, StorageError> {
        if last < end {
            return Ok(Verified::Broken(last + 1));
        }
        if last > 0 && end == 0 {
            // The first entries have come meanwhile, or somebody has emptied the end.
            let now = audit_end::Entity::find_by_id(Uuid::nil()).one(&self.reader).await?;
            if now.is_none_or(|now| now.sealed.is_empty()) {
                return Ok(Verified::EndBroken);
            }
        }
        Ok(Verified::Whole(last))
    }

    /// Whose case it is that has this reference.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn person_of_case(&self, reference: &str) -> Result<Option<Uuid>, StorageError> {
        let whose = case_file::Entity::find()
            .select_only()
            .column(case_file::Column::PersonId)
            .filter(case_file::Column::Reference.eq(reference));
        Ok(whose.into_tuple().one(&self.reader).await?)
    }

    /// What the log tells of a person, the oldest first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn audit_of(&self, person: Uuid) -> Result<Vec<AuditEntry>, StorageError> {
        let rows = audit_entry::Entity::find()
            .filter(audit_entry::Column::PersonId.eq(person))
            .order_by_asc(audit_entry::Column::Number)
            .all(&self.reader)
            .await?;
        let entry = |row: audit_entry::Model| AuditEntry {
            number: row.number,
            at: Timestamp(row.at),
            actor: row.actor,
            action: row.action,
            thing: row.thing,
        };
        Ok(rows.into_iter().map(entry).collect())
    }

    /// Whether entries are chained with that key: it is needed to verify them for as long as they are kept.
    pub(super) async fn chains(&self, key: &str) -> Result<bool, StorageError> {
        let found = audit_entry::Entity::find().filter(audit_entry::Column::KeyId.eq(key));
        Ok(found.one(&self.writer).await?.is_some())
    }

    fn open_end(&self, sealed: &str) -> Result<(i64, String), StorageError> {
        if sealed.is_empty() {
            return Ok((0, BEGINNING.to_owned()));
        }
        let opened = self.vault.open(END, sealed)?;
        let (number, hash) = opened.split_once(':').ok_or_else(|| VaultError::Damaged(END.to_string()))?;
        let number = number.parse().map_err(|_| VaultError::Damaged(END.to_string()))?;
        Ok((number, hash.to_owned()))
    }
}

/// All of an entry but its hash, with the hash before it, so that no two entries are written alike.
fn written(entry: &audit_entry::Model, previous: &str) -> Result<String, StorageError> {
    let audit_entry::Model { number, at, actor, action, person_id, thing, key_id, hash: _ } = entry;
    to_json(&(VERSION, number, at, actor, action, person_id.to_string(), thing, key_id, previous))
}
