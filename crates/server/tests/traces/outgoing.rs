//! Asking others is part of the trace, and they are told nothing of it.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, StatusCode},
    routing::get,
};
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use server::organisations::RegisterSource;
use tokio::net::TcpListener;

use super::{
    collector::Traced,
    support::{Call, Setup},
};

const NUMBER: &str = "899900006";

#[tokio::test]
async fn the_register_is_asked_without_a_word_of_the_trace() {
    let heads: Arc<Mutex<Vec<HeaderMap>>> = Arc::default();
    let asked = heads.clone();
    let answer = async move |Path(_): Path<(String, String)>, headers: HeaderMap| {
        asked.lock().unwrap().push(headers);
        StatusCode::SERVICE_UNAVAILABLE
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let routes = Router::new().route("/api/{kind}/{number}", get(answer));
    tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    let organisations = RegisterSource::register(format!("http://{address}/api").parse().unwrap()).unwrap();
    let app = Setup { organisations, ..Setup::default() }.start().await.unwrap();
    let traced = Traced::here(100).await;
    let call = Call::get(&format!("/api/v1/organisations/{NUMBER}"));
    assert_eq!(app.send(call).await.problem(), "unavailable");

    let collector = traced.end().await;
    let asking = collector.only("GET /enheter/{number}");
    assert_eq!(asking.kind, SpanKind::Client);
    assert_eq!(asking.parent, collector.only("GET /api/v1/organisations/{number}").id);
    let about: Vec<(&str, &str)> =
        asking.about.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    assert_eq!(
        about,
        [
            ("error.type", "503"),
            ("http.request.method", "GET"),
            ("http.response.status_code", "503"),
            ("server.address", "127.0.0.1"),
            ("url.template", "/enheter/{number}"),
        ]
    );
    assert!(asking.is_error);
    assert!(!collector.bytes().windows(NUMBER.len()).any(|part| part == NUMBER.as_bytes()));
    let heads = heads.lock().unwrap();
    assert_eq!(heads.len(), 1);
    for name in ["traceparent", "tracestate", "baggage"] {
        assert!(!heads[0].contains_key(name), "{name}");
    }
}
