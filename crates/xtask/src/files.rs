//! Reads, writes, lists and hashes files; every error names the file.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256, Sha384};

use crate::{Outcome, paths};

pub(crate) fn read(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|error| failed(path, &error))
}

pub(crate) fn read_text(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| failed(path, &error))
}

/// Writes, and makes the folder first.
pub(crate) fn write(path: &Path, content: impl AsRef<[u8]>) -> Outcome {
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    fs::write(path, content).map_err(|error| failed(path, &error))
}

pub(crate) fn make_folder(path: &Path) -> Outcome {
    fs::create_dir_all(path).map_err(|error| failed(path, &error))
}

/// An empty folder, whatever was there before.
pub(crate) fn empty_folder(path: &Path) -> Outcome {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(path, &error)),
        _ => {}
    }
    make_folder(path)
}

pub(crate) fn copy(from: &Path, to: &Path) -> Outcome {
    if let Some(folder) = to.parent() {
        make_folder(folder)?;
    }
    fs::copy(from, to).map(|_| ()).map_err(|error| failed(from, &error))
}

/// All files below a folder, sorted; none where the folder is missing.
pub(crate) fn below(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(failed(&folder, &error)),
        };
        for entry in entries {
            let path = entry.map_err(|error| failed(&folder, &error))?.path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

/// The first sixteen hexadecimal digits of the SHA-256: enough for a name and for knowing a change.
pub(crate) fn short_hash(content: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(content)[..8])
}

/// The value of an `integrity` attribute.
pub(crate) fn integrity(content: impl AsRef<[u8]>) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    format!("sha384-{}", STANDARD.encode(Sha384::digest(content)))
}

/// One hash of many files' names and contents.
pub(crate) fn hash_of_files(files: &[PathBuf]) -> Outcome<String> {
    let mut hash = Sha256::new();
    for path in files {
        hash.update(paths::shown(path).as_bytes());
        hash.update([0]);
        hash.update(short_hash(read(path)?).as_bytes());
    }
    Ok(hex(&hash.finalize()[..8]))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn failed(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", paths::shown(path))
}
