//! Something a page shows that has to be fetched first: waiting, there, or failed.

use std::marker::PhantomData;

use leptos::{prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;

use super::http::{self, Failure};

/// How far the fetching has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Load<T> {
    Waiting,
    Ready(T),
    Failed(Failure),
}

/// Fetches and keeps what it got.
///
/// It keeps the answer as it came and reads it when it is asked: reading is the only part that is compiled
/// for each type, and the rest is the greater part.
pub struct Loader<T> {
    state: RwSignal<Load<String>>,
    attempt: RwSignal<u32>,
    reads: PhantomData<fn() -> T>,
}

impl<T> Clone for Loader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Loader<T> {}

impl<T: DeserializeOwned> Loader<T> {
    /// Fetches from the address that `path` gives, and again when it changes. What is there stays until
    /// the same thing in another language has come; another thing starts from waiting.
    pub fn new(path: impl Fn() -> String + Send + Sync + 'static) -> Self {
        let state = RwSignal::new(Load::Waiting);
        let attempt = RwSignal::new(0);
        follow(Signal::derive(path), state, attempt);
        Self { state, attempt, reads: PhantomData }
    }

    /// How far it has come; tracked.
    pub fn get(&self) -> Load<T> {
        self.state.with(|state| match state {
            Load::Waiting => Load::Waiting,
            Load::Failed(failure) => Load::Failed(failure.clone()),
            Load::Ready(body) => http::read(body).map_or_else(Load::Failed, Load::Ready),
        })
    }

    /// What is there, if it is; tracked.
    pub fn ready(&self) -> Option<T> {
        match self.get() {
            Load::Ready(thing) => Some(thing),
            Load::Waiting | Load::Failed(_) => None,
        }
    }

    /// Fetches once more.
    pub fn again(&self) {
        self.attempt.update(|attempt| *attempt += 1);
    }
}

/// Fetches whenever the address or the attempt changes.
fn follow(path: Signal<String>, state: RwSignal<Load<String>>, attempt: RwSignal<u32>) {
    // Answers may overtake each other: only the last question counts.
    let latest = StoredValue::new(0_u32);
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        attempt.track();
        let thing = path.split('?').next().unwrap_or_default().to_owned();
        let is_ready = state.with_untracked(|state| matches!(state, Load::Ready(_)));
        if !is_ready || before.as_ref() != Some(&thing) {
            state.set(Load::Waiting);
        }
        let this = latest.get_value().wrapping_add(1);
        latest.set_value(this);
        spawn_local(async move {
            let outcome = http::fetch(&path).await;
            if latest.try_get_value() == Some(this) {
                _ = state.try_set(outcome.map_or_else(Load::Failed, Load::Ready));
            }
        });
        thing
    });
}
