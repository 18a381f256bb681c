//! Traces: of which parts a call or a job consists, and how long each took, for whoever runs the server.
//!
//! What is known of a span stands in this program or in the settings: the template of a route, a method, a status, the
//! code of a fault, a kind of job, the host of another service. Nothing that a person wrote, is called or owns can become
//! part of one, and log lines do not. The parts are made here and in `storage`, for every build; only one with the
//! feature `otel` tells them (`otel`), for others nothing is done (`off`).

#[cfg(feature = "otel")]
mod collector;
#[cfg(not(feature = "otel"))]
mod off;
#[cfg(feature = "otel")]
mod otel;
#[cfg(feature = "otel")]
mod sampling;

use std::{net::SocketAddr, str::FromStr};

use axum::extract::{ConnectInfo, MatchedPath, Request};
use contract::{
    jobs::{JobFault, JobKind},
    problem::Code,
};
use http::{Method, StatusCode};
use tracing::{Span, field::Empty, info_span};

#[cfg(not(feature = "otel"))]
use self::off as teller;
#[cfg(feature = "otel")]
use self::otel as teller;
pub(crate) use self::teller::trace_id;
pub use self::teller::{NoTraces, Traces};
use crate::{
    metrics::{self, Attempted},
    tries::TrustedProxies,
};

/// What spans are known by. Where no traces are told, and in the log, nothing is done for it.
#[cfg(feature = "otel")]
const TARGET: &str = "traces";

/// Where traces are told, and how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TracesSetting {
    /// The collector.
    pub endpoint: CollectorUrl,
    /// Of a hundred traces that begin here, so many are told.
    pub percent: u8,
}

/// The address of a collector, with its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectorUrl(String);

/// An address that cannot be a collector's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an address that starts with https://")]
pub struct WrongCollectorUrl;

impl CollectorUrl {
    /// As it is called.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CollectorUrl {
    type Err = WrongCollectorUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_safe = ["https://", "http://127.0.0.1:", "http://[::1]:", "http://localhost:"]
            .iter()
            .any(|start| text.starts_with(start) && text.len() > start.len());
        let is_plain = !text.contains(['?', '#', '@']) && text.parse::<http::Uri>().is_ok();
        if is_safe && is_plain { Ok(Self(text.to_owned())) } else { Err(WrongCollectorUrl) }
    }
}

/// A call that came in. It goes on a trace of a proxy of ours; what others say of traces is not heard. Whoever watches
/// the health of the server makes none.
pub(crate) fn call(request: &Request, proxies: &TrustedProxies) -> Span {
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    if route.is_some_and(|route| route.starts_with("/health/")) {
        return Span::none();
    }
    let method = known(request.method());
    let span = info_span!(
        target: "traces",
        "call",
        "otel.name" = name(method, route),
        "otel.kind" = "server",
        "http.request.method" = method,
        "http.route" = route,
        "http.response.status_code" = Empty,
        "error.type" = Empty,
        "otel.status_code" = Empty,
    );
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    if peer.is_some_and(|peer| proxies.contains(peer)) {
        teller::go_on(&span, request.headers());
    }
    span
}

/// The call under way got this answer.
pub(crate) fn answered(status: StatusCode, problem: Option<&Code>) {
    let span = Span::current();
    span.record("http.response.status_code", status.as_u16());
    if status.is_server_error() {
        match problem {
            Some(code) => failed(&span, code.name()),
            None => failed(&span, status.as_str()),
        }
    }
}

/// One attempt of a job: a trace of its own, since it may come days after the call that asked for it, on another server.
pub(crate) fn job(kind: JobKind, attempt: u32) -> Span {
    info_span!(
        target: "traces",
        parent: None,
        "job",
        "otel.name" = name("job", Some(kind.name())),
        "otel.kind" = "consumer",
        "servicetorg.job.kind" = kind.name(),
        "servicetorg.job.attempt" = attempt,
        "servicetorg.job.outcome" = Empty,
        "error.type" = Empty,
        "otel.status_code" = Empty,
    )
}

/// That came of the attempt under way.
pub(crate) fn attempted(outcome: Attempted, fault: Option<JobFault>) {
    let span = Span::current();
    span.record("servicetorg.job.outcome", outcome.name());
    if let Some(fault) = fault {
        failed(&span, fault.name());
    }
}

/// Asking another service. It is not told of the trace: it is somebody else's, and could tell by it which of its calls
/// belong together. `template` is its path with words for what changes.
pub(crate) fn asking(method: &Method, host: Option<&str>, template: Option<&str>) -> Span {
    let method = known(method);
    info_span!(
        target: "traces",
        "asking",
        "otel.name" = name(method, template),
        "otel.kind" = "client",
        "http.request.method" = method,
        "url.template" = template,
        "server.address" = host,
        "http.response.status_code" = Empty,
        "error.type" = Empty,
        "otel.status_code" = Empty,
    )
}

/// The other service that is being asked has answered, or has not; what is an error of ours there is one of the call.
pub(crate) fn told(status: Option<StatusCode>) {
    let span = Span::current();
    match status {
        None => failed(&span, "no_answer"),
        Some(status) => {
            span.record("http.response.status_code", status.as_u16());
            if status.is_client_error() || status.is_server_error() {
                failed(&span, status.as_str());
            }
        }
    }
}

fn failed(span: &Span, kind: &str) {
    span.record("error.type", kind);
    span.record("otel.status_code", "ERROR");
}

fn name(method: &str, of: Option<&str>) -> String {
    of.map_or_else(|| method.to_owned(), |of| format!("{method} {of}"))
}

/// Anybody may write another.
fn known(method: &Method) -> &'static str {
    match metrics::method(method) {
        "other" => "_OTHER",
        known => known,
    }
}

#[cfg(test)]
mod tests {
    use super::CollectorUrl;

    #[test]
    fn only_addresses_that_nobody_listens_in_on() {
        for good in [
            "https://collector.example.no/v1/traces",
            "https://x.example",
            "http://127.0.0.1:4318/v1/traces",
            "http://localhost:4318/v1/traces",
            "http://[::1]:4318/v1/traces",
        ] {
            assert!(good.parse::<CollectorUrl>().is_ok(), "{good}");
        }
        for wrong in [
            "",
            "https://",
            "http://collector.example.no:4318/v1/traces",
            "http://127.0.0.1.example.no:4318/",
            "collector.example.no",
            "https://user:password@collector.example.no",
            "https://a?key=b",
            "grpc://127.0.0.1:4317",
        ] {
            assert!(wrong.parse::<CollectorUrl>().is_err(), "{wrong}");
        }
    }
}
