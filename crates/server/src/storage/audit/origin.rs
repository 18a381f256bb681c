//! For whom a task works, which its entries tell without every function handing it on.

use uuid::Uuid;

use super::Actor;

tokio::task_local! {
    static ORIGIN: Origin;
}

/// For whom a task works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A call, by the id of the request.
    Call(Uuid),
    /// A command of the municipality.
    Command,
}

/// Works for it. What is spawned inside works for the server.
pub async fn within<F: Future>(origin: Origin, work: F) -> F::Output {
    ORIGIN.scope(origin, work).await
}

/// Who does what this task does, and for which request.
pub(super) fn current() -> (Actor, Option<Uuid>) {
    match ORIGIN.try_with(|origin| *origin) {
        Ok(Origin::Call(id)) => (Actor::Person, Some(id)),
        Ok(Origin::Command) => (Actor::Command, None),
        Err(_) => (Actor::Server, None),
    }
}
