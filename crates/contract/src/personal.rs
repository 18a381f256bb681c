//! A person's own data: all that is kept of somebody, to take along, and the deletion of what was not sent.

use forms::{Address, Answers, Summary};
use locale::{Date, Language, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    minside::{CaseEvent, CaseStatus},
    session::{Browser, SignInLevel, System},
    uploads::Upload,
};

/// What `mine-data.json` in the archive holds. Paths are those of files in the archive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalData {
    /// When it was put together.
    pub made: Timestamp,
    /// By which municipality.
    pub municipality: String,
    /// What is known of the person.
    pub profile: OwnProfile,
    /// Where the person is signed in, the session used last first.
    pub sessions: Vec<OwnSession>,
    /// Who has read and changed what of the person, the oldest first.
    pub log: Vec<OwnLogEntry>,
    /// How much there is that did not find room here.
    pub left_out: LeftOut,
    /// What has been begun and not sent, the newest first.
    pub drafts: Vec<OwnDraft>,
    /// What was sent, the newest first.
    pub cases: Vec<OwnCase>,
}

/// How much there is that is not in the archive; the municipality gives it to who asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeftOut {
    /// The oldest cases.
    pub cases: u64,
    /// The oldest entries of the log.
    pub log: u64,
}

/// What is known of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnProfile {
    /// The random id that the log knows the person by.
    pub id: String,
    /// What the app knows the person by.
    pub subject: String,
    /// Full name.
    pub name: String,
    /// Whole.
    pub identity_number: String,
    /// Where the person lives, if the register knows.
    pub address: Option<Address>,
    /// From the contact register.
    pub email: Option<String>,
    /// When that register last heard that it is right.
    pub email_verified: Option<Timestamp>,
    /// From the contact register, in E.164.
    pub phone: Option<String>,
    /// When the person first signed in here.
    pub known_since: Timestamp,
}

/// A session, without what it is known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnSession {
    /// When the person signed in.
    pub begun: Timestamp,
    /// The last sign of life.
    pub last_used: Timestamp,
    /// When it ends unless there is a sign of life.
    pub idle_deadline: Timestamp,
    /// When it ends in any case.
    pub absolute_deadline: Timestamp,
    /// As the browser tells.
    pub browser: Browser,
    /// As the browser tells.
    pub system: System,
    /// Whether others use the device as well, as the person has said.
    pub shared_device: bool,
    /// How sure the provider of sign-in was.
    pub level: Option<SignInLevel>,
    /// Who that was, by its address.
    pub provider: Option<String>,
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnLogEntry {
    /// When.
    pub at: Timestamp,
    /// Who: `person`, `staff`, `server` or `command`; never which of the staff.
    pub who: String,
    /// What, such as `case_read`.
    pub what: String,
    /// The kind of thing it was done to, such as `case`.
    pub kind: String,
    /// Its id.
    pub thing: Option<String>,
}

/// A draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnDraft {
    /// The form it is a draft of.
    pub form: String,
    /// Its version.
    pub version: u32,
    /// The page the person was on.
    pub page: String,
    /// How often it has been changed.
    pub revision: u32,
    /// When it was last changed.
    pub saved: Timestamp,
    /// The day on which it is deleted unless it is changed.
    pub deleted_on: Date,
    /// All answers so far.
    pub answers: Answers,
    /// What is attached.
    pub files: Vec<OwnFile>,
}

/// A case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnCase {
    /// The random id that the log knows it by.
    pub id: String,
    /// What people name it by.
    pub reference: String,
    /// The service it is about.
    pub service: String,
    /// The service's name when it was sent.
    pub title: String,
    /// The form that was filled in.
    pub form: String,
    /// Its version.
    pub version: u32,
    /// The language of the submission.
    pub language: Language,
    /// Where it stands.
    pub status: CaseStatus,
    /// When it came in.
    pub received: Timestamp,
    /// The day by which there is an answer.
    pub answer_by: Date,
    /// As they were sent.
    pub answers: Answers,
    /// As they were shown.
    pub summary: Summary,
    /// What the receipt said happens next.
    pub next_steps: Vec<String>,
    /// SHA-256 of the summary in its canonical form, stored when it was sent.
    pub checksum: String,
    /// What has happened, the oldest first.
    pub events: Vec<CaseEvent>,
    /// When an e-mail was sent about it.
    pub email_sent: Option<Timestamp>,
    /// The path of its copy, a PDF; nothing where none could be made.
    pub copy: Option<String>,
    /// What was sent with it, or for a document that it awaits.
    pub files: Vec<OwnFile>,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnFile {
    /// What it is and how far it has come; the log knows it by its id.
    pub upload: Upload,
    /// When that last changed.
    pub changed: Timestamp,
    /// Whether its bytes are here.
    pub content: OwnContent,
    /// Its path, where they are.
    pub path: Option<String>,
}

/// Whether the bytes of a file are in the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OwnContent {
    /// As they were kept.
    Whole,
    /// They are, but are not what was kept: size or checksum is another.
    Damaged,
    /// The server has lost them.
    Missing,
    /// The file is not kept: it is on its way, looked at or refused.
    NotKept,
}

/// How much is kept of a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Kept {
    /// What was sent.
    pub cases: u64,
    /// Files of cases.
    pub case_files: u64,
    /// What is begun and not sent.
    pub drafts: u64,
    /// Files of drafts, and files for documents of cases that were not handed in.
    pub unsent_files: u64,
}

/// What was deleted of what had not been sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnsentDeleted {
    /// Drafts.
    pub drafts: u64,
    /// Files of drafts, and files for documents of cases that were not handed in.
    pub files: u64,
}
