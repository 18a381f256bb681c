//! `GET /services/{service}`: all that the page of a service tells.

use axum::{extract::State, response::Response};
use contract::{problem::Code, services::Service};
use http::HeaderMap;

use crate::{
    answers::public_json,
    extract::{Id, Lang},
    openapi,
    problem::Answer,
    state::AppState,
};

/// A service.
#[utoipa::path(
    get,
    path = "/services/{service}",
    tag = "content",
    params(
        ("service" = String, Path),
        openapi::InLanguage,
    ),
    responses(
        (status = 200, body = Service),
        (status = 304, description = "As before"),
        openapi::Always,
        openapi::Named,
    )
)]
pub async fn get_service(
    State(app): State<AppState>,
    headers: HeaderMap,
    Id(id): Id,
    Lang(language): Lang,
) -> Answer<Response> {
    let service = app.pack.service(&id, language, app.clock.now()).ok_or(Code::NotFound)?;
    public_json(&headers, &service)
}
