//! Moving focus in code: the router and the browser leave it where it was when a fragment is followed.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement, Node};

/// Moves focus to the field with this id: to its element, or to the first one in it where it is a group.
/// The label comes into view with it. Tells whether there is such a field.
pub fn focus_field(id: &str) -> Found {
    let Some(field) = document().get_element_by_id(id) else { return Found::No };
    let input = if field.tag_name() == "FIELDSET" {
        field.query_selector("input, select, textarea").ok().flatten().unwrap_or_else(|| field.clone())
    } else {
        field
    };
    if let Some(around) = input.closest(".ds-fieldset, .ds-field").ok().flatten() {
        around.scroll_into_view();
    }
    focus_without_scroll(&input);
    Found::Yes
}

/// Moves focus to the group with this id itself, so that its heading is read and not its first question.
pub fn focus_group(id: &str) -> Found {
    let Some(group) = document().get_element_by_id(id) else { return Found::No };
    group.scroll_into_view();
    focus_without_scroll(&group);
    Found::Yes
}

/// Whether an element was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Yes,
    No,
}

/// Moves focus and leaves the scroll position to whoever has set it.
pub(super) fn focus_without_scroll(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        _ = element.focus_with_options(&options);
    }
}

/// Whether focus, on its way out of the element that listens, leaves it for good: not for another part of
/// it, and not for a button or link. A message that appears under the finger moves what is being pressed,
/// and Next looks at every answer anyway.
pub(super) fn leaves(event: &FocusEvent) -> Leaves {
    let Some(next) = event.related_target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return Leaves::Yes;
    };
    let here = event.current_target().and_then(|target| target.dyn_into::<Node>().ok());
    let stays = here.is_some_and(|here| here.contains(Some(&next)));
    if stays || matches!(next.tag_name().as_str(), "BUTTON" | "A") { Leaves::No } else { Leaves::Yes }
}

/// Whether focus leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaves {
    Yes,
    No,
}
