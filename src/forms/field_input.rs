//! The input of each kind of field. A new kind does not compile before it has one.
#![deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

use forms::{Address, Answer, FieldDefinition, FieldKind, Prefill};
use leptos::prelude::*;
use locale::Language;

use super::{
    filling::{Filling, Ready},
    issue_words::{message_now, target},
};
use crate::{
    texts::forms as words,
    ui::{
        AddressErrors, AddressField, AddressLabels, AddressParts, Alert, AlertLevel, Checkbox, CheckboxGroup,
        Choice, Counter, DateField, DateLabels, DateParts, RadioGroup, Select, TextField, TextKind, Textarea,
    },
};

/// What every input needs to know of its field.
struct Question {
    filling: Filling,
    field: String,
    id: String,
    label: String,
    description: Option<String>,
    optional_mark: Option<String>,
    note: Signal<Option<String>>,
    error: Signal<Option<String>>,
    on_blur: Callback<()>,
}

/// The input of a field, with its question, help, message and answer.
pub fn field_input(filling: Filling, field: &str, language: Language) -> AnyView {
    let Some(ready) = filling.ready.get_untracked() else { return ().into_any() };
    let Some(definition) = ready.form.field(field).cloned() else { return ().into_any() };
    let question = Question::new(filling, &definition, &ready, language);
    match &definition.kind {
        FieldKind::Text(_) => line(question, TextKind::Text, None),
        FieldKind::Name => line(question, TextKind::Text, Some("name")),
        FieldKind::Email => line(question, TextKind::Email, Some("email")),
        FieldKind::Phone => line(question, TextKind::Phone, Some("tel")),
        FieldKind::Number(rules) => {
            line(question, if rules.decimals == 0 { TextKind::Digits } else { TextKind::Decimal }, None)
        }
        FieldKind::Textarea(rules) => {
            let most = if rules.max_length == 0 { forms::TEXTAREA_LENGTH } else { rules.max_length };
            lines(question, u32::from(most), language)
        }
        FieldKind::Checkbox => statement(question),
        FieldKind::Checkboxes(rules) => several(question, choices(&rules.options, &definition.id, &ready)),
        FieldKind::Radio(rules) => one_of_few(question, choices(&rules.options, &definition.id, &ready)),
        FieldKind::Select(rules) => {
            one_of_many(question, choices(&rules.options, &definition.id, &ready), language)
        }
        FieldKind::Date(_) => day(question, language),
        FieldKind::Address(_) => address(question, language),
        FieldKind::Info => notice(&question),
    }
}

impl Question {
    fn new(filling: Filling, definition: &FieldDefinition, ready: &Ready, language: Language) -> Self {
        let field = definition.id.clone();
        let (for_note, for_error, for_blur) = (field.clone(), field.clone(), field.clone());
        let source = definition.prefill.map(|prefill| match prefill {
            Prefill::Name | Prefill::Address => words::FROM_REGISTER,
            Prefill::Email | Prefill::Phone => words::FROM_CONTACT,
        });
        let note = Signal::derive(move || {
            let is_prefilled = filling.prefilled.with(|fields| fields.contains(&for_note));
            source.filter(|_| is_prefilled).map(|source| source.in_language(language).to_owned())
        });
        Self {
            filling,
            id: target(&field, None),
            label: ready.label(&field),
            description: ready.optional_text(&["fields.", &field, ".description"]),
            optional_mark: definition.optional.then(|| words::OPTIONAL.in_language(language).to_owned()),
            note,
            error: Signal::derive(move || message_now(filling, &for_error, None)),
            on_blur: Callback::new(move |()| filling.leave_field(&for_blur)),
            field,
        }
    }

    /// The answer as text; empty where there is none.
    fn text(&self) -> Signal<String> {
        let (filling, field) = (self.filling, self.field.clone());
        Signal::derive(move || {
            filling.answers.with(|answers| match answers.get(&field) {
                Some(Answer::Text(text)) => text.clone(),
                Some(Answer::Flag(_) | Answer::Choices(_) | Answer::Address(_)) | None => String::new(),
            })
        })
    }

    /// Takes a text as the answer; an empty one is none.
    fn set_text(&self) -> Callback<String> {
        let (filling, field) = (self.filling, self.field.clone());
        Callback::new(move |text: String| {
            filling.answer(&field, (!text.is_empty()).then_some(Answer::Text(text)));
        })
    }

