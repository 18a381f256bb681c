//! `GET /auth/logout/frontchannel`: the provider tells that somebody has signed out there (OpenID Connect Front-Channel
//! Logout). It comes in a frame and without our cookies, so the session is found by the provider's name of its own.

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    response::{IntoResponse, Response},
};
use http::{
    HeaderName, HeaderValue,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
};
use serde::Deserialize;
use tracing::info;

use crate::{
    middleware::Framed,
    problem::{Answer, Failure},
    state::AppState,
};

/// Who tells, and of which session.
#[derive(Deserialize)]
pub(super) struct Told {
    iss: String,
    sid: String,
}

/// Ends the sessions that came of it; the same answer whether there were any.
pub(super) async fn sign_out_by_provider(
    State(app): State<AppState>,
    told: Result<Query<Told>, QueryRejection>,
) -> Answer<Response> {
    let Query(told) = told.map_err(|_| Failure::parameter("sid"))?;
    let provider = app.providers.all().find(|provider| provider.issuer() == told.iss);
    let provider = provider.ok_or_else(|| Failure::parameter("iss"))?;
    let ended = app.store.end_provider_session(&told.iss, &told.sid, app.clock.now()).await?;
    info!(ended, "the provider has signed somebody out");
    let policy = format!("default-src 'none'; frame-ancestors {}", provider.frame_origins().join(" "));
    let policy = HeaderValue::from_str(&policy).map_err(|error| Failure::internal(&error.to_string()))?;
    let headers: [(HeaderName, HeaderValue); 3] = [
        (CONTENT_SECURITY_POLICY, policy),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
    ];
    let mut response = (headers, "<!doctype html><title>OK</title>").into_response();
    response.extensions_mut().insert(Framed);
    Ok(response)
}
