//! The form engine: definition, expressions, answers, visibility, validation, summary, lint and
//! JSON Schema. Pure: no IO, no clock; the same code runs in the browser and on the server.
//!
//! A [`FormDefinition`] is what an author writes. [`Form::compile`] checks it and turns its
//! conditions into typed expressions. Everything else takes a compiled [`Form`] and [`Answers`].

mod answers;
#[cfg(feature = "author")]
pub mod author;
mod canonical;
mod condition;
mod decimal;
mod definition;
mod evaluation;
mod expression;
mod form;
mod issue;
mod order;
mod summary;
mod validate;
mod wire;

pub use answers::{Address, Answer, Answers};
pub use definition::{
    AddressRules, CheckboxesRules, ChoiceRules, DateRules, Draft, FieldDefinition, FieldKind, FormDefinition,
    NumberRules, PageDefinition, Prefill, SCHEMA, TextRules, Texts,
};
pub use form::{Form, Prefilled, Surplus, VisiblePage};
pub use issue::{Code, Fault, Issue};
pub use summary::{Row, Section, Summary};
pub use validate::{TEXT_LENGTH, TEXTAREA_LENGTH};

/// What rules may depend on besides the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// Today in the municipality.
    pub today: locale::Date,
    /// The language of the words.
    pub language: locale::Language,
}
