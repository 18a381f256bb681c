//! The keys file: read, made once, and changed whole. Only its owner may read it.

use std::{
    fs::{File, OpenOptions},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use tracing::warn;
use zeroize::Zeroizing;

use super::keys::{KeyId, Keys, WrongKeys};
use crate::randomness::{NoRandomness, Randomness};

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeysFileError {
    /// There is no such file.
    #[error(
        "there is no keys file {0}: give it the one that was last used with this database, or let `servicetorg-server keys new` make one for a database that has had none"
    )]
    Missing(PathBuf),
    /// It is there already.
    #[error("{0} is there already; nothing is written over")]
    Taken(PathBuf),
    /// It cannot be read or written.
    #[error("the keys file {0}: {1}")]
    File(PathBuf, io::Error),
    /// What is in it cannot be used.
    #[error("the keys file {0}: {1}")]
    Wrong(PathBuf, WrongKeys),
    /// No random bytes for a key.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

/// Reads the keys.
///
/// # Errors
/// Where there is no such file, or what is in it cannot be used.
pub fn read(path: &Path) -> Result<Keys, KeysFileError> {
    let text = std::fs::read_to_string(path).map(Zeroizing::new).map_err(|error| match error.kind() {
        ErrorKind::NotFound => KeysFileError::Missing(path.to_owned()),
        _ => KeysFileError::File(path.to_owned(), error),
    })?;
    if others_can_read(path) {
        warn!(keys_file = %path.display(), "others on this computer can read the keys file; chmod 600 keeps them out");
    }
    text.parse().map_err(|fault| KeysFileError::Wrong(path.to_owned(), fault))
}

/// Makes a file with one new key.
///
/// # Errors
/// Where there is a file already, or it cannot be written.
pub fn create(path: &Path, randomness: &dyn Randomness) -> Result<Keys, KeysFileError> {
    let keys = Keys::new(randomness)?;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| KeysFileError::File(path.to_owned(), error))?;
    }
    write_new(path, &keys)?;
    Ok(keys)
}

/// Adds a new key to those of the file. It seals nothing until it is chosen.
///
/// # Errors
/// Where the file cannot be read or written.
pub fn add_key(path: &Path, randomness: &dyn Randomness) -> Result<KeyId, KeysFileError> {
    let mut keys = read(path)?;
    let id = keys.add(randomness)?;
    replace(path, &keys)?;
    Ok(id)
}

/// Lets a key of the file seal from now on.
///
/// # Errors
/// Where there is none of that name, or the file cannot be read or written.
pub fn use_key(path: &Path, id: &KeyId) -> Result<(), KeysFileError> {
    let mut keys = read(path)?;
    keys.choose(id).map_err(|fault| KeysFileError::Wrong(path.to_owned(), fault))?;
    replace(path, &keys)
}

/// Takes a key out of the file, unless it seals.
///
/// # Errors
/// Where there is none of that name beside the one that seals, or the file cannot be read or written.
pub fn remove_key(path: &Path, id: &KeyId) -> Result<(), KeysFileError> {
    replace(path, &without(path, id)?)
}

/// The keys of the file but one, which does not seal.
///
/// # Errors
/// Where there is none of that name beside the one that seals, or the file cannot be read.
pub fn without(path: &Path, id: &KeyId) -> Result<Keys, KeysFileError> {
    let mut keys = read(path)?;
    keys.remove(id).map_err(|fault| KeysFileError::Wrong(path.to_owned(), fault))?;
    Ok(keys)
}

/// The new file is whole before it takes the place of the old one.
fn replace(path: &Path, keys: &Keys) -> Result<(), KeysFileError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let beside = path.with_file_name(name);
    write_new(&beside, keys)?;
    std::fs::rename(&beside, path).map_err(|error| KeysFileError::File(path.to_owned(), error))
}

fn write_new(path: &Path, keys: &Keys) -> Result<(), KeysFileError> {
    let mut file = private(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => KeysFileError::Taken(path.to_owned()),
        _ => KeysFileError::File(path.to_owned(), error),
    })?;
    let written = file.write_all(keys.to_text().as_bytes()).and_then(|()| file.sync_all());
    written.map_err(|error| KeysFileError::File(path.to_owned(), error))
}

/// A new file that only its owner reads, from the beginning.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(unix)]
fn others_can_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o044 != 0)
}

#[cfg(not(unix))]
const fn others_can_read(_: &Path) -> bool {
    false
}
