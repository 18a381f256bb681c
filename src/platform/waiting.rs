//! A page whose part of the app or whose content is on its way.

use leptos::prelude::*;

use crate::{texts::frame as words, ui::Skeleton};

/// In the place of a page until it can be shown: a page always has a heading, and this one is only to be heard. It
/// takes no focus: that goes to the page's own heading when it comes ([`super::page::arrive`]).
pub fn waiting(
    // As many lines as what comes will take, about.
    lines: usize,
) -> AnyView {
    view! {
        <h1 class="ds-sr-only">{move || words::LOADING.get()}</h1>
        <Skeleton lines=lines/>
    }
    .into_any()
}