    /// The message of the field as a whole, where it has parts with messages of their own.
    fn whole_error(&self) -> Signal<Option<String>> {
        let (filling, field) = (self.filling, self.field.clone());
        Signal::derive(move || {
            let is_whole = filling
                .issues
                .with(|issues| issues.iter().any(|issue| issue.field == field && issue.part.is_none()));
            if is_whole { message_now(filling, &field, None) } else { None }
        })
    }

    /// The message of a part of the field.
    fn part_error(&self, part: &'static str) -> Signal<Option<String>> {
        let (filling, field) = (self.filling, self.field.clone());
        Signal::derive(move || message_now(filling, &field, Some(part)))
    }
}

fn choices(options: &[String], field: &str, ready: &Ready) -> Vec<Choice> {
    let choice = |option: &String| Choice {
        value: option.clone(),
        label: ready.text(&["fields.", field, ".options.", option]),
        description: ready.optional_text(&["fields.", field, ".option_descriptions.", option]),
    };
    options.iter().map(choice).collect()
}

fn line(question: Question, kind: TextKind, autocomplete: Option<&'static str>) -> AnyView {
    let (value, on_change) = (question.text(), question.set_text());
    view! {
        <TextField
            id=question.id label=question.label description=question.description optional_mark=question.optional_mark
            note=question.note error=question.error kind=kind autocomplete=autocomplete
            value=value on_change=on_change on_blur=question.on_blur
        />
    }
    .into_any()
}

fn lines(question: Question, most: u32, language: Language) -> AnyView {
    let (value, on_change) = (question.text(), question.set_text());
    let text = Callback::new(move |left: i64| {
        let count = u32::try_from(left.unsigned_abs()).unwrap_or(u32::MAX);
        if left < 0 {
            words::characters_over(language, count)
        } else {
            words::characters_left(language, count)
        }
    });
    let counter = Counter { limit: most, text };
    view! {
        <Textarea
            id=question.id label=question.label description=question.description optional_mark=question.optional_mark
            note=question.note error=question.error counter=Some(counter)
            value=value on_change=on_change on_blur=question.on_blur
        />
    }
    .into_any()
}

fn statement(question: Question) -> AnyView {
    let (filling, field) = (question.filling, question.field.clone());
    let for_change = field.clone();
    let checked = Signal::derive(move || {
        filling.answers.with(|answers| answers.get(&field) == Some(&Answer::Flag(true)))
    });
    let on_change = Callback::new(move |is_ticked: bool| {
        filling.answer(&for_change, is_ticked.then_some(Answer::Flag(true)));
    });
    view! {
        <Checkbox
            id=question.id label=question.label description=question.description optional_mark=question.optional_mark
            error=question.error value=checked on_change=on_change on_blur=question.on_blur
        />
    }
    .into_any()
}

fn several(question: Question, choices: Vec<Choice>) -> AnyView {
    let (filling, field) = (question.filling, question.field.clone());
    let for_change = field.clone();
    let chosen = Signal::derive(move || {
        filling.answers.with(|answers| match answers.get(&field) {
            Some(Answer::Choices(chosen)) => chosen.clone(),
            Some(Answer::Flag(_) | Answer::Text(_) | Answer::Address(_)) | None => Vec::new(),
        })
    });
    let on_change = Callback::new(move |chosen: Vec<String>| {
        filling.answer(&for_change, (!chosen.is_empty()).then_some(Answer::Choices(chosen)));
    });
    view! {
        <CheckboxGroup
            id=question.id label=question.label description=question.description optional_mark=question.optional_mark
            error=question.error options=choices value=chosen on_change=on_change on_blur=question.on_blur
        />
    }
    .into_any()
}

fn one_of_few(question: Question, choices: Vec<Choice>) -> AnyView {
    let (value, on_change) = (question.text(), question.set_text());
    view! {
        <RadioGroup
            id=question.id label=question.label description=question.description optional_mark=question.optional_mark
            error=question.error options=choices value=value on_change=on_change on_blur=question.on_blur
        />
    }
    .into_any()
}

