//! The input of each kind of field. A new kind does not compile before it has one. The rarer ones are in [`rare`].
#![deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

use forms::{Answer, DateMode, FieldKind, Level};
use leptos::prelude::*;
use locale::Language;

use super::{
    document_input::document,
    filling::Filling,
    part_inputs::{address, day},
    question::{Place, Question, choices},
    rare,
};
use crate::ui::{
    Alert, AlertLevel, Checkbox, CheckboxGroup, Choice, FieldWidth, RadioGroup, TextField, TextKind,
};

/// The input of a field, with its question, help, message and answer.
pub fn field_input(filling: Filling, place: Place, language: Language) -> AnyView {
    let Some(ready) = filling.ready.get_untracked() else { return ().into_any() };
    let Some(definition) = ready.form.field(&place.field).cloned() else { return ().into_any() };
    let question = Question::new(filling, place, &definition, &ready, language);
    // Rows are about others than the person, whose own name does not belong there.
    let fills_in = |token: &'static str| match (&definition.autocomplete, &question.place.row) {
        (None, None) => Some(token),
        (Some(token), _) => known_token(token),
        (None, Some(_)) => Some("off"),
    };
    match &definition.kind {
        FieldKind::Text(_) => {
            let token = definition.autocomplete.as_deref().and_then(known_token);
            line(question, TextKind::Text, token)
        }
        FieldKind::Name => {
            let token = fills_in("name");
            line(question, TextKind::Text, token)
        }
        FieldKind::Email => {
            let token = fills_in("email");
            line(question, TextKind::Email, token)
        }
        FieldKind::Phone => {
            let token = fills_in("tel");
            line(question, TextKind::Phone, token)
        }
        FieldKind::Number(rules) | FieldKind::Money(rules) => {
            let kind = if rules.decimals == 0 { TextKind::Digits } else { TextKind::Decimal };
            sized_line(question, kind, FieldWidth::Medium, None)
        }
        FieldKind::Year(_) => sized_line(question, TextKind::Digits, FieldWidth::Short, Some("off")),
        FieldKind::IdentityNumber | FieldKind::AccountNumber => {
            sized_line(question, TextKind::Digits, FieldWidth::Medium, Some("off"))
        }
        FieldKind::Time => sized_line(question, TextKind::Text, FieldWidth::Short, Some("off")),
        FieldKind::Iban => line(question, TextKind::Text, Some("off")),
        FieldKind::Checkbox | FieldKind::Consent => statement(question),
        FieldKind::Checkboxes(_) => several(question, choices(&definition, &ready)),
        FieldKind::Radio(_) => one_of_few(question, choices(&definition, &ready)),
        FieldKind::Date(rules) if rules.mode == DateMode::Known => day(question, language),
        FieldKind::Address(_) => address(question, language),
        FieldKind::Attachment(rules) => document(question, rules, &ready, language),
        FieldKind::Group(_) => heading(&question),
        FieldKind::Info(rules) => notice(
            &question,
            match rules.level {
                Level::Info => AlertLevel::Info,
                Level::Success => AlertLevel::Success,
                Level::Warning => AlertLevel::Warning,
                Level::Danger => AlertLevel::Danger,
            },
        ),
        FieldKind::OrganisationNumber
        | FieldKind::Textarea(_)
        | FieldKind::Select(_)
        | FieldKind::Combobox(_)
        | FieldKind::Country
        | FieldKind::Date(_)
        | FieldKind::Month(_)
        | FieldKind::MapPoint
        | FieldKind::Rows(_)
        | FieldKind::Calculated(_) => {
            let country_token = fills_in("country-name");
            rare::input(rare::Asked {
                question,
                definition: &definition,
                ready: &ready,
                language,
                country_token,
            })
        }
    }
}

/// The tokens that the form format knows.
fn known_token(token: &str) -> Option<&'static str> {
    const TOKENS: [&str; 14] = [
        "off",
        "name",
        "given-name",
        "additional-name",
        "family-name",
        "organization",
        "street-address",
        "address-level2",
        "postal-code",
        "bday",
        "tel",
        "email",
        "country-name",
        "organization-title",
    ];
    TOKENS.into_iter().find(|known| *known == token)
}

fn line(question: Question, kind: TextKind, autocomplete: Option<&'static str>) -> AnyView {
    sized_line(question, kind, FieldWidth::Full, autocomplete)
}

fn sized_line(
    question: Question,
    kind: TextKind,
    width: FieldWidth,
    autocomplete: Option<&'static str>,
) -> AnyView {
    let (value, on_change) = (question.text(), question.set_text());
    view! {
        <TextField
            id=question.id label=question.label description=question.description optional_mark=question.optional_mark
            note=question.note error=question.error kind=kind width=width autocomplete=autocomplete
            value=value on_change=on_change on_blur=question.on_blur
        />
    }
    .into_any()
}

fn statement(question: Question) -> AnyView {
    let checked = question.answer(|answer| answer == Some(&Answer::Flag(true)));
    let set = question.set();
    let on_change = Callback::new(move |is_ticked: bool| set.run(is_ticked.then_some(Answer::Flag(true))));
    view! {
        <Checkbox
            id=question.id label=question.label description=question.description optional_mark=question.optional_mark
            error=question.error value=checked on_change=on_change on_blur=question.on_blur
        />
    }
    .into_any()
}

fn several(question: Question, choices: Vec<Choice>) -> AnyView {
    let chosen = question.answer(|answer| answer.and_then(Answer::as_choices).unwrap_or_default().to_vec());
    let set = question.set();
    let on_change = Callback::new(move |chosen: Vec<String>| {
        set.run((!chosen.is_empty()).then_some(Answer::Choices(chosen)));
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

/// The heading of a group; its fields follow.
fn heading(question: &Question) -> AnyView {
    let text = question.description.clone();
    view! {
        <div class="form-page__group">
            <h2 class="ds-heading" data-size="xs">{question.label.clone()}</h2>
            {text.map(|text| view! { <p class="ds-paragraph">{text}</p> })}
        </div>
    }
    .into_any()
}

fn notice(question: &Question, level: AlertLevel) -> AnyView {
    let text = question.description.clone();
    view! {
        <Alert level=level heading=question.label.clone()>
            {text.map(|text| view! { <p class="ds-paragraph">{text}</p> })}
        </Alert>
    }
    .into_any()
}
