//! The form engine: definition, expressions, answers, visibility, validation, summary, lint and
//! JSON Schema. Pure: no IO, no clock; the same code runs in the browser and on the server.
//!
//! A [`FormDefinition`] is what an author writes. [`Form::compile`] checks it and turns its
//! expressions into typed trees. A [`View`] tells all that follows from a form and [`Answers`]; a [`State`]
//! keeps that up while somebody fills in.

mod answers;
mod attachments;
#[cfg(feature = "author")]
pub mod author;
mod canonical;
mod checks;
mod context;
mod countries;
mod decimal;
mod definition;
mod expression;
mod form;
mod identifiers;
mod issue;
mod keyed;
mod kinds;
mod known;
mod merge;
#[cfg(feature = "parity")]
mod parity;
mod parts;
mod plan;
mod rules;
mod state;
mod summary;
mod typed;
mod validate;
mod value;
mod versions;
mod view;
mod wire;
mod words;

pub use answers::{Address, Answer, AnswerRow, Answers, At, Attachment, FileRef, Organisation, Point};
pub use context::{Access, Channel, Context};
pub use countries::{countries, is_country};
pub use definition::{
    CheckDefinition, CheckRule, Draft, FieldDefinition, FormDefinition, Need, PageDefinition, Prefill,
    SCHEMA, SignIn, Texts, Weight,
};
pub use form::{Form, Prefilled, Surplus, VisiblePage};
pub use identifiers::{
    IdentityFault, IdentityNumbers, identity_number, is_account_number, is_iban, is_organisation_number,
};
pub use issue::{Code, Fault, Issue};
pub use keyed::Keyed;
pub use kinds::{
    AddressRules, AttachmentRules, CalculatedRules, CalculatedType, CheckboxesRules, ChoiceRules, DateMode,
    DateRules, FILE_TYPES, FieldKind, GroupRules, InfoRules, Level, MonthRules, NumberRules, RowsRules,
    TEXT_LENGTH, TEXTAREA_LENGTH, TextRules, Way, YearRules,
};
pub use known::{Changed, Effect};
pub use merge::{Conflict, Merged, Side, Spot, merge};
#[cfg(feature = "parity")]
pub use parity::parity;
pub use parts::date;
pub use state::State;
pub use summary::{Row, RowKind, Section, Summary};
pub use versions::{Carried, Carrying, Outcome, Reason};
pub use view::{View, VisibleRow};
