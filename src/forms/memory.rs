//! What people are filling in, for as long as the app is open: it outlives the pages, a lost network
//! and the end of a session, but not a change of person.

use std::collections::HashMap;

use forms::Access;
use leptos::prelude::*;

use super::{filling::Filling, uploads};

/// All forms being filled in, by form. Provided as context by the app, whose owner keeps the signals.
#[derive(Clone)]
pub struct FormMemory {
    owner: Owner,
    fillings: StoredValue<HashMap<String, Filling>>,
    subject: StoredValue<Option<String>>,
}

impl FormMemory {
    /// Nothing being filled in yet. Call it where the app lives.
    pub fn new() -> Self {
        let owner = Owner::current().unwrap_or_default();
        Self { owner, fillings: StoredValue::new(HashMap::new()), subject: StoredValue::new(None) }
    }

    /// The filling of a form, a new one where there is none.
    pub fn filling(&self, form: &str) -> Filling {
        if let Some(filling) = self.fillings.with_value(|fillings| fillings.get(form).copied()) {
            return filling;
        }
        let filling = self.owner.with(|| Filling::new(form));
        self.fillings.update_value(|fillings| _ = fillings.insert(form.to_owned(), filling));
        filling
    }

    /// The form has been sent or given up.
    pub fn forget(&self, form: &str) {
        self.fillings.update_value(|fillings| _ = fillings.remove(form));
    }

    /// Somebody is logged in: another person starts with nothing, and what was begun without logging in stays
    /// with its code.
    pub fn belongs_to(&self, subject: &str) {
        if self.subject.with_value(|known| known.as_deref().is_some_and(|known| known != subject)) {
            self.clear();
        }
        self.fillings.update_value(|fillings| {
            fillings.retain(|_, filling| filling.access.get_untracked() == Access::SignedIn);
        });
        self.subject.set_value(Some(subject.to_owned()));
    }

    /// The person has logged out.
    pub fn clear(&self) {
        uploads::clear();
        self.fillings.set_value(HashMap::new());
        self.subject.set_value(None);
    }
}
