//! Opening hours in words, wherever a way to reach somebody is shown.

use contract::front::{HoursLine, OpenState};
use locale::{Language, TimeOfDay, Timestamp, time_of_day, weekday_name};

use crate::texts::channels as words;

/// `Åpent nå, til kl. 15.00`; `now` tells whether the next opening is today.
pub fn state(state: &OpenState, now: Timestamp, language: Language) -> String {
    match state {
        OpenState::Always => words::ALWAYS_OPEN.in_language(language).to_owned(),
        OpenState::Open { until } => words::open_until(language, &time_of_day(*until, language)),
        OpenState::Closed { opens: None } => words::CLOSED.in_language(language).to_owned(),
        OpenState::Closed { opens: Some(opens) } => {
            let opens = opens.in_norway();
            let time = time_of_day(opens.time, language);
            if opens.date == now.in_norway().date {
                words::opens_today(language, &time)
            } else {
                words::opens_on(language, weekday_name(opens.date.weekday(), language), &time)
            }
        }
    }
}

/// `mandag–fredag`.
pub fn days(line: &HoursLine, language: Language) -> String {
    let from = weekday_name(line.from, language);
    if line.from == line.to {
        return from.to_owned();
    }
    words::days_span(language, from, weekday_name(line.to, language))
}

/// `kl. 09.00–15.00`, or that it is closed.
pub fn hours(line: &HoursLine, language: Language) -> String {
    match (line.opens, line.closes) {
        (Some(opens), Some(closes)) => span(opens, closes, language),
        (None, _) | (_, None) => words::CLOSED.in_language(language).to_owned(),
    }
}

fn span(opens: TimeOfDay, closes: TimeOfDay, language: Language) -> String {
    words::hours_span(language, &time_of_day(opens, language), &time_of_day(closes, language))
}
