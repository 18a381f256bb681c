//! Forms: fetching one, keeping a draft, sending it.

use forms::{Answers, FormDefinition, Summary, Texts};
use locale::{Date, Language, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{minside::Case, services::ProcessingTime};

/// A form with its words in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormBundle {
    /// The questions.
    pub definition: FormDefinition,
    /// The words.
    pub texts: Texts,
    /// The language of the words.
    pub language: Language,
    /// The name of the service the form belongs to.
    pub service_title: String,
    /// How long an answer takes.
    pub processing_time: ProcessingTime,
    /// Today in the municipality, for rules about dates.
    pub today: Date,
}

/// A draft to keep. `PUT` with `If-None-Match: *` for the first, `If-Match: "<revision>"` after that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DraftContent {
    /// The version the answers were given to.
    pub version: u32,
    /// The page the person is on.
    pub page: String,
    /// All answers so far, hidden ones too.
    pub answers: Answers,
}

/// A draft that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Draft {
    /// Names the draft from its first saving to its submission: the `Idempotency-Key` to send it with.
    pub key: String,
    /// Counts up with each change; the `ETag` in quotes.
    pub revision: u32,
    /// When it was last changed.
    pub saved: Timestamp,
    /// The day on which it is deleted unless it is changed.
    pub deleted_on: Date,
    /// What to go on with elsewhere: `C7KA-QX4M-3TRH-9WNE`; only where nobody is signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What is kept.
    pub content: DraftContent,
    /// The version that it must be taken over to, where it can neither be changed nor sent in its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_version: Option<u32>,
}

/// That a draft is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DraftSaved {
    /// As in [`Draft`].
    pub key: String,
    /// As in [`Draft`].
    pub revision: u32,
    /// As in [`Draft`].
    pub saved: Timestamp,
    /// As in [`Draft`].
    pub deleted_on: Date,
    /// As in [`Draft`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// The code of a draft, as somebody has typed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EnteredCode {
    /// Upper or lower case, with or without hyphens and spaces.
    pub code: String,
}

/// That a code has been entered: this browser goes on with the draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenedDraft {
    /// The form to go on with.
    pub form: String,
}

/// Answers to send: those of visible fields, and no others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Submission {
    /// The version answered.
    pub version: u32,
    /// The language in which the person saw the form; the receipt and the case keep it.
    pub language: Language,
    /// By field id.
    pub answers: Answers,
}

/// That a submission has been received. The same call again gives the same receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// What to name the case by: `DRM-7K4M-2QXA`.
    pub reference: String,
    /// When it came in.
    pub received: Timestamp,
    /// The day by which the person has an answer.
    pub answer_by: Date,
    /// What was sent, as it was shown.
    pub summary: Summary,
    /// What happens next, from the service page, in the language of the submission.
    pub next_steps: Vec<String>,
    /// SHA-256 of the summary in its canonical form, as 64 lower-case hexadecimal digits.
    pub checksum: String,
}

/// What was sent, for whoever sent it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sent {
    /// As Min side shows it.
    pub case: Case,
    /// Who sent it.
    pub sender: Sender,
}

/// Who sent a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sender {
    /// Somebody signed in, who finds it on Min side.
    Person,
    /// Somebody we do not know, who has the reference and nothing else.
    Unknown,
}
