//! The browser's clock and timers.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use locale::Timestamp;
use wasm_bindgen_futures::JsFuture;

use super::dom;

/// The browser's clock; it may be wrong.
pub fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}

/// Waits.
pub async fn sleep(millis: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        _ = dom::window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
    });
    _ = JsFuture::from(promise).await;
}

/// Runs an action some time after the last call: one timer, started anew each time.
#[derive(Clone, Copy)]
pub struct Debounce {
    timer: StoredValue<Option<TimeoutHandle>>,
    delay: Duration,
}

impl Debounce {
    /// A timer of the component that makes it.
    pub fn new(delay: Duration) -> Self {
        let timer = StoredValue::new(None::<TimeoutHandle>);
        on_cleanup(move || {
            if let Some(handle) = timer.try_get_value().flatten() {
                handle.clear();
            }
        });
        Self { timer, delay }
    }

    /// Starts the timer, anew where it runs.
    pub fn start(&self, action: impl FnOnce() + 'static) {
        self.stop();
        let handle = set_timeout_with_handle(action, self.delay).ok();
        _ = self.timer.try_set_value(handle);
    }

    /// Stops the timer where it runs.
    pub fn stop(&self) {
        if let Some(handle) = self.timer.try_get_value().flatten() {
            handle.clear();
        }
    }
}
