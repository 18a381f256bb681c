//! The sweep: by whichever server comes first, once in each span of five minutes.

use contract::jobs::JobKind;
use tracing::info;

use super::Failed;
use crate::{
    retention,
    state::{App, AppState},
    storage::{self, NewJob, StorageError},
    uploads,
};

/// Milliseconds from one sweep to the next.
const SPAN: i64 = 5 * 60 * 1000;

/// The next sweep takes what this one could not.
const ATTEMPTS: u32 = 3;

/// Asks for the sweep of this span of time, unless another server has.
///
/// # Errors
/// Where the database fails.
pub async fn ask_for_sweep(app: &App) -> Result<(), StorageError> {
    let now = app.clock.now();
    let job = NewJob {
        kind: JobKind::Sweep.name(),
        dedupe_key: format!("sweep:{}", now.0.div_euclid(SPAN)),
        payload: "{}".to_owned(),
        max_attempts: ATTEMPTS,
    };
    let work = app.store.begin().await?;
    work.enqueue(&job, now).await?;
    work.commit().await
}

pub(super) async fn sweep(app: &AppState) -> Result<(), Failed> {
    let now = app.clock.now();
    let swept = app.store.sweep(now).await?;
    let files = uploads::sweep(app).await;
    let before = retention::audit_before(now, app.serving.audit_years);
    let audit_entries = app.store.shorten_audit(before, now).await?;
    // Last: there may be many, and what is over waits for nothing else.
    uploads::seal_older(app).await;
    let storage::Swept { sessions, drafts, sign_ins, submission_keys, people } = swept;
    info!(sessions, drafts, sign_ins, submission_keys, people, files, audit_entries, "swept");
    Ok(())
}
