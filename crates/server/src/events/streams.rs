//! The streams that are open in this server, and how many a session has.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use uuid::Uuid;

/// Streams of one session: a tab each that is looked at. More would take the connections that calls need.
const PER_SESSION: usize = 5;

/// A sign of life is sent as often, so that nothing on the way takes a stream for dead.
const ALIVE_EVERY: Duration = Duration::from_secs(15);

/// The streams of this server.
#[derive(Clone, Debug)]
pub struct Streams {
    open: Arc<Mutex<HashMap<Uuid, usize>>>,
    /// Between two signs of life.
    pub alive_every: Duration,
}

/// A place for one stream, until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    open: Arc<Mutex<HashMap<Uuid, usize>>>,
    session: Uuid,
}

impl Default for Streams {
    fn default() -> Self {
        Self { open: Arc::default(), alive_every: ALIVE_EVERY }
    }
}

impl Streams {
    /// How many are open.
    #[must_use]
    pub fn count(&self) -> i64 {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        i64::try_from(open.values().sum::<usize>()).unwrap_or(i64::MAX)
    }

    /// A place for one more stream of the session; nothing where it has as many as it may.
    pub(super) fn take(&self, session: Uuid) -> Option<Place> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(session).or_default();
        if *count >= PER_SESSION {
            return None;
        }
        *count += 1;
        Some(Place { open: self.open.clone(), session })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.session) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.session);
            }
        }
    }
}
