//! Looking up an organisation by its number.

use serde::{Deserialize, Serialize};

/// An organisation as the register of legal entities (Enhetsregisteret) has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegisteredOrganisation {
    /// Nine digits.
    pub number: String,
    /// As registered.
    pub name: String,
    /// The code of its legal form, such as `AS` or `FLI`.
    pub legal_form: String,
    /// Where it does business, a line each; empty where the register has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub address: Vec<String>,
    /// Whether it still exists.
    pub standing: Standing,
}

/// Whether an organisation still exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It does.
    Active,
    /// It is bankrupt.
    Bankrupt,
    /// It has been deleted from the register.
    Deleted,
}
