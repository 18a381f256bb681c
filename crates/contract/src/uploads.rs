//! Uploads: files that belong to a draft and later to its case.
//!
//! Sending follows the open protocol tus 1.0.0 (<https://tus.io/protocols/resumable-upload>): a file is
//! announced with POST, its bytes follow by PATCH, and HEAD tells how many have arrived. What becomes of the
//! file is asked for with GET.

use locale::Timestamp;
use serde::{Deserialize, Serialize};

/// The version of the protocol, in `Tus-Resumable` of every call and answer.
pub const TUS_VERSION: &str = "1.0.0";

/// The media type of bytes on their way.
pub const CHUNK_MEDIA_TYPE: &str = "application/offset+octet-stream";

/// The names in `Upload-Metadata`, each value in base64.
pub mod metadata {
    /// The name of the file, as the person has it. Required.
    pub const FILE_NAME: &str = "filename";
    /// The form of the draft; this or the case is required.
    pub const FORM: &str = "form";
    /// The reference of the case, where the file is a document that the case awaits.
    pub const CASE: &str = "case";
    /// The field that the file answers. Required.
    pub const FIELD: &str = "field";
    /// The row of a repeated group that the field stands in.
    pub const ROW: &str = "row";
    /// The client's own id of the file: announcing the same file again gives the same upload.
    pub const KEY: &str = "key";
}

/// A file and what has become of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "FlatUpload")]
pub struct Upload {
    /// Names it in addresses.
    pub id: String,
    /// The field that it answers.
    pub field: String,
    /// The row of a repeated group that the field stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
    /// The client's own id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// As the person called it, without folders and control characters.
    pub name: String,
    /// In bytes: as announced, and once it is ready, as kept.
    pub size: u64,
    /// How many bytes of the announced ones have arrived.
    pub received: u64,
    /// How far it has come.
    #[serde(flatten)]
    pub state: UploadState,
    /// When it is deleted unless it is sent on; nothing once it belongs to a case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
}

/// How far a file has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum UploadState {
    /// Bytes are missing.
    Uploading,
    /// All bytes are here, and are being looked at.
    Scanning,
    /// It is kept, and can be sent and fetched.
    Ready {
        /// What it is, by its content.
        media_type: String,
        /// Of what is kept, in 64 lower-case hexadecimal digits.
        sha256: String,
    },
    /// It is not kept.
    Refused {
        /// Why.
        refusal: Refusal,
    },
}

/// Why a file is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "reason", rename_all = "snake_case", try_from = "FlatRefusal")]
pub enum Refusal {
    /// It has no bytes.
    Empty,
    /// Its content is of a type that is not taken here.
    TypeNotAllowed {
        /// The media type, where it is known.
        found: Option<String>,
        /// The endings of names of what is taken.
        allowed: Vec<String>,
    },
    /// Its name ends otherwise than its content.
    NameMismatch {
        /// The endings that would fit.
        endings: Vec<String>,
    },
    /// It is more than one thing at once, or begins or ends with something else.
    Ambiguous,
    /// It cannot be read to its end.
    Damaged,
    /// It is locked with a password.
    Locked,
    /// It holds programs.
    Macros,
    /// The picture has too many pixels.
    TooManyPixels {
        /// How many are taken.
        limit: u64,
    },
    /// It has too many pages.
    TooManyPages {
        /// How many are taken.
        limit: u64,
    },
    /// It is called text, but is not text in UTF-8.
    NotText,
    /// Unpacked, it is too large.
    UnpacksTooLarge {
        /// In bytes.
        limit: u64,
    },
    /// The scanner found something harmful.
    Harmful,
    /// The scanner could not look at it, so it is not taken.
    NotScanned,
}

/// The files of a draft, or those for a document that a case awaits, in the order in which they were announced,
/// and what is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UploadList {
    /// None where there is no draft.
    pub uploads: Vec<Upload>,
    /// What is taken.
    pub limits: UploadLimits,
}

/// What is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UploadLimits {
    /// The largest file, in bytes.
    pub file_bytes: u64,
    /// The most files of a field.
    pub files_per_field: u32,
    /// All files of a draft together, in bytes.
    pub draft_bytes: u64,
    /// The endings of names of what is taken.
    pub endings: Vec<String>,
}

/// A file of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseFile {
    /// Names it in addresses.
    pub id: String,
    /// As the person called it.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// What it is, by its content.
    pub media_type: String,
    /// Of what is kept, in 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// When the case got it.
    pub received: Timestamp,
}

