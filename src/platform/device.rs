//! Texts that stay on this device until the server has them: sealed with a secret that only the signed-in
//! session can fetch (AES-GCM, in IndexedDB). See `device.js`.
//!
//! On a device that others use as well there is no secret, and nothing is kept.

use std::cell::Cell;

use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

#[wasm_bindgen(module = "/src/platform/device.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = unlock)]
    async fn unlock_store(secret: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(js_name = lock)]
    fn lock_store();
    #[wasm_bindgen(catch, js_name = keep)]
    async fn keep_text(name: &str, text: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_name = kept)]
    async fn kept_text(name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = forget)]
    async fn forget_text(name: &str) -> Result<(), JsValue>;
}

thread_local! {
    static STORE: Cell<Store> = const { Cell::new(Store::Locked) };
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Store {
    Locked,
    Open,
}

/// Whether a text is safe on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    Yes,
    No,
}

/// From now on texts can be kept. A browser that cannot do it keeps nothing, and the app goes on.
pub async fn unlock(secret: &str) {
    if unlock_store(secret).await.is_ok() {
        STORE.set(Store::Open);
    }
}

/// The person has left: what is kept stays sealed.
pub fn lock() {
    STORE.set(Store::Locked);
    lock_store();
}

/// Keeps a text, in place of the one of the same name.
pub async fn keep(name: &str, text: &str) -> Kept {
    if STORE.get() == Store::Open && keep_text(name, text).await.is_ok() { Kept::Yes } else { Kept::No }
}

/// The text of this name. One that cannot be opened any more is none.
pub async fn kept(name: &str) -> Option<String> {
    if STORE.get() == Store::Locked {
        return None;
    }
    kept_text(name).await.ok()?.as_string()
}

/// The text is not needed any more.
pub async fn forget(name: &str) {
    if STORE.get() == Store::Open {
        _ = forget_text(name).await;
    }
}
