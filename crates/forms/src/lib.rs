//! The form engine: definition, expressions, answers, visibility, validation, summary, lint and
//! JSON Schema. Pure: no IO, no clock; the same code runs in the browser and on the server.
//!
//! A [`FormDefinition`] is what an author writes. [`Form::compile`] checks it and turns its
//! conditions into typed expressions. Everything else takes a compiled [`Form`] and [`Answers`].

mod answers;
mod definition;
mod issue;

pub use answers::{Address, Answer, Answers};
pub use definition::{
    AddressRules, CheckboxesRules, ChoiceRules, DateRules, Draft, FieldDefinition, FieldKind, FormDefinition,
    NumberRules, PageDefinition, Prefill, TextRules, Texts,
};
pub use issue::{Code, Fault, Issue};

mod summary;
pub use summary::{Row, Section, Summary};
