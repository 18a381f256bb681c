//! Which keys a database is sealed with, held against those of the keys file before anything is read.

use std::sync::Arc;

use sea_orm::{
    ConnectionTrait, EntityTrait, Set,
    sea_query::{Expr, ExprTrait, Func, OnConflict, Query, SelectStatement, SimpleExpr},
};
use tracing::info;
use uuid::Uuid;

use crate::{
    randomness::Randomness,
    storage::{
        StorageError, Store,
        audit::{Audit, Notes},
        entities::sealing_key,
    },
    vault::{KeyId, Keys, Place, Vault, VaultError},
};

/// The tables with sealed rows.
const TABLES: [&str; 8] =
    ["person", "session", "device_key", "draft", "case_file", "submission_key", "attachment", "audit_key"];

/// Sealed with each key: it opens only with that very key.
const PROOF: &str = "servicetorg";
const PLACE: Place<'static> = Place { table: "sealing_key", column: "proof", row: Uuid::nil() };

/// Why the keys file and the database do not go together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongKeysFile {
    /// Rows are sealed with a key that the file lacks.
    #[error(
        "the database has rows that are sealed with the key `{0}`, which is not in the keys file: \
        give it the file that was last used with this database"
    )]
    Lacks(String),
    /// Another key has the same name.
    #[error(
        "the key `{0}` of the keys file is not the key of that name that the database is sealed with: \
        give it the file that was last used with this database"
    )]
    Other(KeyId),
}

/// How many rows are sealed with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// What it is called.
    pub id: String,
    /// In all tables.
    pub rows: u64,
}

impl Store {
    /// The same database with the keys of what is sealed in it. Rows that are older than sealing are sealed first, and
    /// what they were in clear is wiped. `randomness` gives the nonces.
    ///
    /// # Errors
    /// Where the keys are not those of the database, or it fails.
    pub async fn unlock(&self, keys: &Keys, randomness: Arc<dyn Randomness>) -> Result<Self, StorageError> {
        let store = Self { vault: Arc::new(Vault::new(keys, randomness)?), ..self.clone() };
        store.check_keys().await?;
        for id in store.vault.ids() {
            let proof = store.vault.seal_with(id, PLACE, PROOF)?;
            let key = sealing_key::ActiveModel { id: Set(id.to_string()), proof: Set(proof) };
            let known = OnConflict::column(sealing_key::Column::Id).do_nothing().to_owned();
            sealing_key::Entity::insert(key)
                .on_conflict(known)
                .try_insert()
                .exec_without_returning(&store.writer)
                .await?;
        }
        // Of two programs that bring different keys of the same name, one is first.
        store.check_keys().await?;
        store.seal_older_rows().await?;
        let audit = Audit { key: Some(store.open_chain_key().await?), notes: Notes::default() };
        Ok(Self { audit: Arc::new(audit), ..store })
    }

    /// What the key is called that seals.
    ///
    /// # Errors
    /// Before [`Store::unlock`].
    pub fn active_key(&self) -> Result<&KeyId, StorageError> {
        Ok(self.vault.active()?)
    }

    /// Whether the database has been sealed with any key.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn has_keys(&self) -> Result<bool, StorageError> {
        Ok(sealing_key::Entity::find().one(&self.writer).await?.is_some())
    }

    /// How many rows each key seals, of all keys that have ever been used with the database.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn key_uses(&self) -> Result<Vec<KeyUse>, StorageError> {
        let mut uses = Vec::new();
        for key in sealing_key::Entity::find().all(&self.writer).await? {
            let mut rows = 0;
            for table in TABLES {
                let count = Query::select()
                    .expr_as(Func::count(Expr::val(1)), "rows")
                    .from(table)
                    .and_where(names(Some(&key.id)))
                    .to_owned();
                let counted = self.writer.query_one(&count).await?;
                let counted: Option<i64> = counted.map(|row| row.try_get("", "rows")).transpose()?;
                rows += counted.and_then(|rows| u64::try_from(rows).ok()).unwrap_or_default();
            }
            uses.push(KeyUse { id: key.id, rows });
        }
        Ok(uses)
    }

    /// Whether any row is sealed with that key or, without one, not yet.
    pub(super) async fn is_used(&self, key: Option<&str>) -> Result<bool, StorageError> {
        for table in TABLES {
            if self.writer.query_one(&first(table, key)).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A key that the file lacks may have been taken out once no row used it.
    async fn check_keys(&self) -> Result<(), StorageError> {
        for key in sealing_key::Entity::find().all(&self.writer).await? {
            let opened = self.vault.open(PLACE, &key.proof);
            match opened {
                Ok(_) => {}
                Err(VaultError::UnknownKey(..)) => {
                    if self.is_used(Some(&key.id)).await? {
                        return Err(WrongKeysFile::Lacks(key.id).into());
                    }
                }
                Err(VaultError::Damaged(_)) => {
                    let id =
                        key.id.parse().map_err(|_| StorageError::Unreadable("sealing_key.id".to_owned()))?;
                    return Err(WrongKeysFile::Other(id).into());
                }
                Err(other) => return Err(other.into()),
            }
        }
        Ok(())
    }

    async fn seal_older_rows(&self) -> Result<(), StorageError> {
        let mut sealed = 0;
        while self.is_used(None).await? {
            sealed += self.reseal_from(None).await?;
        }
        if sealed > 0 {
            info!(rows = sealed, "rows from before there were keys are sealed");
        }
        self.wipe().await
    }
}

pub(super) fn first(table: &'static str, key: Option<&str>) -> SelectStatement {
    Query::select().column("sealed_with").from(table).and_where(names(key)).limit(1).to_owned()
}

fn names(key: Option<&str>) -> SimpleExpr {
    match key {
        Some(key) => Expr::col("sealed_with").eq(key),
        None => Expr::col("sealed_with").is_null(),
    }
}
