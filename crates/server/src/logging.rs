//! The log: one line a call, on standard error.
//!
//! Who a call is about never reaches it. Other crates speak only when something is wrong: at finer levels
//! they write out addresses and statements, which are somebody's.

use std::io::{IsTerminal, stderr};

use tracing::{Level, error};
use tracing_subscriber::{
    Layer, Registry,
    filter::Targets,
    fmt::{self, MakeWriter},
    layer::SubscriberExt,
};

use crate::settings::LogFormat;

/// Writes the log from now on.
pub fn start(format: LogFormat, level: Level) {
    // A second start, as in a test, leaves the first one's log as it is.
    if tracing::subscriber::set_global_default(subscriber(format, level, stderr)).is_ok() {
        log_panics();
    }
}

/// What writes the log.
pub fn subscriber<W>(format: LogFormat, level: Level, writer: W) -> impl tracing::Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    // Colours are for people who watch, not for files.
    let lines = fmt::layer().with_writer(writer).with_ansi(stderr().is_terminal());
    let lines = match format {
        LogFormat::Text => lines.with_target(false).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    let wanted = Targets::new().with_default(level.min(Level::WARN)).with_target("server", level);
    Registry::default().with(lines.with_filter(wanted))
}

/// A panic leaves where it happened. Its message may quote what a person wrote.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        error!(place, "panicked");
    }));
}
