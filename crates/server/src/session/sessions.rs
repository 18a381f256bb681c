//! `GET` and `DELETE /sessions`, `DELETE /sessions/{id}`: where the person is signed in, and signing out there.

use axum::{Json, extract::State};
use contract::{
    problem::Code,
    session::{SessionCard, SessionList},
};
use http::StatusCode;

use super::person::{SignedInPerson, Standing};
use crate::{
    extract::Id,
    openapi,
    problem::Answer,
    state::AppState,
    storage::{AuditAction, NewEntry},
};

/// Where the person is signed in, this session first.
#[utoipa::path(
    get,
    path = "/sessions",
    tag = "session",
    responses((status = 200, body = SessionList), openapi::Always, openapi::Personal)
)]
pub async fn list_sessions(
    State(app): State<AppState>,
    SignedInPerson(person): SignedInPerson,
    standing: Standing,
) -> Answer<Json<SessionList>> {
    let now = app.clock.now();
    let listed = app.store.sessions(person.id, now).await?;
    app.store.note(NewEntry::new(AuditAction::SessionsListed, now).of(person.id))?;
    let mut sessions: Vec<SessionCard> = listed
        .into_iter()
        .map(|session| SessionCard {
            id: session.id.to_string(),
            browser: session.browser,
            system: session.system,
            begun: session.begun,
            last_used: session.last_used,
            is_this: session.id == standing.session,
        })
        .collect();
    sessions.sort_by_key(|session| !session.is_this);
    Ok(Json(SessionList { sessions }))
}

/// Ends one of the person's sessions, at once and on every server.
#[utoipa::path(
    delete,
    path = "/sessions/{id}",
    tag = "session",
    params(("id" = String, Path)),
    responses((status = 204), openapi::Always, openapi::Personal, openapi::Changes, openapi::Named)
)]
pub async fn end_one_session(
    State(app): State<AppState>,
    SignedInPerson(person): SignedInPerson,
    Id(id): Id,
) -> Answer<StatusCode> {
    let id = id.parse().map_err(|_| Code::NotFound)?;
    if app.store.end_one_session(person.id, id, app.clock.now()).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Code::NotFound.into())
    }
}

/// Ends all of the person's sessions but this one.
#[utoipa::path(
    delete,
    path = "/sessions",
    tag = "session",
    responses((status = 204), openapi::Always, openapi::Personal, openapi::Changes)
)]
pub async fn end_other_sessions(
    State(app): State<AppState>,
    SignedInPerson(person): SignedInPerson,
    standing: Standing,
) -> Answer<StatusCode> {
    app.store.end_other_sessions(person.id, standing.session, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
