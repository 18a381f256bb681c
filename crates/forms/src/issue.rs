//! What is wrong with an answer (for the person) and with a definition (for its author).

use serde::{Deserialize, Serialize};

/// Something a person must mend before the form can be sent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Issue {
    /// The field's id.
    pub field: String,
    /// The part of it, where it has parts: `street`, `postal_code`, `city`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    #[serde(flatten)]
    pub code: Code,
}

/// Why an answer is refused; the client has the words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Code {
    /// Nothing answered.
    Required,
    /// The answer is of another kind than the field, as when a list stands where text belongs.
    WrongKind,
    /// Text longer than the limit, in characters.
    TooLong {
        max: u32,
        length: u32,
    },
    /// A character that no text may hold, such as a control character.
    ForbiddenCharacter,
    /// Not one of the options.
    UnknownOption,
    /// More options than allowed.
    TooManyChoices {
        max: u32,
    },
    /// Not a number.
    NotNumber,
    /// More digits after the comma than allowed.
    TooManyDecimals {
        max: u32,
    },
    TooSmall {
        min: i64,
    },
    TooLarge {
        max: i64,
    },
    /// Not a day of the calendar.
    NotDate,
    /// Before the first day allowed.
    TooEarly {
        earliest: locale::Date,
    },
    /// After the last day allowed.
    TooLate {
        latest: locale::Date,
    },
    NotEmail,
    NotPhone,
    NotPostalCode,
}

/// Something an author must mend before the form can be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Where in the definition, such as `pages[2].fields[0].show_if`, or in the texts, such as `nn: fields.need.label`.
    pub place: String,
    /// What is wrong, in plain English.
    pub fault: String,
    /// How to mend it, in plain English.
    pub remedy: String,
}
