//! More for those who want it.

use leptos::prelude::*;

use super::Example;

/// Whether the contents are shown from the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DetailsState {
    #[default]
    Closed,
    Open,
}

/// A line that opens and closes what is under it.
#[component]
pub fn Details(
    #[prop(into)] summary: String,
    #[prop(optional)] state: DetailsState,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="ds-details" open={state == DetailsState::Open}>
            <summary>{summary}</summary>
            <div>{children()}</div>
        </details>
    }
    .into_any()
}

/// The states of [`Details`].
pub fn examples() -> Vec<Example> {
    let text = || view! { <p class="ds-paragraph">"Vi spør fordi loven sier at tillatelsen følger personen, ikke bilen."</p> };
    vec![
        Example::new(
            "closed",
            "Lukket",
            view! { <Details summary="Hvorfor spør vi om dette?">{text()}</Details> },
        ),
        Example::new(
            "open",
            "Åpen",
            view! { <Details summary="Hvorfor spør vi om dette?" state=DetailsState::Open>{text()}</Details> },
        ),
    ]
}
