//! Reads files of the pack and turns what cannot be read into findings.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::de::DeserializeOwned;

use crate::finding::{Finding, Report};

/// The folder of a pack.
pub(crate) struct Folder<'a> {
    root: &'a Path,
}

/// What a folder holds, by name.
#[derive(Default)]
pub(crate) struct Listing {
    pub(crate) files: Vec<String>,
    pub(crate) folders: Vec<String>,
}

impl<'a> Folder<'a> {
    pub(crate) fn new(root: &'a Path) -> Self {
        Self { root }
    }

    /// The text of a file, or a finding.
    pub(crate) fn text(&self, file: &str, findings: &mut Vec<Finding>) -> Option<String> {
        let mut report = Report { file, findings };
        match fs::read_to_string(self.path(file)) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                report.add("", "the file is missing", "Write it, or point to another pack.");
                None
            }
            Err(error) => {
                report.add("", format!("cannot be read: {error}"), "It has to be a readable file in UTF-8.");
                None
            }
        }
    }

    /// The parsed file, or a finding.
    pub(crate) fn toml<T: DeserializeOwned>(&self, file: &str, findings: &mut Vec<Finding>) -> Option<T> {
        let text = self.text(file, findings)?;
        match toml::from_str(&text) {
            Ok(value) => Some(value),
            Err(error) => {
                let place = error.span().map_or_else(String::new, |span| line_and_column(&text, span.start));
                let fault = error.message().trim().trim_end_matches('.').replace('\n', "; ");
                Report { file, findings }.add(place, fault.clone(), remedy_of(&fault));
                None
            }
        }
    }

    /// The names in a folder in order; hidden ones are left out. Empty where there is no such folder.
    pub(crate) fn list(&self, folder: &str) -> Listing {
        let mut listing = Listing::default();
        let Ok(entries) = fs::read_dir(self.path(folder)) else { return listing };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let into = if entry.path().is_dir() { &mut listing.folders } else { &mut listing.files };
            into.push(name);
        }
        listing.files.sort_unstable();
        listing.folders.sort_unstable();
        listing
    }

    fn path(&self, file: &str) -> PathBuf {
        self.root.join(file)
    }
}

/// Counted from 1, in characters, as editors show it.
fn line_and_column(text: &str, offset: usize) -> String {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{line}:{column}")
}

fn remedy_of(fault: &str) -> &'static str {
    if fault.starts_with("unknown field") {
        "Correct the spelling of the key, or remove it."
    } else if fault.starts_with("missing field") {
        "Add the key."
    } else if fault.contains("duplicate key") {
        "Remove one of the two."
    } else if fault.starts_with("unknown variant") {
        "Use one of the words that are listed."
    } else {
        "Correct the line: texts and times stand in double quotes, lists in square brackets."
    }
}
