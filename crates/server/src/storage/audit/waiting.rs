//! Entries of changes: written in their transaction, each signed, and chained a moment later.
//!
//! Chaining in that transaction would make all who write wait for each other, from the end of the chain to the commit.

use locale::Timestamp;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::{NewEntry, chain::ROWS};
use crate::{
    storage::{StorageError, Store, entities::audit_waiting, to_json},
    vault::ChainKey,
};

/// How a waiting entry is written out for its signature.
const VERSION: u8 = 1;

/// What is chained of an entry.
pub(super) struct Unchained {
    pub(super) at: i64,
    pub(super) actor: String,
    pub(super) actor_id: Option<String>,
    pub(super) action: String,
    pub(super) person_id: Option<Uuid>,
    pub(super) kind: String,
    pub(super) thing: Option<String>,
    pub(super) request_id: Option<Uuid>,
}

/// Some of the entries that wait.
pub(super) struct Waiting {
    /// Those that are as they were written, each with its place.
    pub(super) entries: Vec<(i64, Unchained)>,
    /// How many are not.
    pub(super) unfit: usize,
    /// The last place, of either; nothing where none waits.
    pub(super) last: Option<i64>,
}

impl Store {
    /// Adds entries to what a transaction writes.
    pub(super) async fn append_audit(
        &self,
        transaction: &DatabaseTransaction,
        entries: &[NewEntry],
    ) -> Result<(), StorageError> {
        let key = self.chain_key()?;
        for entries in entries.chunks(ROWS) {
            let rows = entries.iter().map(|entry| signed(Unchained::from(entry), key));
            let rows = rows.collect::<Result<Vec<_>, _>>()?;
            audit_waiting::Entity::insert_many(rows).exec_without_returning(transaction).await?;
        }
        Ok(())
    }

    /// The oldest entries that wait after that place, `most` of them.
    pub(super) async fn waiting(
        &self,
        connection: &impl ConnectionTrait,
        after: i64,
        most: u64,
    ) -> Result<Waiting, StorageError> {
        let key = self.chain_key()?;
        let rows = audit_waiting::Entity::find()
            .filter(audit_waiting::Column::Place.gt(after))
            .order_by_asc(audit_waiting::Column::Place)
            .limit(most)
            .all(connection)
            .await?;
        let mut waiting = Waiting { entries: Vec::with_capacity(rows.len()), unfit: 0, last: None };
        for row in rows {
            waiting.last = Some(row.place);
            let place = row.place;
            match opened(row, key)? {
                Some(entry) => waiting.entries.push((place, entry)),
                None => waiting.unfit += 1,
            }
        }
        Ok(waiting)
    }

    /// When the oldest of the entries was written that are not chained yet.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn waiting_since(&self) -> Result<Option<Timestamp>, StorageError> {
        let oldest = audit_waiting::Entity::find().order_by_asc(audit_waiting::Column::Place);
        let oldest = oldest.one(&self.reader).await?;
        Ok(oldest.map(|row| Timestamp(row.at)))
    }

    /// Takes away what has been chained.
    pub(super) async fn remove_waiting(
        &self,
        transaction: &DatabaseTransaction,
        places: &[i64],
    ) -> Result<(), StorageError> {
        for places in places.chunks(ROWS) {
            audit_waiting::Entity::delete_many()
                .filter(audit_waiting::Column::Place.is_in(places.iter().copied()))
                .exec(transaction)
                .await?;
        }
        Ok(())
    }
}

/// The row of an entry.
fn signed(entry: Unchained, key: &ChainKey) -> Result<audit_waiting::ActiveModel, StorageError> {
    let signature = key.sign(&written(&entry)?);
    let Unchained { at, actor, actor_id, action, person_id, kind, thing, request_id } = entry;
    Ok(audit_waiting::ActiveModel {
        place: NotSet,
        at: Set(at),
        actor: Set(actor),
        actor_id: Set(actor_id),
        action: Set(action),
        person_id: Set(person_id),
        kind: Set(kind),
        thing: Set(thing),
        request_id: Set(request_id),
        key_id: Set(key.id()),
        signature: Set(signature),
    })
}

/// The entry, where it is as it was written.
fn opened(row: audit_waiting::Model, key: &ChainKey) -> Result<Option<Unchained>, StorageError> {
    let audit_waiting::Model {
        place: _,
        at,
        actor,
        actor_id,
        action,
        person_id,
        kind,
        thing,
        request_id,
        key_id,
        signature,
    } = row;
    let entry = Unchained { at, actor, actor_id, action, person_id, kind, thing, request_id };
    let fits = key_id == key.id() && signature == key.sign(&written(&entry)?);
    Ok(fits.then_some(entry))
}

fn written(entry: &Unchained) -> Result<String, StorageError> {
    let Unchained { at, actor, actor_id, action, person_id, kind, thing, request_id } = entry;
    to_json(&("waiting", VERSION, at, actor, actor_id, action, person_id, kind, thing, request_id))
}

impl From<&NewEntry> for Unchained {
    fn from(entry: &NewEntry) -> Self {
        Self {
            at: entry.at.0,
            actor: entry.actor.name().to_owned(),
            actor_id: entry.actor.id(),
            action: entry.action.name().to_owned(),
            person_id: entry.person,
            kind: entry.action.kind().to_owned(),
            thing: entry.thing.clone(),
            request_id: entry.request,
        }
    }
}
