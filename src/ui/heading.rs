//! Headings of a level that the place decides.

use leptos::prelude::*;

/// The level of a heading; its size is another matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HeadingLevel {
    #[default]
    H2,
    H3,
    H4,
}

/// A heading of this level and of one of Designsystemet's sizes.
pub(super) fn heading(level: HeadingLevel, size: &'static str, contents: AnyView) -> AnyView {
    match level {
        HeadingLevel::H2 => view! { <h2 class="ds-heading" data-size=size>{contents}</h2> }.into_any(),
        HeadingLevel::H3 => view! { <h3 class="ds-heading" data-size=size>{contents}</h3> }.into_any(),
        HeadingLevel::H4 => view! { <h4 class="ds-heading" data-size=size>{contents}</h4> }.into_any(),
    }
}
