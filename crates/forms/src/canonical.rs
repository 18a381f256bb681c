//! The one form in which an answer is sent, whatever the person typed: trimmed text, ISO dates, E.164 phones.
#![deny(clippy::wildcard_enum_match_arm)]

use locale::Date;

use crate::{Address, Answer, Answers, Context, FieldKind, Form, decimal::Decimal};

impl Form {
    /// The answers to send: those of visible fields that are answered, in canonical form. What cannot be
    /// read stays as typed, for validation to refuse.
    #[must_use]
    pub fn to_submit(&self, answers: &Answers, context: &Context) -> Answers {
        let fields = self.visible_fields(answers, context);
        let sent = fields
            .filter_map(|field| Some((field.id.clone(), canonical(&field.kind, answers.get(&field.id)?)?)));
        Answers(sent.collect())
    }
}

/// The answer in canonical form; nothing where it is empty.
pub(crate) fn canonical(kind: &FieldKind, answer: &Answer) -> Option<Answer> {
    match kind {
        FieldKind::Text(_)
        | FieldKind::Textarea(_)
        | FieldKind::Name
        | FieldKind::Email
        | FieldKind::Radio(_)
        | FieldKind::Select(_) => text(answer, str::to_owned),
        FieldKind::Number(_) => {
            text(answer, |text| number(text).map_or_else(|| text.to_owned(), |number| number.to_string()))
        }
        FieldKind::Date(_) => {
            text(answer, |text| date(text).map_or_else(|| text.to_owned(), |date| date.to_string()))
        }
        FieldKind::Phone => text(answer, |text| phone(text).unwrap_or_else(|| text.to_owned())),
        FieldKind::Checkbox => (*answer != Answer::Flag(false)).then(|| answer.clone()),
        FieldKind::Checkboxes(rules) => match answer {
            Answer::Choices(chosen) if chosen.is_empty() => None,
            // In the order of the form, each once; what is no option stays, for validation to refuse.
            Answer::Choices(chosen) => {
                let known = rules.options.iter().filter(|option| chosen.contains(option)).cloned();
                let others = chosen.iter().filter(|option| !rules.options.contains(option)).cloned();
                Some(Answer::Choices(known.chain(others).collect()))
            }
            Answer::Flag(_) | Answer::Text(_) | Answer::Address(_) => Some(answer.clone()),
        },
        FieldKind::Address(_) => match answer {
            Answer::Address(address) => {
                let [street, postal_code, city] =
                    [&address.street, &address.postal_code, &address.city].map(|part| part.trim().to_owned());
                let is_empty = street.is_empty() && postal_code.is_empty() && city.is_empty();
                (!is_empty).then_some(Answer::Address(Address { street, postal_code, city }))
            }
            Answer::Flag(_) | Answer::Text(_) | Answer::Choices(_) => Some(answer.clone()),
        },
        FieldKind::Info => Some(answer.clone()),
    }
}

fn text(answer: &Answer, read: impl Fn(&str) -> String) -> Option<Answer> {
    match answer {
        Answer::Text(text) => {
            let trimmed = text.trim();
            (!trimmed.is_empty()).then(|| Answer::Text(read(trimmed)))
        }
        Answer::Flag(_) | Answer::Choices(_) | Answer::Address(_) => Some(answer.clone()),
    }
}

/// A number as people write it.
pub(crate) fn number(text: &str) -> Option<Decimal> {
    Decimal::parse(text)
}

/// `2026-08-24`, `24.8.2026` or `24.08.26`.
pub(crate) fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(date) = Date::parse_iso(text) {
        return Some(date);
    }
    let mut parts = text.split('.').map(str::trim);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let are_digits = [day, month, year]
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    if parts.next().is_some() || !are_digits {
        return None;
    }
    let century = match year.len() {
        2 => 2000,
        4 => 0,
        _ => return None,
    };
    Date::new(century + year.parse::<u16>().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// E.164: `+4722334455`. Eight digits are Norwegian (they start with 2 to 9); others need their country code.
pub(crate) fn phone(text: &str) -> Option<String> {
    let compact: String =
        text.chars().filter(|next| !next.is_whitespace() && !matches!(next, '-' | '(' | ')')).collect();
    let international = compact.strip_prefix("00").or_else(|| compact.strip_prefix('+'));
    let digits = international.unwrap_or(&compact);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let is_norwegian = |number: &str| number.len() == 8 && !number.starts_with(['0', '1']);
    match international {
        None if is_norwegian(digits) => Some(format!("+47{digits}")),
        None => None,
        Some(digits) => match digits.strip_prefix("47") {
            Some(national) => is_norwegian(national).then(|| format!("+47{national}")),
            None => (7..=15).contains(&digits.len()).then(|| format!("+{digits}")),
        },
    }
}
