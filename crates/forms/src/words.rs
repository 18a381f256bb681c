//! An answer as lines of text.
#![deny(clippy::wildcard_enum_match_arm)]

use locale::{Date, Language, grouped_number, long_date, phone};

use crate::{
    Answer, CalculatedRules, CalculatedType, FieldDefinition, FieldKind, FormDefinition, Texts, Way,
    decimal::Decimal, parts, value::Value,
};

/// The words of a form in the person's language.
pub(crate) struct Words<'a> {
    pub(crate) texts: &'a Texts,
    pub(crate) language: Language,
}

impl Words<'_> {
    /// The text of a key, or the key itself: a missing text is caught before a form goes live.
    pub(crate) fn text(&self, key: &[&str]) -> String {
        let key = key.concat();
        self.texts.get(&key).map_or_else(|| key.clone(), str::to_owned)
    }

    /// The words of an option; its key where it is none.
    fn option(&self, field: &FieldDefinition, option: &str) -> String {
        self.texts.get(&FormDefinition::option_key(field, option)).unwrap_or(option).to_owned()
    }

    /// How a document comes to us, in the words of the form where it has some.
    fn way(&self, field: &FieldDefinition, way: Way) -> String {
        let key = ["fields.", &field.id, ".ways.", way.key()].concat();
        self.texts.get(&key).unwrap_or_else(|| how(way, self)).to_owned()
    }

    fn either<'a>(&self, norwegian: &'a str, english: &'a str) -> &'a str {
        match self.language {
            Language::Nb | Language::Nn => norwegian,
            Language::En => english,
        }
    }
}

/// An answer in canonical form, or a calculated value, as lines. What cannot be read is shown as typed.
pub(crate) fn lines(
    field: &FieldDefinition,
    answer: Option<Answer>,
    value: &Value,
    words: &Words<'_>,
) -> Vec<String> {
    if let FieldKind::Calculated(rules) = &field.kind {
        return calculated(field, rules, value, words).into_iter().collect();
    }
    let Some(answer) = answer else { return Vec::new() };
    match &field.kind {
        FieldKind::Text(_) | FieldKind::Name | FieldKind::Email => text(answer, |text| text),
        FieldKind::Textarea(_) => match answer.as_text() {
            Some(text) => text.lines().map(str::to_owned).collect(),
            None => Vec::new(),
        },
        FieldKind::Number(_) => text(answer, |text| number_in_words(text, words)),
        FieldKind::Money(_) => text(answer, |text| money(text, words)),
        FieldKind::Phone => text(answer, |text| phone(&text)),
        FieldKind::Radio(_) | FieldKind::Select(_) | FieldKind::Combobox(_) | FieldKind::Country => {
            text(answer, |key| words.option(field, &key))
        }
        FieldKind::Date(_) => text(answer, |text| day(text, words)),
        FieldKind::Month(_) => text(answer, |text| month(text, words)),
        FieldKind::Year(_) => text(answer, |text| text),
        FieldKind::Time => text(answer, |text| time(text, words)),
        // Enough to know it by; the whole number is in the answers.
        FieldKind::IdentityNumber => text(answer, |text| masked(&text)),
        FieldKind::AccountNumber => text(answer, |text| grouped(&text, &[4, 2, 5])),
        FieldKind::Iban => text(answer, |text| grouped(&text, &[4; 9])),
        FieldKind::OrganisationNumber => match answer.as_organisation() {
            Some(organisation) => {
                let number = grouped(&organisation.number, &[3, 3, 3]);
                [organisation.name.clone(), number].into_iter().filter(|line| !line.is_empty()).collect()
            }
            None => Vec::new(),
        },
        FieldKind::Checkboxes(_) => match answer.as_choices() {
            Some(keys) => keys.iter().map(|key| words.option(field, key)).collect(),
            None => Vec::new(),
        },
        FieldKind::Checkbox | FieldKind::Consent => {
            [yes(words).to_owned()].into_iter().filter(|_| answer == Answer::Flag(true)).collect()
        }
        FieldKind::Address(_) => match answer.as_address() {
            Some(address) => {
                let place = [address.postal_code.as_str(), " ", &address.city].concat().trim().to_owned();
                [address.street.clone(), place].into_iter().filter(|line| !line.is_empty()).collect()
            }
            None => Vec::new(),
        },
        FieldKind::Attachment(_) => match answer.as_attachment() {
            Some(attachment) => {
                let way = Way::of_key(&attachment.how).map(|way| words.way(field, way));
                let mut lines = vec![way.unwrap_or_else(|| attachment.how.clone())];
                if !attachment.by.is_empty() {
                    lines[0] = [&lines[0], " ", &day(attachment.by.clone(), words)].concat();
                }
                lines.extend(attachment.files.iter().map(|file| file.name.clone()));
                lines
            }
            None => Vec::new(),
        },
        FieldKind::MapPoint => match answer.as_point() {
            Some(point) => {
                let place = if point.latitude.is_empty() && point.longitude.is_empty() {
                    String::new()
                } else {
                    [
                        point.latitude.as_str(),
                        "\u{b0} N, ",
                        &point.longitude,
                        "\u{b0} ",
                        words.either("Ø", "E"),
                    ]
                    .concat()
                };
                [point.description.clone(), place].into_iter().filter(|line| !line.is_empty()).collect()
            }
            None => Vec::new(),
        },
        FieldKind::Rows(_) => match answer.as_rows() {
            Some(rows) => vec![rows.len().to_string()],
            None => Vec::new(),
        },
        FieldKind::Group(_) | FieldKind::Calculated(_) | FieldKind::Info(_) => Vec::new(),
    }
}

