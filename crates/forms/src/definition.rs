//! The form as an author writes it: format `skjema/1`, described in `docs/form-format.md`.

use serde::{Deserialize, Serialize};

use crate::{
    FieldKind, Keyed,
    wire::{FlatCheck, FlatField},
};

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
    /// Whether it can be sent by somebody we do not know.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sign_in: SignIn,
    /// Conditions that several places use, by name; each an expression.
    #[serde(default, skip_serializing_if = "Keyed::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    pub conditions: Keyed<String>,
    /// Options that several fields offer, by name.
    #[serde(default, skip_serializing_if = "Keyed::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, Vec<String>>))]
    pub lists: Keyed<Vec<String>>,
    /// What must hold between answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<CheckDefinition>,
    /// In the order in which they are shown. The summary follows the last one.
    pub pages: Vec<PageDefinition>,
}

/// How long what is not yet sent is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DraftRules))]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Days from the last change to deletion, 1 to 90.
    #[serde(default = "keep_days")]
    pub keep_days: u16,
    /// The oldest version in which a draft may still go on and be sent: an older one is taken over to this version.
    /// 0 for every version that is there. Only that of the newest version counts.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub oldest_version: u32,
}

const fn keep_days() -> u16 {
    28
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it so")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Default for Draft {
    fn default() -> Self {
        Self { keep_days: keep_days(), oldest_version: 0 }
    }
}

/// Who may fill in a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignIn {
    /// Who is signed in.
    #[default]
    Required,
    /// Anybody; who is not signed in goes on elsewhere by a code.
    None,
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
    /// Whether it must be answered.
    #[serde(default, skip_serializing_if = "is_default")]
    pub need: Need,
    /// What the person's profile can answer beforehand; always editable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefill: Option<Prefill>,
    /// What browsers may fill in, as HTML names it, or `off`. Nothing stands for what fits the kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub autocomplete: Option<String>,
    #[serde(flatten)]
    pub kind: FieldKind,
}

/// Whether a question must be answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Need {
    #[default]
    Required,
    /// May be sent without, with a warning that says so: the law lets people apply with less than we ask for.
    Advised,
    Optional,
}

/// What must hold between answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "FlatCheck")]
pub struct CheckDefinition {
    /// Unique among the checks; the words are under it.
    pub id: String,
    /// The field that the message stands at.
    pub field: String,
    /// It is only asked where this expression is true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_if: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub weight: Weight,
    #[serde(flatten)]
    pub rule: CheckRule,
}

/// Whether what a check finds must be mended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    #[default]
    Error,
    /// It is told and may be sent all the same.
    Warning,
}

/// The kinds of checks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum CheckRule {
    /// The answers of these fields, where given, are in order; equal ones are.
    InOrder { fields: Vec<String> },
    /// The sum is at most that of an expression.
    SumAtMost { fields: Vec<String>, limit: String },
    /// The sum is that of an expression.
    SumEquals { fields: Vec<String>, limit: String },
    /// One of these that can be seen is answered, or more.
    AtLeastOne { fields: Vec<String> },
    /// An expression is true.
    Holds { condition: String },
}

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

/// The words of a form in one language, by key; `docs/form-format.md` lists the keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = std::collections::BTreeMap<String, String>)
)]
#[serde(transparent)]
pub struct Texts(pub Keyed<String>);

impl Texts {
    /// The text of a key, or nothing.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }
}

impl FormDefinition {
    /// The options of a choice, its own or those of the list it names.
    #[must_use]
    pub fn options<'a>(&'a self, kind: &'a FieldKind) -> &'a [String] {
        let (options, list) = match kind {
            FieldKind::Radio(rules) | FieldKind::Select(rules) | FieldKind::Combobox(rules) => {
                (&rules.options, &rules.list)
            }
            FieldKind::Checkboxes(rules) => (&rules.options, &rules.list),
            _ => return &[],
        };
        match list {
            Some(list) => self.lists.get(list).map_or(&[], Vec::as_slice),
            None => options,
        }
    }

    /// The key of the words of an option.
    #[must_use]
    pub fn option_key(field: &FieldDefinition, option: &str) -> String {
        let list = match &field.kind {
            FieldKind::Radio(rules) | FieldKind::Select(rules) | FieldKind::Combobox(rules) => &rules.list,
            FieldKind::Checkboxes(rules) => &rules.list,
            FieldKind::Country => return ["countries.", option].concat(),
            _ => &None,
        };
        match list {
            Some(list) => ["lists.", list, ".", option].concat(),
            None => ["fields.", &field.id, ".options.", option].concat(),
        }
    }
}

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
