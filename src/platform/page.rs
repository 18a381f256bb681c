//! What a change of page means to a person: title, focus, announcement and scroll position.
//!
//! The router changes the address and the content; a page calls [`arrive`] when it has its heading.
//! Then the title is set and, unless it is the first page of the visit, focus goes to the `h1`, the
//! title is announced, and the page is scrolled to the top, or on the way back to where it was.

use std::{cell::RefCell, collections::HashMap};

use super::{announce, dom};
use crate::ui::{Found, focus_field};
use leptos::prelude::*;

/// How the person came to the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Journey {
    /// The first page of the visit: the browser has done it all.
    First,
    /// By a link or a button.
    Forward,
    /// By the browser's back or forward.
    History,
    /// Arrived: nothing more to do.
    Done,
}

struct State {
    journey: Journey,
    /// Where each address was scrolled to when it was left.
    scrolled: HashMap<String, f64>,
    path: String,
    site_name: String,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::new(State {
        journey: Journey::First,
        scrolled: HashMap::new(),
        path: String::new(),
        site_name: String::new(),
    });
}

/// Follows the browser's history from now on. `site_name` ends every title.
pub fn start(site_name: &str) {
    if let Ok(history) = dom::window().history() {
        _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
    }
    STATE.with_borrow_mut(|state| {
        state.path = dom::current_path();
        site_name.clone_into(&mut state.site_name);
    });
    dom::listen_for_ever(&dom::window(), "scroll", |_| {
        let top = dom::window().scroll_y().unwrap_or_default();
        STATE.with_borrow_mut(|state| {
            // Between a change of address and the arrival of the page, scrolling is not the person's doing.
            if state.journey == Journey::Done || state.journey == Journey::First {
                let path = state.path.clone();
                state.scrolled.insert(path, top);
            }
        });
    });
}

/// The person goes through the browser's history.
pub fn go_back() {
    STATE.with_borrow_mut(|state| state.journey = Journey::History);
}

/// The part of the app that the page is in is being fetched: styles show it where it takes long.
pub fn wait() {
    if let Some(main) = dom::find("main") {
        _ = main.set_attribute("aria-busy", "true");
    }
}

/// It is there, or did not come.
pub fn wait_no_more() {
    if let Some(main) = dom::find("main") {
        _ = main.remove_attribute("aria-busy");
    }
}

/// The person asks for the page that is there already.
pub fn return_to_top() {
    focus_heading();
    dom::window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// The address is another one, and its page is on its way.
pub fn leave() {
    STATE.with_borrow_mut(|state| {
        if state.journey != Journey::History {
            state.journey = Journey::Forward;
        }
    });
}

/// The page has its heading. Call it again when the title changes.
pub fn arrive(title: &str) {
    let (journey, site_name) = STATE.with_borrow(|state| (state.journey, state.site_name.clone()));
    dom::document().set_title(&[title, " – ", &site_name].concat());
    if matches!(journey, Journey::First | Journey::Done) {
        STATE.with_borrow_mut(|state| state.journey = Journey::Done);
        if journey == Journey::First {
            // Back from a login elsewhere, to a field that was not there yet when the browser looked for it.
            dom::after_render(|| {
                let fragment = dom::window().location().hash().unwrap_or_default();
                _ = fragment.strip_prefix('#').filter(|id| !id.is_empty()).map(focus_field);
            });
        }
        return;
    }
    let title = title.to_owned();
    dom::after_render(move || {
        let path = dom::current_path();
        let fragment = dom::window().location().hash().unwrap_or_default();
        let scrolled = STATE.with_borrow_mut(|state| {
            state.journey = Journey::Done;
            path.clone_into(&mut state.path);
            state.scrolled.get(&path).copied()
        });
        // A fragment names the field or section the person comes back to.
        let is_there =
            fragment.strip_prefix('#').is_some_and(|id| !id.is_empty() && focus_field(id) == Found::Yes);
        if !is_there {
            focus_heading();
            let top = if journey == Journey::History { scrolled.unwrap_or(0.0) } else { 0.0 };
            dom::window().scroll_to_with_x_and_y(0.0, top);
        }
        announce::announce(&title);
    });
}

/// Moves focus to the page's heading without scrolling.
pub fn focus_heading() {
    use wasm_bindgen::JsCast;
    if let Some(heading) =
        dom::find("main h1").and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        _ = heading.set_attribute("tabindex", "-1");
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        _ = heading.focus_with_options(&options);
    }
}

/// Sets the title from a signal: the page arrives when it first has one, and the title follows the language.
pub fn title(title: impl Fn() -> Option<String> + 'static) {
    Effect::new(move |_| {
        if let Some(title) = title() {
            arrive(&title);
        }
    });
}
