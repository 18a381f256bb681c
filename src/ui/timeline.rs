//! What has happened in a case, and what is still to come.

use leptos::prelude::*;

use super::Example;

/// One thing that happened or will happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineItem {
    pub title: String,
    /// When, as people say it.
    pub time_text: String,
    /// When, as machines say it (RFC 3339).
    pub datetime: String,
    pub state: TimelineState,
}

/// Where in time it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimelineState {
    Done,
    Current,
    Upcoming,
}

/// In order of time, the oldest first.
#[component]
pub fn Timeline(items: Vec<TimelineItem>) -> impl IntoView {
    let items = items.into_iter().map(|item| {
        let (state, current) = match item.state {
            TimelineState::Done => ("done", None),
            TimelineState::Current => ("current", Some("step")),
            TimelineState::Upcoming => ("upcoming", None),
        };
        view! {
            <li class="timeline__item" data-state=state aria-current=current>
                <p class="timeline__title">{item.title}</p>
                <p class="timeline__time"><time datetime=item.datetime>{item.time_text}</time></p>
            </li>
        }
    });
    view! { <ol class="timeline">{items.collect_view()}</ol> }.into_any()
}

/// The states of [`Timeline`].
pub fn examples() -> Vec<Example> {
    let item = |title: &str, time_text: &str, datetime: &str, state| TimelineItem {
        title: title.to_owned(),
        time_text: time_text.to_owned(),
        datetime: datetime.to_owned(),
        state,
    };
    let items = vec![
        item(
            "Vi har fått søknaden din",
            "4. mai 2026, kl. 09.12",
            "2026-05-04T07:12:00Z",
            TimelineState::Done,
        ),
        item(
            "En saksbehandler ser på søknaden",
            "11. mai 2026, kl. 13.40",
            "2026-05-11T11:40:00Z",
            TimelineState::Current,
        ),
        item("Du får svar", "Senest mandag 1. juni", "2026-06-01", TimelineState::Upcoming),
    ];
    vec![Example::new("default", "Hendt, nå og framover", view! { <Timeline items=items/> })]
}
