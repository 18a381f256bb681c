//! Looks organisations up, and remembers what it has found for a while.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use contract::organisations::RegisteredOrganisation;
use locale::Timestamp;

use super::source::RegisterSource;

/// Milliseconds for which an answer is taken for true.
const FRESH_MILLIS: i64 = 60 * 60 * 1000;

/// So many answers are remembered.
const ANSWERS: usize = 2_000;

/// The register cannot be asked; the person writes the name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the register of organisations: {0}")]
pub struct RegisterDown(pub(super) String);

/// The register with its memory.
#[derive(Debug)]
pub struct Lookup {
    source: RegisterSource,
    known: Mutex<HashMap<String, Known>>,
}

/// What was answered, and when. That there is none is an answer too.
#[derive(Clone, Debug)]
struct Known {
    answer: Option<RegisteredOrganisation>,
    at: Timestamp,
}

impl Lookup {
    /// Nothing remembered yet.
    #[must_use]
    pub fn new(source: RegisterSource) -> Self {
        Self { source, known: Mutex::new(HashMap::new()) }
    }

    /// The remembered answer for a number, while it is fresh.
    pub(super) fn known(&self, number: &str, now: Timestamp) -> Option<Option<RegisteredOrganisation>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(number).filter(|known| now.0 < known.at.0 + FRESH_MILLIS).map(|known| known.answer.clone())
    }

    /// Asks for a number.
    pub(super) async fn ask(
        &self,
        number: &str,
        now: Timestamp,
    ) -> Result<Option<RegisteredOrganisation>, RegisterDown> {
        let answer = self.source.find(number).await?.map(super::record::Record::told);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= ANSWERS {
            known.retain(|_, known| now.0 < known.at.0 + FRESH_MILLIS);
        }
        if known.len() >= ANSWERS {
            known.clear();
        }
        known.insert(number.to_owned(), Known { answer: answer.clone(), at: now });
        Ok(answer)
    }
}
