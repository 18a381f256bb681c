//! The queue of work that is done after the answer, at least once each.
//!
//! A job is written in the transaction of what it belongs to: both are there, or neither. Whoever claims it has it until
//! a point in time, under a token; without the token nothing about it can be told any more, so that a worker that was
//! taken for dead does not speak for the one after it.

mod again;
mod claim;
mod enqueue;
mod entity;
mod forget;
mod list;
mod settle;

use locale::Timestamp;
use uuid::Uuid;

use super::StorageError;

pub use self::enqueue::Work;
pub(super) use self::{
    again::revive_key,
    forget::{forget_of, sweep_dead, sweep_done},
    list::state_by_key,
};

/// Work to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// Which handler does it.
    pub kind: &'static str,
    /// The same work has the same: while a job with it is remembered, there is no second one.
    pub dedupe_key: String,
    /// JSON of ids, never of what they stand for.
    pub payload: String,
    /// After so many it is given up.
    pub max_attempts: u32,
}

/// How far a job has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// For its time, or for a worker.
    Waiting,
    /// Somebody does it.
    Running,
    /// It is done.
    Done,
    /// Given up: only staff, or whoever asked for it, make it run again.
    Dead,
}

/// A job in the hands of a worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedJob {
    /// Its key.
    pub id: Uuid,
    /// Which handler does it.
    pub kind: String,
    /// As it was written.
    pub payload: String,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// When it was written.
    pub created: Timestamp,
    token: Uuid,
}

/// A job as staff see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRow {
    /// Its key.
    pub id: Uuid,
    /// Which handler does it.
    pub kind: String,
    /// How far it has come.
    pub state: JobState,
    /// How often it has been tried.
    pub attempts: u32,
    /// A code.
    pub last_error: Option<String>,
    /// When it was written.
    pub created: Timestamp,
    /// When it is tried next.
    pub run_at: Timestamp,
    /// When it was done or given up.
    pub ended: Option<Timestamp>,
}

/// How many jobs there are, those that are done left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JobCounts {
    /// For their time, or for a worker.
    pub waiting: i64,
    /// In the hands of a worker.
    pub running: i64,
    /// Given up.
    pub dead: i64,
    /// When the first of those that wait was or is to be tried; nothing where none waits.
    pub due: Option<Timestamp>,
}

impl JobState {
    const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Dead => "dead",
        }
    }

    pub(super) fn of(name: &str) -> Result<Self, StorageError> {
        let all = [Self::Waiting, Self::Running, Self::Done, Self::Dead];
        let found = all.into_iter().find(|state| state.name() == name);
        found.ok_or_else(|| StorageError::Unreadable("job.state".to_owned()))
    }
}