/// An upload as it is read: what belongs to any state side by side. Reading a tagged enum as it is written
/// would cost the browser twenty times the code.
#[derive(Deserialize)]
struct FlatUpload {
    id: String,
    field: String,
    row: Option<String>,
    key: Option<String>,
    name: String,
    size: u64,
    received: u64,
    state: String,
    media_type: Option<String>,
    sha256: Option<String>,
    refusal: Option<Refusal>,
    expires: Option<Timestamp>,
}

/// A refusal as it is read.
#[derive(Deserialize)]
struct FlatRefusal {
    reason: String,
    found: Option<String>,
    allowed: Option<Vec<String>>,
    endings: Option<Vec<String>>,
    limit: Option<u64>,
}

const MISSING: &str = "what belongs to the state is missing";

impl TryFrom<FlatUpload> for Upload {
    type Error = &'static str;

    fn try_from(flat: FlatUpload) -> Result<Self, Self::Error> {
        let state = match flat.state.as_str() {
            "uploading" => UploadState::Uploading,
            "scanning" => UploadState::Scanning,
            "ready" => UploadState::Ready {
                media_type: flat.media_type.ok_or(MISSING)?,
                sha256: flat.sha256.ok_or(MISSING)?,
            },
            "refused" => UploadState::Refused { refusal: flat.refusal.ok_or(MISSING)? },
            _ => return Err("a state that this version does not know"),
        };
        Ok(Self {
            id: flat.id,
            field: flat.field,
            row: flat.row,
            key: flat.key,
            name: flat.name,
            size: flat.size,
            received: flat.received,
            state,
            expires: flat.expires,
        })
    }
}

impl TryFrom<FlatRefusal> for Refusal {
    type Error = &'static str;

    fn try_from(flat: FlatRefusal) -> Result<Self, Self::Error> {
        Ok(match flat.reason.as_str() {
            "empty" => Self::Empty,
            "type_not_allowed" => {
                Self::TypeNotAllowed { found: flat.found, allowed: flat.allowed.ok_or(MISSING)? }
            }
            "name_mismatch" => Self::NameMismatch { endings: flat.endings.ok_or(MISSING)? },
            "ambiguous" => Self::Ambiguous,
            "damaged" => Self::Damaged,
            "locked" => Self::Locked,
            "macros" => Self::Macros,
            "too_many_pixels" => Self::TooManyPixels { limit: flat.limit.ok_or(MISSING)? },
            "too_many_pages" => Self::TooManyPages { limit: flat.limit.ok_or(MISSING)? },
            "not_text" => Self::NotText,
            "unpacks_too_large" => Self::UnpacksTooLarge { limit: flat.limit.ok_or(MISSING)? },
            "harmful" => Self::Harmful,
            "not_scanned" => Self::NotScanned,
            _ => return Err("a refusal that this version does not know"),
        })
    }
}

#[cfg(test)]
mod tests {
    use locale::Timestamp;

    use super::{Refusal, Upload, UploadState};

    #[test]
    fn every_state_is_read_as_it_was_written() {
        let endings = vec!["jpg".to_owned()];
        let refusals = [
            Refusal::Empty,
            Refusal::TypeNotAllowed { found: None, allowed: endings.clone() },
            Refusal::NameMismatch { endings },
            Refusal::Ambiguous,
            Refusal::Damaged,
            Refusal::Locked,
            Refusal::Macros,
            Refusal::TooManyPixels { limit: 1 },
            Refusal::TooManyPages { limit: 1 },
            Refusal::NotText,
            Refusal::UnpacksTooLarge { limit: 1 },
            Refusal::Harmful,
            Refusal::NotScanned,
        ];
        let ready = UploadState::Ready { media_type: "image/png".to_owned(), sha256: "0".repeat(64) };
        let refused = refusals.into_iter().map(|refusal| UploadState::Refused { refusal });
        for state in [UploadState::Uploading, UploadState::Scanning, ready].into_iter().chain(refused) {
            let upload = Upload {
                id: "a".to_owned(),
                field: "kvittering".to_owned(),
                row: None,
                key: Some("k".to_owned()),
                name: "Kvittering.jpg".to_owned(),
                size: 3,
                received: 2,
                state,
                expires: Some(Timestamp(5)),
            };
            let json = serde_json::to_string(&upload).unwrap();
            assert_eq!(serde_json::from_str::<Upload>(&json).unwrap(), upload, "{json}");
        }
    }
}
