//! The one form in which an answer is sent, whatever the person typed: trimmed text, ISO dates, E.164 phones.
#![deny(clippy::wildcard_enum_match_arm)]

use crate::{
    Address, Answer, AnswerRow, Attachment, FieldKind, Organisation, Point, Way,
    decimal::Decimal,
    parts::{date, month, month_text, phone, time, time_text, year},
};

/// The answer in canonical form; nothing where it is empty. An answer of the wrong kind stays as it is.
/// Rows are cleaned by whoever knows which fields of each are seen.
pub(crate) fn canonical(kind: &FieldKind, options: &[String], answer: &Answer) -> Option<Answer> {
    match kind {
        FieldKind::Text(_)
        | FieldKind::Name
        | FieldKind::Email
        | FieldKind::Radio(_)
        | FieldKind::Select(_)
        | FieldKind::Combobox(_) => text(answer, line),
        FieldKind::Country => text(answer, |text| line(text).to_ascii_uppercase()),
        FieldKind::Textarea(_) => text(answer, lines),
        FieldKind::Number(_) | FieldKind::Money(_) => {
            text(answer, |text| or_line(text, Decimal::parse(text).map(Decimal::to_text)))
        }
        FieldKind::Phone => text(answer, |text| or_line(text, phone(text))),
        // The parts of a date, all empty, come as full stops.
        FieldKind::Date(_) | FieldKind::Month(_) if is_blank_date(answer) => None,
        FieldKind::Date(_) => text(answer, |text| or_line(text, date(text).map(|date| date.to_string()))),
        FieldKind::Month(_) => text(answer, |text| or_line(text, month(text).map(month_text))),
        FieldKind::Year(_) => text(answer, |text| or_line(text, year(text).map(|_| text.trim().to_owned()))),
        FieldKind::Time => text(answer, |text| or_line(text, time(text).map(time_text))),
        FieldKind::IdentityNumber => text(answer, |text| without(text, &[' ', '\u{a0}'])),
        FieldKind::AccountNumber => text(answer, |text| without(text, &[' ', '\u{a0}', '.'])),
        FieldKind::Iban => text(answer, |text| without(text, &[' ', '\u{a0}']).to_ascii_uppercase()),
        FieldKind::OrganisationNumber => organisation(answer),
        FieldKind::Checkbox | FieldKind::Consent => (*answer != Answer::Flag(false)).then(|| answer.clone()),
        FieldKind::Checkboxes(_) => choices(options, answer),
        FieldKind::Address(_) => address(answer),
        FieldKind::Attachment(rules) => attachment(rules.ways(), answer),
        FieldKind::MapPoint => point(answer),
        // A list without anything in it may be one of choices or of rows.
        FieldKind::Rows(_) => {
            let is_empty = answer.as_rows().is_some_and(<[AnswerRow]>::is_empty)
                || answer.as_choices().is_some_and(<[String]>::is_empty);
            (!is_empty).then(|| answer.clone())
        }
        FieldKind::Group(_) | FieldKind::Calculated(_) | FieldKind::Info(_) => None,
    }
}

fn text(answer: &Answer, clean: impl Fn(&str) -> String) -> Option<Answer> {
    let Some(text) = answer.as_text() else { return Some(answer.clone()) };
    let text = clean(text);
    (!text.is_empty()).then_some(Answer::Text(text))
}

/// One line: a tab, as comes with pasted text, counts as a space.
fn line(text: &str) -> String {
    text.replace('\t', " ").trim().to_owned()
}

/// Several lines, which end alike whatever system they were typed on.
fn lines(text: &str) -> String {
    line(&text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn or_line(text: &str, read: Option<String>) -> String {
    read.unwrap_or_else(|| line(text))
}

fn without(text: &str, signs: &[char]) -> String {
    line(text).replace(signs, "")
}

fn is_blank_date(answer: &Answer) -> bool {
    let is_blank = |text: &str| text.chars().all(|next| next == '.' || next.is_whitespace());
    answer.as_text().is_some_and(is_blank)
}

/// In the order of the form, each once; what is no option stays, for validation to refuse.
fn choices(options: &[String], answer: &Answer) -> Option<Answer> {
    let Answer::Choices(chosen) = answer else { return Some(answer.clone()) };
    let known = options.iter().filter(|option| chosen.contains(option)).cloned();
    let others = chosen.iter().filter(|option| !options.contains(option)).cloned();
    let all: Vec<String> = known.chain(others).collect();
    (!all.is_empty()).then_some(Answer::Choices(all))
}

fn address(answer: &Answer) -> Option<Answer> {
    let Answer::Address(address) = answer else { return Some(answer.clone()) };
    let [street, postal_code, city] =
        [&address.street, &address.postal_code, &address.city].map(|part| line(part));
    let is_empty = street.is_empty() && postal_code.is_empty() && city.is_empty();
    (!is_empty).then_some(Answer::Address(Address { street, postal_code, city }))
}

/// A number that was typed and one that was looked up are sent alike.
fn organisation(answer: &Answer) -> Option<Answer> {
    let clean = |number: &str, name: &str| {
        let (number, name) = (without(number, &[' ', '\u{a0}']), line(name));
        (!number.is_empty()).then_some(Answer::Organisation(Organisation { number, name }))
    };
    match answer {
        Answer::Text(number) => clean(number, ""),
        Answer::Organisation(organisation) => clean(&organisation.number, &organisation.name),
        Answer::Flag(_)
        | Answer::Choices(_)
        | Answer::Address(_)
        | Answer::Rows(_)
        | Answer::Attachment(_)
        | Answer::Point(_) => Some(answer.clone()),
    }
}

/// Files go with *now*, the day with *later*; what belongs to a way that is not chosen stays in the draft.
fn attachment(ways: &[Way], answer: &Answer) -> Option<Answer> {
    let Answer::Attachment(attachment) = answer else { return Some(answer.clone()) };
    let how = line(&attachment.how);
    let how = match ways {
        [only] if how.is_empty() && !attachment.files.is_empty() => only.key().to_owned(),
        _ => how,
    };
    let by = match Way::of_key(&how) {
        Some(Way::Later) => or_line(&attachment.by, date(&attachment.by).map(|date| date.to_string())),
        _ => String::new(),
    };
    let files = if how == Way::Now.key() { attachment.files.clone() } else { Vec::new() };
    let by = if by.chars().all(|next| next == '.') { String::new() } else { by };
    (!how.is_empty()).then_some(Answer::Attachment(Attachment { how, by, files }))
}

fn point(answer: &Answer) -> Option<Answer> {
    let Answer::Point(point) = answer else { return Some(answer.clone()) };
    let degrees = |text: &str| or_line(text, Decimal::parse(text).map(Decimal::to_text));
    let (latitude, longitude) = (degrees(&point.latitude), degrees(&point.longitude));
    let description = line(&point.description);
    let is_empty = latitude.is_empty() && longitude.is_empty() && description.is_empty();
    (!is_empty).then_some(Answer::Point(Point { latitude, longitude, description }))
}
