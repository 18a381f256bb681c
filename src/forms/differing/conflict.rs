//! What was changed here and elsewhere, question by question, for the person to choose; and what was taken in
//! from elsewhere without asking.

use std::sync::Arc;

use contract::forms_api::Draft;
use forms::{Answer, Answers, Conflict, Side, Spot};
use leptos::prelude::*;
use locale::Language;

use super::{
    super::{
        filling::{Filling, Ready},
        question::target,
    },
    meeting::{merged, settle, side_of},
};
use crate::{
    platform::page,
    texts::forms as words,
    ui::{Alert, AlertLevel, Button, ButtonVariant, Choice, RadioGroup, focus_field},
};

const MINE: &str = "mine";
const THEIRS: &str = "theirs";

/// The choice between the answers here and those of a draft that was saved elsewhere.
pub fn conflict(filling: Filling, draft: Arc<Draft>, language: Language) -> AnyView {
    let of = draft.clone();
    let conflicts = Memo::new(move |_| {
        filling.answers.track();
        filling.answers.with(|mine| merged(filling, &of, mine).conflicts)
    });
    // Whether the button has been pressed with a choice missing.
    let is_tried = RwSignal::new(false);
    let on_use = Callback::new(move |()| {
        let merged = filling.answers.with(|mine| merged(filling, &draft, mine));
        let chosen = filling.chosen.get_untracked();
        let open = merged.conflicts.iter().find(|conflict| side_of(&chosen, &conflict.spot).is_none());
        match open {
            Some(open) => {
                is_tried.set(true);
                _ = focus_field(&group_id(&open.spot));
            }
            None => {
                settle(filling, &draft, &merged);
                // The button that had focus is gone.
                page::focus_heading();
            }
        }
    });
    let groups = move || {
        let Some(ready) = filling.ready.get() else { return Vec::new() };
        let all = conflicts.get();
        all.iter().map(|conflict| one(filling, &ready, conflict, is_tried, language)).collect()
    };
    view! {
        <div role="alert">
            <Alert level=AlertLevel::Warning heading=words::CONFLICT_HEADING.in_language(language)>
                <p class="ds-paragraph">{words::CONFLICT_BODY.in_language(language)}</p>
            </Alert>
        </div>
        <div class="save-decision__questions">
            {groups}
            <div class="button-row">
                <Button variant=ButtonVariant::Primary on_press=on_use>{words::CONFLICT_USE.in_language(language)}</Button>
            </div>
        </div>
    }
    .into_any()
}

fn one(
    filling: Filling,
    ready: &Ready,
    conflict: &Conflict,
    is_tried: RwSignal<bool>,
    language: Language,
) -> AnyView {
    let spot = conflict.spot.clone();
    let label = filling.answers.with(|answers| name(ready, answers, &spot));
    let mut mine = in_words(ready, &spot, conflict.mine.as_ref(), language);
    let mut theirs = in_words(ready, &spot, conflict.theirs.as_ref(), language);
    // What is shown in part only, such as an identity number, must still be told apart.
    if mine == theirs {
        [(&mut mine, &conflict.mine), (&mut theirs, &conflict.theirs)].into_iter().for_each(
            |(words, answer)| {
                if let Some(text) = answer.as_ref().and_then(Answer::as_text) {
                    text.clone_into(words);
                }
            },
        );
    }
    let choice = |value: &str, label: &str, words: String| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        description: Some(words),
    };
    let options = vec![
        choice(MINE, words::CONFLICT_MINE.in_language(language), mine),
        choice(THEIRS, words::CONFLICT_THEIRS.in_language(language), theirs),
    ];
    let (for_value, for_error, missing) =
        (spot.clone(), spot.clone(), words::conflict_choose(language, &label));
    let side = move |spot: &Spot| filling.chosen.with(|chosen| side_of(chosen, spot));
    let value = Signal::derive(move || {
        let key = match side(&for_value) {
            Some(Side::Mine) => MINE,
            Some(Side::Theirs) => THEIRS,
            None => "",
        };
        key.to_owned()
    });
    let error =
        Signal::derive(move || (is_tried.get() && side(&for_error).is_none()).then(|| missing.clone()));
    let id = group_id(&spot);
    let on_change = Callback::new(move |key: String| {
        let side = if key == THEIRS { Side::Theirs } else { Side::Mine };
        filling.chosen.update(|chosen| {
            chosen.retain(|(other, _)| *other != spot);
            chosen.push((spot.clone(), side));
        });
    });
    view! { <RadioGroup id=id label=label options=options error=error value=value on_change=on_change/> }
        .into_any()
}

/// What was taken in from elsewhere, until the person has seen it.
pub fn taken(filling: Filling, language: Language) -> AnyView {
    let names = move || {
        let ready = filling.ready.get()?;
        let spots = filling.taken.get();
        let mut names: Vec<String> =
            filling.answers.with(|answers| spots.iter().map(|spot| name(&ready, answers, spot)).collect());
        names.dedup();
        (!names.is_empty()).then_some(names)
    };
    let on_hide = Callback::new(move |()| {
        filling.taken.set(Vec::new());
        page::focus_heading();
    });
    (move || {
        names().map(|names| {
            let items = names.into_iter().map(|name| view! { <li>{name}</li> }).collect_view();
            view! {
                <Alert level=AlertLevel::Info heading=words::MERGED_HEADING.in_language(language)>
                    <p class="ds-paragraph">{words::MERGED_BODY.in_language(language)}</p>
                    <ul class="ds-list">{items}</ul>
                    <Button variant=ButtonVariant::Secondary on_press=on_hide>{words::MERGED_HIDE.in_language(language)}</Button>
                </Alert>
            }
        })
    })
    .into_any()
}

fn group_id(spot: &Spot) -> String {
    let row = spot.row.as_ref().map(|(_, row)| row.as_str());
    ["valg-", &target(&spot.field, row, None)].concat()
}

/// What a place is called: the question, with the row before it.
pub fn name(ready: &Ready, answers: &Answers, spot: &Spot) -> String {
    let Some((rows, row)) = &spot.row else { return ready.label(&spot.field) };
    let row_name = ready.text(&["fields.", rows, ".row"]);
    let number = answers.rows(rows).iter().position(|other| other.id == *row);
    let numbered = match number {
        Some(number) => [&row_name, " ", &(number + 1).to_string()].concat(),
        None => row_name,
    };
    if spot.is_whole_row() { numbered } else { [&numbered, ": ", &ready.label(&spot.field)].concat() }
}

/// An answer in the words of the summary, on one line.
pub fn in_words(ready: &Ready, spot: &Spot, answer: Option<&Answer>, language: Language) -> String {
    let Some(answer) = answer else {
        let none = if spot.is_whole_row() { words::CONFLICT_DELETED } else { words::NOT_ANSWERED };
        return none.in_language(language).to_owned();
    };
    let lines = ready.form.answer_in_words(&spot.field, answer, &ready.bundle.texts, language);
    if lines.is_empty() { words::NOT_ANSWERED.in_language(language).to_owned() } else { lines.join(", ") }
}
