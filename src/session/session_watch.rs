//! Warns before the session ends, lets the person stay, and says so when it has ended.
//!
//! Deadlines are points in time by the server's clock, looked at anew every few seconds: a computer
//! that wakes from sleep finds at once that the time has passed.

use std::time::Duration;

use contract::session::{SignedIn, WARN_MILLIS};
use leptos::{prelude::*, task::spawn_local};
use locale::{Language, Timestamp, time_of_day};

use super::{account::Account, api};
use crate::{
    platform::{announce::announce, dom, i18n},
    routes,
    texts::session as words,
    ui::{Busy, Button, ButtonLink, ButtonVariant, Dialog},
};

/// How often the deadlines are looked at.
const TICK: Duration = Duration::from_secs(2);

/// What the dialog says.
#[derive(Clone, Debug, PartialEq)]
enum Stage {
    Quiet,
    /// The session is about to end at this time; it can be extended or not.
    Warning {
        ends: Timestamp,
        limit: Limit,
    },
    /// It has ended; where the person was.
    Ended {
        at: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Limit {
    Idle,
    Absolute,
}

#[component]
pub fn SessionWatch() -> impl IntoView {
    let account = expect_context::<Account>();
    let stage = RwSignal::new(Stage::Quiet);
    // The last element of the page that had focus: the field to come back to.
    let field = StoredValue::new(String::new());
    remember_field(field);
    watch_deadlines(account, stage);
    Effect::new(move |before: Option<u32>| {
        let ends = account.ends();
        if before.is_some_and(|before| before != ends) {
            stage.set(Stage::Ended { at: place(&field.get_value()) });
        }
        ends
    });
    // Somebody is logged in again, here or in another tab: nothing to say any more.
    Effect::new(move |_| {
        let is_ended = stage.with(|stage| matches!(stage, Stage::Ended { .. }));
        if is_ended && account.person().is_some() {
            stage.set(Stage::Quiet);
        }
    });
    let title = Signal::derive(move || match stage.get() {
        Stage::Ended { .. } => words::ENDED_TITLE.get().to_owned(),
        Stage::Quiet | Stage::Warning { .. } => words::WARNING_TITLE.get().to_owned(),
    });
    let busy = RwSignal::new(Busy::Idle);
    let stay = stay_action(account, stage, busy);
    let close = Callback::new(move |()| match stage.get_untracked() {
        // Escape means "I am here".
        Stage::Warning { limit: Limit::Idle, .. } => stay.run(()),
        Stage::Quiet | Stage::Warning { .. } | Stage::Ended { .. } => stage.set(Stage::Quiet),
    });
    let minutes = Memo::new(move |_| match stage.get() {
        Stage::Warning { ends, .. } => Some(minutes_left(ends, account.server_now())),
        Stage::Quiet | Stage::Ended { .. } => None,
    });
    view! {
        <Dialog title=title open=Signal::derive(move || stage.with(|stage| *stage != Stage::Quiet)) on_close=close>
            {move || {
                let language = i18n::language();
                match stage.get() {
                    Stage::Quiet => ().into_any(),
                    Stage::Warning { ends, limit } => warning(ends, limit, language, stay, close, busy, minutes),
                    Stage::Ended { at } => view! {
                        <p class="ds-paragraph">{words::ENDED_BODY.in_language(language)}</p>
                        <div class="button-row" on:click=move |_| stage.set(Stage::Quiet)>
                            <ButtonLink href=routes::sign_in(&at) variant=ButtonVariant::Primary>
                                {words::SIGN_IN_AGAIN.in_language(language)}
                            </ButtonLink>
                        </div>
                    }
                    .into_any(),
                }
            }}
        </Dialog>
    }
}

fn warning(
    ends: Timestamp,
    limit: Limit,
    language: Language,
    stay: Callback<()>,
    close: Callback<()>,
    busy: RwSignal<Busy>,
    minutes: Memo<Option<u32>>,
) -> AnyView {
    let time = time_of_day(ends.in_norway().time, language);
    let (body, button) = match limit {
        Limit::Idle => (
            words::warning_body(language, &time),
            view! {
                <Button variant=ButtonVariant::Primary on_press=stay busy=busy busy_text=words::STAYING.in_language(language)>
                    {words::STAY.in_language(language)}
                </Button>
            }
            .into_any(),
        ),
        Limit::Absolute => (
            words::warning_absolute(language, &time),
            view! { <Button variant=ButtonVariant::Primary on_press=close>{words::CLOSE.in_language(language)}</Button> }.into_any(),
        ),
    };
    let left = move || match minutes.get() {
        None => String::new(),
        Some(0) => words::LESS_THAN_MINUTE.in_language(language).to_owned(),
        Some(minutes) => words::minutes_left(language, minutes),
    };
    view! {
        <p class="ds-paragraph">{body}</p>
        <p class="ds-paragraph" role="status">{left}</p>
        <div class="button-row">{button}</div>
    }
    .into_any()
}

fn stay_action(account: Account, stage: RwSignal<Stage>, busy: RwSignal<Busy>) -> Callback<()> {
    Callback::new(move |()| {
        if busy.get_untracked() == Busy::Busy {
            return;
        }
        busy.set(Busy::Busy);
        spawn_local(async move {
            let outcome = api::extend().await;
            busy.set(Busy::Idle);
            // A failure leaves the dialog: it can be pressed again, and the end says so itself.
            if let Ok(session) = outcome {
                account.set(session);
                stage.set(Stage::Quiet);
                announce(words::STAYED.get());
            }
        });
    })
}

fn watch_deadlines(account: Account, stage: RwSignal<Stage>) {
    // The deadline the server was last asked about: activity in this or another tab may have moved it.
    let asked = StoredValue::new(None::<Timestamp>);
    let tick = move || {
        let Some(person) = account.person_now() else { return };
        let (ends, limit) = deadline(&person);
        let now = account.server_now();
        if now < ends.plus_millis(-WARN_MILLIS) {
            if matches!(stage.get_untracked(), Stage::Warning { .. }) {
                stage.set(Stage::Quiet);
            }
            return;
        }
        let has_ended = now >= ends;
        // Asked once on the way in and once at the end.
        let question = if has_ended { ends } else { ends.plus_millis(-WARN_MILLIS) };
        if asked.get_value() != Some(question) {
            asked.set_value(Some(question));
            account.refresh();
        } else if has_ended {
            account.end();
        } else {
            stage.set(Stage::Warning { ends, limit });
        }
    };
    if let Ok(handle) = set_interval_with_handle(tick, TICK) {
        on_cleanup(move || handle.clear());
    }
}

/// The first of the two ends.
fn deadline(person: &SignedIn) -> (Timestamp, Limit) {
    if person.absolute_deadline <= person.idle_deadline {
        (person.absolute_deadline, Limit::Absolute)
    } else {
        (person.idle_deadline, Limit::Idle)
    }
}

fn minutes_left(ends: Timestamp, now: Timestamp) -> u32 {
    u32::try_from((ends.0 - now.0).max(0) / 60_000).unwrap_or(u32::MAX)
}

fn remember_field(field: StoredValue<String>) {
    dom::listen_for_ever(&dom::document(), "focusin", move |_| {
        if let Some(active) = dom::document().active_element()
            && active.closest("main").ok().flatten().is_some()
        {
            _ = field.try_set_value(active.id());
        }
    });
}

/// The page's address with the field to come back to.
fn place(field: &str) -> String {
    let location = dom::window().location();
    let path = [location.pathname(), location.search()].map(Result::unwrap_or_default).concat();
    if field.is_empty() { path } else { [&path, "#", field].concat() }
}

#[cfg(test)]
mod tests {
    use contract::session::SignedIn;
    use locale::Timestamp;

    use super::{Limit, deadline, minutes_left};

    #[test]
    fn the_first_end_counts() {
        let person = |idle, absolute| SignedIn {
            subject: String::new(),
            name: String::new(),
            level: None,
            idle_deadline: Timestamp(idle),
            absolute_deadline: Timestamp(absolute),
        };
        assert_eq!(deadline(&person(5, 9)), (Timestamp(5), Limit::Idle));
        assert_eq!(deadline(&person(9, 5)), (Timestamp(5), Limit::Absolute));
        assert_eq!(minutes_left(Timestamp(119_999), Timestamp(0)), 1);
        assert_eq!(minutes_left(Timestamp(0), Timestamp(10)), 0);
    }
}
