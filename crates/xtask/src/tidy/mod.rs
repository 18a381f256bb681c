//! `cargo xtask tidy`: the invariants of ARCHITECTURE.md that reading the files can tell. One rule, one function.

mod imports;
mod layout;
mod map;
mod rust;
mod security;
mod words;

use crate::{Outcome, files, paths, run};

/// A file that is, or could be, committed.
pub(crate) struct Source {
    /// Below the root, with `/`.
    path: String,
    text: String,
}

/// What is wrong where.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fault {
    path: String,
    line: usize,
    what: String,
}

type Rule = fn(&[Source]) -> Vec<Fault>;

const RULES: [Rule; 13] = [
    imports::slices_know_only_themselves,
    imports::kit_knows_only_leptos,
    imports::one_file_calls_the_network,
    imports::only_storage_queries,
    layout::files_are_short,
    layout::modules_say_what_they_are_for,
    layout::lints_are_expected_not_allowed,
    layout::no_machine_is_named,
    map::folders_are_on_the_map,
    map::what_is_on_the_map_exists,
    security::threats_name_tests_that_are_there,
    words::languages_have_the_same_keys,
    words::every_text_is_used_and_none_is_in_the_markup,
];

/// Tells every fault, by file and line.
pub(crate) fn command() -> Outcome {
    let sources = sources()?;
    let mut faults: Vec<_> = RULES.iter().flat_map(|rule| rule(&sources)).collect();
    faults.sort();
    for Fault { path, line, what } in &faults {
        println!("{path}:{line}: {what}");
    }
    if faults.is_empty() { Ok(()) } else { Err(format!("tidy: {} faults", faults.len())) }
}

/// The text files of the repository: those that git has, and those that it would take.
fn sources() -> Outcome<Vec<Source>> {
    let listed = run::output(run::program("git").args([
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]))?;
    let mut sources = Vec::new();
    for path in listed.split('\0').filter(|path| !path.is_empty()) {
        // A file that was removed is still listed; a picture is not text.
        if let Some(text) =
            files::read(&paths::root().join(path)).ok().and_then(|bytes| String::from_utf8(bytes).ok())
        {
            sources.push(Source { path: path.to_owned(), text });
        }
    }
    Ok(sources)
}

impl Source {
    fn fault(&self, line: usize, what: impl Into<String>) -> Fault {
        Fault { path: self.path.clone(), line, what: what.into() }
    }

    fn has_ending(&self, endings: &[&str]) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending))
    }

    /// Lines with their numbers.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

#[cfg(test)]
fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}
