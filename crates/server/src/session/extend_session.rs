//! `POST /session/extend`: the person is still there.

use axum::{Json, extract::State};
use contract::session::Session;
use http::request::Parts;

use super::{
    person::{prolong, running_session},
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
    let (secret, session) = running_session(&app, &parts).await?;
    let session = prolong(&app, &secret, &session).await?;
    Ok(Json(told(Some(session), app.clock.now())))
}