fn one_of_many(question: Question, choices: Vec<Choice>, language: Language) -> AnyView {
    let (value, on_change) = (question.text(), question.set_text());
    view! {
        <Select
            id=question.id label=question.label description=question.description optional_mark=question.optional_mark
            error=question.error options=choices placeholder=words::CHOOSE.in_language(language)
            value=value on_change=on_change on_blur=question.on_blur
        />
    }
    .into_any()
}

fn day(question: Question, language: Language) -> AnyView {
    let text = question.text();
    let set = question.set_text();
    let value = Signal::derive(move || text.with(|text| date_parts(text)));
    let on_change = Callback::new(move |parts: DateParts| set.run(date_text(&parts)));
    let labels = DateLabels {
        day: words::DAY.in_language(language).to_owned(),
        month: words::MONTH.in_language(language).to_owned(),
        year: words::YEAR.in_language(language).to_owned(),
    };
    view! {
        <DateField
            id=question.id label=question.label description=question.description optional_mark=question.optional_mark
            error=question.error part_labels=labels value=value on_change=on_change on_blur=question.on_blur
        />
    }
    .into_any()
}

fn address(question: Question, language: Language) -> AnyView {
    let (filling, field) = (question.filling, question.field.clone());
    let for_change = field.clone();
    let value = Signal::derive(move || {
        filling.answers.with(|answers| match answers.get(&field) {
            Some(Answer::Address(Address { street, postal_code, city })) => {
                AddressParts { street: street.clone(), postal_code: postal_code.clone(), city: city.clone() }
            }
            Some(Answer::Flag(_) | Answer::Text(_) | Answer::Choices(_)) | None => AddressParts::default(),
        })
    });
    let on_change = Callback::new(move |parts: AddressParts| {
        let AddressParts { street, postal_code, city } = parts;
        let is_empty = street.is_empty() && postal_code.is_empty() && city.is_empty();
        filling.answer(
            &for_change,
            (!is_empty).then_some(Answer::Address(Address { street, postal_code, city })),
        );
    });
    let labels = AddressLabels {
        street: words::STREET.in_language(language).to_owned(),
        postal_code: words::POSTAL_CODE.in_language(language).to_owned(),
        city: words::CITY.in_language(language).to_owned(),
    };
    let [street, postal_code, city] = ["street", "postal_code", "city"].map(|part| question.part_error(part));
    let errors = Signal::derive(move || AddressErrors {
        street: street.get(),
        postal_code: postal_code.get(),
        city: city.get(),
    });
    let whole = question.whole_error();
    view! {
        <AddressField
            id=question.id label=question.label description=question.description optional_mark=question.optional_mark
            note=question.note error=whole part_errors=errors part_labels=labels value=value on_change=on_change on_blur=question.on_blur
        />
    }
    .into_any()
}

fn notice(question: &Question) -> AnyView {
    let text = question.description.clone();
    view! {
        <Alert level=AlertLevel::Info heading=question.label.clone()>
            {text.map(|text| view! { <p class="ds-paragraph">{text}</p> })}
        </Alert>
    }
    .into_any()
}

/// The three parts of what was typed; a whole date is kept as `2026-08-24`, anything else as `24.8.2026`.
fn date_parts(text: &str) -> DateParts {
    if let Some(date) = locale::Date::parse_iso(text) {
        return DateParts {
            day: date.day().to_string(),
            month: date.month().to_string(),
            year: date.year().to_string(),
        };
    }
    let mut parts = text.splitn(3, '.').map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    DateParts { day: next(), month: next(), year: next() }
}

fn date_text(parts: &DateParts) -> String {
    if parts.day.is_empty() && parts.month.is_empty() && parts.year.is_empty() {
        return String::new();
    }
    [parts.day.as_str(), &parts.month, &parts.year].join(".")
}

#[cfg(test)]
mod tests {
    use super::{DateParts, date_parts, date_text};

    #[test]
    fn what_is_typed_in_a_date_is_kept() {
        for text in ["31.2.2026", "1..", "..26", ""] {
            assert_eq!(date_text(&date_parts(text)), if text == ".." { "" } else { text });
        }
        let whole = date_parts("2026-08-24");
        assert_eq!(whole, DateParts { day: "24".to_owned(), month: "8".to_owned(), year: "2026".to_owned() });
    }
}
