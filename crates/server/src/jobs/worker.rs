//! Claims jobs and does them: some at a time, each for a limited time; a panic is an attempt that failed.

use std::time::Duration;

use contract::jobs::{JobFault, JobKind};
use tokio::{sync::broadcast, task::JoinSet};
use tracing::{Instrument, info, warn};

use super::{Failed, KINDS, given_up, handle, pause};
use crate::{
    metrics::Attempted,
    state::AppState,
    stopping::Phase,
    storage::{Change, ClaimedJob, JobState, StorageError},
    traces,
};

/// For so long a job belongs to the worker that has claimed it.
pub const LEASE: Duration = Duration::from_secs(60);

/// An attempt is given up after this, well before the lease ends: a worker that lives never does what another one has
/// taken over.
const ATTEMPT: Duration = Duration::from_secs(40);

/// Jobs at once in one server.
const PLACES: usize = 4;

/// Jobs are looked for as often, beside being told of: retries come due, and leases of lost workers end.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Works until the server drains, and finishes then what it has begun; what it cannot finish before the end is over, it
/// gives back.
pub async fn work(app: AppState) {
    let mut changes = app.store.changes();
    let mut look = tokio::time::interval(LOOK_EVERY);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut running = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            () = app.stopping.reached(Phase::Draining) => break,
            Some(_) = running.join_next(), if !running.is_empty() => {}
            () = told_of_job(&mut changes) => {}
            _ = look.tick() => {}
        }
        let free = PLACES - running.len();
        match claim(&app, free).await {
            Ok(jobs) => jobs.into_iter().for_each(|job| drop(running.spawn(attempt(app.clone(), job)))),
            Err(error) => warn!(cause = %error, "jobs could not be claimed"),
        }
    }
    if !running.is_empty() {
        info!(jobs = running.len(), "finishing jobs");
    }
    while running.join_next().await.is_some() {}
}

/// Does all that is due, one job after the other; how many attempts that were.
///
/// # Errors
/// Where the database fails.
pub async fn run_due(app: &AppState) -> Result<usize, StorageError> {
    let mut count = 0;
    loop {
        let jobs = claim(app, 1).await?;
        if jobs.is_empty() {
            return Ok(count);
        }
        for job in jobs {
            attempt(app.clone(), job).await;
            count += 1;
        }
    }
}

async fn claim(app: &AppState, most: usize) -> Result<Vec<ClaimedJob>, StorageError> {
    if most == 0 {
        return Ok(Vec::new());
    }
    let now = app.clock.now();
    let until = now.plus_millis(i64::try_from(LEASE.as_millis()).unwrap_or(i64::MAX));
    app.store.claim_jobs(&KINDS, most as u64, now, until).await
}

/// Returns once there may be a job to do.
async fn told_of_job(changes: &mut broadcast::Receiver<Change>) {
    loop {
        match changes.recv().await {
            Ok(Change::Job | Change::Missed) | Err(broadcast::error::RecvError::Lagged(_)) => return,
            Ok(_) => {}
            // Never: the sender is part of the store that is asked.
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// One attempt, and the telling of what came of it.
async fn attempt(app: AppState, job: ClaimedJob) {
    let span = traces::job(JobKind::of(&job.kind), job.attempt);
    once(&app, &job).instrument(span).await;
}

async fn once(app: &AppState, job: &ClaimedJob) {
    let settled = match try_once(app, job).await {
        Some(done) => settle(app, job, done).await,
        None => give_back(app, job).await,
    };
    if let Err(error) = settled {
        // The lease ends, and another attempt is made.
        warn!(cause = %error, kind = job.kind, "what came of a job could not be written");
    }
}

/// In a task of its own, so that a panic in it ends nothing else. Nothing where the server ended first.
async fn try_once(app: &AppState, job: &ClaimedJob) -> Option<Result<(), Failed>> {
    let mut task = {
        let (app, job) = (app.clone(), job.clone());
        tokio::spawn(async move { handle(&app, &job).await }.in_current_span())
    };
    let done = tokio::select! {
        biased;
        done = tokio::time::timeout(ATTEMPT, &mut task) => done,
        () = app.stopping.reached(Phase::Over) => {
            task.abort();
            return None;
        }
    };
    Some(match done {
        Ok(Ok(done)) => done,
        // The message of a panic may quote what a person wrote: it does not reach the log.
        Ok(Err(_)) => Err(Failed::Again(JobFault::Panicked)),
        Err(_) => {
            task.abort();
            Err(Failed::Again(JobFault::TimedOut))
        }
    })
}

async fn give_back(app: &AppState, job: &ClaimedJob) -> Result<(), StorageError> {
    if app.store.give_back_job(job, app.clock.now()).await? {
        warn!(id = %job.id, kind = job.kind, "a job was not done before the end; another server takes it");
    }
    Ok(())
}

async fn settle(app: &AppState, job: &ClaimedJob, done: Result<(), Failed>) -> Result<(), StorageError> {
    let now = app.clock.now();
    let (fault, again) = match done {
        Ok(()) => {
            let attempted = if app.store.complete_job(job, now).await? {
                Attempted::Done
            } else {
                warn!(
                    kind = job.kind,
                    attempt = job.attempt,
                    "a job was done after another worker took it over"
                );
                Attempted::TakenOver
            };
            told(app, job, attempted, None);
            return Ok(());
        }
        Err(Failed::Again(fault)) => {
            (fault, Some(now.plus_millis(pause(job.attempt, app.randomness.as_ref())?)))
        }
        Err(Failed::ForGood(fault)) => (fault, None),
    };
    let state = app.store.fail_job(job, fault.name(), again, now).await?;
    let attempted = match state {
        Some(JobState::Dead) => Attempted::GivenUp,
        Some(_) => Attempted::Failed,
        None => Attempted::TakenOver,
    };
    told(app, job, attempted, Some(fault));
    let (kind, attempt, fault) = (job.kind.as_str(), job.attempt, fault.name());
    match state {
        Some(JobState::Dead) => {
            warn!(id = %job.id, kind, attempt, fault, "a job is given up; administrators see it at /ansatt/jobber");
            given_up(app, job).await?;
        }
        Some(_) => warn!(id = %job.id, kind, attempt, fault, "a job failed; it is tried again"),
        None => warn!(id = %job.id, kind, attempt, fault, "a job failed after another worker took it over"),
    }
    Ok(())
}

/// For whoever watches the server.
fn told(app: &AppState, job: &ClaimedJob, attempted: Attempted, fault: Option<JobFault>) {
    app.metrics.attempted(JobKind::of(&job.kind), attempted);
    traces::attempted(attempted, fault);
}
