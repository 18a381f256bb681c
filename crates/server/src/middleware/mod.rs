//! What happens around every call, from the outside in: compression; request id, log line, problems and
//! security headers; panics caught; calls of an address limited; cross-site calls refused; time limited.

mod headers;
mod request;

use std::any::Any;

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use contract::problem::Code;
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, Predicate,
        predicate::{DefaultPredicate, NotForContentType},
    },
    csrf::{CsrfLayer, ProtectionError},
};

pub(crate) use self::headers::Framed;
pub use self::headers::SECURITY_HEADERS;
use crate::{
    problem::Failure,
    session::carry_secret,
    state::AppState,
    tries::{Source, Tried},
    uploads::carries_bytes,
};

/// Brotli's quality for answers made on the fly: a third of the size of the best one's gain for a
/// hundredth of its time.
const QUALITY: CompressionLevel = CompressionLevel::Precise(5);

/// Puts it all around the routes.
pub fn around(routes: Router, app: &AppState) -> Router {
    let csrf = CsrfLayer::new().with_rejection_response(|_: ProtectionError| cross_site());
    routes
        .layer(from_fn_with_state(app.clone(), carry_secret))
        .layer(from_fn_with_state(app.clone(), limit_time))
        .layer(csrf)
        .layer(from_fn_with_state(app.clone(), limit_calls))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(app.clone(), request::attend))
        .layer(CompressionLayer::new().br(true).gzip(true).quality(QUALITY).compress_when(worth_it()))
}

/// What is packed already is sent as it is.
fn worth_it() -> impl Predicate {
    DefaultPredicate::new().and(NotForContentType::const_new("application/zip"))
}

async fn limit_time(State(app): State<AppState>, request: Request, next: Next) -> Response {
    // Bytes of a file may take as long as they keep coming: their time is limited piece by piece.
    if carries_bytes(request.headers()) {
        return next.run(request).await;
    }
    match tokio::time::timeout(app.serving.timeout, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Failure::from(Code::Timeout).into_response(),
    }
}

/// Before anything is done for a call. Whoever watches the health of the server is not kept from it.
async fn limit_calls(State(app): State<AppState>, source: Source, request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/health/") {
        return next.run(request).await;
    }
    match app.tries.take(Tried::AddressCall, source, app.clock.now()) {
        Ok(()) => next.run(request).await,
        Err(failure) => failure.into_response(),
    }
}

fn cross_site() -> Response {
    Failure::from(Code::CrossSite).into_response()
}

/// The message of a panic may quote what a person wrote: it does not reach the log, see [`crate::logging`].
fn panicked(_: Box<dyn Any + Send>) -> http::Response<Body> {
    Failure::internal("a handler panicked").into_response()
}

#[cfg(test)]
mod tests;
