//! What a person has answered so far, right or wrong.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Answers by field id. Kept as typed, so that a draft loses nothing that is not yet valid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<String, Answer>);

/// One answer; which variant belongs to which kind of field is checked by validation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Answer {
    /// Whether a statement is ticked.
    Flag(bool),
    /// Text, number, date (`2026-08-24`, or the three parts as typed, joined by full stops: `31.2.2026`),
    /// e-mail, phone, or the key of the option chosen.
    Text(String),
    /// The keys of the options chosen.
    Choices(Vec<String>),
    Address(Address),
}

/// A street address in Norway.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Address {
    #[serde(default)]
    pub street: String,
    /// Four digits.
    #[serde(default)]
    pub postal_code: String,
    /// Poststed.
    #[serde(default)]
    pub city: String,
}

impl Answers {
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&Answer> {
        self.0.get(field)
    }
}
