//! Min side: the person's profile, cases and drafts.

use forms::{Address, Summary};
use locale::{Date, Language, Timestamp};
use serde::{Deserialize, Serialize};

use crate::uploads::CaseFile;

/// What the registers say of the signed-in person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Profile {
    /// Full name.
    pub name: String,
    /// Masked: `150219 *****`.
    pub identity_number: String,
    /// Where the person lives, if the register knows.
    pub address: Option<Address>,
    /// From the contact register.
    pub email: Option<String>,
    /// From the contact register, in E.164.
    pub phone: Option<String>,
}

/// The person's cases, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseList {
    /// At most 200.
    pub cases: Vec<CaseCard>,
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseCard {
    /// What to name it by, in addresses too.
    pub reference: String,
    /// The service it is about.
    pub title: String,
    /// Where it stands.
    pub status: CaseStatus,
    /// When it came in.
    pub received: Timestamp,
    /// The day by which the person has an answer.
    pub answer_by: Date,
}

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaseStatus {
    /// It has come in.
    Received,
    /// Somebody works on it.
    InProgress,
    /// It is decided or done.
    Closed,
}

/// A case in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Case {
    /// What lists show.
    pub card: CaseCard,
    /// The service it is about.
    pub service: String,
    /// What has happened, the oldest first.
    pub events: Vec<CaseEvent>,
    /// What happens next.
    pub next_steps: Vec<String>,
    /// What was sent, as it was shown.
    pub summary: Summary,
    /// The language of the summary.
    pub summary_language: Language,
    /// SHA-256 of the summary in its canonical form, stored when it was sent.
    pub checksum: String,
    /// Whether an e-mail can say that it was received.
    pub email: EmailReceipt,
    /// The files that were sent with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<CaseFile>,
    /// The documents that were to come after the form, with those that have come.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awaited: Vec<AwaitedDocument>,
}

/// What there is to an e-mail that says that the case was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EmailReceipt {
    /// How it stands.
    pub state: EmailState,
    /// Where it would go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// Whether an e-mail can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EmailState {
    /// It can.
    Ready,
    /// It has been asked for, and is on its way or waits for another try.
    Waiting,
    /// It has been; no second one is.
    Sent,
    /// It could not be sent; asking again tries again.
    Failed,
    /// The contact register has not heard for 18 months that the address is right.
    TooOld,
    /// The contact register has no address.
    NoAddress,
    /// The server sends no e-mail.
    Off,
}

/// A document that is to come after the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AwaitedDocument {
    /// The field of the form that it answers.
    pub field: String,
    /// The row of a repeated group that the field stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
    /// What it is, as the form asks for it.
    pub label: String,
    /// Who sends it.
    pub from: AwaitedFrom,
    /// The day that the person has said; nothing where somebody else sends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Date>,
    /// When it came, where it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<Timestamp>,
    /// What came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<CaseFile>,
}

/// A document that the case awaits, handed in: files that were sent for it before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeliveredDocument {
    /// The field of the form that it answers.
    pub field: String,
    /// The row of a repeated group that the field stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
    /// The ids of its files, one at least.
    pub files: Vec<String>,
}

/// Who sends a document that is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AwaitedFrom {
    /// The person, by a day.
    Person,
    /// Somebody else, such as a doctor.
    SomeoneElse,
}

/// Something that happened to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseEvent {
    /// What.
    pub status: CaseStatus,
    /// When.
    pub at: Timestamp,
}

/// The person's drafts, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DraftList {
    /// At most one a form.
    pub drafts: Vec<DraftCard>,
}

/// A draft in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DraftCard {
    /// The form it is a draft of.
    pub form: String,
    /// The form's name.
    pub title: String,
    /// When it was last changed.
    pub saved: Timestamp,
    /// The day on which it is deleted unless it is changed.
    pub deleted_on: Date,
}
