//! What a person sees when the app has a fault and stops: see `fault.js`.
//!
//! The app that visitors get is built so that a panic stops it at once, without a message: messages and what
//! formats them would be a tenth of all that the front page loads (`docs/decisions/0007`). In development a
//! panic tells of itself on the console.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/platform/fault.js")]
extern "C" {
    /// Opens the dialog when the app stops.
    fn watch();
}

/// From now on a fault opens the dialog.
pub fn start() {
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|fault| web_sys::console::error_1(&fault.to_string().into())));
    watch();
}
