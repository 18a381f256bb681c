//! Calls that no route of ours makes: one that panics, one that never ends.

use std::{path::Path, sync::Arc, time::Duration};

use axum::{Router, body::Body, response::Response, routing::get};
use content::{DemoMode, Pack};
use http::Request;
use tower::ServiceExt;

use crate::{
    clock::SystemClock,
    mail::Mail,
    organisations::{Lookup, RegisterSource},
    randomness::SystemRandomness,
    session::CookiePolicy,
    sign_in::Providers,
    state::{App, AppState, Serving},
    storage::Store,
    tries::{Tries, TrustedProxies},
    uploads::{ExampleScanner, Files, UploadRules, Uploads},
};

async fn panics() -> &'static str {
    panic!("what a person wrote")
}

async fn app() -> AppState {
    let randomness = Arc::new(SystemRandomness);
    let serving = Serving {
        demo: DemoMode::Off,
        cookies: CookiePolicy::Secure,
        session_idle: Duration::from_secs(1800),
        session_absolute: Duration::from_secs(28_800),
        base: None,
        site: None,
        timeout: Duration::from_millis(1),
        audit_years: 5,
        proxies: TrustedProxies::default(),
    };
    Arc::new(App {
        pack: Pack::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pack")).unwrap(),
        store: Store::connect(&"sqlite::memory:".parse().unwrap(), randomness.clone()).await.unwrap(),
        clock: Arc::new(SystemClock),
        randomness,
        tries: Tries::default(),
        streams: crate::events::Streams::default(),
        organisations: Lookup::new(RegisterSource::Off),
        uploads: Uploads::new(
            Files::in_store(Arc::new(object_store::memory::InMemory::new())),
            Arc::new(ExampleScanner),
            UploadRules::default(),
        ),
        mail: Mail { mailer: None, from: String::new() },
        providers: Providers::default(),
        stopping: crate::stopping::Stopping::default(),
        metrics: crate::metrics::Metrics::new(crate::tries::Refused::default()),
        serving,
    })
}

async fn call(path: &str) -> (Response, String) {
    let routes = Router::new()
        .route("/api/panic", get(panics))
        .route("/api/never", get(std::future::pending::<&'static str>));
    let router = super::around(routes, &app().await);
    let request = Request::get(path).body(Body::empty()).unwrap();
    let mut response = router.oneshot(request).await.unwrap();
    let body = axum::body::to_bytes(std::mem::take(response.body_mut()), usize::MAX).await.unwrap();
    (response, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn a_panic_is_a_problem_that_says_nothing_of_its_message() {
    let (response, body) = call("/api/panic").await;
    assert_eq!(response.status(), 500);
    assert!(body.contains(r#""code":"internal""#) && !body.contains("person"), "{body}");
    assert!(response.headers().contains_key("content-security-policy"));
}

#[tokio::test]
async fn a_call_that_takes_too_long_may_be_made_again() {
    let (response, body) = call("/api/never").await;
    assert_eq!(response.status(), 504);
    assert!(body.contains(r#""code":"timeout""#), "{body}");
    assert!(response.headers().contains_key("retry-after"));
}
