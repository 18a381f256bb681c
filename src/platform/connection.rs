//! Whether the browser has a network; it knows for certain only when it has none.

use leptos::prelude::*;

use super::dom;

thread_local! {
    static CONNECTION: ArcRwSignal<Connection> = ArcRwSignal::new(Connection::Online);
}

/// Whether there is a network, as far as the browser knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    Online,
    Offline,
}

/// The state now; tracked.
pub fn connection() -> Connection {
    CONNECTION.with(ArcRwSignal::get)
}

/// The state now; not tracked.
pub fn connection_now() -> Connection {
    CONNECTION.with(|signal| signal.get_untracked())
}

/// Follows the browser's events from now on.
pub fn start() {
    let read = |_: web_sys::Event| {
        let state =
            if dom::window().navigator().on_line() { Connection::Online } else { Connection::Offline };
        CONNECTION.with(|signal| signal.set(state));
    };
    for event in ["online", "offline"] {
        dom::listen_for_ever(&dom::window(), event, read);
    }
}
