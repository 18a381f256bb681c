//! The kinds of fields and their limits.

use serde::{Deserialize, Serialize};

use crate::{FieldDefinition, definition::is_default};

/// The limit of a line where the form sets none, in characters.
pub const TEXT_LENGTH: u16 = 200;

/// The limit of several lines where the form sets none, in characters.
pub const TEXTAREA_LENGTH: u16 = 2000;

/// The limit of a file where the form sets none.
pub(crate) const MEGABYTES: u16 = 50;

/// The files of an attachment where the form sets no limit.
const FILES: u8 = 10;

/// The rows of a repeating group where the form sets no limit.
const ROWS: u16 = 20;

/// What can be attached: extension and media type. A phone that is asked for JPEG makes it of its own HEIC.
pub const FILE_TYPES: [(&str, &str); 9] = [
    ("pdf", "application/pdf"),
    ("jpg", "image/jpeg"),
    ("png", "image/png"),
    ("tiff", "image/tiff"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("txt", "text/plain"),
];

/// What kind of answer a field takes, and its limits.
///
/// Every use is an exhaustive `match`: a new kind does not compile before it has an input, a summary,
/// validation, a JSON Schema and lint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FieldKind {
    /// One line.
    Text(TextRules),
    /// Several lines, with a counter.
    Textarea(TextRules),
    /// A person's full name.
    Name,
    /// A decimal number as the person typed it; see [`crate::Answer::Text`].
    Number(NumberRules),
    /// An amount in Norwegian kroner, exact.
    Money(NumberRules),
    /// One statement to tick: the answer must be true where the field is not optional.
    Checkbox,
    /// A statement that gives leave to something; as a checkbox, and kept as a consent.
    Consent,
    /// Any number of options.
    Checkboxes(CheckboxesRules),
    /// Exactly one of a few options.
    Radio(ChoiceRules),
    /// Exactly one of many options.
    Select(ChoiceRules),
    /// Exactly one of very many options, found by typing.
    Combobox(ChoiceRules),
    /// A country of the built-in list, by its code.
    Country,
    /// A day.
    Date(DateRules),
    /// A month of a year: `2026-08`.
    Month(MonthRules),
    /// A year of four digits.
    Year(YearRules),
    /// A time of day: `09:30`.
    Time,
    Email,
    /// Eight Norwegian digits, or a foreign number with its country code.
    Phone,
    /// A birth number or D-number.
    IdentityNumber,
    OrganisationNumber,
    /// A Norwegian account number.
    AccountNumber,
    Iban,
    /// A street address in Norway.
    Address(AddressRules),
    /// A document, now or later.
    Attachment(AttachmentRules),
    /// Fields under a heading of their own; takes no answer itself.
    Group(GroupRules),
    /// Fields that are asked once a row.
    Rows(RowsRules),
    /// What follows from other answers; shown and not asked.
    Calculated(CalculatedRules),
    /// A notice between the questions; takes no answer.
    Info(InfoRules),
    /// A place on the map, or in words.
    MapPoint,
}

/// Limits of free text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TextRules {
    /// In characters; 0 stands for the default: 200 for a line, 2000 for several.
    #[serde(default, skip_serializing_if = "is_default")]
    pub max_length: u16,
}

/// Limits of a number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NumberRules {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// Digits after the decimal comma, 0 to 6. Written out always: money has two unless it says otherwise.
    pub decimals: u8,
}

/// The options to choose one from, by stable key: its own, or those of a list of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChoiceRules {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
}

/// The options to choose several from, by stable key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckboxesRules {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// At the most; 0 stands for all.
    #[serde(default, skip_serializing_if = "is_default")]
    pub max_choices: u8,
}

/// Which days are accepted, as days from today; `0` is today.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DateRules {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest_days: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_days: Option<i32>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub mode: DateMode,
}

/// How a day is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DateMode {
    /// A day the person knows, such as a birthday: day, month and year, each typed.
    #[default]
    Known,
    /// A day near today that one looks up: typed, or picked in a calendar.
    Near,
}

/// Which months are accepted, as months from this one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonthRules {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest_months: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_months: Option<i32>,
}

