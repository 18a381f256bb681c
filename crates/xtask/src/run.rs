//! Runs other programs.

use std::{
    env,
    ffi::OsStr,
    path::Path,
    process::{Command, Stdio},
};

use crate::{Outcome, paths};

/// A program that runs in the root of the repository, without a terminal to ask on.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(paths::root()).stdin(Stdio::null());
    command
}

/// Runs it with its output shown; anything but success is an error.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| format!("{}: {error}", name(command)))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", line(command))) }
}

/// Runs it silently; what it printed is shown only when it fails.
pub(crate) fn run_quietly(command: &mut Command) -> Outcome {
    output(command).map(|_| ())
}

/// What it prints on standard output.
pub(crate) fn output(command: &mut Command) -> Outcome<String> {
    let result = command.output().map_err(|error| format!("{}: {error}", name(command)))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if result.status.success() {
        return Ok(text(&result.stdout));
    }
    Err(format!(
        "`{}` failed ({}):\n{}{}",
        line(command),
        result.status,
        text(&result.stdout),
        text(&result.stderr)
    ))
}

/// Where a program is, if it is in `PATH`.
pub(crate) fn is_installed(name: &str) -> bool {
    env::var_os("PATH").is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(name).is_file()))
}

/// Whether this process may install system packages.
pub(crate) fn is_root() -> bool {
    output(program("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Whether this is continuous integration, where nothing may be skipped.
pub(crate) fn is_ci() -> bool {
    env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false" && value != "0")
}

fn name(command: &Command) -> String {
    Path::new(command.get_program()).display().to_string()
}

fn line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    let line = words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
    if line.chars().count() > 200 { line.chars().take(200).chain("…".chars()).collect() } else { line }
}
