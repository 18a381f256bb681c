//! The settings of sessions: when they end.

use std::time::Duration;

use super::{Reader, known::Setting};

/// In the order of the reference.
pub(super) const SETTINGS: [Setting; 2] = [
    Setting {
        name: "session_idle_seconds",
        variable: "SERVICETORG_SESSION_IDLE_SECONDS",
        value: "SECONDS",
        default: "1800",
        means: "Seconds without a sign of life after which a session ends",
    },
    Setting {
        name: "session_absolute_seconds",
        variable: "SERVICETORG_SESSION_ABSOLUTE_SECONDS",
        value: "SECONDS",
        default: "28800",
        means: "Seconds after which a session ends in any case",
    },
];

impl Reader {
    /// Without a sign of life, and in any case.
    pub(super) fn session_ends(&mut self) -> Option<(Duration, Duration)> {
        let idle = self.seconds("session_idle_seconds", 5..=28_800);
        let absolute = self.seconds("session_absolute_seconds", 5..=86_400);
        idle.zip(absolute)
    }
}
