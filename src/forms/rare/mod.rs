//! The inputs that most forms do without, in a part of the app of their own. A form that has one fetches the part
//! with the draft, before anything is asked: what is needed to go on is there before the network can go.
#![deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

mod blocks;
mod choices;
mod organisation;
mod parts;
mod rows;

use std::cell::Cell;

use forms::{DateMode, FieldDefinition, FieldKind};
use leptos::{prelude::*, wasm_split::wasm_split};
use locale::Language;

use super::{
    field_input::field_input,
    filling::{Filling, Ready},
    question::{self, Place, Question},
};
use crate::platform::{http::Failure, router::NotFetched};

/// The input of a field of any kind: rows have such.
type FieldInput = fn(Filling, Place, Language) -> AnyView;

/// A question of a rare kind.
pub struct Asked<'a> {
    pub question: Question,
    pub definition: &'a FieldDefinition,
    pub ready: &'a Ready,
    pub language: Language,
    /// What a country is filled in with.
    pub country_token: Option<&'static str>,
}

type Part = fn(Asked<'_>, FieldInput) -> AnyView;

thread_local! {
    /// Once it has come.
    static PART: Cell<Option<Part>> = const { Cell::new(None) };
}

/// Fetches the part.
pub async fn fetch() -> Result<(), Failure> {
    let part = rare().await.map_err(|NotFetched| Failure::Offline)?;
    PART.set(Some(part));
    Ok(())
}

#[wasm_split(rare, wasm_split_path = ::leptos::wasm_split, fallible)]
fn rare() -> Result<Part, NotFetched> {
    Ok(rare_input)
}

/// Whether a form can be shown with what has come.
pub fn is_there(ready: &Ready) -> bool {
    PART.get().is_some() || !ready.form.fields().any(|field| is_rare(&field.kind))
}

/// The same of the form being filled in.
pub fn is_there_for(filling: Filling) -> bool {
    filling.ready.with_untracked(|ready| ready.as_ref().is_none_or(is_there))
}

/// The input of a field of a rare kind.
pub fn input(asked: Asked<'_>) -> AnyView {
    PART.get().map(|part| part(asked, field_input)).into_any()
}

fn is_rare(kind: &FieldKind) -> bool {
    match kind {
        FieldKind::OrganisationNumber
        | FieldKind::Textarea(_)
        | FieldKind::Select(_)
        | FieldKind::Combobox(_)
        | FieldKind::Country
        | FieldKind::Month(_)
        | FieldKind::MapPoint
        | FieldKind::Rows(_)
        | FieldKind::Calculated(_) => true,
        FieldKind::Date(rules) => rules.mode == DateMode::Near,
        FieldKind::Text(_)
        | FieldKind::Name
        | FieldKind::Email
        | FieldKind::Phone
        | FieldKind::Number(_)
        | FieldKind::Money(_)
        | FieldKind::Year(_)
        | FieldKind::IdentityNumber
        | FieldKind::AccountNumber
        | FieldKind::Time
        | FieldKind::Iban
        | FieldKind::Checkbox
        | FieldKind::Consent
        | FieldKind::Checkboxes(_)
        | FieldKind::Radio(_)
        | FieldKind::Address(_)
        | FieldKind::Attachment(_)
        | FieldKind::Group(_)
        | FieldKind::Info(_) => false,
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the others are not rare: `is_rare` names each")]
fn rare_input(asked: Asked<'_>, field_input: FieldInput) -> AnyView {
    let Asked { question, definition, ready, language, country_token } = asked;
    let options = || question::choices(definition, ready);
    match &definition.kind {
        FieldKind::OrganisationNumber => organisation::organisation(question, language),
        FieldKind::Textarea(rules) => {
            let most = if rules.max_length == 0 { forms::TEXTAREA_LENGTH } else { rules.max_length };
            choices::lines(question, u32::from(most), language)
        }
        FieldKind::Select(_) => choices::one_of_many(question, options(), language),
        FieldKind::Combobox(_) => choices::one_of_very_many(question, options(), None, language),
        FieldKind::Country => choices::one_of_very_many(question, options(), country_token, language),
        FieldKind::Date(_) => parts::near_day(question, language),
        FieldKind::Month(_) => parts::month(question, language),
        FieldKind::MapPoint => parts::point(question, language),
        FieldKind::Rows(rules) => rows::rows(question, rules, ready, language, field_input),
        FieldKind::Calculated(_) => parts::calculated(&question, language),
        _ => ().into_any(),
    }
}
