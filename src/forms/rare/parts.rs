//! Inputs of rarer answers with parts, and what is calculated.

use forms::{Answer, Point};
use leptos::prelude::*;
use locale::Language;

use super::super::{
    part_inputs::{date_parts, date_text},
    question::Question,
};
use crate::{
    texts::forms as words,
    ui::{DayField, FieldGroup, MonthField, MonthParts, TextField, TextKind, Textarea},
};

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

/// What follows from other answers, told again when it changes.
pub fn calculated(question: &Question, language: Language) -> AnyView {
    let (filling, place) = (question.filling, question.place.clone());
    let shown = move || {
        filling.calculated(&place).unwrap_or_else(|| words::NOT_CALCULATED.in_language(language).to_owned())
    };
    let text = question.description.clone();
    view! {
        <div class="form-page__calculated">
            <p class="ds-label" id=question.id.clone()>{question.label.clone()}</p>
            {text.map(|text| view! { <p class="ds-paragraph">{text}</p> })}
            <output aria-labelledby=question.id.clone()>{shown}</output>
        </div>
    }
    .into_any()
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
