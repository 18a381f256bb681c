//! The first thing on the page: past the menu, to the contents.

use leptos::prelude::*;

use super::{Example, focus_field};

/// Moves focus in code: a router that follows the link would leave it where it was.
#[component]
pub fn SkipLink(
    /// The id of what to go to; it can take focus.
    #[prop(into)]
    target: String,
    children: Children,
) -> impl IntoView {
    let href = ["#", &target].concat();
    let go = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        event.stop_propagation();
        _ = focus_field(&target);
    };
    view! { <a class="ds-skip-link" href=href on:click=go>{children()}</a> }.into_any()
}

/// The states of [`SkipLink`].
pub fn examples() -> Vec<Example> {
    let view = view! {
        <p class="ds-paragraph">"Lenken vises når den får fokus: gå hit med tabulatortasten."</p>
        <SkipLink target="main">"Hopp til hovedinnholdet (eksempel)"</SkipLink>
    };
    vec![Example::new("default", "Skjult til den får fokus", view)]
}
