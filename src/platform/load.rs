//! Something a page shows that has to be fetched first: waiting, there, or failed.

use std::marker::PhantomData;

use leptos::{prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;

use super::{
    dom,
    http::{self, Failure},
    page,
};

/// How far the fetching has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Load<T> {
    Waiting,
    Ready(T),
    Failed(Failure),
}

/// Fetches and keeps what it got.
///
/// It keeps the answer as it came and reads it when it is asked: reading is the only part that is compiled
/// for each type, and the rest is the greater part.
pub struct Loader<T> {
    path: Signal<String>,
    state: RwSignal<Load<String>>,
    attempt: RwSignal<u32>,
    /// The questions so far, and whether the last one is answered.
    asked: StoredValue<(u32, bool)>,
    reads: PhantomData<fn() -> T>,
}

impl<T> Clone for Loader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Loader<T> {}

impl<T: DeserializeOwned> Loader<T> {
    /// Fetches from the address that `path` gives, and again when it changes. What is there stays until
    /// the same thing in another language has come; another thing starts from waiting.
    pub fn new(path: impl Fn() -> String + Send + Sync + 'static) -> Self {
        let path = Signal::derive(path);
        let state = RwSignal::new(Load::Waiting);
        let attempt = RwSignal::new(0);
        let asked = StoredValue::new((0, false));
        follow(path, state, attempt, asked);
        Self { path, state, attempt, asked, reads: PhantomData }
    }

    /// How far it has come; tracked.
    pub fn get(&self) -> Load<T> {
        self.state.with(|state| match state {
            Load::Waiting => Load::Waiting,
            Load::Failed(failure) => Load::Failed(failure.clone()),
            Load::Ready(body) => http::read(body).map_or_else(Load::Failed, Load::Ready),
        })
    }

    /// What is there, if it is; tracked.
    pub fn ready(&self) -> Option<T> {
        match self.get() {
            Load::Ready(thing) => Some(thing),
            Load::Waiting | Load::Failed(_) => None,
        }
    }

    /// Fetches once more.
    pub fn again(&self) {
        self.attempt.update(|attempt| *attempt += 1);
    }

    /// Looks whether something else is there by now, and shows that in the place of what is there, without waiting,
    /// failing or moving focus. `changed` is told of both.
    pub fn refresh(self, changed: fn(&T, &T))
    where
        T: 'static,
    {
        let Some((question, is_answered)) = self.asked.try_get_value() else { return };
        if is_answered {
            let tell = move |before: &str, after: &str| {
                if let (Ok(before), Ok(after)) = (http::read(before), http::read(after)) {
                    changed(&before, &after);
                }
            };
            look_again(self.path, self.state, self.asked, question, Box::new(tell));
        } else {
            // What is on its way may be older than the change.
            self.again();
        }
    }
}

/// Is told what was there and what is.
type Tell = Box<dyn Fn(&str, &str)>;

/// Asks once more, and takes the answer where it is another one and nothing else has been asked meanwhile.
fn look_again(
    path: Signal<String>,
    state: RwSignal<Load<String>>,
    asked: StoredValue<(u32, bool)>,
    question: u32,
    tell: Tell,
) {
    spawn_local(async move {
        let Some(path) = path.try_get_untracked() else { return };
        let Ok(after) = http::fetch(&path).await else { return };
        if asked.try_get_value() != Some((question, true)) {
            return;
        }
        let before = state.with_untracked(|state| match state {
            Load::Ready(before) if *before != after => Some(before.clone()),
            _ => None,
        });
        let Some(before) = before else { return };
        keep_focus();
        state.set(Load::Ready(after.clone()));
        tell(&before, &after);
    });
}

/// Lists are drawn anew in the place of what was there, so what has focus may be another thing afterwards. Focus stays
/// on what has the same id, and goes to the heading above where that is gone.
fn keep_focus() {
    let Some(active) = dom::document().active_element().filter(|active| active.tag_name() != "BODY") else {
        return;
    };
    let id = active.id();
    let section = active.closest("section").ok().flatten();
    dom::after_render(move || {
        let is_there =
            if id.is_empty() { active.is_connected() } else { active.is_connected() && active.id() == id };
        if is_there {
            return;
        }
        if !id.is_empty() && dom::by_id(&id).is_some() {
            dom::focus(&id);
            return;
        }
        let heading = section.and_then(|section| section.query_selector("h2[tabindex]").ok().flatten());
        match heading {
            Some(heading) if heading.is_connected() => dom::focus(&heading.id()),
            _ => page::focus_heading(),
        }
    });
}

/// Fetches whenever the address or the attempt changes.
fn follow(
    path: Signal<String>,
    state: RwSignal<Load<String>>,
    attempt: RwSignal<u32>,
    asked: StoredValue<(u32, bool)>,
) {
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        attempt.track();
        let thing = path.split('?').next().unwrap_or_default().to_owned();
        let is_ready = state.with_untracked(|state| matches!(state, Load::Ready(_)));
        if !is_ready || before.as_ref() != Some(&thing) {
            state.set(Load::Waiting);
        }
        // Answers may overtake each other: only the last question counts.
        let this = asked.get_value().0.wrapping_add(1);
        asked.set_value((this, false));
        spawn_local(async move {
            let outcome = http::fetch(&path).await;
            if asked.try_get_value() == Some((this, false)) {
                asked.set_value((this, true));
                _ = state.try_set(outcome.map_or_else(Load::Failed, Load::Ready));
            }
        });
        thing
    });
}
