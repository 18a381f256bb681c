//! The log: one line a call, on standard error.
//!
//! Who a call is about never reaches it. Other crates speak only when something is wrong: at finer levels
//! they write out addresses and statements, which are somebody's. A line of a call or a job that is part of a trace has
//! its `trace_id`.

use std::{
    fmt::Result,
    io::{IsTerminal, stderr},
};

use tracing::{Event, Level, Subscriber, error};
use tracing_subscriber::{
    Layer, Registry,
    filter::Targets,
    fmt::{
        self, FmtContext, FormatEvent, FormatFields, MakeWriter,
        format::{JsonFields, Writer},
    },
    layer::SubscriberExt,
    registry::LookupSpan,
};

use crate::{
    settings::LogFormat,
    traces::{Traces, trace_id},
};

/// Writes the log and tells the traces from now on.
pub fn start(format: LogFormat, level: Level, traces: &Traces) {
    // A second start, as in a test, leaves the first one's log as it is.
    if tracing::subscriber::set_global_default(subscriber(format, level, stderr, traces)).is_ok() {
        log_panics();
    }
}

/// What writes the log and tells the traces.
pub fn subscriber<W>(
    format: LogFormat,
    level: Level,
    writer: W,
    traces: &Traces,
) -> impl Subscriber + Send + Sync + use<W>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    // Colours are for people who watch, not for files.
    let colours = stderr().is_terminal();
    let lines = fmt::layer().with_writer(writer).with_ansi(colours);
    let text = fmt::format().with_target(false).with_ansi(colours);
    let json = fmt::format().json().flatten_event(true);
    let lines = match format {
        LogFormat::Text => lines.event_format(Joined { line: text, end: "" }).boxed(),
        LogFormat::Json => {
            lines.fmt_fields(JsonFields::new()).event_format(Joined { line: json, end: "}" }).boxed()
        }
    };
    let wanted = Targets::new().with_default(level.min(Level::WARN)).with_target("server", level);
    Registry::default().with(traces.layer()).with(lines.with_filter(wanted))
}

/// A line with the trace that it belongs to, as its last field.
struct Joined<F> {
    line: F,
    /// What ends a line.
    end: &'static str,
}

impl<S, N, F> FormatEvent<S, N> for Joined<F>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    F: FormatEvent<S, N>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> Result {
        let Some(trace) = trace_id() else { return self.line.format_event(context, writer, event) };
        let mut line = String::new();
        self.line.format_event(context, Writer::new(&mut line), event)?;
        let line = line.trim_end();
        match (self.end, line.strip_suffix(self.end)) {
            ("", _) | (_, None) => writeln!(writer, "{line} trace_id={trace}"),
            (end, Some(line)) => writeln!(writer, r#"{line},"trace_id":"{trace}"{end}"#),
        }
    }
}

/// A panic leaves where it happened. Its message may quote what a person wrote.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        error!(place, "panicked");
    }));
}
