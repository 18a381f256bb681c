//! The signed-in person of a request. Asking for one is a sign of life.

use axum::extract::FromRequestParts;
use contract::problem::Code;
use http::request::Parts;

use super::cookie::SessionSecret;
use crate::{
    problem::{Answer, Failure},
    state::{App, AppState},
    storage::{Person, StoredSession},
};

/// The deadline is put off when a thirtieth of the idle period is gained: of half an hour a minute, so that
/// a busy person costs one write a minute. What the client is told is always what is kept.
const WORTH_WRITING: i64 = 30;

/// Whoever is signed in; without anybody the handler is not reached.
pub struct SignedInPerson(pub Person);

impl FromRequestParts<AppState> for SignedInPerson {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Self::Rejection> {
        let (secret, session) = running_session(app, parts).await?;
        let now = app.clock.now();
        let idle = app.serving.idle_millis();
        let gained = now.0 + idle - session.idle_deadline.0;
        if gained >= idle / WORTH_WRITING {
            prolong(app, &secret, &session).await?;
        }
        Ok(Self(session.person))
    }
}

/// The session of the request, if it has not ended.
pub(super) async fn running_session(app: &App, parts: &Parts) -> Answer<(SessionSecret, StoredSession)> {
    let secret = app.serving.cookies.kind(&parts.headers).read(&parts.headers);
    let secret = secret.ok_or(Code::SignInRequired)?;
    // Sessions that have ended are swept away, so one that is not there counts as ended.
    let session = app.store.session(&secret.hash()).await?.ok_or(Code::SessionExpired)?;
    if session.has_ended(app.clock.now()) {
        return Err(Code::SessionExpired.into());
    }
    Ok((secret, session))
}

/// Puts the idle deadline off, never past the absolute one; gives the session as it is now.
pub(super) async fn prolong(
    app: &App,
    secret: &SessionSecret,
    session: &StoredSession,
) -> Answer<StoredSession> {
    let now = app.clock.now();
    let idle_deadline = now.plus_millis(app.serving.idle_millis()).min(session.absolute_deadline);
    app.store.prolong_session(&secret.hash(), idle_deadline, now).await?;
    Ok(StoredSession { idle_deadline, ..session.clone() })
}
