//! How often somebody may do what must not be done too often, by address, session and person.
//!
//! Each has so much room, which what is done takes up and time gives back evenly: who has used it up waits for one
//! place, not for a new hour. Counts live in memory only and are forgotten as soon as all room is back: an address on
//! the network is somebody's.

mod proxies;
mod reference;
mod rules;
mod source;

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use contract::problem::Code;
use locale::Timestamp;
use prometheus_client::metrics::{counter::Counter, family::Family};
use uuid::Uuid;

pub(crate) use self::source::network;
pub use self::{
    proxies::TrustedProxies,
    reference::reference,
    rules::{CallRates, RULES, Rule, Subject, Tried},
    source::Source,
};
use crate::{metrics::Limited, problem::Answer};

/// So many are told apart; those that come on top share one count. Each takes some fifty bytes.
const TOLD_APART: usize = 100_000;

/// Milliseconds between two looks for counts to forget, when there are as many as can be told apart.
const LOOK_EVERY: i64 = 1000;

/// Whose count it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    /// Of an address, or the network of a household.
    Address(IpAddr),
    /// Of a session, by its id.
    Session(Uuid),
    /// Of a person, signed in or with a code.
    Person(Uuid),
    /// Of all that are not told apart.
    Others,
}

/// How often somebody was refused, by limit.
pub type Refused = Family<Limited, Counter>;

/// The counts of the server.
#[derive(Debug, Default)]
pub struct Tries {
    rates: CallRates,
    refused: Refused,
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    /// When all room is back, in microseconds.
    full_at: HashMap<(Tried, Whose), i64>,
    looked: i64,
}

impl Tries {
    /// With limits of calls that are not the usual ones.
    #[must_use]
    pub fn new(rates: CallRates) -> Self {
        Self { rates, ..Self::default() }
    }

    /// How often somebody was refused. The copy counts on.
    #[must_use]
    pub fn refused(&self) -> Refused {
        self.refused.clone()
    }

    /// Whether there is room for one more.
    ///
    /// # Errors
    /// [`Code::TooManyTries`] with the seconds until there is.
    pub fn check(&self, tried: Tried, whose: impl Into<Whose>, now: Timestamp) -> Answer<()> {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let (whole, one) = self.room(tried);
        let now = micros(now);
        let known = |whose: Whose| counts.full_at.get(&(tried, whose));
        let full_at = known(whose.into()).or_else(|| known(Whose::Others)).copied().unwrap_or(now);
        let full_at = of_this_clock(full_at, now, whole);
        let wait = full_at + one - whole - now;
        if wait <= 0 {
            return Ok(());
        }
        self.refused.get_or_create(&Limited { limit: tried.name() }).inc();
        let seconds = u32::try_from(wait / 1_000_000).unwrap_or(u32::MAX).saturating_add(1);
        Err(Code::TooManyTries { seconds }.into())
    }

    /// Counts one.
    pub fn count(&self, tried: Tried, whose: impl Into<Whose>, now: Timestamp) {
        self.count_many(tried, 1, whose, now);
    }

    /// Counts so many.
    pub fn count_many(&self, tried: Tried, number: u32, whose: impl Into<Whose>, now: Timestamp) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let (whole, one) = self.room(tried);
        let key = (tried, whose.into());
        let is_crowded = |counts: &Counts| counts.full_at.len() >= TOLD_APART;
        if is_crowded(&counts) && now.0 >= counts.looked + LOOK_EVERY {
            counts.forget(now);
        }
        let is_known = counts.full_at.contains_key(&key) || !is_crowded(&counts);
        let key = if is_known { key } else { (tried, Whose::Others) };
        let now = micros(now);
        let full_at = counts.full_at.entry(key).or_insert(now);
        *full_at = of_this_clock(*full_at, now, whole).saturating_add(one.saturating_mul(i64::from(number)));
    }

    /// Checks, and counts where there is room.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub fn take(&self, tried: Tried, whose: impl Into<Whose>, now: Timestamp) -> Answer<()> {
        let whose = whose.into();
        self.check(tried, whose, now)?;
        self.count(tried, whose, now);
        Ok(())
    }

    /// Forgets those that have all their room back.
    pub fn forget(&self, now: Timestamp) {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).forget(now);
    }

    /// All the room and that of one, in microseconds.
    fn room(&self, tried: Tried) -> (i64, i64) {
        let rule = tried.rule();
        let whole = i64::from(rule.seconds) * 1_000_000;
        (whole, whole / i64::from(self.rates.most(rule)).max(1))
    }
}

impl Counts {
    fn forget(&mut self, now: Timestamp) {
        self.looked = now.0;
        self.full_at.retain(|_, full_at| *full_at > micros(now));
    }
}

/// When all room is back. What lies further ahead than any count can reach was noted before the clock was put back:
/// nobody waits a day for that.
fn of_this_clock(full_at: i64, now: i64, whole: i64) -> i64 {
    if full_at > now.saturating_add(whole.saturating_mul(2)) { now } else { full_at.max(now) }
}

const fn micros(time: Timestamp) -> i64 {
    time.0.saturating_mul(1000)
}

#[cfg(test)]
mod tests;
