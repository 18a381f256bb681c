//! How the server ends: step by step, so that no call is lost and no job done by halves.

use tokio::sync::watch;

/// How far the end has come. Each step holds what those before it do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// It is not in sight.
    #[default]
    Serving,
    /// Whoever asks is told that the server is not ready, and to close the connection with the answer. Calls are served
    /// as ever, so that whoever is in front has time to turn to another server.
    Leaving,
    /// Nothing new is begun, and streams are ended.
    Draining,
    /// What is still under way is given up.
    Over,
}

/// Told to all parts of the server.
#[derive(Clone, Debug, Default)]
pub struct Stopping(watch::Sender<Phase>);

impl Stopping {
    /// How far it has come.
    #[must_use]
    pub fn phase(&self) -> Phase {
        *self.0.borrow()
    }

    /// Goes on to a step. There is no way back.
    pub fn advance(&self, to: Phase) {
        self.0.send_if_modified(|phase| {
            let is_further = to > *phase;
            *phase = to.max(*phase);
            is_further
        });
    }

    /// Returns once a step is reached.
    pub async fn reached(&self, phase: Phase) {
        // The sender is part of this: it is never gone.
        _ = self.0.subscribe().wait_for(|now| *now >= phase).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn there_is_no_way_back() {
        let stopping = Stopping::default();
        let other = stopping.clone();
        stopping.advance(Phase::Draining);
        stopping.advance(Phase::Leaving);
        assert_eq!(other.phase(), Phase::Draining);
        other.reached(Phase::Leaving).await;
        other.reached(Phase::Draining).await;
    }
}
