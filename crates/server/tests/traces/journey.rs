//! A person's journey tells which routes, parts and jobs there were, and nothing of the person.

use std::collections::BTreeSet;

use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use serde_json::{Value, json};

use super::{
    collector::Traced,
    support::{Call, Setup, answers, save_draft, sign_in, submission},
};

/// What a span may be about; what stands behind each, the test looks at.
const ABOUT: [&str; 7] = [
    "http.request.method",
    "http.response.status_code",
    "http.route",
    "error.type",
    "servicetorg.job.kind",
    "servicetorg.job.attempt",
    "servicetorg.job.outcome",
];

const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "_OTHER"];

#[tokio::test]
async fn traces_say_nothing_of_the_person() {
    let traced = Traced::start(100).await;
    let app = Setup { proxies: "10.1.2.0/24".parse().unwrap(), ..Setup::default() }.start().await.unwrap();
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
    ] {
        let is_told = bytes.windows(personal.len()).any(|part| part == personal.as_bytes());
        assert!(!is_told, "{personal}");
    }

    // Each word that is told is known.
    let document = serde_json::to_value(server::router::document()).unwrap();
    let mut routes: BTreeSet<&str> =
        document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    routes.insert("/auth/callback");
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

    // What is part of what.
    let submit = collector.only("POST /api/v1/forms/{id}/submissions");
    let part_of =
        |name: &str, parent: &str| spans.iter().find(|span| span.name == name && span.parent == parent);
    let stored = part_of("store.submit", &submit.id).unwrap();
    assert_eq!(part_of("store.write", &stored.id).unwrap().trace, submit.trace);
    part_of("store.session", &submit.id).unwrap();
    part_of("store.case", &collector.only("GET /api/v1/cases/{reference}").id).unwrap();
    let job = collector.only("job email_receipt");
    assert_eq!(job.about["servicetorg.job.attempt"], "1");
    assert_eq!(job.about["servicetorg.job.outcome"], "done");
    assert_eq!(part_of("store.complete_job", &job.id).unwrap().trace, job.trace);
    let asked = collector.only("POST /api/v1/cases/{reference}/email-receipt");
    assert_ne!(asked.trace, job.trace, "a job is a trace of its own");
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

#[tokio::test]
async fn a_job_that_fails_says_why() {
    let traced = Traced::start(100).await;
    let app = Setup { sends_mail: false, ..Setup::default() }.start().await.unwrap();
    app.seed().await;
    let cookie = app.sign_in("ingrid").await;
    let sent = app.send(submission("noekkel", &cookie, &answers())).await;
    let path = format!("/api/v1/cases/{}/email-receipt", sent.json()["reference"].as_str().unwrap());
    app.send(Call::post(&path).cookie(&cookie).json(&json!({}))).await;
    app.run_jobs().await;
    let job = traced.end().await.only("job email_receipt");
    assert_eq!(job.about["error.type"], "mail_off");
    assert_eq!(job.about["servicetorg.job.outcome"], "given_up");
    assert!(job.is_error);
}
