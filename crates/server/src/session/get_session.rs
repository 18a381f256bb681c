//! `GET /session`: who is signed in, and until when. Looking does not prolong it.

use axum::{Json, extract::State};
use contract::{problem::Code, session::Session};
use http::request::Parts;

use super::{person::running_session, told};
use crate::{openapi, problem::Answer, state::AppState};

/// Who is signed in; nobody is an answer too.
#[utoipa::path(get, path = "/session", tag = "session", responses((status = 200, body = Session), openapi::Always))]
pub async fn get_session(State(app): State<AppState>, parts: Parts) -> Answer<Json<Session>> {
    match running_session(&app, &parts).await {
        Ok((_, session)) => Ok(Json(told(&app, Some(session)))),
        Err(failure) if matches!(failure.code(), Code::SignInRequired | Code::SessionExpired) => {
            Ok(Json(told(&app, None)))
        }
        Err(failure) => Err(failure),
    }
}