fn text(answer: Answer, line: impl Fn(String) -> String) -> Vec<String> {
    answer.as_text().map(|text| line(text.to_owned())).into_iter().collect()
}

fn calculated(
    field: &FieldDefinition,
    rules: &CalculatedRules,
    value: &Value,
    words: &Words<'_>,
) -> Option<String> {
    Some(match (value, rules.result) {
        (Value::Number(number), CalculatedType::Money) => money(number.to_text(), words),
        (Value::Number(number), _) => number_in_words(number.to_text(), words),
        (Value::Date(date), _) => long_date(*date, words.language),
        (Value::Flag(true), _) => yes(words).to_owned(),
        (Value::Flag(false), _) => words.either("Nei", "No").to_owned(),
        (Value::Text(text), _) => words.option(field, text),
        (Value::Time(minutes), _) => time(parts::time_text(*minutes), words),
        (Value::Empty | Value::Failed | Value::Given | Value::List(_), _) => return None,
    })
}

/// `10 000,5` in Norwegian, `10,000.5` in English.
fn number_in_words(text: String, words: &Words<'_>) -> String {
    if Decimal::parse(&text).is_none() {
        return text;
    }
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let Ok(number) = whole.trim_start_matches('-').parse() else { return text };
    let sign = if whole.starts_with('-') { "\u{2212}" } else { "" };
    let comma = if part.is_empty() { "" } else { words.either(",", ".") };
    [sign, &grouped_number(number, words.language), comma, part].concat()
}

/// `1 250,50 kroner`: øre has two digits.
fn money(text: String, words: &Words<'_>) -> String {
    let Some(number) = Decimal::parse(&text) else { return text };
    let padding = if number.decimals() == 1 { "0" } else { "" };
    [&number_in_words(text, words), padding, "\u{a0}", words.either("kroner", "NOK")].concat()
}

fn day(text: String, words: &Words<'_>) -> String {
    Date::parse_iso(&text).map_or(text, |date| long_date(date, words.language))
}

/// `august 2026`: a long date without its day.
fn month(text: String, words: &Words<'_>) -> String {
    let Some(date) = parts::month(&text) else { return text };
    let long = long_date(date, words.language);
    long.split_once('\u{a0}').map_or(long.clone(), |(_, month)| month.to_owned())
}

fn time(text: String, words: &Words<'_>) -> String {
    match words.language {
        Language::Nb | Language::Nn => ["kl. ", &text.replace(':', ".")].concat(),
        Language::En => text,
    }
}

fn masked(number: &str) -> String {
    match number.get(..6) {
        Some(start) if number.len() == 11 => [start, " *****"].concat(),
        _ => number.to_owned(),
    }
}

/// Digits in groups, as they are read aloud.
fn grouped(text: &str, sizes: &[usize]) -> String {
    let mut rest = text;
    let mut out = String::new();
    for size in sizes {
        let end = rest.char_indices().nth(*size).map_or(rest.len(), |(index, _)| index);
        let (group, left) = rest.split_at(end);
        if !out.is_empty() && !group.is_empty() {
            out.push(' ');
        }
        out.push_str(group);
        rest = left;
    }
    out.push_str(rest);
    out
}

/// How a document comes to us.
fn how(way: Way, words: &Words<'_>) -> &'static str {
    let (bokmaal, nynorsk, english) = match way {
        Way::Now => ("Lagt ved", "Lagt ved", "Attached"),
        Way::Later => ("Sendes senest", "Blir sendt seinast", "To be sent by"),
        Way::AlreadySent => ("Sendt tidligere", "Sendt tidlegare", "Sent earlier"),
        Way::SomeoneElse => ("Andre sender det", "Andre sender det", "Someone else sends it"),
        Way::NotRelevant => ("Ikke aktuelt", "Ikkje aktuelt", "Not relevant"),
    };
    match words.language {
        Language::Nb => bokmaal,
        Language::Nn => nynorsk,
        Language::En => english,
    }
}

fn yes<'a>(words: &Words<'_>) -> &'a str {
    words.either("Ja", "Yes")
}
