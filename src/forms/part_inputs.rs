//! Inputs of answers with parts: days and addresses.

use forms::{Address, Answer};
use leptos::prelude::*;
use locale::Language;

use super::question::Question;
use crate::{
    texts::forms as words,
    ui::{AddressErrors, AddressField, AddressLabels, AddressParts, DateField, DateLabels, DateParts},
};

pub fn day(question: Question, language: Language) -> AnyView {
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

pub fn address(question: Question, language: Language) -> AnyView {
    let value = question.answer(|answer| match answer {
        Some(Answer::Address(Address { street, postal_code, city })) => {
            AddressParts { street: street.clone(), postal_code: postal_code.clone(), city: city.clone() }
        }
        _ => AddressParts::default(),
    });
    let set = question.set();
    let on_change = Callback::new(move |parts: AddressParts| {
        let AddressParts { street, postal_code, city } = parts;
        let is_empty = street.is_empty() && postal_code.is_empty() && city.is_empty();
        set.run((!is_empty).then_some(Answer::Address(Address { street, postal_code, city })));
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

/// The three parts of what was typed; a whole date is kept as `2026-08-24`, anything else as `24.8.2026`.
pub(super) fn date_parts(text: &str) -> DateParts {
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

pub(super) fn date_text(parts: &DateParts) -> String {
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
