//! What is wrong with an answer, in words that name the question and say how to mend it.

use forms::{Code, FieldKind, Issue};
use leptos::prelude::*;
use locale::{Language, grouped_number, long_date};

use super::filling::{Filling, Ready};
use crate::texts::forms as words;

/// The id of a field's element on the page; of a part of it where the issue is there.
pub fn target(field: &str, part: Option<&str>) -> String {
    match part {
        None => ["felt-", field].concat(),
        Some(part) => ["felt-", field, "-", part].concat(),
    }
}

/// The message of a field, or of a part of it; tracked.
pub fn message_now(filling: Filling, field: &str, part: Option<&str>) -> Option<String> {
    let ready = filling.ready.get()?;
    filling.issues.with(|issues| {
        let issue = issues
            .iter()
            .find(|issue| issue.field == field && (part.is_none() || issue.part.as_deref() == part))?;
        Some(sentence(issue, &ready))
    })
}

/// One issue in words.
pub fn sentence(issue: &Issue, ready: &Ready) -> String {
    let language = ready.bundle.language;
    let label = match issue.part.as_deref() {
        Some("street") => words::STREET.in_language(language).to_owned(),
        Some("postal_code") => words::POSTAL_CODE.in_language(language).to_owned(),
        Some("city") => words::CITY.in_language(language).to_owned(),
        Some(_) | None => ready.label(&issue.field),
    };
    match &issue.code {
        Code::Required => required(issue, ready, &label, language),
        Code::WrongKind => words::wrong_kind(language, &label),
        Code::TooLong { max, length } => {
            words::too_long(language, &label, &length.to_string(), &max.to_string())
        }
        Code::ForbiddenCharacter => words::forbidden_character(language, &label),
        Code::UnknownOption => words::unknown_option(language, &label),
        Code::TooManyChoices { max } => words::too_many_choices(language, &label, &max.to_string()),
        Code::NotNumber => words::not_number(language, &label),
        Code::TooManyDecimals { max } => words::too_many_decimals(language, &label, &max.to_string()),
        Code::TooSmall { min } => words::too_small(language, &label, &grouped_number(*min, language)),
        Code::TooLarge { max } => words::too_large(language, &label, &grouped_number(*max, language)),
        Code::NotDate => words::not_date(language, &label),
        Code::TooEarly { earliest } => words::too_early(language, &long_date(*earliest, language), &label),
        Code::TooLate { latest } => words::too_late(language, &long_date(*latest, language), &label),
        Code::NotEmail => words::not_email(language, &label),
        Code::NotPhone => words::not_phone(language, &label),
        Code::NotPostalCode => words::NOT_POSTAL_CODE.in_language(language).to_owned(),
    }
}

/// What is missing is said as one would say it of that kind of question.
fn required(issue: &Issue, ready: &Ready, label: &str, language: Language) -> String {
    match ready.form.field(&issue.field).map(|field| &field.kind) {
        Some(FieldKind::Radio(_) | FieldKind::Select(_)) => words::required_choice(language, label),
        Some(FieldKind::Checkboxes(_)) => words::required_choices(language, label),
        Some(FieldKind::Checkbox) => words::required_flag(language, label),
        Some(
            FieldKind::Text(_)
            | FieldKind::Textarea(_)
            | FieldKind::Name
            | FieldKind::Number(_)
            | FieldKind::Date(_)
            | FieldKind::Email
            | FieldKind::Phone
            | FieldKind::Address(_)
            | FieldKind::Info,
        )
        | None => words::required(language, label),
    }
}
