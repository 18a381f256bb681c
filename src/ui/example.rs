//! One state of a component, for the catalogue.

use leptos::prelude::*;

/// A component in one of its states.
pub struct Example {
    /// Names the state in the address: lower-case ASCII and hyphens.
    pub name: &'static str,
    /// Names the state for people.
    pub title: &'static str,
    pub view: AnyView,
}

impl Example {
    /// An example of what `view` makes.
    pub fn new(name: &'static str, title: &'static str, view: impl IntoView + 'static) -> Self {
        Self { name, title, view: view.into_any() }
    }
}
