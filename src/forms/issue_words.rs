//! What is wrong with an answer, in words that name the question and say how to mend it.

use forms::{Code, FieldKind, Issue};
use leptos::prelude::*;
use locale::{Language, grouped_number, long_date};

use super::{
    filling::{Filling, Ready},
    question::{Place, target},
    uploads,
};
use crate::texts::forms as words;

/// The id of the element that an issue leads to.
pub fn target_of(issue: &Issue) -> String {
    target(&issue.field, issue.row.as_deref(), issue.part.as_deref())
}

/// The message of a question, or of a part of it; tracked.
pub fn message_now(filling: Filling, place: &Place, part: Option<&str>) -> Option<String> {
    let ready = filling.ready.get()?;
    filling.issues.with(|issues| {
        let issue = issues.iter().find(|issue| {
            issue.field == place.field
                && issue.row.as_deref() == place.row_id()
                && (part.is_none() || issue.part.as_deref() == part)
        })?;
        Some(sentence_now(filling, issue, &ready))
    })
}

/// One issue in words: files that are missing may be on their way; tracked.
pub fn sentence_now(filling: Filling, issue: &Issue, ready: &Ready) -> String {
    let is_missing = issue.code == Code::Required && issue.part.as_deref() == Some("files");
    if is_missing && uploads::is_coming(filling, &issue.field, issue.row.as_deref()) {
        return words::files_under_way(ready.bundle.language, &ready.label(&issue.field));
    }
    sentence(issue, ready)
}

/// One issue in words.
pub fn sentence(issue: &Issue, ready: &Ready) -> String {
    let language = ready.bundle.language;
    let label = match issue.part.as_deref() {
        Some("street") => words::STREET.in_language(language).to_owned(),
        Some("postal_code") => words::POSTAL_CODE.in_language(language).to_owned(),
        Some("city") => words::CITY.in_language(language).to_owned(),
        Some("latitude") => words::LATITUDE.in_language(language).to_owned(),
        Some("longitude") => words::LONGITUDE.in_language(language).to_owned(),
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
        Code::Advised => words::advised(language, &label),
        Code::NotMonth => words::not_month(language, &label),
        Code::NotYear => words::not_year(language, &label),
        Code::NotTime => words::not_time(language, &label),
        Code::NotIdentityNumber => words::not_identity_number(language, &label),
        Code::WrongIdentityNumber => words::wrong_identity_number(language, &label),
        Code::SyntheticIdentityNumber => words::synthetic_identity_number(language, &label),
        Code::NotOrganisationNumber => words::not_organisation_number(language, &label),
        Code::WrongOrganisationNumber => words::wrong_organisation_number(language, &label),
        Code::NotAccountNumber => words::not_account_number(language, &label),
        Code::WrongAccountNumber => words::wrong_account_number(language, &label),
        Code::NotIban => words::not_iban(language, &label),
        Code::WrongIban => words::wrong_iban(language, &label),
        Code::TooFewRows { min } => words::too_few_rows(language, &label, &min.to_string()),
        Code::TooManyRows { max } => words::too_many_rows(language, &label, &max.to_string()),
        Code::RepeatedRow => words::repeated_row(language, &label),
        Code::TooManyFiles { max } => words::too_many_files(language, &label, &max.to_string()),
        Code::FileTooLarge { max, file } => words::file_too_large(language, file, &max.to_string()),
        Code::WrongFileType { file } => words::wrong_file_type(language, file),
        Code::WrongFile => words::wrong_file(language, &label),
        Code::NotCoordinate => words::not_coordinate(language, &label),
        Code::NotCalculable => words::not_calculable(language, &label),
        Code::NotInOrder { check, other } => {
            own(ready, check).unwrap_or_else(|| words::not_in_order(language, &label, &ready.label(other)))
        }
        Code::SumTooLarge { check, limit } => {
            own(ready, check).unwrap_or_else(|| words::sum_too_large(language, &label, limit))
        }
        Code::SumDiffers { check, limit } => {
            own(ready, check).unwrap_or_else(|| words::sum_differs(language, &label, limit))
        }
        Code::NoneAnswered { check } => {
            own(ready, check).unwrap_or_else(|| words::none_answered(language, &label))
        }
        // The check of the pack sees to it that there are words.
        Code::CheckFailed { check } => ready.text(&["checks.", check]),
    }
}

/// The words of the form itself for one of its checks.
fn own(ready: &Ready, check: &str) -> Option<String> {
    ready.optional_text(&["checks.", check])
}

/// What is missing is said as one would say it of that kind of question.
fn required(issue: &Issue, ready: &Ready, label: &str, language: Language) -> String {
    match issue.part.as_deref() {
        Some("files") => return words::required_files(language, label),
        Some("by") => return words::required_by(language, label),
        _ => {}
    }
    match ready.form.field(&issue.field).map(|field| &field.kind) {
        Some(FieldKind::Radio(_) | FieldKind::Select(_) | FieldKind::Combobox(_) | FieldKind::Country) => {
            words::required_choice(language, label)
        }
        Some(FieldKind::Checkboxes(_)) => words::required_choices(language, label),
        Some(FieldKind::Checkbox | FieldKind::Consent) => words::required_flag(language, label),
        Some(FieldKind::Rows(_)) => words::required_rows(language, label),
        Some(FieldKind::Attachment(_)) => words::required_way(language, label),
        Some(
            FieldKind::Text(_)
            | FieldKind::Textarea(_)
            | FieldKind::Name
            | FieldKind::Number(_)
            | FieldKind::Money(_)
            | FieldKind::Date(_)
            | FieldKind::Month(_)
            | FieldKind::Year(_)
            | FieldKind::Time
            | FieldKind::Email
            | FieldKind::Phone
            | FieldKind::IdentityNumber
            | FieldKind::OrganisationNumber
            | FieldKind::AccountNumber
            | FieldKind::Iban
            | FieldKind::Address(_)
            | FieldKind::Group(_)
            | FieldKind::Calculated(_)
            | FieldKind::Info(_)
            | FieldKind::MapPoint,
        )
        | None => words::required(language, label),
    }
}
