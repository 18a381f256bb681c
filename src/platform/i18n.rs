//! The language of the interface.
//!
//! It is kept in the cookie `lang`, which says nothing about a person, so that the server can write the
//! first page in it. The address does not change with the language: page and answers stay.

use leptos::prelude::*;
use locale::Language;
use wasm_bindgen::JsCast;

use super::dom;

thread_local! {
    /// Lives as long as the app, outside every component, so that nothing can dispose of it.
    static LANGUAGE: ArcRwSignal<Language> = ArcRwSignal::new(Language::default());
}

/// The language now; tracked.
pub fn language() -> Language {
    LANGUAGE.with(ArcRwSignal::get)
}

/// The language now; not tracked.
pub fn language_now() -> Language {
    LANGUAGE.with(|signal| signal.get_untracked())
}

/// Takes the language from `?lang=` where it is given, else from the page the server wrote.
pub fn start() {
    let asked = dom::query_value("lang").as_deref().and_then(Language::from_tag);
    let written = dom::document().document_element().and_then(|html| html.get_attribute("lang"));
    let language = asked.or_else(|| written.as_deref().and_then(Language::from_tag)).unwrap_or_default();
    if asked.is_some() { set_language(language) } else { LANGUAGE.with(|signal| signal.set(language)) }
}

/// Changes the language of everything on the page, and of the next visit.
pub fn set_language(language: Language) {
    LANGUAGE.with(|signal| signal.set(language));
    if let Some(html) = dom::document().document_element() {
        _ = html.set_attribute("lang", language.code());
    }
    if let Ok(document) = dom::document().dyn_into::<web_sys::HtmlDocument>() {
        _ = document
            .set_cookie(&["lang=", language.code(), "; Path=/; Max-Age=31536000; SameSite=Lax"].concat());
    }
}
