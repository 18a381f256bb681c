//! What a person sees when the app has a fault and stops.
//!
//! After a panic nothing of the app runs any more, so the dialog stands ready in `index.html`, works
//! without the app, and only has to be opened. Answers are kept on the server as they are given.

use std::panic;

use wasm_bindgen::JsCast;

use super::dom;

/// The id of the dialog in `index.html`.
const DIALOG: &str = "fault";

/// Opens the dialog on a panic; the message goes to the console, for whoever looks into it.
pub fn start() {
    panic::set_hook(Box::new(|fault| {
        web_sys::console::error_1(&fault.to_string().into());
        let Some(dialog) = dom::by_id(DIALOG) else { return };
        if let Some(link) = dialog.query_selector("a").ok().flatten() {
            _ = link.set_attribute("href", &dom::current_path());
        }
        if let Ok(dialog) = dialog.dyn_into::<web_sys::HtmlDialogElement>()
            && !dialog.open()
        {
            _ = dialog.show_modal();
        }
    }));
}
