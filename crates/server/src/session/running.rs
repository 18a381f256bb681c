//! The session that a call comes with: whether it runs, its sign of life, and the change of its secret.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use contract::problem::Code;
use http::{header::SET_COOKIE, request::Parts};

use super::{
    cookie::{CookieUse, SessionSecret},
    seal::{seal, unseal},
};
use crate::{
    problem::Answer,
    state::{App, AppState},
    storage::{NewSecret, Secret, StoredSession, Who},
    tries::{Tried, Whose},
};

/// The deadline is put off when a thirtieth of the idle period is gained: of half an hour a minute, so that
/// a busy person costs one write a minute. What the client is told is always what is kept.
const WORTH_WRITING: i64 = 30;

/// Milliseconds after which a secret is changed.
const ROTATE_MILLIS: i64 = 15 * 60 * 1000;

/// Milliseconds after which an answer with a new secret that nobody has come with counts as lost.
const LOST_MILLIS: i64 = 60 * 1000;

/// Where a new secret waits for the answer to the call.
#[derive(Clone, Default)]
struct Renewed(Arc<Mutex<Option<(CookieUse, SessionSecret)>>>);

/// That a call has been counted: a handler may ask for the session more than once.
#[derive(Clone, Default)]
struct Counted(Arc<AtomicBool>);

/// Counts a call, of the session and of whose it is.
fn count(app: &App, parts: &Parts, session: &StoredSession) -> Answer<()> {
    if parts.extensions.get::<Counted>().is_some_and(|counted| counted.0.swap(true, Ordering::Relaxed)) {
        return Ok(());
    }
    let now = app.clock.now();
    let person = match &session.who {
        Who::Person(person) => Some(Whose::Person(person.id)),
        // Staff have no second session as themselves.
        Who::Staff(_) => None,
    };
    app.tries.take(Tried::SessionCall, Whose::Session(session.id), now)?;
    person.map_or(Ok(()), |person| app.tries.take(Tried::PersonCall, person, now))
}

/// The session of the request, if it has not ended. Read from the database at every call: what is ended anywhere is
/// ended everywhere at once.
pub(super) async fn running(
    app: &App,
    parts: &Parts,
    purpose: CookieUse,
) -> Answer<(SessionSecret, StoredSession)> {
    let headers = &parts.headers;
    let secret = app.serving.cookies.kind(headers).read(purpose, headers);
    let secret = secret.ok_or(Code::SignInRequired)?;
    let now = app.clock.now();
    // Sessions that have ended are swept away, so one that is not there counts as ended.
    let session = app.store.session(&secret.hash(), now).await?.ok_or(Code::SessionExpired)?;
    if session.has_ended(now) {
        return Err(Code::SessionExpired.into());
    }
    count(app, parts, &session)?;
    if session.secret == Secret::Confirming {
        app.store.confirm_secret(session.id, now).await?;
    }
    Ok((secret, session))
}

/// The same, and the call is a sign of life.
pub(super) async fn alive(
    app: &App,
    parts: &Parts,
    purpose: CookieUse,
) -> Answer<(SessionSecret, StoredSession)> {
    let (secret, session) = running(app, parts, purpose).await?;
    let now = app.clock.now();
    let idle = app.serving.idle_millis();
    let gained = now.0 + idle - session.idle_deadline.0;
    let is_bounded = session.idle_deadline >= session.absolute_deadline;
    let session =
        if gained >= idle / WORTH_WRITING && !is_bounded { prolong(app, &session).await? } else { session };
    if let Some(renewed) = parts.extensions.get::<Renewed>() {
        rotate(app, &secret, &session, purpose, renewed).await?;
    }
    Ok((secret, session))
}

/// Puts the idle deadline off, never past the absolute one; gives the session as it is now.
pub(super) async fn prolong(app: &App, session: &StoredSession) -> Answer<StoredSession> {
    let now = app.clock.now();
    let idle_deadline = now.plus_millis(app.serving.idle_millis()).min(session.absolute_deadline);
    app.store.prolong_session(session.id, idle_deadline, now).await?;
    Ok(StoredSession { idle_deadline, ..session.clone() })
}

async fn rotate(
    app: &App,
    secret: &SessionSecret,
    session: &StoredSession,
    purpose: CookieUse,
    renewed: &Renewed,
) -> Answer<()> {
    let now = app.clock.now();
    let after = match session.secret {
        Secret::Current => ROTATE_MILLIS,
        Secret::Unconfirmed => LOST_MILLIS,
        Secret::Confirming | Secret::Previous => return Ok(()),
    };
    if now.0 < session.rotated.0 + after {
        return Ok(());
    }
    let new = SessionSecret::new(app.randomness.as_ref())?;
    // What was sealed with a secret that was lost cannot be opened any more.
    let token = session.provider.sealed_token.as_deref().and_then(|sealed| unseal(secret, sealed));
    let sealed_token = match token {
        Some(token) => seal(&new, &token, app.randomness.as_ref())?,
        None => None,
    };
    let change = NewSecret { old_hash: &secret.hash(), new_hash: new.hash(), sealed_token };
    if app.store.rotate_session(session, change, now).await? {
        *renewed.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((purpose, new));
    }
    Ok(())
}

/// Lets the answer to a call carry a new secret, where the session was given one.
pub(crate) async fn carry_secret(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let renewed = Renewed::default();
    let kind = app.serving.cookies.kind(request.headers());
    request.extensions_mut().insert(renewed.clone());
    request.extensions_mut().insert(Counted::default());
    let response = next.run(request).await;
    let new = renewed.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    match new {
        // An answer that sets a cookie of its own has ended the session or begun another.
        Some((purpose, secret)) if !response.headers().contains_key(SET_COOKIE) => {
            (kind.give(purpose, &secret), response).into_response()
        }
        _ => response,
    }
}
