//! Ending sessions at the command line: of somebody whose device was stolen, of staff who leave, or of everybody.

use super::{StartError, find_person, migrate};
use crate::{
    clock::{Clock, SystemClock},
    settings::Settings,
    storage::SessionsOf,
};

/// Whose sessions are to end, as they are named at the command line.
#[derive(Clone, Debug)]
pub enum Named {
    /// All there are.
    Everybody,
    /// The id of one of the people, or the reference of one of their cases.
    Person(String),
    /// What the provider of staff calls one of them (`sub`).
    Staff(String),
}

/// Ends sessions on every server at once; how many. Nothing where nobody is named by it.
///
/// # Errors
/// Where keys or database cannot be used.
pub async fn end_sessions(settings: &Settings, named: &Named) -> Result<Option<u64>, StartError> {
    let store = migrate(settings).await?;
    let whose = match named {
        Named::Everybody => Some(SessionsOf::Everybody),
        Named::Person(person) => find_person(&store, person).await?.map(SessionsOf::Person),
        Named::Staff(subject) => Some(SessionsOf::Staff(subject.clone())),
    };
    let ended = match whose {
        Some(whose) => Some(store.end_sessions_of(&whose, SystemClock.now()).await?),
        None => None,
    };
    store.close().await?;
    Ok(ended)
}
