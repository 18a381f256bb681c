//! What text may become markup: see `markup.js`.
//!
//! The page's policy forbids text that becomes markup or script unless a policy of Trusted Types has let it pass. The
//! framework makes templates of the markup in our sources that way, and nothing of what people write.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/platform/markup.js")]
extern "C" {
    /// From now on markup that does something is refused.
    pub fn guard();
}
