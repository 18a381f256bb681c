//! Commands on what is kept of a person.

use std::io::{BufRead, IsTerminal, Read, Write, stderr, stdin};

use server::{
    personal::Sure,
    serve::{self, StartError},
    storage::Cases,
};
use tokio::runtime::Runtime;

use super::{line::PersonAction, print, with_settings};

pub(super) fn person(action: &PersonAction) -> Result<(), String> {
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
