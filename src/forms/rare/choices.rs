//! Inputs for a choice among many, and for long texts.

use leptos::prelude::*;
use locale::Language;

use super::super::question::Question;
use crate::{
    texts::forms as words,
    ui::{Choice, Combobox, ComboboxWords, Counter, Select, Textarea},
};

pub fn lines(question: Question, most: u32, language: Language) -> AnyView {
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

pub fn one_of_many(question: Question, choices: Vec<Choice>, language: Language) -> AnyView {
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

pub fn one_of_very_many(
    question: Question,
    choices: Vec<Choice>,
    token: Option<&'static str>,
    language: Language,
) -> AnyView {
    let (value, on_change) = (question.text(), question.set_text());
    let list_words = ComboboxWords {
        none: words::NO_MATCH.in_language(language).to_owned(),
        count: Callback::new(move |count| words::matches(language, count)),
    };
    let description =
        question.description.or_else(|| Some(words::CHOOSE_OR_WRITE.in_language(language).to_owned()));
    view! {
        <Combobox
            id=question.id label=question.label description=description optional_mark=question.optional_mark
            error=question.error options=choices list_words=list_words autocomplete=token
            value=value on_change=on_change on_blur=question.on_blur
        />
    }
    .into_any()
}
