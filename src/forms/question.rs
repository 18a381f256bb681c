//! One question of a form: where it stands, what is said around it, and its answer.

use forms::{Answer, At, FieldDefinition, Need, Prefill};
use leptos::prelude::*;
use locale::Language;

use super::{
    filling::{Filling, Ready},
    issue_words::message_now,
};
use crate::{texts::forms as words, ui::Choice};

/// Where a question stands: the field, and the row where it is asked once a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    pub field: String,
    /// The repeating group and the row's id.
    pub row: Option<(String, String)>,
}

impl Place {
    /// A field that is asked once.
    pub fn field(field: &str) -> Self {
        Self { field: field.to_owned(), row: None }
    }

    pub fn of(at: At<'_>) -> Self {
        Self { field: at.field.to_owned(), row: at.row.map(|(rows, row)| (rows.to_owned(), row.to_owned())) }
    }

    pub fn at(&self) -> At<'_> {
        At { field: &self.field, row: self.row.as_ref().map(|(rows, row)| (rows.as_str(), row.as_str())) }
    }

    /// The row's id.
    pub fn row_id(&self) -> Option<&str> {
        self.row.as_ref().map(|(_, row)| row.as_str())
    }

    /// The id of the question's element on the page; of a part of it where there is one.
    pub fn target(&self, part: Option<&str>) -> String {
        target(&self.field, self.row_id(), part)
    }
}

/// The id of an element on the page.
pub fn target(field: &str, row: Option<&str>, part: Option<&str>) -> String {
    let mut id = ["felt-", field].concat();
    for more in [row, part].into_iter().flatten() {
        id.push('-');
        id.push_str(more);
    }
    id
}

/// What every input needs to know of its question.
#[derive(Clone)]
pub struct Question {
    pub filling: Filling,
    pub place: Place,
    pub id: String,
    pub label: String,
    pub description: Option<String>,
    pub optional_mark: Option<String>,
    pub note: Signal<Option<String>>,
    pub error: Signal<Option<String>>,
    pub on_blur: Callback<()>,
}

impl Question {
    pub fn new(
        filling: Filling,
        place: Place,
        definition: &FieldDefinition,
        ready: &Ready,
        language: Language,
    ) -> Self {
        let (for_note, for_error, for_blur) = (place.clone(), place.clone(), place.clone());
        let source = definition.prefill.map(|prefill| match prefill {
            Prefill::Name | Prefill::Address => words::FROM_REGISTER,
            Prefill::Email | Prefill::Phone => words::FROM_CONTACT,
        });
        let note = Signal::derive(move || {
            let is_prefilled = filling.prefilled.with(|fields| fields.contains(&for_note.field));
            source.filter(|_| is_prefilled).map(|source| source.in_language(language).to_owned())
        });
        let may_be_empty = definition.need != Need::Required;
        Self {
            filling,
            id: place.target(None),
            label: ready.label(&place.field),
            description: ready.optional_text(&["fields.", &place.field, ".description"]),
            optional_mark: may_be_empty.then(|| words::OPTIONAL.in_language(language).to_owned()),
            note,
            error: Signal::derive(move || message_now(filling, &for_error, None)),
            on_blur: Callback::new(move |()| filling.leave_field(&for_blur)),
            place,
        }
    }

    /// The answer as the input shows it.
    pub fn answer<T: Send + Sync + 'static>(
        &self,
        read: impl Fn(Option<&Answer>) -> T + Send + Sync + 'static,
    ) -> Signal<T> {
        let (filling, place) = (self.filling, self.place.clone());
        Signal::derive(move || {
            filling.answers.track_place(&place);
            filling.answers.with(|answers| read(answers.at(place.at())))
        })
    }

    /// Sets the answer.
    pub fn set(&self) -> Callback<Option<Answer>> {
        let (filling, place) = (self.filling, self.place.clone());
        Callback::new(move |answer| filling.answer(&place, answer))
    }

    /// The answer as text; empty where there is none.
    pub fn text(&self) -> Signal<String> {
        self.answer(|answer| answer.and_then(Answer::as_text).unwrap_or_default().to_owned())
    }

    /// Takes a text as the answer; an empty one is none.
    pub fn set_text(&self) -> Callback<String> {
        let set = self.set();
        Callback::new(move |text: String| set.run((!text.is_empty()).then_some(Answer::Text(text))))
    }

    /// The message of the field as a whole, where it has parts with messages of their own.
    pub fn whole_error(&self) -> Signal<Option<String>> {
        let (filling, place) = (self.filling, self.place.clone());
        Signal::derive(move || {
            let is_whole = filling.issues.with(|issues| {
                issues.iter().any(|issue| {
                    issue.field == place.field
                        && issue.row.as_deref() == place.row_id()
                        && issue.part.is_none()
                })
            });
            if is_whole { message_now(filling, &place, None) } else { None }
        })
    }

    /// The message of a part of the field.
    pub fn part_error(&self, part: &'static str) -> Signal<Option<String>> {
        let (filling, place) = (self.filling, self.place.clone());
        Signal::derive(move || message_now(filling, &place, Some(part)))
    }
}

/// The options of a choice in words.
pub fn choices(field: &FieldDefinition, ready: &Ready) -> Vec<Choice> {
    let definition = ready.form.definition();
    let choice = |option: &str| Choice {
        value: option.to_owned(),
        label: ready.text(&[&forms::FormDefinition::option_key(field, option)]),
        description: ready.optional_text(&["fields.", &field.id, ".option_descriptions.", option]),
    };
    if field.kind == forms::FieldKind::Country {
        return forms::countries().map(choice).collect();
    }
    definition.options(&field.kind).iter().map(|option| choice(option)).collect()
}
