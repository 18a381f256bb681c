//! The signed-in person of a request. Asking for one is a sign of life.

use axum::extract::FromRequestParts;
use contract::{problem::Code, session::SignInLevel};
use http::request::Parts;
use uuid::Uuid;

use super::{
    cookie::{CookieUse, SessionSecret},
    running::{alive, running},
};
use crate::{
    problem::{Answer, Failure},
    state::{App, AppState},
    storage::{Person, StoredSession, Who},
};

/// Whoever is signed in; without anybody the handler is not reached.
pub struct SignedInPerson(pub Person);

/// The session of whoever is signed in.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// Of the session.
    pub session: Uuid,
    /// How sure the provider was.
    pub level: Option<SignInLevel>,
}

impl Standing {
    /// Whether the person has signed in at a level that is enough.
    ///
    /// # Errors
    /// [`Code::LevelRequired`] where not.
    pub fn check(&self, needed: Option<SignInLevel>) -> Answer<()> {
        if needed.is_none_or(|needed| self.level >= Some(needed)) {
            Ok(())
        } else {
            Err(Code::LevelRequired.into())
        }
    }
}

impl FromRequestParts<AppState> for SignedInPerson {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Self::Rejection> {
        let (_, session) = alive(app, parts, CookieUse::Session).await?;
        parts.extensions.insert(Standing { session: session.id, level: session.provider.level });
        Ok(Self(person(&session)?.clone()))
    }
}

/// Asked for after [`SignedInPerson`], it costs nothing.
impl FromRequestParts<AppState> for Standing {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Self::Rejection> {
        if let Some(standing) = parts.extensions.get::<Self>() {
            return Ok(*standing);
        }
        SignedInPerson::from_request_parts(parts, app).await?;
        parts.extensions.get::<Self>().copied().ok_or_else(|| Code::SignInRequired.into())
    }
}

/// The session of the request and whose it is, if it has not ended.
pub(crate) async fn running_session(app: &App, parts: &Parts) -> Answer<(SessionSecret, StoredSession)> {
    let (secret, session) = running(app, parts, CookieUse::Session).await?;
    person(&session)?;
    Ok((secret, session))
}

/// Whose it is; a session of staff is nobody's here.
pub(super) fn person(session: &StoredSession) -> Answer<&Person> {
    match &session.who {
        Who::Person(person) => Ok(person),
        Who::Staff(_) => Err(Code::SignInRequired.into()),
    }
}
