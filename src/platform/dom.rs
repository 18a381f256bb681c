//! Short names for what the app asks of the browser.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, Element, HtmlElement, Window};

/// The window; the app runs nowhere without one.
pub fn window() -> Window {
    leptos::prelude::window()
}

/// The document; the app runs nowhere without one.
pub fn document() -> Document {
    leptos::prelude::document()
}

/// The element with this id.
pub fn by_id(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// The first element that a selector finds.
pub fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// The decoded value of a query parameter of the page's address.
pub fn query_value(name: &str) -> Option<String> {
    query_value_of(&window().location().search().ok()?, name)
}

/// The decoded value of a parameter of a query.
pub fn query_value_of(query: &str, name: &str) -> Option<String> {
    web_sys::UrlSearchParams::new_with_str(query).ok()?.get(name)
}

/// Path, query and fragment of the page's address.
pub fn current_path() -> String {
    let location = window().location();
    [location.pathname(), location.search(), location.hash()].map(Result::unwrap_or_default).concat()
}

/// Moves focus to the element with this id, and into view.
pub fn focus(id: &str) {
    if let Some(element) = by_id(id) {
        _ = element.focus();
    }
}

/// Runs once the browser has laid out what has just been rendered.
pub fn after_render(action: impl FnOnce() + 'static) {
    let once = Closure::once_into_js(action);
    _ = window().request_animation_frame(once.unchecked_ref());
}

/// Listens for as long as the page lives.
pub fn listen_for_ever(
    target: &web_sys::EventTarget,
    event: &str,
    action: impl FnMut(web_sys::Event) + 'static,
) {
    let closure = Closure::<dyn FnMut(web_sys::Event)>::new(action);
    _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    closure.forget();
}
