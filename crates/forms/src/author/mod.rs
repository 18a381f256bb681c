//! What authors need and browsers do not: reading files, faults in words, lint, JSON Schema.

mod analysis;
mod autocomplete;
mod compile;
mod country_names;
mod domain;
mod fitting;
mod json_schema;
mod lint;
mod read;
pub(crate) mod structure;
mod wording;

pub(crate) use compile::compile;
pub use country_names::add_country_names;
pub use fitting::fitting;
pub use json_schema::json_schema;
pub use lint::lint;
pub use read::{parse_definition, parse_definition_json, parse_texts};
