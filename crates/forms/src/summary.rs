//! What was answered, in words: for the summary page, the receipt and the case.

#![deny(clippy::wildcard_enum_match_arm)]

use locale::{Date, Language, long_date, phone};
use serde::{Deserialize, Serialize};

use crate::{Answer, Answers, Context, FieldDefinition, FieldKind, Form, Texts, canonical::canonical};

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
            let asked = visible.fields.iter().filter(|field| !matches!(field.kind, FieldKind::Info));
            let rows: Vec<Row> = asked
                .map(|field| Row {
                    field: field.id.clone(),
                    label: word(format!("fields.{}.label", field.id)),
                    lines: answers
                        .get(&field.id)
                        .map(|answer| lines(field, answer, texts, context))
                        .unwrap_or_default(),
                })
                .collect();
            let title = word(format!("pages.{}.title", visible.page.id));
            (!rows.is_empty()).then(|| Section { page: visible.page.id.clone(), title, rows })
        });
        Summary { sections: sections.collect() }
    }
}

/// An answer as lines of text. What cannot be read is shown as typed.
fn lines(field: &FieldDefinition, answer: &Answer, texts: &Texts, context: &Context) -> Vec<String> {
    let option =
        |key: &str| texts.get(&format!("fields.{}.options.{key}", field.id)).unwrap_or(key).to_owned();
    let Some(answer) = canonical(&field.kind, answer) else { return Vec::new() };
    match (&field.kind, answer) {
        (FieldKind::Textarea(_), Answer::Text(text)) => text.lines().map(str::to_owned).collect(),
        (FieldKind::Radio(_) | FieldKind::Select(_), Answer::Text(key)) => vec![option(&key)],
        (FieldKind::Checkboxes(_), Answer::Choices(keys)) => keys.iter().map(|key| option(key)).collect(),
        (FieldKind::Checkbox, Answer::Flag(true)) => vec![yes(context.language).to_owned()],
        (FieldKind::Date(_), Answer::Text(text)) => {
            vec![Date::parse_iso(&text).map_or(text, |date| long_date(date, context.language))]
        }
        (FieldKind::Number(_), Answer::Text(text)) => {
            vec![if context.language == Language::En { text } else { text.replace('.', ",") }]
        }
        (FieldKind::Phone, Answer::Text(text)) => vec![phone(&text)],
        (FieldKind::Address(_), Answer::Address(address)) => {
            vec![
                address.street,
                [address.postal_code.as_str(), address.city.as_str()].join(" ").trim().to_owned(),
            ]
        }
        (FieldKind::Text(_) | FieldKind::Name | FieldKind::Email, Answer::Text(text)) => vec![text],
        (
            FieldKind::Text(_)
            | FieldKind::Textarea(_)
            | FieldKind::Name
            | FieldKind::Number(_)
            | FieldKind::Checkbox
            | FieldKind::Checkboxes(_)
            | FieldKind::Radio(_)
            | FieldKind::Select(_)
            | FieldKind::Date(_)
            | FieldKind::Email
            | FieldKind::Phone
            | FieldKind::Address(_)
            | FieldKind::Info,
            _,
        ) => Vec::new(),
    }
}

fn yes(language: Language) -> &'static str {
    match language {
        Language::Nb | Language::Nn => "Ja",
        Language::En => "Yes",
    }
}
