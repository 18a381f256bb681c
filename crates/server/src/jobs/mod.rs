//! Work after the answer: what kinds there are, who does them, and what staff see of those that were given up.
//!
//! At least once: a worker may be lost between doing and saying so, and then another one does it again. So every handler
//! may run twice, and does its work once.

mod email_receipt;
mod list_jobs;
mod pause;
mod run_job;
mod staff_page;
mod sweep;
mod worker;

use contract::jobs::{JobCard, JobFault, JobKind, JobState};
use tracing::warn;

pub(crate) use self::{
    email_receipt::{ask, dedupe_key},
    staff_page::{run_from_page, staff_page},
};
pub use self::{
    list_jobs::*,
    pause::pause,
    run_job::*,
    sweep::ask_for_sweep,
    worker::{LEASE, run_due, work},
};
use crate::{
    state::AppState,
    storage::{self, ClaimedJob, JobRow, StorageError},
};

/// The kinds that this version does. Others, of a newer server on the same database, are left to it.
const KINDS: [&str; 2] = [JobKind::EmailReceipt.name(), JobKind::Sweep.name()];

/// Why an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failed {
    /// It may succeed later.
    Again(JobFault),
    /// Another attempt would fail as well.
    ForGood(JobFault),
}

impl From<StorageError> for Failed {
    fn from(error: StorageError) -> Self {
        warn!(cause = %error, "a job met a database that failed");
        Self::Again(JobFault::Database)
    }
}

/// Does a job.
async fn handle(app: &AppState, job: &ClaimedJob) -> Result<(), Failed> {
    match JobKind::of(&job.kind) {
        JobKind::EmailReceipt => email_receipt::send(app, job).await,
        JobKind::Sweep => sweep::sweep(app).await,
        JobKind::Other => Err(Failed::ForGood(JobFault::Other)),
    }
}

/// Tells whoever waits for a job that it was given up.
async fn given_up(app: &AppState, job: &ClaimedJob) -> Result<(), StorageError> {
    match JobKind::of(&job.kind) {
        JobKind::EmailReceipt => email_receipt::given_up(app, job).await,
        JobKind::Sweep | JobKind::Other => Ok(()),
    }
}

/// A job as staff are told.
fn card(row: JobRow) -> JobCard {
    JobCard {
        id: row.id.to_string(),
        kind: JobKind::of(&row.kind),
        state: match row.state {
            storage::JobState::Waiting => JobState::Waiting,
            storage::JobState::Running => JobState::Running,
            storage::JobState::Done => JobState::Done,
            storage::JobState::Dead => JobState::Dead,
        },
        attempts: row.attempts,
        fault: row.last_error.as_deref().map(JobFault::of),
        created: row.created,
        ended: row.ended,
    }
}
