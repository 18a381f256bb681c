//! Something a page shows that has to be fetched first: waiting, there, or failed.

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
pub struct Loader<T: Send + Sync + 'static> {
    state: RwSignal<Load<T>>,
    attempt: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Loader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Loader<T> {}

impl<T: DeserializeOwned + Clone + Send + Sync + 'static> Loader<T> {
    /// Fetches from the address that `path` gives, and again when it changes. What is there stays until
    /// the same thing in another language has come; another thing starts from waiting.
    pub fn new(path: impl Fn() -> String + 'static) -> Self {
        let state = RwSignal::new(Load::Waiting);
        let attempt = RwSignal::new(0);
        // Answers may overtake each other: only the last question counts.
        let latest = StoredValue::new(0_u32);
        Effect::new(move |before: Option<String>| {
            let path = path();
            attempt.track();
            let thing = path.split('?').next().unwrap_or_default().to_owned();
            let is_ready = state.with_untracked(|state| matches!(state, Load::Ready(_)));
            if !is_ready || before.as_ref() != Some(&thing) {
                state.set(Load::Waiting);
            }
            let this = latest.get_value().wrapping_add(1);
            latest.set_value(this);
            spawn_local(async move {
                let outcome = http::get::<T>(&path).await;
                if latest.try_get_value() == Some(this) {
                    _ = state.try_set(match outcome {
                        Ok(thing) => Load::Ready(thing),
                        Err(failure) => Load::Failed(failure),
                    });
                }
            });
            thing
        });
        Self { state, attempt }
    }

    /// How far it has come; tracked.
    pub fn get(&self) -> Load<T> {
        self.state.get()
    }

    /// What is there, if it is; tracked.
    pub fn ready(&self) -> Option<T> {
        match self.state.get() {
            Load::Ready(thing) => Some(thing),
            Load::Waiting | Load::Failed(_) => None,
        }
    }

    /// Fetches once more.
    pub fn again(&self) {
        self.attempt.update(|attempt| *attempt += 1);
    }
}
