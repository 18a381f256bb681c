//! `POST /session/extend`: the person is still there.

use axum::{Json, extract::State};
use contract::session::Session;
use http::request::Parts;

use super::{
    cookie::CookieUse,
    person::person,
    running::{alive, prolong},
    told,
};
use crate::{openapi, problem::Answer, state::AppState};

/// The session goes on for another idle period, though never past its absolute end.
#[utoipa::path(
    post,
    path = "/session/extend",
    tag = "session",
    responses((status = 200, body = Session), openapi::Always, openapi::Personal, openapi::Changes)
)]
pub async fn extend_session(State(app): State<AppState>, parts: Parts) -> Answer<Json<Session>> {
    let (_, session) = alive(&app, &parts, CookieUse::Session).await?;
    person(&session)?;
    let session = prolong(&app, &session).await?;
    Ok(Json(told(&app, Some(session))))
}
