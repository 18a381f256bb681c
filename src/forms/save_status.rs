//! Where the saving stands, in the same place on every page of a form, and the choice where two drafts differ.

use forms::Access;
use leptos::prelude::*;
use locale::{Language, long_date, time_of_day};

use super::{
    differing,
    filling::{Filling, SaveState},
    saving::keep_as_new,
};
use crate::{
    platform::{
        connection::{Connection, connection},
        device::Kept,
        failure::reason,
        i18n,
    },
    routes,
    texts::forms as words,
    ui::{Alert, AlertLevel, Button, ButtonLink, ButtonVariant},
};

/// The line "Lagret kl. 12.03". It is not a live region: a sentence after every key press helps nobody.
#[component]
pub fn SaveLine(filling: Filling) -> impl IntoView {
    let line = move || {
        let language = i18n::language();
        match filling.save.get() {
            SaveState::Idle | SaveState::Conflict(_) | SaveState::Gone => String::new(),
            SaveState::Changed | SaveState::Saving => words::SAVING.in_language(language).to_owned(),
            SaveState::Saved(at) => words::saved(language, &time_of_day(at.in_norway().time, language)),
            SaveState::Waiting(_) => {
                let line = match (connection(), filling.on_device.get()) {
                    (Connection::Offline, Kept::Yes) => words::OFFLINE_KEPT,
                    (Connection::Offline, Kept::No) => words::OFFLINE,
                    (Connection::Online, Kept::Yes) => words::NOT_SENT_KEPT,
                    (Connection::Online, Kept::No) => words::NOT_SAVED,
                };
                line.in_language(language).to_owned()
            }
            SaveState::Refused(failure) => {
                words::save_refused(language, reason(&failure).in_language(language))
            }
        }
    };
    let kept = move || {
        let language = i18n::language();
        let is_saved = matches!(filling.save.get(), SaveState::Saved(_));
        filling
            .deleted_on
            .get()
            .filter(|_| is_saved)
            .map(|date| words::kept_until(language, &long_date(date, language)))
    };
    view! {
        <p class="save-status" data-state=move || state_name(&filling.save.get())>
            <span class="save-status__line">{line}</span>
            " "
            <span class="save-status__kept">{kept}</span>
        </p>
    }
}

/// What cannot go on without a decision, and what was taken in from elsewhere. An alert says it, since nothing is
/// saved until the person has decided; what there is to choose stands outside it, so that it is not read at once.
#[component]
pub fn SaveDecision(filling: Filling) -> impl IntoView {
    // Only whether there is one, and which: the line about saving changes with every key press.
    let decision = Memo::new(move |_| match filling.save.get() {
        state @ (SaveState::Conflict(_) | SaveState::Gone) => Some(state),
        SaveState::Idle
        | SaveState::Changed
        | SaveState::Saving
        | SaveState::Saved(_)
        | SaveState::Waiting(_)
        | SaveState::Refused(_) => None,
    });
    let is_taken = Memo::new(move |_| filling.taken.with(|taken| !taken.is_empty()));
    let shown = move || {
        let language = i18n::language();
        match decision.get() {
            Some(SaveState::Conflict(draft)) => {
                differing::part().map(|part| (part.conflict)(filling, draft, language)).into_any()
            }
            Some(_) => gone(filling, language),
            None if is_taken.get() => {
                differing::part().map(|part| (part.taken)(filling, language)).into_any()
            }
            None => ().into_any(),
        }
    };
    view! { <div class="save-decision">{shown}</div> }
}

fn gone(filling: Filling, language: Language) -> AnyView {
    let anew = Callback::new(move |()| keep_as_new(filling));
    let (body, target, way) = match filling.access.get_untracked() {
        Access::SignedIn => (words::GONE_BODY, routes::MINSIDE, words::GONE_MINSIDE),
        Access::Open => (words::GONE_BODY_OPEN, routes::GO_ON, words::GONE_CODE),
    };
    view! {
        <div role="alert"><Alert level=AlertLevel::Warning heading=words::GONE_HEADING.in_language(language)>
            <p class="ds-paragraph">{body.in_language(language)}</p>
            <div class="button-row">
                <ButtonLink href=target variant=ButtonVariant::Secondary>{way.in_language(language)}</ButtonLink>
                <Button variant=ButtonVariant::Tertiary on_press=anew>{words::GONE_NEW.in_language(language)}</Button>
            </div>
        </Alert></div>
    }
    .into_any()
}

/// For the look of the line.
fn state_name(state: &SaveState) -> &'static str {
    match state {
        SaveState::Idle => "idle",
        SaveState::Changed | SaveState::Saving => "saving",
        SaveState::Saved(_) => "saved",
        SaveState::Waiting(_) => "waiting",
        SaveState::Refused(_) | SaveState::Conflict(_) | SaveState::Gone => "refused",
    }
}
