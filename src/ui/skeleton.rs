//! The place of what is on its way, so that nothing moves when it comes.

use leptos::prelude::*;

use super::Example;

/// Grey lines that appear when waiting has become noticeable.
#[component]
pub fn Skeleton(
    /// As many as what comes will take, about.
    lines: usize,
) -> impl IntoView {
    let lines = (0..lines).map(|_| view! { <span class="ds-skeleton" data-variant="text"></span> });
    view! { <div class="skeleton" aria-hidden="true">{lines.collect_view()}</div> }.into_any()
}

/// The states of [`Skeleton`].
pub fn examples() -> Vec<Example> {
    vec![Example::new("default", "Fem linjer", view! { <Skeleton lines=5/> })]
}
