//! A person's data at the command line: fetched and deleted for somebody who asks the municipality.

use std::{
    fmt,
    fs::{File, OpenOptions},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use forms::{IdentityFault, IdentityNumbers, identity_number};

use super::{archive::Pieces, export::Export};
use crate::{
    state::{App, AppState},
    storage::{AuditAction, Cases, Erased, Holdings, NewEntry, Person, StorageError},
    uploads,
};

/// Why a command on a person's data does nothing, or not all of it.
#[derive(Debug, thiserror::Error)]
pub enum PersonFault {
    /// What was given is no identity number.
    #[error("this is no identity number: expected eleven digits on standard input and nothing else")]
    NoNumber,
    /// It has eleven digits, and one of them is wrong.
    #[error("this is no identity number: a digit is wrong")]
    Mistyped,
    /// Nobody has it.
    #[error("nobody with this identity number has signed in here: nothing is kept by it")]
    Unknown,
    /// There is something there.
    #[error("{0} is there already, and nothing is written over")]
    Taken(PathBuf),
    /// The archive was not written.
    #[error("{0}: {1}; what was written of it is removed")]
    File(PathBuf, io::Error),
    /// The database fails.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Whether to do it, or to say what would be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sure {
    /// Do it.
    Yes,
    /// Say it.
    NotYet,
}

/// Writes the archive of a person into a new file that only its owner reads; what to say of it.
///
/// # Errors
/// Where nobody has the number, or the file cannot be written; then there is none.
pub async fn export_to(app: &AppState, number: &str, to: &Path) -> Result<String, PersonFault> {
    let person = find(app, number).await?;
    let (whose, now) = (person.id, app.clock.now());
    let export = Export::of(app, person, now).await?.ok_or(PersonFault::Unknown)?;
    let mut file = private(to).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => PersonFault::Taken(to.to_owned()),
        _ => PersonFault::File(to.to_owned(), error),
    })?;
    app.store.note(NewEntry::new(AuditAction::PersonExported, now).of(whose))?;
    match fill(&mut file, export.send(app.clone())).await {
        Ok(bytes) => Ok(format!("{}: {bytes} bytes; delete it once it has been handed over", to.display())),
        Err(error) => {
            // Half an archive is nobody's. Where it cannot be removed either, the fault says where it is.
            _ = std::fs::remove_file(to);
            Err(PersonFault::File(to.to_owned(), error))
        }
    }
}

/// Deletes a person, or says what would be deleted.
///
/// # Errors
/// Where nobody has the number, or the database fails; then nothing is deleted.
pub async fn delete(app: &App, number: &str, cases: Cases, sure: Sure) -> Result<String, PersonFault> {
    let person = find(app, number).await?;
    if sure == Sure::NotYet {
        let (gone, stays) = split(app.store.holdings(person.id).await?, cases);
        return Ok(format!(
            "would be deleted: {}\n{}nothing is deleted yet: say --yes",
            Told(gone),
            stay(stays)
        ));
    }
    let Erased { gone, stays, files } = app.store.erase_person(person.id, cases, app.clock.now()).await?;
    uploads::remove_orphans(app).await;
    let left = uploads::remove_bytes(app, &files).await;
    let later = match left {
        0 => String::new(),
        left => {
            format!("the bytes of {left} files could not be removed: a server removes them when it starts\n")
        }
    };
    let log = "what the audit log tells stays, by a random id, until its time is over";
    Ok(format!("deleted: {}\n{later}{}{log}", Told(gone), stay(stays)))
}

/// What would go and what would stay.
fn split(all: Holdings, cases: Cases) -> (Holdings, Holdings) {
    if cases == Cases::Delete {
        return (all, Holdings::default());
    }
    let stays = Holdings { cases: all.cases, case_files: all.case_files, ..Holdings::default() };
    (Holdings { cases: 0, case_files: 0, ..all }, stays)
}

/// Why cases stay, where there are any.
fn stay(stays: Holdings) -> String {
    match stays.cases {
        0 => String::new(),
        cases => format!(
            "stays: cases {cases}, files of cases {}, and the name and identity number that they belong to. Cases are archive \
             material: the archive must have taken them over, or have decided that they be destroyed, before \
             --with-cases deletes them\n",
            stays.case_files
        ),
    }
}

struct Told(Holdings);

impl fmt::Display for Told {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Holdings { drafts, files, sessions, cases, case_files } = self.0;
        write!(
            to,
            "drafts {drafts}, files that no case has {files}, sessions {sessions}, cases {cases}, files of cases {case_files}"
        )
    }
}

async fn find(app: &App, number: &str) -> Result<Person, PersonFault> {
    let number: String = number.chars().filter(|sign| !sign.is_whitespace()).collect();
    match identity_number(&number, IdentityNumbers::RealAndSynthetic) {
        Ok(()) => {}
        Err(IdentityFault::Form) => return Err(PersonFault::NoNumber),
        Err(_) => return Err(PersonFault::Mistyped),
    }
    app.store.find_person(&number).await?.ok_or(PersonFault::Unknown)
}

async fn fill(file: &mut File, mut pieces: Pieces) -> io::Result<u64> {
    let mut bytes = 0;
    while let Some(piece) = pieces.recv().await {
        let piece = piece?;
        file.write_all(&piece)?;
        bytes += piece.len() as u64;
    }
    file.sync_all()?;
    Ok(bytes)
}

/// A new file that only its owner reads, from the beginning.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
