//! What the app knows of the session: who, and until when by the server's clock.

use contract::session::{Session, SignInWay, SignedIn};
use leptos::{prelude::*, task::spawn_local};
use locale::Timestamp;

use super::api;
use crate::platform::{http, time};

/// The session as last told by the server. Provided as context.
#[derive(Clone, Copy)]
pub struct Account {
    /// Nothing before the first answer.
    state: RwSignal<Option<Session>>,
    /// How far the server's clock is ahead of the browser's.
    ahead_millis: RwSignal<i64>,
    /// Counts the ends of sessions that calls ran into.
    ends: RwSignal<u32>,
    /// Whether the last person logged out on purpose.
    has_left: RwSignal<bool>,
    /// Whether somebody is logging out just now.
    is_leaving: RwSignal<bool>,
}

/// Whether somebody is logging out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    Now,
    Not,
}

thread_local! {
    static CURRENT: std::cell::Cell<Option<Account>> = const { std::cell::Cell::new(None) };
}

impl Account {
    /// Asks the server who is logged in.
    pub fn start() -> Self {
        let account = Self {
            state: RwSignal::new(None),
            ahead_millis: RwSignal::new(0),
            ends: RwSignal::new(0),
            has_left: RwSignal::new(false),
            is_leaving: RwSignal::new(false),
        };
        CURRENT.set(Some(account));
        http::on_session_expired(|| {
            if let Some(account) = CURRENT.get() {
                account.end();
            }
        });
        account.refresh();
        account
    }

    /// Asks once more.
    pub fn refresh(self) {
        spawn_local(async move {
            if let Ok(session) = api::session().await {
                self.set(session);
            }
        });
    }

    /// Takes what the server has told.
    pub fn set(self, session: Session) {
        self.ahead_millis.set(session.now.0 - time::now().0);
        if session.person.is_some() {
            self.has_left.set(false);
        } else if self.person_now().is_some() {
            // The server knows of an end that the browser has not noticed.
            self.ends.update(|ends| *ends += 1);
        }
        self.state.set(Some(session));
    }

    /// The person logs out, or does not after all: the end of the session is no news to them.
    pub fn leaving(self, is_leaving: Leaving) {
        self.is_leaving.set(is_leaving == Leaving::Now);
    }

    /// The session has ended without the person's doing.
    pub fn end(self) {
        if self.is_leaving.get_untracked() {
            return;
        }
        if self.person_now().is_some() {
            self.ends.update(|ends| *ends += 1);
        }
        self.state.set(Some(self.nobody()));
    }

    /// The person has logged out.
    pub fn leave(self) {
        self.leaving(Leaving::Not);
        self.has_left.set(true);
        self.state.set(Some(self.nobody()));
    }

    /// Whether the last person logged out on purpose; tracked.
    pub fn has_left(self) -> bool {
        self.has_left.get()
    }

    fn nobody(self) -> Session {
        Session { person: None, way: self.way_now(), now: self.server_now() }
    }

    /// How one logs in and out here; not tracked, since it stays.
    pub fn way_now(self) -> SignInWay {
        self.state.with_untracked(|session| session.as_ref().map(|session| session.way)).unwrap_or_default()
    }

    /// Who is logged in; tracked.
    pub fn person(self) -> Option<SignedIn> {
        self.state.with(|session| session.as_ref().and_then(|session| session.person.clone()))
    }

    /// Who is logged in; not tracked.
    pub fn person_now(self) -> Option<SignedIn> {
        self.state.with_untracked(|session| session.as_ref().and_then(|session| session.person.clone()))
    }

    /// Whether the server has answered yet; tracked.
    pub fn is_known(self) -> bool {
        self.state.with(Option::is_some)
    }

    /// How many sessions have ended on their own; tracked.
    pub fn ends(self) -> u32 {
        self.ends.get()
    }

    /// The time by the server's clock.
    pub fn server_now(self) -> Timestamp {
        time::now().plus_millis(self.ahead_millis.get_untracked())
    }
}
