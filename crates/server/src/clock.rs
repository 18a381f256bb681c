//! The time, as a parameter: the system's clock when serving, one that stands still in tests.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

use locale::{Date, Timestamp};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;

    /// Today in Norway.
    fn today(&self) -> Date {
        self.now().in_norway().date
    }
}

/// The computer's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

/// Runs as the computer's clock does, from another point in time: for demos that must look the same each day.
#[derive(Clone, Copy, Debug)]
pub struct ShiftedClock(i64);

/// Stands still until it is moved.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the computer's clock")]
    fn now(&self) -> Timestamp {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
    }
}

impl ShiftedClock {
    /// Shows this point in time now.
    #[must_use]
    pub fn starting_at(start: Timestamp) -> Self {
        Self(start.0 - SystemClock.now().0)
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Timestamp {
        SystemClock.now().plus_millis(self.0)
    }
}

impl FixedClock {
    /// Stands at this point in time.
    #[must_use]
    pub const fn new(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.0))
    }

    /// Moves it forward.
    pub fn advance(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}
