//! What was answered, in words: for the summary page, the receipt and the case.
#![deny(clippy::wildcard_enum_match_arm)]

use locale::{Date, Language, grouped_number, long_date, phone};
use serde::{Deserialize, Serialize};

use crate::{
    Address, Answer, Answers, Context, FieldDefinition, FieldKind, Form, Texts, canonical::canonical,
    decimal::Decimal, validate::takes_answer,
};

/// The answers of a form as a person reads them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Summary {
    /// One for each visible page with an answer field.
    pub sections: Vec<Section>,
}

/// The answers of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Section {
    /// The page's id, for "change".
    pub page: String,
    /// The page's title.
    pub title: String,
    pub rows: Vec<Row>,
}

/// One question and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Row {
    /// The field's id.
    pub field: String,
    /// The question.
    pub label: String,
    /// The answer, a line each; none where it was left empty.
    pub lines: Vec<String>,
}

impl Form {
    /// The answers of all visible fields in words, page by page.
    #[must_use]
    pub fn summary(&self, texts: &Texts, answers: &Answers, context: &Context) -> Summary {
        let word = |key: String| texts.get(&key).map_or_else(|| key.clone(), str::to_owned);
        let pages = self.visible(answers, context).into_iter();
        let sections = pages.filter_map(|visible| {
            let asked = visible.fields.iter().filter(|field| takes_answer(&field.kind));
            let rows: Vec<Row> = asked
                .map(|field| Row {
                    field: field.id.clone(),
                    label: word(["fields.", &field.id, ".label"].concat()),
                    lines: answers
                        .get(&field.id)
                        .map(|answer| lines(field, answer, texts, context))
                        .unwrap_or_default(),
                })
                .collect();
            let title = word(["pages.", &visible.page.id, ".title"].concat());
            (!rows.is_empty()).then(|| Section { page: visible.page.id.clone(), title, rows })
        });
        Summary { sections: sections.collect() }
    }
}

/// An answer as lines of text. What cannot be read is shown as typed.
fn lines(field: &FieldDefinition, answer: &Answer, texts: &Texts, context: &Context) -> Vec<String> {
    let option = |key: &str| {
        let name = ["fields.", &field.id, ".options.", key].concat();
        texts.get(&name).unwrap_or(key).to_owned()
    };
    let Some(answer) = canonical(&field.kind, answer) else { return Vec::new() };
    match &field.kind {
        FieldKind::Text(_) | FieldKind::Name | FieldKind::Email => text(answer, |text| vec![text]),
        FieldKind::Textarea(_) => text(answer, |text| text.lines().map(str::to_owned).collect()),
        FieldKind::Number(_) => text(answer, |text| vec![number_in_words(text, context.language)]),
        FieldKind::Phone => text(answer, |text| vec![phone(&text)]),
        FieldKind::Radio(_) | FieldKind::Select(_) => text(answer, |key| vec![option(&key)]),
        FieldKind::Date(_) => text(answer, |text| {
            vec![Date::parse_iso(&text).map_or(text, |date| long_date(date, context.language))]
        }),
        FieldKind::Checkboxes(_) => match answer {
            Answer::Choices(keys) => keys.iter().map(|key| option(key)).collect(),
            Answer::Flag(_) | Answer::Text(_) | Answer::Address(_) => Vec::new(),
        },
        FieldKind::Checkbox => match answer {
            Answer::Flag(_) => vec![yes(context.language).to_owned()],
            Answer::Text(_) | Answer::Choices(_) | Answer::Address(_) => Vec::new(),
        },
        FieldKind::Address(_) => match answer {
            Answer::Address(Address { street, postal_code, city }) => {
                let place = [postal_code.as_str(), " ", &city].concat().trim().to_owned();
                [street, place].into_iter().filter(|line| !line.is_empty()).collect()
            }
            Answer::Flag(_) | Answer::Text(_) | Answer::Choices(_) => Vec::new(),
        },
        FieldKind::Info => Vec::new(),
    }
}

fn text(answer: Answer, lines: impl Fn(String) -> Vec<String>) -> Vec<String> {
    match answer {
        Answer::Text(text) => lines(text),
        Answer::Flag(_) | Answer::Choices(_) | Answer::Address(_) => Vec::new(),
    }
}

/// `10 000,5` in Norwegian, `10,000.5` in English.
fn number_in_words(text: String, language: Language) -> String {
    if Decimal::parse(&text).is_none() {
        return text;
    }
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let Ok(number) = whole.trim_start_matches('-').parse() else { return text };
    let sign = if whole.starts_with('-') { "\u{2212}" } else { "" };
    let comma = if part.is_empty() {
        ""
    } else if language == Language::En {
        "."
    } else {
        ","
    };
    [sign, &grouped_number(number, language), comma, part].concat()
}

fn yes(language: Language) -> &'static str {
    match language {
        Language::Nb | Language::Nn => "Ja",
        Language::En => "Yes",
    }
}
