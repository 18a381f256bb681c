//! The settings of the log.

use tracing::Level;

use super::{Reader, known::Setting};

/// In the order of the reference.
pub(super) const SETTINGS: [Setting; 2] = [
    Setting {
        name: "log",
        variable: "SERVICETORG_LOG",
        value: "text|json",
        default: "text",
        means: "How log lines are written",
    },
    Setting {
        name: "log_level",
        variable: "SERVICETORG_LOG_LEVEL",
        value: "error|warn|info",
        default: "info",
        means: "From which level on lines are written",
    },
];

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines, one object a line.
    Json,
}

impl Reader {
    pub(super) fn log(&mut self) -> Option<(LogFormat, Level)> {
        let format = self.choice("log", &[("text", LogFormat::Text), ("json", LogFormat::Json)]);
        let levels = [("error", Level::ERROR), ("warn", Level::WARN), ("info", Level::INFO)];
        let level = self.choice("log_level", &levels);
        format.zip(level)
    }
}
