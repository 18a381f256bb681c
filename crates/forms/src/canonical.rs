//! The one form in which an answer is sent, whatever the person typed: trimmed text, ISO dates, E.164 phones.
#![deny(clippy::wildcard_enum_match_arm)]

use locale::Date;

use crate::{Address, Answer, Answers, Context, FieldKind, Form, decimal::Decimal};

impl Form {
    /// The answers to send: those of visible fields that are answered, in canonical form. What cannot be
    /// read stays as typed, for validation to refuse.
    #[must_use]
    pub fn to_submit(&self, answers: &Answers, context: &Context) -> Answers {
        let mut sent = Answers::default();
        for field in self.visible_fields(answers, context) {
            let answer = answers.get(&field.id).and_then(|answer| canonical(&field.kind, answer));
            if let Some(answer) = answer {
                sent.0.insert(field.id.clone(), answer);
            }
        }
        sent
    }
}

/// The answer in canonical form; nothing where it is empty. An answer of the wrong kind stays as it is.
pub(crate) fn canonical(kind: &FieldKind, answer: &Answer) -> Option<Answer> {
    match kind {
        FieldKind::Text(_)
        | FieldKind::Name
        | FieldKind::Email
        | FieldKind::Radio(_)
        | FieldKind::Select(_) => text(answer, line),
        FieldKind::Textarea(_) => text(answer, lines),
        FieldKind::Number(_) => text(answer, |text| read(text, number)),
        FieldKind::Phone => text(answer, |text| phone(text).unwrap_or_else(|| line(text))),
        // The three parts of a date, all empty, come as two full stops.
        FieldKind::Date(_) if is_blank_date(answer) => None,
        FieldKind::Date(_) => text(answer, |text| read(text, date)),
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
                    [&address.street, &address.postal_code, &address.city].map(|part| line(part));
                let is_empty = street.is_empty() && postal_code.is_empty() && city.is_empty();
                (!is_empty).then_some(Answer::Address(Address { street, postal_code, city }))
            }
            Answer::Flag(_) | Answer::Text(_) | Answer::Choices(_) => Some(answer.clone()),
        },
        FieldKind::Info => None,
    }
}

fn text(answer: &Answer, clean: impl Fn(&str) -> String) -> Option<Answer> {
    match answer {
        Answer::Text(text) => {
            let text = clean(text);
            (!text.is_empty()).then_some(Answer::Text(text))
        }
        Answer::Flag(_) | Answer::Choices(_) | Answer::Address(_) => Some(answer.clone()),
    }
}

/// One line: a tab, as comes with pasted text, counts as a space.
fn line(text: &str) -> String {
    text.replace('\t', " ").trim().to_owned()
}

/// Several lines, which end alike whatever system they were typed on.
fn lines(text: &str) -> String {
    line(&text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn read<T: std::fmt::Display>(text: &str, parse: impl Fn(&str) -> Option<T>) -> String {
    parse(text).map_or_else(|| line(text), |value| value.to_string())
}

fn is_blank_date(answer: &Answer) -> bool {
    matches!(answer, Answer::Text(text) if text.chars().all(|next| next == '.' || next.is_whitespace()))
}

/// A number as people write it.
pub(crate) fn number(text: &str) -> Option<Decimal> {
    Decimal::parse(text)
}

/// `2026-08-24`, `24.8.2026` or `24.08.26`; two digits are a year of this century.
pub(crate) fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(date) = Date::parse_iso(text) {
        return Some(date);
    }
    let mut parts = text.split('.').map(str::trim);
    let [day, month, year] = [parts.next()?, parts.next()?, parts.next()?];
    let are_digits = [day, month, year].iter().all(|part| is_digits(part) && part.len() <= 4);
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

/// E.164: `+4722334455`. Eight digits are Norwegian and start with 2 to 9; others need their country code.
pub(crate) fn phone(text: &str) -> Option<String> {
    let compact: String =
        text.chars().filter(|next| !next.is_whitespace() && !matches!(next, '-' | '(' | ')')).collect();
    let international = compact.strip_prefix("00").or_else(|| compact.strip_prefix('+'));
    let digits = international.unwrap_or(&compact);
    let national = if international.is_some() { digits.strip_prefix("47") } else { Some(digits) };
    match national {
        _ if !is_digits(digits) => None,
        Some(national) => {
            let is_norwegian = national.len() == 8 && !national.starts_with(['0', '1']);
            is_norwegian.then(|| ["+47", national].concat())
        }
        // No country has a code that starts with 0.
        None => {
            ((7..=15).contains(&digits.len()) && !digits.starts_with('0')).then(|| ["+", digits].concat())
        }
    }
}

pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
