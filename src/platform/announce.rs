//! What screen readers are told without focus moving: one polite region for the whole app.

use super::dom;

/// The id of the region, which stands in the frame from the start: regions that come with their text are not read.
pub const REGION: &str = "announcer";

/// Tells it politely. The same text twice is told twice.
pub fn announce(text: &str) {
    let text = text.to_owned();
    if let Some(region) = dom::by_id(REGION) {
        region.set_text_content(None);
        dom::after_render(move || {
            if let Some(region) = dom::by_id(REGION) {
                region.set_text_content(Some(&text));
            }
        });
    }
}
