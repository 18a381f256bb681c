//! The audit log at the command line: whether it is as it was written, and what it tells of a person.

use std::io::Write;

use uuid::Uuid;

use super::{StartError, migrate};
use crate::{
    clock::{Clock, SystemClock},
    settings::Settings,
    storage::{AuditEntry, StorageError, Store, Verified},
};

/// Entries that are read at a time.
const PAGE: u64 = 1000;

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

/// Writes what the audit log tells of a person, named by id or by the reference of a case, a line for each entry: number,
/// time, who, what, the kind and the id of the thing, and the id of the request. How many there are; nothing where nobody
/// is named by it.
///
/// # Errors
/// Where keys or database cannot be used, or nobody takes the lines.
pub async fn show_audit(
    settings: &Settings,
    person: &str,
    out: &mut impl Write,
) -> Result<Option<u64>, StartError> {
    let store = migrate(settings).await?;
    store.write_notes().await?;
    let shown = match find_person(&store, person).await? {
        Some(id) => Some(write_audit(&store, id, out).await?),
        None => None,
    };
    store.close().await?;
    Ok(shown)
}

/// Writes what the audit log tells of a person, as [`show_audit`] does, however much it is.
///
/// # Errors
/// Where the database fails, or nobody takes the lines.
pub async fn write_audit(store: &Store, person: Uuid, out: &mut impl Write) -> Result<u64, StartError> {
    let (mut shown, mut last) = (0, 0);
    loop {
        let entries = store.audit_of(person, last, PAGE).await?;
        let Some(newest) = entries.last() else { return Ok(shown) };
        last = newest.number;
        shown += entries.len() as u64;
        for entry in &entries {
            line(out, entry).map_err(StartError::Output)?;
        }
    }
}

/// One of the people, named by id or by the reference of a case.
pub(super) async fn find_person(store: &Store, named: &str) -> Result<Option<Uuid>, StorageError> {
    match Uuid::parse_str(named) {
        Ok(id) => Ok(Some(id)),
        Err(_) => store.person_of_case(named).await,
    }
}

fn line(out: &mut impl Write, entry: &AuditEntry) -> std::io::Result<()> {
    let thing = entry.thing.as_deref().unwrap_or("-");
    let request = entry.request.map(|id| id.to_string());
    let AuditEntry { number, at, actor, actor_id, action, kind, .. } = entry;
    let actor = actor_id.as_ref().map_or(actor.clone(), |id| format!("{actor}:{id}"));
    let request = request.as_deref().unwrap_or("-");
    writeln!(out, "{number}\t{at}\t{actor}\t{action}\t{kind}\t{thing}\t{request}")
}
