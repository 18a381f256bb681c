//! Copies a text where the browser lets it.

use wasm_bindgen_futures::JsFuture;

use super::dom;

/// Whether a text was copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    Yes,
    No,
}

/// Copies a text. Browsers refuse where the page did not come over https, or the person has said no.
pub async fn copy(text: &str) -> Copied {
    let clipboard = dom::window().navigator().clipboard();
    if clipboard.is_undefined() {
        return Copied::No;
    }
    match JsFuture::from(clipboard.write_text(text)).await {
        Ok(_) => Copied::Yes,
        Err(_) => Copied::No,
    }
}
