//! `GET /front`: who the municipality is, what is going on, what most people come for, how to get in touch.

use axum::{extract::State, response::Response};
use contract::front::Front;
use http::HeaderMap;

use crate::{answers::public_json, extract::Lang, openapi, problem::Answer, state::AppState};

/// The front page and the frame around every page.
#[utoipa::path(
    get,
    path = "/front",
    tag = "content",
    params(openapi::InLanguage),
    responses((status = 200, body = Front), (status = 304, description = "As before"), openapi::Always)
)]
pub async fn get_front(
    State(app): State<AppState>,
    headers: HeaderMap,
    Lang(language): Lang,
) -> Answer<Response> {
    public_json(&headers, &app.pack.front(language, app.clock.now(), app.serving.demo))
}
