//! The answers of a filling with what follows from them, and who is told when which of it changes: a key press
//! decides and shows anew only what depends on it.

use std::{collections::HashMap, sync::Arc};

use forms::{Answer, Answers, At, Changed, Context, Effect, Form, State, View};
use leptos::prelude::*;

use super::question::Place;

/// The answers as the form engine keeps them, with a signal for each place that somebody looks at.
#[derive(Clone, Copy)]
pub struct Answering {
    state: StoredValue<Option<State>>,
    /// The answer at a place; of a repeating group, which rows there are.
    places: StoredValue<HashMap<Place, ArcTrigger>>,
    /// Which fields of a row are to be seen, by the row with its repeating group as the field.
    rows: StoredValue<HashMap<Place, ArcTrigger>>,
    /// Which pages and fields outside rows are to be seen.
    visibility: Trigger,
    /// Anything at all.
    any: Trigger,
}

impl Answering {
    pub fn new() -> Self {
        Self {
            state: StoredValue::new(None),
            places: StoredValue::new(HashMap::new()),
            rows: StoredValue::new(HashMap::new()),
            visibility: Trigger::new(),
            any: Trigger::new(),
        }
    }

    /// The form is there, or comes in another language or version; the answers stay.
    pub fn set_form(self, form: Arc<Form>, context: Context) {
        let answers = self.all();
        self.state.set_value(Some(State::new(form, answers, context)));
        self.tell_all();
    }

    /// Takes other answers. Before the form is there, there is nothing that they could answer.
    pub fn set_all(self, answers: Answers) {
        self.state.update_value(|state| {
            if let Some(state) = state {
                let context = state.context();
                state.replace(answers, context);
            }
        });
        self.tell_all();
    }

    /// Sets or removes the answer at a place.
    pub fn set(self, place: &Place, answer: Option<Answer>) {
        let effect = self.change(|state| state.set(place.at(), answer));
        self.tell_place(place);
        self.tell(&effect);
    }

    /// Adds an empty row; no other has its id.
    pub fn add_row(self, rows: &str, id: &str) {
        let effect = self.change(|state| state.add_row(rows, id));
        self.tell_place(&Place::field(rows));
        self.tell(&effect);
    }

    /// Removes a row with its answers.
    pub fn remove_row(self, rows: &str, id: &str) {
        let effect = self.change(|state| {
            let effect = state.remove_row(rows, id);
            if !state.answers().rows(rows).is_empty() {
                return effect;
            }
            // No rows are no answer.
            state.set(At::field(rows), None)
        });
        self.tell_place(&Place::field(rows));
        self.tell(&effect);
    }

    /// What follows from the answers as they stand; not tracked.
    pub fn view<T>(self, look: impl FnOnce(&View<'_, '_>) -> T) -> Option<T> {
        self.state.with_value(|state| state.as_ref().map(|state| look(&state.view())))
    }

    /// All answers as they stand; not tracked.
    pub fn with<T>(self, look: impl FnOnce(&Answers) -> T) -> T {
        self.state.with_value(|state| match state {
            Some(state) => look(state.answers()),
            None => look(&Answers::default()),
        })
    }

    /// A copy of all answers; not tracked.
    pub fn all(self) -> Answers {
        self.with(Clone::clone)
    }

    /// From here on, whoever asks is told when anything changes.
    pub fn track(self) {
        self.any.track();
    }

    /// The same for the answer at a place.
    pub fn track_place(self, place: &Place) {
        track(self.places, place);
    }

    /// The same for which pages and fields are to be seen outside rows.
    pub fn track_visibility(self) {
        self.visibility.track();
    }

    /// The same for which fields of a row are to be seen.
    pub fn track_row(self, rows: &str, row: &str) {
        track(self.rows, &of_row(rows, row));
    }

    fn change(self, change: impl FnOnce(&mut State) -> Effect) -> Effect {
        let effect = self.state.try_update_value(|state| state.as_mut().map(change));
        effect.flatten().unwrap_or_default()
    }

    fn tell_place(self, place: &Place) {
        notify(self.places, place);
    }

    /// Tells of what has followed, and of nothing else: among a thousand rows most look at what stayed as it was.
    fn tell(self, effect: &Effect) {
        if effect.visibility == Changed::Yes {
            self.visibility.notify();
        }
        let (rows, calculated) = self.state.with_value(|state| match state {
            None => <(Vec<Place>, Vec<Place>)>::default(),
            Some(state) => (
                state.rows_seen_otherwise(effect).map(|(rows, row)| of_row(rows, row)).collect(),
                state.recalculated(effect).map(Place::of).collect(),
            ),
        });
        rows.iter().for_each(|row| notify(self.rows, row));
        calculated.iter().for_each(|place| self.tell_place(place));
        self.any.notify();
    }

    fn tell_all(self) {
        notify_all(self.places);
        self.visibility.notify();
        notify_all(self.rows);
        self.any.notify();
    }
}

/// A row itself, as a place.
fn of_row(rows: &str, row: &str) -> Place {
    Place { field: rows.to_owned(), row: Some((rows.to_owned(), row.to_owned())) }
}

fn track(all: StoredValue<HashMap<Place, ArcTrigger>>, place: &Place) {
    let known = all.with_value(|all| all.get(place).cloned());
    let trigger = known.unwrap_or_else(|| {
        let trigger = ArcTrigger::new();
        all.update_value(|all| _ = all.insert(place.clone(), trigger.clone()));
        trigger
    });
    trigger.track();
}

/// Taken out before it is told: who is told may ask for more.
fn notify(all: StoredValue<HashMap<Place, ArcTrigger>>, place: &Place) {
    if let Some(trigger) = all.with_value(|all| all.get(place).cloned()) {
        trigger.notify();
    }
}

fn notify_all(all: StoredValue<HashMap<Place, ArcTrigger>>) {
    let triggers: Vec<ArcTrigger> = all.with_value(|all| all.values().cloned().collect());
    triggers.iter().for_each(Notify::notify);
}
