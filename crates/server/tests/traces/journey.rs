//! A person's journey tells which routes, parts and jobs there were, and nothing of the person.

use std::collections::BTreeSet;

use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use serde_json::{Value, json};

use super::{
    collector::Traced,
    sign_in as provider_sign_in,
    support::{Call, MINUTE, Setup, answers, save_draft, sign_in, submission},
};

/// What a span may be about; what stands behind each, the test looks at.
const ABOUT: [&str; 8] = [
    "http.request.method",
    "http.response.status_code",
    "http.route",
    "server.address",
    "error.type",
    "servicetorg.job.kind",
    "servicetorg.job.attempt",
    "servicetorg.job.outcome",
];

const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "_OTHER"];

#[tokio::test]
async fn traces_say_nothing_of_the_person() {
    let traced = Traced::everywhere(100).await;
    let setup = Setup { proxies: "10.1.2.0/24".parse().unwrap(), ..Setup::default() };
    let (app, provider) = provider_sign_in::start(setup).await;
    app.seed().await;
    let from_somebody = |call: Call| {
        call.from("10.1.2.3")
            .header("user-agent", "Hemmelig-leser/1")
            .header("x-forwarded-for", "203.0.113.77")
            .header("tracestate", "hemmelig=ja")
    };
    let cookie = app.send(from_somebody(sign_in("ingrid"))).await.cookie().unwrap();
    app.send(from_somebody(save_draft(&cookie, ("if-none-match", "*"), &answers()))).await;
    app.send(Call::get("/api/v1/forms/prove/draft").cookie(&cookie)).await;
    let sent = app.send(from_somebody(submission("noekkel", &cookie, &answers()))).await;
    let reference = sent.json()["reference"].as_str().unwrap().to_owned();
    app.send(Call::get(&format!("/api/v1/cases/{reference}?lang=nn")).cookie(&cookie)).await;
    app.send(
        Call::post(&format!("/api/v1/cases/{reference}/email-receipt")).cookie(&cookie).json(&json!({})),
    )
    .await;
    // Nothing can be put there.
    let mail = app.folder.path().join("mail");
    std::fs::write(&mail, "").unwrap();
    assert_eq!(app.run_jobs().await, 1);
    std::fs::remove_file(&mail).unwrap();
    app.clock.advance(5 * MINUTE);
    assert_eq!(app.run_jobs().await, 1);
    app.send(Call::get("/tjenester?q=hemmelig+sykdom")).await;
    app.send(Call::get(&format!("/minside/saker/{reference}?navn=Ingrid"))).await;
    app.send(Call::get("/api/v1/15859430179")).await;
    app.send(Call::new("INGRID", "/api/v1/services")).await;
    app.send(Call::get("/auth/callback?state=hemmelig&code=hemmelig")).await;
    app.send(Call::post("/api/v1/demo/sign-in").json(&json!({ "person": "15859430179" }))).await;
    app.send(Call::get("/health/ready")).await;
    let session = app.send(Call::get("/api/v1/session").cookie(&cookie)).await;
    let person = session.json()["person"]["subject"].as_str().unwrap().to_owned();
    let secrets = provider_sign_in::go(&app, &provider).await;
    app.app.store.clone().close().await.unwrap();
    let failed = app.send(Call::get("/api/v1/profile").cookie(&cookie)).await;
    assert_eq!(failed.problem(), "unavailable");

    let collector = traced.end().await;
    let secret = cookie.split_once('=').unwrap().1;
    let bytes = collector.bytes();
    for personal in [
        "ingrid",
        "Ingrid",
        "INGRID",
        "Solbakken",
        "15859430179",
        "Lyset",
        "emmelig",
        "example",
        "noekkel",
        "203.0.113",
        "10.1.2.3",
        "prove",
        "+4740000001",
        "SELECT",
        "sqlite",
        &reference,
        &person,
        secret,
        sent.header("x-request-id").unwrap(),
    ]
    .into_iter()
    .chain(secrets.iter().map(String::as_str))
    {
        let is_told = bytes.windows(personal.len()).any(|part| part == personal.as_bytes());
        assert!(!is_told, "{personal}");
    }

    // Each word that is told is known.
    let document = serde_json::to_value(server::router::document()).unwrap();
    let mut routes: BTreeSet<&str> =
        document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    routes.extend(["/auth/login", "/auth/callback"]);
    let spans = collector.spans();
    for span in &spans {
        let about = |key: &str| span.about.get(key).map(String::as_str);
        for key in span.about.keys() {
            assert!(ABOUT.contains(&key.as_str()), "{key}");
        }
        assert!(about("http.route").is_none_or(|route| routes.contains(route)), "{span:?}");
        let name = match span.kind {
            SpanKind::Server => {
                let method = about("http.request.method").unwrap();
                assert!(METHODS.contains(&method));
                assert!(about("http.response.status_code").unwrap().parse::<u16>().is_ok());
                about("http.route").map_or_else(|| method.to_owned(), |route| format!("{method} {route}"))
            }
            SpanKind::Consumer => format!("job {}", about("servicetorg.job.kind").unwrap()),
            // `sign_in` looks at those.
            SpanKind::Client => continue,
            _ => {
                assert!(span.about.is_empty() && !span.parent.is_empty(), "{span:?}");
                let is_word = |c: char| c.is_ascii_lowercase() || c == '_';
                assert!(span.name.strip_prefix("store.").unwrap().chars().all(is_word));
                continue;
            }
        };
        assert_eq!(span.name, name);
        assert_eq!(span.parent, "", "a call and a job begin a trace");
        assert_eq!(span.is_error, about("error.type").is_some());
    }
    assert!(!spans.iter().any(|span| span.name.contains("health")), "those who watch make no traces");

    provider_sign_in::check(collector);

    // What is part of what.
    let submit = collector.only("POST /api/v1/forms/{form}/submissions");
    let part_of =
        |name: &str, parent: &str| spans.iter().find(|span| span.name == name && span.parent == parent);
    let stored = part_of("store.submit", &submit.id).unwrap();
    assert_eq!(part_of("store.write", &stored.id).unwrap().trace, submit.trace);
    part_of("store.session", &submit.id).unwrap();
    part_of("store.case", &collector.only("GET /api/v1/cases/{reference}").id).unwrap();
    let asked = collector.only("POST /api/v1/cases/{reference}/email-receipt");
    let tried: Vec<_> = spans.iter().filter(|span| span.name == "job email_receipt").collect();
    let came_of =
        |key: &str| tried.iter().map(|job| job.about.get(key).map(String::as_str)).collect::<Vec<_>>();
    assert_eq!(came_of("servicetorg.job.attempt"), [Some("1"), Some("2")]);
    assert_eq!(came_of("servicetorg.job.outcome"), [Some("failed"), Some("done")]);
    assert_eq!(came_of("error.type"), [Some("mail_refused"), None]);
    for (job, stored) in tried.iter().zip(["store.fail_job", "store.complete_job"]) {
        assert_eq!(part_of(stored, &job.id).unwrap().trace, job.trace);
        part_of("store.case", &job.id).expect("what a job does is part of it");
    }
    assert!(tried[0].trace != tried[1].trace && tried[0].trace != asked.trace, "each is a trace of its own");
    let failed = collector.only("GET /api/v1/profile");
    assert_eq!((failed.about["error.type"].as_str(), failed.is_error), ("unavailable", true));

    // The log leads to the trace.
    let log = traced.log.text();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let line = lines.iter().find(|line| line["request_id"] == sent.header("x-request-id").unwrap()).unwrap();
    assert_eq!(line["trace_id"], submit.trace.as_str(), "{line}");
    let cause = lines.iter().find(|line| line["level"] == "ERROR").unwrap();
    assert_eq!(cause["trace_id"], failed.trace.as_str(), "{cause}");

    let resource = collector.resource();
    assert_eq!(resource["service.name"], "servicetorg");
    assert_eq!(resource["service.version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(resource["service.instance.id"].len(), 32);
    assert_eq!(resource.len(), 3);
}
