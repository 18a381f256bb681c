//! Inputs of answers with parts: days and addresses.

use forms::{Address, Answer};
use leptos::prelude::*;
use locale::Language;

use super::question::Question;
use crate::{
    texts::{Text, forms as words},
    ui::{AddressField, DateField, Part},
};

pub fn day(question: Question, language: Language) -> AnyView {
    let parts = day_parts(question.text(), question.set_text(), language);
    view! {
        <DateField
            id=question.id label=question.label description=question.description optional_mark=question.optional_mark
            error=question.error parts=parts on_blur=question.on_blur
        />
    }
    .into_any()
}

/// Day, month and year of a date as it is kept.
pub(super) fn day_parts(text: Signal<String>, on_change: Callback<String>, language: Language) -> [Part; 3] {
    [(0, words::DAY), (1, words::MONTH), (2, words::YEAR)].map(|(index, label): (usize, Text)| Part {
        label: label.in_language(language).to_owned(),
        value: Signal::derive(move || {
            let [day, month, year] = text.with(|text| date_parts(text));
            [day, month, year].into_iter().nth(index).unwrap_or_default()
        }),
        on_change: Callback::new(move |typed: String| {
            let mut parts = text.with_untracked(|text| date_parts(text));
            if let Some(part) = parts.get_mut(index) {
                *part = typed;
            }
            on_change.run(date_text(&parts));
        }),
        error: Signal::default(),
    })
}

/// The id of a part of an address, its label, and where it is.
type AddressPart = (&'static str, Text, fn(&mut Address) -> &mut String);

pub fn address(question: Question, language: Language) -> AnyView {
    const PARTS: [AddressPart; 3] = [
        ("street", words::STREET, |address| &mut address.street),
        ("postal_code", words::POSTAL_CODE, |address| &mut address.postal_code),
        ("city", words::CITY, |address| &mut address.city),
    ];
    let (filling, set) = (question.filling, question.set());
    let place = StoredValue::new(question.place.clone());
    let parts = PARTS.map(|(name, label, part)| Part {
        label: label.in_language(language).to_owned(),
        value: question.answer(move |answer| std::mem::take(part(&mut given(answer)))),
        on_change: Callback::new(move |text: String| {
            let mut address =
                filling.answers.with(|answers| place.with_value(|place| given(answers.at(place.at()))));
            *part(&mut address) = text;
            let is_empty =
                address.street.is_empty() && address.postal_code.is_empty() && address.city.is_empty();
            set.run((!is_empty).then_some(Answer::Address(address)));
        }),
        error: question.part_error(name),
    });
    let whole = question.whole_error();
    view! {
        <AddressField
            id=question.id label=question.label description=question.description optional_mark=question.optional_mark
            note=question.note error=whole parts=parts on_blur=question.on_blur
        />
    }
    .into_any()
}

fn given(answer: Option<&Answer>) -> Address {
    match answer {
        Some(Answer::Address(address)) => address.clone(),
        _ => Address::default(),
    }
}

/// The three parts of what was typed; a whole date is kept as `2026-08-24`, anything else as `24.8.2026`.
pub(super) fn date_parts(text: &str) -> [String; 3] {
    if let Some(date) = locale::Date::parse_iso(text) {
        return [date.day().to_string(), date.month().to_string(), date.year().to_string()];
    }
    let mut parts = text.splitn(3, '.').map(str::to_owned);
    [(); 3].map(|()| parts.next().unwrap_or_default())
}

pub(super) fn date_text(parts: &[String; 3]) -> String {
    if parts.iter().all(String::is_empty) { String::new() } else { parts.join(".") }
}

#[cfg(test)]
mod tests {
    use super::{date_parts, date_text};

    #[test]
    fn what_is_typed_in_a_date_is_kept() {
        for text in ["31.2.2026", "1..", "..26", ""] {
            assert_eq!(date_text(&date_parts(text)), if text == ".." { "" } else { text });
        }
        let whole = date_parts("2026-08-24");
        assert_eq!(whole, ["24", "8", "2026"]);
    }
}
