//! Signing in by a provider. Asking it is part of the call that does: that is told, and how it answered, and no more.

use std::sync::LazyLock;

use content::DemoMode;
use contract::session::SignInLevel;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use server::{
    oidc::Provider,
    sign_in::{PersonProvider, Providers},
};

use super::{
    collector::TestCollector,
    keys,
    provider::{BASE, PID, TestProvider, Trouble, start_clock},
    support::{Call, Setup, TestApp},
};

/// A server of the demo where people can sign in by a provider as well.
pub(crate) async fn start(setup: Setup) -> (TestApp, TestProvider) {
    let clock = start_clock();
    // Made here, so that no call waits for them.
    for key in [&keys::PROVIDER, &keys::OTHER] {
        LazyLock::force(key);
    }
    let provider = TestProvider::start(clock.clone()).await;
    let person = PersonProvider {
        provider: Provider::new(provider.registration("")).unwrap(),
        level: SignInLevel::Substantial,
    };
    let providers = Providers { person: Some(person), ..Providers::default() };
    let base = Some(BASE.parse().unwrap());
    let setup = Setup { demo: DemoMode::On, providers, base, clock: Some(clock), ..setup };
    (setup.start().await.unwrap(), provider)
}

/// Somebody signs in, and somebody else whom the provider refuses; what must not be told of it.
pub(crate) async fn go(app: &TestApp, provider: &TestProvider) -> Vec<String> {
    let login = || Call::get("/auth/login?then=%2Fskjema%2Fprove%2Fhvem");
    let out = app.send(login()).await;
    let location = out.header("location").unwrap();
    let parameter = |name: &str| provider.parameter(location, name);
    let (state, code) = (parameter("state"), provider.code(location));
    let iss = provider.issuer.replace(':', "%3A").replace('/', "%2F");
    let back = Call::get(&format!("/auth/callback?code={code}&state={state}&iss={iss}"));
    let back = app.send(back.cookie(&out.cookie().unwrap())).await;
    assert_eq!(back.header("location"), Some("/skjema/prove/hvem"));
    let mut secrets: Vec<String> = ["nonce", "code_challenge", "redirect_uri", "scope"].map(parameter).into();
    let session = back.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    secrets.extend(session.filter_map(|cookie| {
        let (_, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
        (!value.is_empty()).then(|| value.to_owned())
    }));
    secrets.extend([state, code, PID.to_owned(), "pairwise".to_owned(), "urn:idporten".to_owned()]);
    provider.set(|book| {
        secrets.push(book.redeemed[0]["code_verifier"].clone());
        // How this and every other token begins.
        secrets.extend(book.assertions.iter().flat_map(|token| [token[..12].to_owned(), token.clone()]));
        book.trouble = Trouble::Status(400);
    });
    let refused = app.send(login()).await;
    assert!(refused.header("location").is_some_and(|location| location.starts_with("/logg-inn?melding=")));
    assert!(secrets.iter().all(|secret| secret.len() > 5), "{secrets:?}");
    secrets
}

/// What is told of it.
pub(crate) fn check(collector: &TestCollector) {
    let spans = collector.spans();
    let asked: Vec<_> = spans
        .iter()
        .filter(|span| span.kind == SpanKind::Client)
        .map(|asked| {
            let call = spans.iter().find(|span| span.id == asked.parent).unwrap();
            assert_eq!((call.kind, &call.trace), (SpanKind::Server, &asked.trace));
            assert_eq!(asked.name, asked.about["http.request.method"]);
            assert_eq!(asked.about["server.address"], "127.0.0.1");
            let fault = asked.about.get("error.type").map(String::as_str);
            assert_eq!(asked.is_error, fault.is_some());
            assert_eq!(asked.about.len(), if asked.is_error { 4 } else { 3 });
            (
                call.name.as_str(),
                asked.name.as_str(),
                asked.about["http.response.status_code"].as_str(),
                fault,
            )
        })
        .collect();
    assert_eq!(
        asked,
        [
            // What it tells of itself, and its keys.
            ("GET /auth/login", "GET", "200", None),
            ("GET /auth/login", "GET", "200", None),
            ("GET /auth/login", "POST", "201", None),
            ("GET /auth/callback", "POST", "200", None),
            ("GET /auth/login", "POST", "400", Some("400")),
        ]
    );
}
