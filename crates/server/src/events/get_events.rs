//! `GET /events`: what changes of the person's, as it changes, for as long as the browser listens.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
};
use contract::{
    events::{LiveEvent, LiveKind},
    problem::Code,
};
use futures_util::stream;
use http::{HeaderMap, HeaderName, header::CACHE_CONTROL, request::Parts};
use tokio::sync::broadcast;
use uuid::Uuid;

use super::streams::Place;
use crate::{
    openapi,
    problem::Answer,
    randomness,
    session::running_session,
    state::AppState,
    stopping::Phase,
    storage::{Change, Who},
};

/// Seconds after which a browser with too many streams may try again.
const TRY_AGAIN: u32 = 30;

/// Milliseconds after which a browser comes back whose stream was ended by the end of the server: the least and the most.
const COME_BACK: (u64, u64) = (200, 1500);

/// What a browser says that has listened before.
const LAST_EVENT_ID: &str = "last-event-id";

/// One stream.
struct Listener {
    app: AppState,
    person: Uuid,
    session: Uuid,
    changes: broadcast::Receiver<Change>,
    alive: tokio::time::Interval,
    /// Told first: this listener has been away.
    has_missed: bool,
    /// Nothing is told any more.
    is_over: bool,
    _place: Place,
}

/// Tells what kind of thing has changed and which one, as server-sent events: the cases and drafts of the person who is
/// signed in, and the end of the session, which is the last event. A browser that comes back is told at once that it
/// may have missed some. Listening is no sign of life: the session runs out as ever.
#[utoipa::path(
    get,
    path = "/events",
    tag = "minside",
    responses(
        (status = 200, description = "Each event's data is one of these", body = LiveEvent,
            content_type = "text/event-stream"),
        (status = 429, description = "`too_many_tries`: the session has as many streams as it may",
            body = contract::problem::Problem, content_type = "application/problem+json"),
        openapi::Always,
        openapi::Personal,
    )
)]
pub async fn get_events(State(app): State<AppState>, parts: Parts) -> Answer<Response> {
    // Before the session is looked up: an end in between is told.
    let changes = app.store.changes();
    let (_, session) = running_session(&app, &parts).await?;
    let Who::Person(person) = &session.who else { return Err(Code::SignInRequired.into()) };
    let Some(place) = app.streams.take(session.id) else {
        app.metrics.too_many_streams();
        return Err(Code::TooManyTries { seconds: TRY_AGAIN }.into());
    };
    let listener = Listener {
        person: person.id,
        session: session.id,
        changes,
        alive: tokio::time::interval(app.streams.alive_every),
        has_missed: has_listened(&parts.headers),
        is_over: false,
        _place: place,
        app,
    };
    let events = stream::unfold(listener, |mut listener| async {
        let event = listener.next().await?;
        Some((Ok::<_, Infallible>(event), listener))
    });
    let unbuffered = (HeaderName::from_static("x-accel-buffering"), "no");
    Ok(([unbuffered], [(CACHE_CONTROL, "no-store")], Sse::new(events)).into_response())
}

fn has_listened(headers: &HeaderMap) -> bool {
    headers.contains_key(LAST_EVENT_ID)
}

impl Listener {
    /// The next event; nothing where the stream is at its end.
    async fn next(&mut self) -> Option<Event> {
        if self.is_over {
            return None;
        }
        if std::mem::take(&mut self.has_missed) {
            return told(LiveKind::Missed, "");
        }
        loop {
            let change = tokio::select! {
                biased;
                () = self.app.stopping.reached(Phase::Draining) => return self.leave(),
                change = self.changes.recv() => Some(change),
                _ = self.alive.tick() => None,
            };
            let Some(change) = change else {
                // The session is looked up too: it may have run out by the clock.
                return if self.lives().await { Some(Event::default().comment("")) } else { self.end() };
            };
            if let Some(event) = self.event_of(change).await {
                return Some(event);
            }
        }
    }

    /// What this person is told of a change.
    async fn event_of(&mut self, change: Result<Change, broadcast::error::RecvError>) -> Option<Event> {
        match change {
            Ok(Change::Case { person, reference }) if person == self.person => {
                told(LiveKind::Case, &reference)
            }
            Ok(Change::Draft { person, form }) if person == self.person => told(LiveKind::Draft, &form),
            Ok(Change::SessionEnded { session }) if session == self.session => self.end(),
            Ok(Change::Missed) | Err(broadcast::error::RecvError::Lagged(_)) => {
                // The end of the session may be among it.
                if self.lives().await { told(LiveKind::Missed, "") } else { self.end() }
            }
            Err(broadcast::error::RecvError::Closed) => self.end(),
            Ok(_) => None,
        }
    }

    /// Where the database does not answer, nobody is signed out; it is asked again soon.
    async fn lives(&self) -> bool {
        self.app.store.session_lives(self.session, self.app.clock.now()).await.unwrap_or(true)
    }

    /// The server ends: the browser is to come back soon, to this address, and not all browsers at once.
    fn leave(&mut self) -> Option<Event> {
        self.is_over = true;
        let (soonest, latest) = COME_BACK;
        let millis = randomness::between(self.app.randomness.as_ref(), soonest, latest).unwrap_or(latest);
        Some(Event::default().retry(Duration::from_millis(millis)))
    }

    fn end(&mut self) -> Option<Event> {
        self.is_over = true;
        told(LiveKind::SessionEnded, "")
    }
}

/// With an id, so that a browser that comes back says that it has listened before.
fn told(kind: LiveKind, id: &str) -> Option<Event> {
    Event::default().id("1").json_data(LiveEvent { kind, id: id.to_owned() }).ok()
}
