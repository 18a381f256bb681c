//! What the server tells has changed, as it changes: one stream a tab, while the page is looked at.
//!
//! What is told is a hint to ask again. Who has not listened for a while is told that something may have been missed.

use contract::{
    events::{LiveEvent, LiveKind},
    paths,
    session::Session,
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventSource, MessageEvent, VisibilityState};

use super::{dom, http, time};

/// The pause after a stream is lost, at the least, in milliseconds; twice as long each time.
const FIRST_PAUSE: i32 = 1_000;

/// How often the pause doubles: to half a minute.
const DOUBLINGS: u32 = 5;

/// What the stream calls.
struct Ears {
    open: Closure<dyn FnMut(Event)>,
    message: Closure<dyn FnMut(MessageEvent)>,
    lost: Closure<dyn FnMut(Event)>,
}

#[derive(Clone, Copy)]
struct Live {
    ears: StoredValue<Option<Ears>, LocalStorage>,
    source: StoredValue<Option<EventSource>, LocalStorage>,
    /// How often it was lost since something was heard.
    losses: StoredValue<u32>,
    /// Whether something may have been missed.
    is_late: StoredValue<bool>,
    told: Callback<LiveEvent>,
}

/// Tells what changes, for as long as the component lives, the page is looked at and somebody is logged in. The end of
/// the session goes to whoever asked `http` for it.
pub fn follow(told: Callback<LiveEvent>) {
    let live = Live {
        ears: StoredValue::new_local(None),
        source: StoredValue::new_local(None),
        losses: StoredValue::new(0),
        is_late: StoredValue::new(false),
        told,
    };
    live.ears.set_value(Some(Ears {
        open: Closure::new(move |_| live.opened()),
        message: Closure::new(move |event: MessageEvent| live.hear(&event)),
        lost: Closure::new(move |_| live.lost()),
    }));
    let looked_at = window_event_listener_untyped("visibilitychange", move |_| live.follow_page());
    on_cleanup(move || {
        looked_at.remove();
        live.close();
    });
    live.follow_page();
}

impl Live {
    /// Open while the page is looked at, and not otherwise.
    fn follow_page(self) {
        if dom::document().visibility_state() == VisibilityState::Hidden {
            self.close();
        } else {
            self.open();
        }
    }

    fn open(self) {
        // Open already, or the component is gone.
        if self.source.try_with_value(Option::is_none) != Some(true) {
            return;
        }
        let Ok(source) = EventSource::new(paths::EVENTS) else { return };
        self.ears.with_value(|ears| {
            let Some(ears) = ears else { return };
            source.set_onopen(Some(ears.open.as_ref().unchecked_ref()));
            source.set_onmessage(Some(ears.message.as_ref().unchecked_ref()));
            source.set_onerror(Some(ears.lost.as_ref().unchecked_ref()));
        });
        self.source.set_value(Some(source));
    }

    fn close(self) {
        let source = self.source.try_update_value(Option::take).flatten();
        if let Some(source) = source {
            source.close();
            _ = self.is_late.try_set_value(true);
        }
    }

    fn opened(self) {
        if self.is_late.try_get_value() == Some(true) {
            self.is_late.set_value(false);
            self.told.run(LiveEvent { kind: LiveKind::Missed, id: String::new() });
        }
    }

    fn hear(self, event: &MessageEvent) {
        let Some(Ok(event)) = event.data().as_string().map(|text| http::read::<LiveEvent>(&text)) else {
            return;
        };
        _ = self.losses.try_set_value(0);
        if event.kind == LiveKind::SessionEnded {
            self.close();
            http::session_ended();
        } else {
            self.told.run(event);
        }
    }

    /// The network or the server is away, or nobody is logged in any more: the session is asked for first.
    fn lost(self) {
        self.close();
        let losses = self.losses.try_get_value().unwrap_or_default();
        _ = self.losses.try_set_value(losses + 1);
        let longest = FIRST_PAUSE << losses.min(DOUBLINGS);
        // By chance, so that all who lost a server do not come back at once.
        let pause = longest / 2 + (f64::from(longest / 2) * js_sys::Math::random()) as i32;
        spawn_local(async move {
            time::sleep(pause).await;
            let is_here = self.source.try_with_value(Option::is_none) == Some(true);
            if !is_here || dom::document().visibility_state() == VisibilityState::Hidden {
                return;
            }
            match http::get::<Session>(paths::SESSION).await {
                Ok(session) if session.person.is_none() => http::session_ended(),
                Ok(_) => self.open(),
                Err(_) => self.lost(),
            }
        });
    }
}
