//! `GET /services`: the whole catalogue, small enough to search in the browser.

use axum::{extract::State, response::Response};
use contract::services::Catalogue;
use http::HeaderMap;

use crate::{answers::public_json, extract::Lang, openapi, problem::Answer, state::AppState};

/// All services with what search needs.
#[utoipa::path(
    get,
    path = "/services",
    tag = "content",
    params(openapi::InLanguage),
    responses((status = 200, body = Catalogue), (status = 304, description = "As before"), openapi::Always)
)]
pub async fn list_services(
    State(app): State<AppState>,
    headers: HeaderMap,
    Lang(language): Lang,
) -> Answer<Response> {
    public_json(&headers, &app.pack.catalogue(language))
}
