//! The command line: serve, migrate, seed, backup, restore, keys, audit, sessions, person, check, health, figures, openapi, settings, limits, retention.

use std::{
    io::{BufRead, BufWriter, IsTerminal, Read, Write, stderr, stdin, stdout},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use locale::Date;
use server::{
    health, logging, openapi,
    personal::Sure,
    randomness::SystemRandomness,
    retention, router,
    serve::{self, Named, StartError},
    settings::{self, Flags, Settings},
    storage::{Cases, Verified},
    traces::Traces,
    tries,
    vault::KeyId,
};
use tokio::runtime::Runtime;

/// Many small pieces on many threads: a tenth less work for a call than with the allocator of glibc.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The digital service square of a municipality.
#[derive(Parser)]
#[command(name = "servicetorg-server", version)]
struct Command {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Serve the API and the site
    Serve(Flags),
    /// Bring the database up to date
    Migrate(Flags),
    /// Bring the database up to date and add the made-up people of the demo
    Seed(Flags),
    /// Copy an SQLite database while the server runs; PostgreSQL has pg_dump
    Backup {
        /// The file to write; nothing is written over
        to: PathBuf,
        #[command(flatten)]
        flags: Flags,
    },
    /// Make the SQLite database of such a copy, where there is none
    Restore {
        /// The copy
        from: PathBuf,
        #[command(flatten)]
        flags: Flags,
    },
    /// Make and change the keys of what is sealed in the database
    #[command(subcommand)]
    Keys(KeysAction),
    /// Verify and read the log of who read or changed what of whose
    #[command(subcommand)]
    Audit(AuditAction),
    /// End sessions before their time, on every server at once
    #[command(subcommand)]
    Sessions(SessionsAction),
    /// Fetch or delete what is kept of a person; their identity number is read from standard input
    #[command(subcommand)]
    Person(PersonAction),
    /// Check the municipality's content: names file, place, fault and remedy
    Check(Flags),
    /// Print how far people come in a form: pages reached, done and left, and what had to be mended
    Figures {
        /// The id of the form
        form: String,
        /// Such as 2026-11; that of yesterday unless you say otherwise
        #[arg(long, value_name = "MONTH")]
        month: Option<String>,
        #[command(flatten)]
        flags: Flags,
    },
    /// Ask the server that runs here whether it is ready
    Health(Flags),
    /// Print the description of the API (OpenAPI, JSON)
    Openapi,
    /// Print the reference of all settings (Markdown)
    Settings,
    /// Print the reference of all limits (Markdown)
    Limits,
    /// Print the reference of how long what is kept (Markdown)
    Retention,
}

#[derive(Subcommand)]
enum KeysAction {
    /// Make the keys file or, where there is one, add a key to it; nothing is written over, and no key is shown
    New(Flags),
    /// Let another key of the file seal from the next start on
    Use {
        /// What the key is called
        key: KeyId,
        #[command(flatten)]
        flags: Flags,
    },
    /// Seal every row with that key, while servers run; may be stopped, and goes on where it was
    Rotate(Flags),
    /// Take a key out of the file that no row is sealed with
    Remove {
        /// What the key is called
        key: KeyId,
        #[command(flatten)]
        flags: Flags,
    },
}

#[derive(Subcommand)]
enum AuditAction {
    /// Say whether every entry is as it was written, and fail with the first number that is not
    Verify(Flags),
    /// Print what was read and changed of a person
    Show {
        /// The id of the person, or the reference of one of their cases
        #[arg(long, value_name = "PERSON")]
        person: String,
        #[command(flatten)]
        flags: Flags,
    },
}

#[derive(Subcommand)]
enum SessionsAction {
    /// End all sessions of somebody, or of everybody
    #[command(group = clap::ArgGroup::new("whose").required(true))]
    End {
        /// Of all people and all staff
        #[arg(long, group = "whose")]
        everybody: bool,
        /// The id of the person, or the reference of one of their cases
        #[arg(long, value_name = "PERSON", group = "whose")]
        person: Option<String>,
        /// What the provider of staff calls one of them (`sub`)
        #[arg(long, value_name = "SUBJECT", group = "whose")]
        staff: Option<String>,
        #[command(flatten)]
        flags: Flags,
    },
}

#[derive(Subcommand)]
enum PersonAction {
    /// Write the ZIP that the person can fetch in Min side
    Export {
        /// The file to write; nothing is written over
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        #[command(flatten)]
        flags: Flags,
    },
    /// Say what would be deleted of a person and what would stay; delete it where told so
    Delete {
        /// Delete the cases as well, once the archive has taken them over or decided that they be destroyed
        #[arg(long)]
        with_cases: bool,
        /// Do it
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        flags: Flags,
    },
}

fn main() -> ExitCode {
    let told = match Command::parse().action {
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
        Action::Figures { form, month, flags } => with_settings(&flags, |settings| {
            let month = month.as_deref().map(|month| Date::parse_iso(&format!("{month}-01")));
            let month = match month {
                Some(None) => return Err("--month: expected a month, such as 2026-11".to_owned()),
                Some(month) => month,
                None => None,
            };
            let runtime = Runtime::new().map_err(|error| error.to_string())?;
            let table = runtime
                .block_on(serve::figures(settings, &form, month))
                .map_err(|error| error.to_string())?;
            write!(stdout(), "{table}").map_err(|error| error.to_string())
        }),
        Action::Openapi => openapi::to_text(&router::document())
            .map_err(|error| error.to_string())
            .and_then(|text| print(&text)),
        Action::Settings => print(&settings::reference()),
        Action::Limits => print(&tries::reference()),
        Action::Retention => print(&retention::reference()),
    };
    match told {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            _ = writeln!(stderr(), "{fault}");
            ExitCode::FAILURE
        }
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

fn keys(action: &KeysAction) -> Result<(), String> {
    let told = |told: Result<String, StartError>| {
        let told = told.map_err(|error| error.to_string())?;
        writeln!(stdout(), "{told}").map_err(|error| error.to_string())
    };
    match action {
        KeysAction::New(flags) => with_settings(flags, |settings| told(serve::new_key(settings))),
        KeysAction::Use { key, flags } => {
            with_settings(flags, |settings| told(serve::use_key(settings, key)))
        }
        KeysAction::Rotate(flags) => with_settings(flags, |settings| {
            // A terminal that is gone ends no rotation.
            let mut tell = |line: &str| _ = writeln!(stdout(), "{line}");
            run(serve::rotate(settings, &mut tell))
        }),
        KeysAction::Remove { key, flags } => with_settings(flags, |settings| {
            run(async {
                let line = serve::remove_key(settings, key).await?;
                _ = writeln!(stdout(), "{line}");
                Ok(())
            })
        }),
    }
}

fn audit(action: &AuditAction) -> Result<(), String> {
    let runtime = Runtime::new().map_err(|error| error.to_string())?;
    match action {
        AuditAction::Verify(flags) => with_settings(flags, |settings| {
            let verified = runtime.block_on(serve::verify_audit(settings));
            match verified.map_err(|error| error.to_string())? {
                Verified::Whole { deleted: 0, last } => {
                    print(&format!("{last} entries, all as they were written\n"))
                }
                Verified::Whole { deleted, last } => print(&format!(
                    "entries {} to {last}, all as they were written; those before are deleted by age\n",
                    deleted + 1
                )),
                Verified::Broken(number) => {
                    Err(format!("entry {number} of the audit log is missing or not as it was written"))
                }
                Verified::WaitingBroken(count) => Err(format!(
                    "{count} entries that wait to be chained in the audit log are not as they were written"
                )),
                Verified::EndBroken => {
                    Err("the sealed end of the audit log is not as it was written".to_owned())
                }
            }
        }),
        AuditAction::Show { person, flags } => with_settings(flags, |settings| {
            let mut out = BufWriter::new(stdout().lock());
            let shown = runtime.block_on(serve::show_audit(settings, person, &mut out));
            match shown.map_err(|error| error.to_string())? {
                Some(_) => out.flush().map_err(|error| error.to_string()),
                None => Err("--person: no case has this reference".to_owned()),
            }
        }),
    }
}

fn sessions(action: SessionsAction) -> Result<(), String> {
    let SessionsAction::End { everybody: _, person, staff, flags } = action;
    let named = match (person, staff) {
        (Some(person), _) => Named::Person(person),
        (None, Some(subject)) => Named::Staff(subject),
        (None, None) => Named::Everybody,
    };
    with_settings(&flags, |settings| {
        let runtime = Runtime::new().map_err(|error| error.to_string())?;
        let ended = runtime.block_on(serve::end_sessions(settings, &named));
        match ended.map_err(|error| error.to_string())? {
            Some(count) => print(&format!("{count} sessions ended\n")),
            None => Err("--person: no case has this reference".to_owned()),
        }
    })
}

fn person(action: &PersonAction) -> Result<(), String> {
    let runtime = Runtime::new().map_err(|error| error.to_string())?;
    let told = |told: Result<String, StartError>| {
        let told = told.map_err(|error| error.to_string())?;
        print(&format!("{told}\n"))
    };
    match action {
        PersonAction::Export { to, flags } => with_settings(flags, |settings| {
            told(runtime.block_on(serve::export_person(settings, &number()?, to)))
        }),
        PersonAction::Delete { with_cases, yes, flags } => with_settings(flags, |settings| {
            let cases = if *with_cases { Cases::Delete } else { Cases::Keep };
            let sure = if *yes { Sure::Yes } else { Sure::NotYet };
            told(runtime.block_on(serve::delete_person(settings, &number()?, cases, sure)))
        }),
    }
}

/// Not among the arguments, which everybody on the computer can read.
fn number() -> Result<String, String> {
    /// More than any number has.
    const MOST: u64 = 256;
    if stdin().is_terminal() {
        _ = write!(stderr(), "identity number: ");
    }
    let mut line = String::new();
    stdin().lock().take(MOST).read_line(&mut line).map_err(|error| format!("standard input: {error}"))?;
    Ok(line)
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

fn check(settings: &Settings) -> Result<(), String> {
    let pack = serve::load(settings).map_err(|error| error.to_string())?;
    let (services, forms) = (pack.service_ids().count(), pack.form_ids().count());
    writeln!(stdout(), "{}: {services} services and {forms} forms without faults", settings.content.display())
        .map_err(|error| error.to_string())
}

fn run(work: impl Future<Output = Result<(), StartError>>) -> Result<(), String> {
    let runtime = Runtime::new().map_err(|error| error.to_string())?;
    runtime.block_on(work).map_err(|error| error.to_string())
}
