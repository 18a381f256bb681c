//! What authors need and browsers do not: reading files, lint, JSON Schema.

mod json_schema;
mod lint;
mod read;
pub(crate) mod structure;
mod wording;

pub use json_schema::json_schema;
pub use lint::lint;
pub use read::{parse_definition, parse_texts};
