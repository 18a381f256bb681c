//! Tells the server what happens on the pages of forms, so that forms can be made better: no cookie, no id, nothing of
//! the answers. Steps are gathered, and told when the page is left or the form is sent.

use std::{cell::RefCell, collections::BTreeMap};

use contract::{
    figures::{MOST_ERRORS, MOST_STEPS, Step, StepError, StepKind, Steps, span},
    paths,
};
use forms::Issue;
use leptos::prelude::*;

use super::filling::Filling;
use crate::platform::{dom, http, time};

/// The pages that have been shown in this visit, and since when.
pub type Visits = BTreeMap<String, Visit>;

/// A page that has been shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    since_millis: i64,
    is_done: bool,
}

thread_local! {
    static WAITING: RefCell<Vec<(String, Steps)>> = const { RefCell::new(Vec::new()) };
    static IS_STARTED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// A page is shown.
pub fn reached(filling: Filling, page: &str) {
    start();
    let since_millis = time::now().0;
    let mut is_new = false;
    filling.visits.update_value(|visits| {
        let visit = visits.entry(page.to_owned()).or_insert_with(|| {
            is_new = true;
            Visit { since_millis, is_done: false }
        });
        visit.since_millis = since_millis;
    });
    if is_new {
        wait(
            filling,
            Step { page: page.to_owned(), what: StepKind::Reached, seconds: None, errors: Vec::new() },
        );
    }
}

/// The person goes on from a page.
pub fn done(filling: Filling, page: &str) {
    let mut since = None;
    filling.visits.update_value(|visits| {
        if let Some(visit) = visits.get_mut(page).filter(|visit| !visit.is_done) {
            visit.is_done = true;
            since = Some(visit.since_millis);
        }
    });
    let Some(since) = since else { return };
    let seconds = u32::try_from((time::now().0 - since) / 1000).unwrap_or_default();
    let step = Step {
        page: page.to_owned(),
        what: StepKind::Done,
        seconds: Some(span(seconds)),
        errors: Vec::new(),
    };
    wait(filling, step);
}

/// The person wants to go on, and something has to be mended.
pub fn refused(filling: Filling, page: &str) {
    let errors = filling
        .issues
        .with_untracked(|issues: &Vec<Issue>| issues.iter().take(MOST_ERRORS).map(StepError::of).collect());
    wait(filling, Step { page: page.to_owned(), what: StepKind::Refused, seconds: None, errors });
}

/// Tells what has been gathered. Whether it arrives is not looked at: nobody waits for it.
pub fn tell() {
    for (form, steps) in WAITING.with_borrow_mut(std::mem::take) {
        http::tell_and_forget(&paths::steps(&form), &steps);
    }
}

fn wait(filling: Filling, step: Step) {
    let Some(version) =
        filling.ready.with_untracked(|ready| ready.as_ref().map(|ready| ready.form.definition().version))
    else {
        return;
    };
    let form = filling.id.get_value();
    let is_full = WAITING.with_borrow_mut(|waiting| {
        match waiting.iter_mut().find(|(other, steps)| *other == form && steps.version == version) {
            Some((_, steps)) => {
                steps.steps.push(step);
                steps.steps.len() >= MOST_STEPS
            }
            None => {
                waiting.push((form, Steps { version, steps: vec![step] }));
                false
            }
        }
    });
    if is_full {
        tell();
    }
}

/// A page that is closed is hidden first: the last moment at which something can be told.
fn start() {
    if !IS_STARTED.replace(true) {
        dom::listen_for_ever(&dom::document(), "visibilitychange", |_| {
            if dom::document().visibility_state() == web_sys::VisibilityState::Hidden {
                tell();
            }
        });
    }
}
