//! What each of the commands does, and where its words go.

mod audit;
mod content;
mod keys;
mod line;
mod person;
mod sessions;

use std::io::{Write, stdout};

use server::{
    health, logging, openapi,
    randomness::SystemRandomness,
    retention, router,
    serve::{self, StartError},
    settings::{self, Flags, Settings},
    traces::Traces,
    tries,
};
use tokio::runtime::Runtime;

pub(crate) use self::line::Command;
use self::{
    audit::audit,
    content::{check, figures},
    keys::keys,
    line::Action,
    person::person,
    sessions::sessions,
};

/// Does what was asked for; otherwise what is said of it.
pub(crate) fn act(action: Action) -> Result<(), String> {
    match action {
        Action::Serve(flags) => serve(&flags),
        Action::Migrate(flags) => with_settings(&flags, |settings| {
            run(async { Ok(serve::migrate(settings).await?.close().await?) })
        }),
        Action::Seed(flags) => with_settings(&flags, |settings| run(serve::seed(settings))),
        Action::Backup { to, flags } => with_settings(&flags, |settings| run(serve::backup(settings, &to))),
        Action::Restore { from, flags } => {
            with_settings(&flags, |settings| run(serve::restore(settings, &from)))
        }
        Action::Keys(action) => keys(&action),
        Action::Health(flags) => with_settings(&flags, |settings| health::ask(settings.listen)),
        Action::Audit(action) => audit(&action),
        Action::Sessions(action) => sessions(action),
        Action::Person(action) => person(&action),
        Action::Check(flags) => with_settings(&flags, check),
        Action::Figures { form, month, flags } => {
            with_settings(&flags, |settings| figures(settings, &form, month.as_deref()))
        }
        Action::Openapi => openapi::to_text(&router::document())
            .map_err(|error| error.to_string())
            .and_then(|text| print(&text)),
        Action::Settings => print(&settings::reference()),
        Action::Limits => print(&tries::reference()),
        Action::Retention => print(&retention::reference()),
    }
}

/// Only a server that serves tells traces: a command is watched by whoever has given it.
fn serve(flags: &Flags) -> Result<(), String> {
    let settings = resolve(flags)?;
    let runtime = Runtime::new().map_err(|error| error.to_string())?;
    let traces = Traces::start(settings.watching.traces.as_ref(), &SystemRandomness, runtime.handle());
    let traces = traces.map_err(|error| error.to_string())?;
    logging::start(settings.log, settings.log_level, &traces);
    runtime.block_on(serve::serve(&settings, &traces)).map_err(|error| error.to_string())
}

fn print(text: &str) -> Result<(), String> {
    write!(stdout(), "{text}").map_err(|error| error.to_string())
}

fn with_settings(flags: &Flags, action: impl FnOnce(&Settings) -> Result<(), String>) -> Result<(), String> {
    let settings = resolve(flags)?;
    logging::start(settings.log, settings.log_level, &Traces::default());
    action(&settings)
}

fn resolve(flags: &Flags) -> Result<Settings, String> {
    Settings::resolve(flags, &|name| std::env::var(name).ok())
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

fn run(work: impl Future<Output = Result<(), StartError>>) -> Result<(), String> {
    let runtime = Runtime::new().map_err(|error| error.to_string())?;
    runtime.block_on(work).map_err(|error| error.to_string())
}
