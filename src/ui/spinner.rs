//! That something is on its way.

use leptos::prelude::*;

use super::Example;

/// A turning circle. Without a label it is decoration beside text.
#[component]
pub fn Spinner(
    /// What is on its way, where no text beside it says so.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let role = if label.is_some() { "img" } else { "presentation" };
    let hidden = label.is_none().then_some("true");
    view! {
        <svg class="ds-spinner" data-size="xs" viewBox="0 0 50 50" role=role aria-label=label aria-hidden=hidden>
            <circle class="ds-spinner__background" cx="25" cy="25" r="20" fill="none" stroke-width="5"></circle>
            <circle class="ds-spinner__circle" cx="25" cy="25" r="20" fill="none" stroke-width="5"></circle>
        </svg>
    }
    .into_any()
}

/// The states of [`Spinner`].
pub fn examples() -> Vec<Example> {
    vec![Example::new("default", "Med navn", view! { <Spinner label="Henter sakene dine"/> })]
}
