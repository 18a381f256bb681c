//! Uploads: files that are sent by the open protocol tus, looked at, kept, and fetched again.
//!
//! Bytes are written in parts as they come, so that a cut connection costs at most one part. A whole file
//! is `scanning` until [`finish`] has looked at it; only one that is `ready` is ever served.

mod announce_upload;
mod append_to_upload;
mod clamd;
mod delete_upload;
mod describe_protocol;
mod files;
mod finish;
mod get_content;
mod get_upload;
mod head_upload;
mod inspect;
mod list_uploads;
mod receive;
mod s3;
mod scanner;
mod seal_older;
mod slot;
mod sweep;
mod tus;

use std::sync::Arc;

use bytes::Bytes;
use contract::uploads::{CaseFile, Upload, UploadState};
use forms::Access;
use tokio::sync::Semaphore;

use self::files::Written;
pub use self::{
    announce_upload::*,
    append_to_upload::*,
    clamd::{Clamd, ClamdAddress, DEFAULT_CLAMD},
    delete_upload::*,
    describe_protocol::*,
    files::{Files, FilesError},
    get_content::*,
    get_upload::*,
    head_upload::*,
    list_uploads::*,
    s3::{Addressing, S3Settings},
    scanner::{ExampleScanner, Scanner, ScannerError, Verdict},
    seal_older::seal_older,
    sweep::{remove_bytes, remove_orphans, remove_strays, resume_waiting, sweep},
    tus::{answer_in_protocol, carries_bytes},
};
use crate::{
    problem::Failure,
    randomness::Randomness,
    storage::{AttachmentCaps, StoredAttachment},
    vault::{FileKey, VaultError},
};

/// How many files are looked at at once: a picture takes a few hundred megabytes while it is.
const INSPECTIONS: usize = 2;

/// Where files are, what is taken, and who looks at them.
#[derive(Clone)]
pub struct Uploads {
    /// The bytes.
    pub files: Files,
    /// Looks for what is harmful.
    pub scanner: Arc<dyn Scanner>,
    /// What is taken.
    pub rules: UploadRules,
    /// Places for looking at files.
    pub places: Arc<Semaphore>,
}

/// What is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadRules {
    /// The largest file, in bytes.
    pub file_bytes: u64,
    /// How much there may be.
    pub field_files: u32,
    /// All files of a draft together, in bytes.
    pub draft_bytes: u64,
    /// The same where nobody is signed in: two pictures of the largest size.
    pub open_draft_bytes: u64,
    /// All files of a person that no case holds, in bytes.
    pub person_bytes: u64,
    /// The most pixels of a picture. A phone's camera makes 48 million.
    pub pixels: u64,
    /// The most bytes that a document may have unpacked.
    pub unpacked_bytes: u64,
}

impl Default for UploadRules {
    fn default() -> Self {
        Self {
            file_bytes: 30_000_000,
            field_files: 20,
            draft_bytes: 100_000_000,
            open_draft_bytes: 60_000_000,
            person_bytes: 300_000_000,
            pixels: 50_000_000,
            unpacked_bytes: 100_000_000,
        }
    }
}

/// Files of one person that no case holds, refused ones included.
const PERSON_FILES: u64 = 300;

/// The same where nobody is signed in: there is one draft.
const OPEN_FILES: u64 = 60;

impl UploadRules {
    /// All files together, in bytes.
    fn together(&self, access: Access) -> u64 {
        match access {
            Access::SignedIn => self.draft_bytes,
            Access::Open => self.draft_bytes.min(self.open_draft_bytes),
        }
    }

    fn caps(&self, field_files: u64, access: Access) -> AttachmentCaps {
        AttachmentCaps {
            field_files: field_files.min(u64::from(self.field_files)),
            draft_bytes: self.together(access),
            person_bytes: self.person_bytes,
            person_files: match access {
                Access::SignedIn => PERSON_FILES,
                Access::Open => OPEN_FILES,
            },
        }
    }
}

impl Uploads {
    /// With places of its own.
    #[must_use]
    pub fn new(files: Files, scanner: Arc<dyn Scanner>, rules: UploadRules) -> Self {
        Self { files, scanner, rules, places: Arc::new(Semaphore::new(INSPECTIONS)) }
    }
}

/// What is written of a file at a place, sealed where the file has a key.
fn written(
    file_key: Option<&FileKey>,
    object: &str,
    bytes: Bytes,
    randomness: &dyn Randomness,
) -> Result<Written, VaultError> {
    match file_key {
        Some(key) => key.seal(object, &bytes, randomness).map(Written::Sealed),
        None => Ok(Written::AsItBegan(bytes)),
    }
}

impl From<FilesError> for Failure {
    fn from(error: FilesError) -> Self {
        let cause = error.to_string();
        if error.is_passing() { Self::unavailable(&cause) } else { Self::internal(&cause) }
    }
}

/// The file as its person is told.
pub(crate) fn told(attachment: StoredAttachment) -> Upload {
    Upload {
        id: attachment.id.to_string(),
        field: attachment.field,
        row: attachment.row,
        key: attachment.key,
        name: attachment.name,
        size: attachment.size,
        received: attachment.received,
        state: attachment.state,
        expires: attachment.expires,
    }
}

/// The file as a part of its case; nothing where it is not kept.
#[must_use]
pub fn case_file(attachment: StoredAttachment) -> Option<CaseFile> {
    let UploadState::Ready { media_type, sha256 } = attachment.state else { return None };
    let (id, name, size) = (attachment.id.to_string(), attachment.name, attachment.size);
    Some(CaseFile { id, name, size, media_type, sha256, received: attachment.changed })
}