/// Which years are accepted, as years from this one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct YearRules {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest_years: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_years: Option<i32>,
}

/// Which addresses are accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddressRules {}

/// What may be attached, and how it may come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AttachmentRules {
    /// By file name extension, such as `pdf`; none stands for [`crate::FILE_TYPES`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub file_types: Vec<String>,
    /// Of one file, in megabytes of a million bytes; 0 stands for the default.
    #[serde(default, skip_serializing_if = "is_default")]
    pub max_megabytes: u16,
    /// 0 stands for the default.
    #[serde(default, skip_serializing_if = "is_default")]
    pub max_files: u8,
    /// The ways to choose from; none stands for now alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ways: Vec<Way>,
    /// The last day on which it may come later, as days from today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_days: Option<i32>,
}

impl AttachmentRules {
    /// The ways to choose from.
    #[must_use]
    pub fn ways(&self) -> &[Way] {
        if self.ways.is_empty() { &[Way::Now] } else { &self.ways }
    }

    /// The largest file, in bytes.
    #[must_use]
    pub fn max_bytes(&self) -> u64 {
        let megabytes = if self.max_megabytes == 0 { MEGABYTES } else { self.max_megabytes };
        u64::from(megabytes) * 1_000_000
    }

    /// The most files.
    #[must_use]
    pub fn max_files(&self) -> usize {
        usize::from(if self.max_files == 0 { FILES } else { self.max_files })
    }

    /// The extensions that are taken.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        let all = if self.file_types.is_empty() { FILE_TYPES.as_slice() } else { &[] };
        all.iter().map(|(extension, _)| *extension).chain(self.file_types.iter().map(String::as_str))
    }
}

impl RowsRules {
    /// The most rows.
    #[must_use]
    pub fn max_rows(&self) -> usize {
        usize::from(if self.max_rows == 0 { ROWS } else { self.max_rows })
    }
}

/// How a document comes to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// It is attached.
    Now,
    /// The person sends it by a day of their own choice.
    Later,
    /// We have it already.
    AlreadySent,
    /// Somebody else sends it, such as a doctor.
    SomeoneElse,
    /// It does not apply to this person.
    NotRelevant,
}

impl Way {
    pub const ALL: [Self; 5] =
        [Self::Now, Self::Later, Self::AlreadySent, Self::SomeoneElse, Self::NotRelevant];

    /// As it is written in definitions and answers.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Later => "later",
            Self::AlreadySent => "already_sent",
            Self::SomeoneElse => "someone_else",
            Self::NotRelevant => "not_relevant",
        }
    }

    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.key() == key)
    }
}

/// What stands together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupRules {
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub fields: Vec<FieldDefinition>,
}

/// What is asked once a row, and how many rows there may be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RowsRules {
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub fields: Vec<FieldDefinition>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub min_rows: u16,
    /// 0 stands for the default, 20.
    #[serde(default, skip_serializing_if = "is_default")]
    pub max_rows: u16,
}

/// What follows from other answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalculatedRules {
    /// An expression.
    pub value: String,
    /// Written out always: the default of a reader is not that of every author.
    pub result: CalculatedType,
}

/// What type a calculated value has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CalculatedType {
    #[default]
    Number,
    /// A number in kroner.
    Money,
    Date,
    /// The key of a text, or an answer that is one.
    Text,
    /// Yes or no.
    Flag,
}

/// What a notice is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InfoRules {
    #[serde(default, skip_serializing_if = "is_default")]
    pub level: Level,
}

/// How much a notice matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    #[default]
    Info,
    Success,
    Warning,
    Danger,
}

impl FieldKind {
    /// The fields inside, of a group or a repeating group.
    #[must_use]
    pub fn fields(&self) -> &[FieldDefinition] {
        match self {
            Self::Group(rules) => &rules.fields,
            Self::Rows(rules) => &rules.fields,
            _ => &[],
        }
    }

    /// Whether a person answers the field.
    #[must_use]
    pub const fn takes_answer(&self) -> bool {
        !matches!(self, Self::Info(_) | Self::Group(_) | Self::Calculated(_))
    }
}
