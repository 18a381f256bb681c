//! Follows a call from its coming in to its answer: trace, id, problem, headers, log line.
//!
//! The log line has the template of the path, never the path itself or its query: references and search
//! words are somebody's.

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use contract::{paths::API, problem::Code};
use http::{HeaderName, HeaderValue, StatusCode};
use tokio::time::Instant;
use tracing::{Instrument, error, info};

use super::headers;
use crate::{
    problem::Failure,
    randomness,
    state::{App, AppState},
    storage::{Origin, within},
    traces,
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(super) async fn attend(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let span = traces::call(&request, &app.serving.proxies);
    follow(&app, request, next).instrument(span).await
}

async fn follow(app: &App, request: Request, next: Next) -> Response {
    let started = app.clock.now();
    let measured = Instant::now();
    // Ids from outside are not taken over: they would let anyone write into the log.
    let origin = randomness::id(app.randomness.as_ref(), started).unwrap_or_default();
    let id = origin.to_string();
    let method = request.method().clone();
    let is_api = request.uri().path().starts_with("/api/") || request.uri().path() == "/api";
    let template = request.extensions().get::<MatchedPath>().cloned();

    let mut response = within(Origin::Call(origin), next.run(request)).await;
    let failure = response.extensions_mut().remove::<Failure>().or_else(|| unexplained(&response, is_api));
    if let Some(failure) = &failure {
        response = failure.render(response, &id);
    }
    headers::secure(&mut response);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }

    let path = template.as_ref().map_or(if is_api { API } else { "page or file" }, MatchedPath::as_str);
    let status = response.status().as_u16();
    let millis = app.clock.now().0 - started.0;
    app.metrics.answered(path, &method, response.status(), measured.elapsed());
    if let Some(failure) = &failure {
        app.metrics.failed(failure.code());
    }
    traces::answered(response.status(), failure.as_ref().map(Failure::code));
    let problem = failure.as_ref().map_or("", |failure| failure.code().name());
    if let Some(cause) = failure.as_ref().and_then(Failure::cause) {
        error!(request_id = id, cause, "failed");
    }
    info!(request_id = id, %method, path, status, millis, problem, "answered");
    response
}

/// What the framework refuses on its own, as a problem of ours.
fn unexplained(response: &Response, is_api: bool) -> Option<Failure> {
    let code = match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => Code::MethodNotAllowed,
        StatusCode::NOT_FOUND if is_api => Code::NotFound,
        status if is_api && status.is_client_error() => Code::MalformedJson,
        status if is_api && status.is_server_error() => Code::Internal,
        _ => return None,
    };
    Some(code.into())
}
