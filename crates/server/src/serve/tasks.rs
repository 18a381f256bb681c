//! What the server does beside answering, for as long as it runs.

use std::time::Duration;

use tracing::{info, warn};

use crate::{jobs, state::AppState, uploads};

/// Between two askings for a sweep.
const SWEEP_EVERY: Duration = Duration::from_secs(5 * 60);

/// Between two looks for files that a server which stopped had begun to look at.
const RESUME_EVERY: Duration = Duration::from_secs(30);

pub(super) async fn sweep(app: AppState) {
    let strays = uploads::remove_strays(&app).await;
    info!(strays, "looked for bytes without a row");
    let mut every = tokio::time::interval(SWEEP_EVERY);
    loop {
        every.tick().await;
        app.tries.forget(app.clock.now());
        if let Err(error) = jobs::ask_for_sweep(&app).await {
            warn!(cause = %error, "no sweep was asked for; the next one takes what it would have");
        }
    }
}

/// Who signs in first does not wait for what the provider tells of itself. One that does not answer stops nothing.
pub(super) async fn prepare(app: AppState) {
    for provider in app.providers.all() {
        if let Err(fault) = provider.prepare(app.clock.now()).await {
            warn!(issuer = provider.issuer(), %fault, "sign-in will be tried again when somebody signs in");
        }
    }
}

pub(super) async fn resume(app: AppState) {
    let mut every = tokio::time::interval(RESUME_EVERY);
    loop {
        every.tick().await;
        uploads::resume_waiting(&app).await;
    }
}
