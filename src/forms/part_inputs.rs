//! Inputs of answers with parts: days, months, addresses and places.

use forms::{Address, Answer, Point};
use leptos::prelude::*;
use locale::Language;

use super::question::Question;
use crate::{
    texts::forms as words,
    ui::{
        AddressErrors, AddressField, AddressLabels, AddressParts, DateField, DateLabels, DateParts, DayField,
        FieldGroup, MonthField, MonthParts, TextField, TextKind, Textarea,
    },
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

/// A day near today: written, or found in a calendar.
pub fn near_day(question: Question, language: Language) -> AnyView {
    let (text, on_change) = (question.text(), question.set_text());
    let shown = Signal::derive(move || {
        text.with(|text| match locale::Date::parse_iso(text) {
            Some(_) => date_text(&date_parts(text)),
            None => text.clone(),
        })
    });
    let day = Signal::derive(move || text.with(|text| forms::date(text).map(|day| day.to_string())));
    let help = words::DAY_HELP.in_language(language).to_owned();
    let description = question.description.unwrap_or(help);
    view! {
        <DayField
            id=question.id label=question.label description=description optional_mark=question.optional_mark
            note=question.note error=question.error open_calendar=words::OPEN_CALENDAR.in_language(language)
            value=shown day=day on_change=on_change on_blur=question.on_blur
        />
    }
    .into_any()
}

pub fn month(question: Question, language: Language) -> AnyView {
    let (text, set) = (question.text(), question.set_text());
    let value = Signal::derive(move || text.with(|text| month_parts(text)));
    let on_change = Callback::new(move |parts: MonthParts| set.run(month_text(&parts)));
    let labels =
        (words::MONTH.in_language(language).to_owned(), words::YEAR.in_language(language).to_owned());
    view! {
        <MonthField
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

/// A place in words, and its coordinates for who knows them.
pub fn point(question: Question, language: Language) -> AnyView {
    let read = |part: fn(&Point) -> &String| {
        question.answer(move |answer| match answer {
            Some(Answer::Point(point)) => part(point).clone(),
            _ => String::new(),
        })
    };
    let (filling, place, set) = (question.filling, question.place.clone(), question.set());
    let place = StoredValue::new(place);
    let change = move |part: fn(&mut Point) -> &mut String| {
        Callback::new(move |text: String| {
            let mut point = filling.answers.with(|answers| {
                match place.with_value(|place| answers.at(place.at()).cloned()) {
                    Some(Answer::Point(point)) => point,
                    _ => Point::default(),
                }
            });
            *part(&mut point) = text;
            set.run((point != Point::default()).then_some(Answer::Point(point)));
        })
    };
    let [words_id, latitude_id, longitude_id] =
        ["description", "latitude", "longitude"].map(|part| question.place.target(Some(part)));
    let [words_error, latitude_error, longitude_error] =
        ["description", "latitude", "longitude"].map(|part| question.part_error(part));
    let [in_words, latitude, longitude] =
        [read(|point| &point.description), read(|point| &point.latitude), read(|point| &point.longitude)];
    let [words_label, latitude_label, longitude_label] =
        [words::POINT_DESCRIPTION, words::LATITUDE, words::LONGITUDE].map(|text| text.in_language(language));
    let whole = question.whole_error();
    let help = words::POINT_HELP.in_language(language).to_owned();
    let description = question.description.unwrap_or(help);
    view! {
        <FieldGroup
            id=question.id label=question.label description=description optional_mark=question.optional_mark
            error=whole on_blur=question.on_blur
        >
            <Textarea
                id=words_id label=words_label error=words_error
                value=in_words on_change=change(|point| &mut point.description)
            />
            <TextField
                id=latitude_id label=latitude_label error=latitude_error kind=TextKind::Decimal autocomplete="off"
                value=latitude on_change=change(|point| &mut point.latitude)
            />
            <TextField
                id=longitude_id label=longitude_label error=longitude_error kind=TextKind::Decimal autocomplete="off"
                value=longitude on_change=change(|point| &mut point.longitude)
            />
        </FieldGroup>
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

/// Month and year of what was typed: `2026-08` or `8.2026`.
fn month_parts(text: &str) -> MonthParts {
    match (text.split_once('-'), text.split_once('.')) {
        (Some((year, month)), _) => MonthParts { month: month.to_owned(), year: year.to_owned() },
        (None, Some((month, year))) => MonthParts { month: month.to_owned(), year: year.to_owned() },
        (None, None) => MonthParts { month: text.to_owned(), year: String::new() },
    }
}

fn month_text(parts: &MonthParts) -> String {
    if parts.month.is_empty() && parts.year.is_empty() {
        return String::new();
    }
    [parts.month.as_str(), ".", &parts.year].concat()
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
