//! Documents that are archives inside: unpacked once to see what they are, within bounds, into nothing.

use std::io::{self, Cursor, Read};

use contract::uploads::Refusal;
use zip::{ZipArchive, result::ZipError};

use super::{Kind, ZIP};

/// The most files in one. A long report has a few hundred.
const ENTRIES: usize = 2000;

/// Unpacked, a document may be so many times as large. Sheets that are almost empty come near a hundred.
const MOST_SWOLLEN: u64 = 200;

/// Below so many bytes it does not matter.
const SWELLS: u64 = 10_000_000;

/// As much of the parts that say what a document is as is read.
const HEAD: u64 = 256 * 1024;

/// The mark of the directory at the end, and its length without a comment.
const DIRECTORY_END: &[u8] = b"PK\x05\x06";
const DIRECTORY_END_LENGTH: usize = 22;

/// Whether a program that unpacks would take the file for an archive: those read from the end.
pub(super) fn ends_as_archive(bytes: &[u8]) -> bool {
    let tail = bytes.len().saturating_sub(DIRECTORY_END_LENGTH + usize::from(u16::MAX));
    bytes[tail..]
        .windows(DIRECTORY_END_LENGTH)
        .enumerate()
        .filter(|(_, window)| window.starts_with(DIRECTORY_END))
        .any(|(at, window)| {
            let comment = usize::from(u16::from_le_bytes([window[20], window[21]]));
            tail + at + DIRECTORY_END_LENGTH + comment == bytes.len()
        })
}

/// Which document the archive is; nothing where it is none that is known.
pub(super) fn look_inside(bytes: &[u8], unpacked_limit: u64) -> Result<Option<Kind>, Refusal> {
    if !bytes.starts_with(ZIP) {
        return Ok(None);
    }
    let too_large = Refusal::UnpacksTooLarge { limit: unpacked_limit };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Damaged)?;
    if archive.offset() != 0 || !ends_as_archive(bytes) {
        return Err(Refusal::Ambiguous);
    }
    if archive.len() > ENTRIES {
        return Err(too_large);
    }
    let mut left = unpacked_limit;
    let mut found = Found::default();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Refusal::Locked,
            _ => Refusal::Damaged,
        })?;
        let Some(name) = entry.enclosed_name().and_then(|name| name.to_str().map(str::to_owned)) else {
            return Err(Refusal::Damaged);
        };
        if holds_programs(&name) {
            return Err(Refusal::Macros);
        }
        let mut head = Vec::new();
        // What an entry says of its length is not believed: it is counted.
        let limited = &mut Read::by_ref(&mut entry).take(left.saturating_add(1));
        let first = io::copy(&mut limited.take(HEAD), &mut head).map_err(|_| Refusal::Damaged)?;
        let rest = io::copy(&mut Read::take(entry, left.saturating_add(1) - first), &mut io::sink())
            .map_err(|_| Refusal::Damaged)?;
        left = left.checked_sub(first + rest).ok_or_else(|| too_large.clone())?;
        let unpacked = unpacked_limit - left;
        let swollen = (bytes.len() as u64).saturating_mul(MOST_SWOLLEN);
        if unpacked > SWELLS && unpacked > swollen {
            return Err(Refusal::UnpacksTooLarge { limit: swollen });
        }
        found.take(&name, &head)?;
    }
    found.kind()
}

/// What the parts of an archive say that it is.
#[derive(Default)]
struct Found {
    /// By `[Content_Types].xml`.
    declared: Option<Kind>,
    /// By `mimetype`.
    open: Option<Kind>,
    has_text: bool,
    has_sheets: bool,
    has_content: bool,
}

impl Found {
    fn take(&mut self, name: &str, head: &[u8]) -> Result<(), Refusal> {
        match name {
            "[Content_Types].xml" => {
                let types = String::from_utf8_lossy(head);
                if types.contains("macroEnabled") {
                    return Err(Refusal::Macros);
                }
                let is_declared = |what: &str| types.contains(what);
                self.declared = match (
                    is_declared("wordprocessingml.document.main+xml"),
                    is_declared("spreadsheetml.sheet.main+xml"),
                ) {
                    (true, true) => return Err(Refusal::Ambiguous),
                    (true, false) => Some(Kind::Docx),
                    (false, true) => Some(Kind::Xlsx),
                    (false, false) => None,
                };
            }
            "mimetype" => {
                let is_open = |kind: &Kind| head == kind.media_type().as_bytes();
                self.open = [Kind::Odt, Kind::Ods].into_iter().find(is_open);
            }
            // A password locks the parts, not the archive.
            "META-INF/manifest.xml" if String::from_utf8_lossy(head).contains("encryption-data") => {
                return Err(Refusal::Locked);
            }
            "word/document.xml" => self.has_text = true,
            "xl/workbook.xml" => self.has_sheets = true,
            "content.xml" => self.has_content = true,
            _ => {}
        }
        Ok(())
    }

    /// Nothing where it is none that is known; declared alone it is none.
    fn kind(self) -> Result<Option<Kind>, Refusal> {
        let declared = self.declared.filter(|kind| match kind {
            Kind::Docx => self.has_text,
            _ => self.has_sheets,
        });
        match (declared, self.open) {
            (Some(_), Some(_)) => Err(Refusal::Ambiguous),
            (declared, open) => Ok(declared.or(open.filter(|_| self.has_content))),
        }
    }
}

/// Where office programs keep what they run.
fn holds_programs(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_below = |folder: &str| name.contains(folder);
    name.ends_with("vbaproject.bin")
        || name.starts_with("basic/")
        || name.starts_with("scripts/")
        // Of spreadsheets from before Basic, and parts that other programs run.
        || is_below("xl/macrosheets/")
        || is_below("/activex/")
}
