//! `DELETE /session`: sign out.

use axum::{extract::State, response::IntoResponse};
use http::{HeaderMap, HeaderName, StatusCode};

use super::cookie::CookieUse;
use crate::{openapi, problem::Answer, state::AppState};

/// Signs out whoever is signed in; nobody is fine too.
///
/// The browser is told to empty this site's storage, where unsent answers may be. Not its cache: nothing
/// personal may be kept there, and the app would have to be fetched again.
#[utoipa::path(
    delete,
    path = "/session",
    tag = "session",
    responses((status = 204), openapi::Always, openapi::Changes)
)]
pub async fn sign_out(State(app): State<AppState>, headers: HeaderMap) -> Answer<impl IntoResponse> {
    let kind = app.serving.cookies.kind(&headers);
    if let Some(secret) = kind.read(CookieUse::Session, &headers) {
        app.store.end_session(&secret.hash(), app.clock.now()).await?;
    }
    let clear = (HeaderName::from_static("clear-site-data"), "\"storage\"");
    Ok((StatusCode::NO_CONTENT, [clear], kind.take_back(CookieUse::Session)))
}
