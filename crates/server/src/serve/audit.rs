//! The audit log at the command line: whether it is as it was written, and what it tells of a person.

use std::fmt::Write;

use uuid::Uuid;

use super::{StartError, migrate};
use crate::{
    clock::{Clock, SystemClock},
    settings::Settings,
    storage::{AuditEntry, StorageError, Store, Verified},
};

/// Entries that are shown.
const MOST: u64 = 100_000;

/// Walks along the chain of the audit log, and notes where it was found whole.
///
/// # Errors
/// Where keys or database cannot be used.
pub async fn verify_audit(settings: &Settings) -> Result<Verified, StartError> {
    let store = migrate(settings).await?;
    store.write_notes().await?;
    let verified = store.verify_audit().await?;
    if let Verified::Whole { last, .. } = verified {
        store.note_verified(last, SystemClock.now()).await?;
    }
    store.close().await?;
    Ok(verified)
}

/// What the audit log tells of a person, named by id or by the reference of a case, a line for each entry: number,
/// time, who, what, the kind and the id of the thing, and the id of the request. Nothing where nobody is named by it.
///
/// # Errors
/// Where keys or database cannot be used.
pub async fn show_audit(settings: &Settings, person: &str) -> Result<Option<String>, StartError> {
    let store = migrate(settings).await?;
    store.write_notes().await?;
    let whose = find_person(&store, person).await?;
    let entries = match whose {
        Some(id) => Some(store.audit_of(id, 0, MOST).await?),
        None => None,
    };
    store.close().await?;
    Ok(entries.map(|entries| entries.iter().fold(String::new(), line)))
}

/// One of the people, named by id or by the reference of a case.
pub(super) async fn find_person(store: &Store, named: &str) -> Result<Option<Uuid>, StorageError> {
    match Uuid::parse_str(named) {
        Ok(id) => Ok(Some(id)),
        Err(_) => store.person_of_case(named).await,
    }
}

fn line(mut text: String, entry: &AuditEntry) -> String {
    let thing = entry.thing.as_deref().unwrap_or("-");
    let request = entry.request.map(|id| id.to_string());
    let AuditEntry { number, at, actor, actor_id, action, kind, .. } = entry;
    let actor = actor_id.as_ref().map_or(actor.clone(), |id| format!("{actor}:{id}"));
    let request = request.as_deref().unwrap_or("-");
    // Writing to a text does not fail.
    _ = writeln!(text, "{number}\t{at}\t{actor}\t{action}\t{kind}\t{thing}\t{request}");
    text
}
