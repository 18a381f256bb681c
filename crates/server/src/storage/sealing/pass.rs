//! Seals rows again with the active key, some at a time. What is left is read from the rows: it may be stopped
//! anywhere, and any other process goes on with it, while servers read and write.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::{LockBehavior, LockType, SimpleExpr},
};

use super::{keys::first, rows::SealedRow};
use crate::storage::{
    StorageError, Store,
    entities::{
        attachment, audit_key, case_file, device_key, draft, person, sealing_key, session, submission_key,
    },
};

/// Rows of a transaction: few, so that whoever writes meanwhile waits for a moment only.
const BATCH: u64 = 50;

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resealed {
    /// So many rows have been sealed with the active key; there are more.
    Some(u64),
    /// Every row is.
    All,
}

impl Store {
    /// Seals some rows with the active key that are sealed with another one or not yet, in one transaction.
    ///
    /// # Errors
    /// Where the database fails, or a row does not open.
    pub async fn reseal_some(&self) -> Result<Resealed, StorageError> {
        let active = self.vault.active()?.as_str();
        let known = sealing_key::Entity::find().all(&self.writer).await?;
        let others = known.into_iter().map(|key| key.id).filter(|id| id != active);
        let sources: Vec<Option<String>> = [None].into_iter().chain(others.map(Some)).collect();
        for source in &sources {
            let rows = self.reseal_from(source.as_deref()).await?;
            if rows > 0 {
                return Ok(Resealed::Some(rows));
            }
        }
        // What somebody else has written in between, with an older key, is for the next turn.
        for source in sources {
            if self.is_used(source.as_deref()).await? {
                return Ok(Resealed::Some(0));
            }
        }
        Ok(Resealed::All)
    }

    /// Seals rows of some table that are sealed with that key or, without one, not yet; how many.
    pub(super) async fn reseal_from(&self, source: Option<&str>) -> Result<u64, StorageError> {
        let mut rows = self.reseal::<person::Entity>(source).await?;
        if rows == 0 {
            rows = self.reseal::<session::Entity>(source).await?;
        }
        if rows == 0 {
            rows = self.reseal::<device_key::Entity>(source).await?;
        }
        if rows == 0 {
            rows = self.reseal::<draft::Entity>(source).await?;
        }
        if rows == 0 {
            rows = self.reseal::<case_file::Entity>(source).await?;
        }
        if rows == 0 {
            rows = self.reseal::<submission_key::Entity>(source).await?;
        }
        if rows == 0 {
            rows = self.reseal::<attachment::Entity>(source).await?;
        }
        if rows == 0 {
            rows = self.reseal::<audit_key::Entity>(source).await?;
        }
        Ok(rows)
    }

    /// Seals rows of a table that are sealed with that key or, without one, not yet.
    async fn reseal<E>(&self, source: Option<&str>) -> Result<u64, StorageError>
    where
        E: EntityTrait,
        E::Model: SealedRow<Entity = E> + IntoActiveModel<E::ActiveModel>,
    {
        if self.writer.query_one(&first(E::default().table_name(), source)).await?.is_none() {
            return Ok(0);
        }
        // Whoever waits for one row only never waits in a ring. Rows that others hold come last, one by one.
        for (rows, behavior) in [(BATCH, Some(LockBehavior::SkipLocked)), (1, None)] {
            let transaction = self.write().await?;
            let found = E::find().filter(named::<E::Model>(source)).limit(rows);
            let found = match behavior {
                Some(behavior) => found.lock_with_behavior(LockType::Update, behavior),
                None => found.lock_exclusive(),
            };
            let found = found.all(&transaction).await?;
            let count = found.len() as u64;
            for mut row in found {
                if row.sealed_with().is_some() {
                    row = row.opened(&self.vault)?;
                }
                let row = row.sealed(&self.vault)?.into_active_model().reset_all();
                E::update(row).exec_without_returning(&transaction).await?;
            }
            transaction.commit().await?;
            if count > 0 {
                return Ok(count);
            }
        }
        Ok(0)
    }
}

fn named<R: SealedRow>(source: Option<&str>) -> SimpleExpr {
    match source {
        Some(key) => R::SEALED_WITH.eq(key),
        None => R::SEALED_WITH.is_null(),
    }
}
