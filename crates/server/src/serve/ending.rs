//! Ending step by step, once somebody says so.

use tokio::signal;
use tracing::info;

use crate::{
    settings::Ending,
    stopping::{Phase, Stopping},
    supervisor,
};

/// Ctrl-C, or the SIGTERM of whoever supervises the process.
async fn told_to_stop() {
    let interrupt = signal::ctrl_c();
    #[cfg(unix)]
    {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = interrupt => {}
                    _ = terminate.recv() => {}
                }
            }
            Err(_) => drop(interrupt.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}

/// Waits until it is told to, and then ends the server step by step.
pub(super) async fn end(stopping: Stopping, Ending { notice, drain }: Ending) {
    told_to_stop().await;
    supervisor::tell_stopping();
    info!("stopping: calls and jobs under way are finished first");
    stopping.advance(Phase::Leaving);
    tokio::time::sleep(notice).await;
    stopping.advance(Phase::Draining);
    tokio::time::sleep(drain).await;
    stopping.advance(Phase::Over);
}
