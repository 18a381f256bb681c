//! The form as an author writes it: format `skjema/1`, described in `docs/form-format.md`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::wire::FlatField;

/// The version of the format that this engine reads.
pub const SCHEMA: &str = "skjema/1";

/// One numbered, immutable version of a form. Words are not in it: see [`Texts`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FormDefinition {
    /// The version of the format: always `skjema/1`.
    pub schema: String,
    /// Lower-case letters, digits and hyphens; the folder's name.
    pub id: String,
    /// Counts up from 1; a version that has been public is never changed.
    pub version: u32,
    /// The service of the catalogue that the form belongs to.
    pub service: String,
    #[serde(default)]
    pub draft: Draft,
    /// Conditions that several places use, by name; each an expression.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub conditions: BTreeMap<String, String>,
    /// In the order in which they are shown. The summary follows the last one.
    pub pages: Vec<PageDefinition>,
}

/// How long what is not yet sent is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DraftRules))]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Days from the last change to deletion, 1 to 90.
    pub keep_days: u16,
}

impl Default for Draft {
    fn default() -> Self {
        Self { keep_days: 28 }
    }
}

/// One question or one group of questions that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PageDefinition {
    pub id: String,
    /// The page is left out where this expression is false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<String>,
    pub fields: Vec<FieldDefinition>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "FlatField")]
pub struct FieldDefinition {
    /// Unique in the whole form; lower-case letters, digits and underscores.
    pub id: String,
    /// The field is absent, for every rule and for the submission, where this expression is false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<String>,
    /// May be left empty. Questions must be answered unless this says otherwise.
    #[serde(default, skip_serializing_if = "is_default")]
    pub optional: bool,
    /// What the person's profile can answer beforehand; always editable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefill: Option<Prefill>,
    #[serde(flatten)]
    pub kind: FieldKind,
}

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
    /// One statement to tick: the answer must be true where the field is not optional.
    Checkbox,
    /// Any number of options.
    Checkboxes(CheckboxesRules),
    /// Exactly one of a few options.
    Radio(ChoiceRules),
    /// Exactly one of many options.
    Select(ChoiceRules),
    /// A day.
    Date(DateRules),
    Email,
    /// Eight Norwegian digits, or a foreign number with its country code.
    Phone,
    /// A street address in Norway.
    Address(AddressRules),
    /// A notice between the questions; takes no answer.
    Info,
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
    /// Digits after the decimal comma, 0 to 6.
    #[serde(default, skip_serializing_if = "is_default")]
    pub decimals: u8,
}

/// The options to choose one from, by stable key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChoiceRules {
    pub options: Vec<String>,
}

/// The options to choose several from, by stable key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckboxesRules {
    pub options: Vec<String>,
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
}

/// Which addresses are accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddressRules {}

/// What the profile of the signed-in person can answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Prefill {
    Name,
    Address,
    Email,
    Phone,
}

/// The words of a form in one language, by key:
///
/// `title`, `intro`, `receipt.next`, `pages.<page>.title`, `pages.<page>.intro`,
/// `fields.<field>.label`, `.description`, `.options.<option>`, `.option_descriptions.<option>`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Texts(pub BTreeMap<String, String>);

impl Texts {
    /// The text of a key, or nothing.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
