//! How far through a form the page is.

use leptos::prelude::*;

use super::Example;

/// The text says it; the bar shows the same to those who see it.
#[component]
pub fn StepProgress(
    /// Counted from 1.
    current: u32,
    total: u32,
    /// Such as "Steg 2 av 6".
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let state = move |step: u32| match step.cmp(&current) {
        std::cmp::Ordering::Less => "done",
        std::cmp::Ordering::Equal => "current",
        std::cmp::Ordering::Greater => "upcoming",
    };
    let steps = (1..=total).map(|step| view! { <span data-state=state(step)></span> });
    view! {
        <div class="step-progress">
            <p class="step-progress__text">{label}</p>
            <div class="step-progress__bar" aria-hidden="true">{steps.collect_view()}</div>
        </div>
    }
    .into_any()
}

/// The states of [`StepProgress`].
pub fn examples() -> Vec<Example> {
    vec![
        Example::new("first", "Første steg", view! { <StepProgress current=1 total=6 label="Steg 1 av 6"/> }),
        Example::new("middle", "Midt i", view! { <StepProgress current=3 total=6 label="Steg 3 av 6"/> }),
        Example::new(
            "last",
            "Siste steg",
            view! { <StepProgress current=12 total=12 label="Steg 12 av 12"/> },
        ),
    ]
}
