//! Answers from here meet answers that were saved elsewhere meanwhile: what was changed on one side is taken in
//! by itself, what was changed on both waits for the person.

use std::sync::Arc;

use contract::forms_api::Draft;
use forms::{Answers, Merged, Side, Spot};
use leptos::{prelude::*, task::spawn_local};

use super::super::{
    filling::{Filling, SaveState},
    on_device,
};
use crate::{platform::announce::announce, texts::forms as words};

/// What the answers here and those of a draft come to.
pub fn merged(filling: Filling, draft: &Draft, mine: &Answers) -> Merged {
    let theirs = &draft.content.answers;
    // An answer to our own saving may have been lost on the way: then what is there grew into what is here.
    let is_ours = filling.sent.with_value(|sent| sent.as_ref() == Some(theirs));
    let base = if is_ours { theirs.clone() } else { filling.base.get_value() };
    filling.ready.with_untracked(|ready| match ready {
        Some(ready) => ready.form.merge(&base, mine, theirs),
        None => forms::merge(&base, mine, theirs),
    })
}

/// Takes in what was saved elsewhere, or asks the person where that cannot be done without.
pub fn meet(filling: Filling, draft: Draft) {
    let merged = filling.answers.with(|mine| merged(filling, &draft, mine));
    if merged.conflicts.is_empty() {
        go_on(filling, &draft, merged.answers, merged.taken);
    } else {
        filling.chosen.set(Vec::new());
        filling.save.set(SaveState::Conflict(Arc::new(draft)));
    }
}

/// The person has chosen.
pub fn settle(filling: Filling, draft: &Draft, merged: &Merged) {
    let chosen = filling.chosen.get_untracked();
    let answers = merged.settled(|conflict| side_of(&chosen, &conflict.spot).unwrap_or(Side::Mine));
    go_on(filling, draft, answers, merged.taken.clone());
}

/// What the person has chosen for a place so far.
pub fn side_of(chosen: &[(Spot, Side)], spot: &Spot) -> Option<Side> {
    chosen.iter().find(|(other, _)| other == spot).map(|(_, side)| *side)
}

fn go_on(filling: Filling, draft: &Draft, answers: Answers, taken: Vec<Spot>) {
    filling.revision.set_value(Some(draft.revision));
    filling.key.set_value(Some(draft.key.clone()));
    filling.deleted_on.set(Some(draft.deleted_on));
    filling.base.set_value(draft.content.answers.clone());
    if !taken.is_empty() {
        announce(words::MERGED_HEADING.in_language(filling.language()));
    }
    filling.taken.set(taken);
    let is_all_there = answers == draft.content.answers;
    filling.answers.set_all(answers);
    filling.changes.update_value(|changes| *changes = changes.wrapping_add(1));
    if is_all_there {
        filling.save.set(SaveState::Saved(draft.saved));
        // What was kept here meanwhile would come back as a change.
        spawn_local(on_device::forget(filling));
    } else {
        filling.save.set(SaveState::Changed);
    }
}
