//! Measures tell how the server fares, on a listener of their own, and nothing of a person.

use std::collections::BTreeSet;

use axum::body::Body;
use http::Request;
use locale::Timestamp;
use rstest::rstest;
use serde_json::json;
use server::{
    metrics::{Watched, routes},
    storage::NewJob,
};
use tower::ServiceExt;

use super::{
    site::SITE,
    support::{Call, Database, MINUTE, Setup, TestApp, answers, save_draft, sign_in, submission},
    uploads::{Sender, pdf},
};

/// Routes that are not in the description of the API.
const OTHER_ROUTES: [&str; 16] = [
    "/ansatt",
    "/ansatt/jobber",
    "/ansatt/jobber/{id}/kjor",
    "/auth/callback",
    "/auth/continue.js",
    "/auth/login",
    "/auth/logout",
    "/auth/logout/done",
    "/auth/logout/frontchannel",
    "/auth/staff/callback",
    "/auth/staff/login",
    "/auth/staff/logout",
    "/auth/staff/logout/done",
    "/health/live",
    "/health/ready",
    "page or file",
];

/// Every label but `route` and the words that each may be.
const WORDS: [(&str, &[&str]); 11] = [
    ("method", &["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other"]),
    ("status", &["1xx", "2xx", "3xx", "4xx", "5xx"]),
    ("state", &["waiting", "running", "dead", "idle", "used"]),
    ("kind", &["email_receipt", "sweep", "other"]),
    (
        "outcome",
        &[
            "done",
            "failed",
            "given_up",
            "taken_over",
            "kept",
            "harmful",
            "type_not_allowed",
            "expired",
            "signed_in",
            "unavailable",
            "refused",
        ],
    ),
    ("verdict", &["clean", "harmful", "failed"]),
    ("realm", &["person", "staff"]),
    ("pool", &["reader", "writer", "both"]),
    ("database", &["sqlite", "postgres"]),
    ("use", &["seals", "opens"]),
    ("place", &["database", "files"]),
];

pub(crate) async fn scrape(app: &TestApp, watched: Watched) -> String {
    let call = Request::get("/metrics").body(Body::empty()).unwrap();
    let answer = routes(&app.app, watched).oneshot(call).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(body.to_vec()).unwrap()
}

/// The value of the one series that begins so.
fn value(text: &str, series: &str) -> f64 {
    let of = |line: &str| line.strip_prefix(series)?.strip_prefix(' ')?.parse().ok();
    text.lines().find_map(of).unwrap_or_else(|| panic!("no {series} in\n{text}"))
}

/// The labels of a line, such as `status="2xx"`.
fn labels(line: &str) -> Vec<(&str, &str)> {
    let Some((_, rest)) = line.split_once('{') else { return Vec::new() };
    let (inside, _) = rest.rsplit_once('}').unwrap();
    // Templates have braces and no quotes; no value has a comma.
    inside.split("\",").map(|pair| pair.trim_end_matches('"').split_once("=\"").unwrap()).collect()
}

#[tokio::test]
async fn measures_say_nothing_of_the_person() {
    let setup = Setup { site: SITE, ..Setup::default() };
    let sender = Sender::with(setup).await.unwrap();
    let (app, cookie) = (&sender.app, &sender.cookie);
    let (path, _) = sender.ready("Ingrid Solbakken.pdf", &pdf(2000)).await;
    let mut all = answers();
    all["vedlegg"] = json!({ "how": "later", "by": "2026-12-01" });
    let sent = app.send(submission("noekkel", cookie, &all)).await;
    let reference = sent.json()["reference"].as_str().unwrap().to_owned();
    app.send(save_draft(cookie, ("if-none-match", "*"), &answers())).await;
    app.send(Call::get(&format!("/api/v1/cases/{reference}?lang=nn")).cookie(cookie)).await;
    app.send(Call::post(&format!("/api/v1/cases/{reference}/email-receipt")).cookie(cookie).json(&json!({})))
        .await;
    app.run_jobs().await;
    app.send(Call::get("/tjenester?q=hemmelig+sykdom")).await;
    app.send(Call::get(&format!("/minside/saker/{reference}?navn=Ingrid"))).await;
    app.send(Call::get("/api/v1/15859430179")).await;
    app.send(Call::new("INGRID", "/api/v1/services")).await;
    app.send(Call::get("/auth/callback?state=hemmelig&code=hemmelig")).await;
    app.send(Call::post("/api/v1/demo/sign-in").json(&json!({ "person": "15859430179" }))).await;
    app.send(sign_in("jonas")).await;
    for _ in 0..12 {
        app.send(Call::post("/api/v1/draft-code").json(&json!({ "code": "C7KA-QX4M-3TRH-9WNE" }))).await;
    }

    let text = scrape(app, Watched::default()).await;
    let upload = path.rsplit('/').next().unwrap();
    let secret = cookie.split_once('=').unwrap().1;
    for personal in [
        "Ingrid",
        "INGRID",
        "Solbakken",
        "15859430179",
        "hemmelig",
        "example.no",
        "Lyset",
        "jonas",
        &reference,
        upload,
        secret,
    ] {
        let line = text.lines().find(|line| line.contains(personal));
        assert_eq!(line, None, "{personal}");
    }
    let document = serde_json::to_value(server::router::document()).unwrap();
    let templates: BTreeSet<&str> =
        document["paths"].as_object().unwrap().keys().map(String::as_str).chain(OTHER_ROUTES).collect();
    let mut seen = BTreeSet::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        for (label, value) in labels(line) {
            let is_known = match label {
                "route" => templates.contains(value) || value == contract::paths::API,
                // Made by this program: a limit, a code of a problem, a bound, a version, the name of a key.
                "limit" | "code" | "le" | "version" | "key" => true,
                label => WORDS.iter().any(|(known, words)| *known == label && words.contains(&value)),
            };
            assert!(is_known, "{label}={value} in {line}");
            seen.insert(label.to_owned());
        }
    }
    assert!(seen.len() > 10, "{seen:?}");
    for (series, least) in [
        (
            r#"servicetorg_http_requests_total{route="/api/v1/cases/{reference}",method="GET",status="2xx"}"#,
            1.0,
        ),
        (r#"servicetorg_http_requests_total{route="/api/v1",method="GET",status="4xx"}"#, 1.0),
        (
            r#"servicetorg_http_request_duration_seconds_count{route="/api/v1/draft-code",method="POST"}"#,
            12.0,
        ),
        (r#"servicetorg_problems_total{code="too_many_tries"}"#, 2.0),
        (r#"servicetorg_limited_total{limit="codes"}"#, 2.0),
        (r#"servicetorg_scans_total{verdict="clean"}"#, 1.0),
        (r#"servicetorg_files_total{outcome="kept"}"#, 1.0),
        (r#"servicetorg_job_attempts_total{kind="email_receipt",outcome="done"}"#, 1.0),
        (r#"servicetorg_sign_ins_total{realm="person",outcome="expired"}"#, 1.0),
        ("servicetorg_database_up", 1.0),
        (r#"servicetorg_database_connections_max{pool="reader"}"#, 8.0),
        ("process_open_fds", 3.0),
    ] {
        assert!(value(&text, series) >= least, "{series}");
    }
}

#[tokio::test]
async fn nobody_outside_sees_them() {
    let app = Setup { site: SITE, ..Setup::default() }.start().await.unwrap();
    let answer = app.send(Call::get("/metrics")).await;
    assert!(!answer.text().contains("servicetorg_"), "{}", answer.text());
    let call = Request::get("/api/v1/services").body(Body::empty()).unwrap();
    let answer = routes(&app.app, Watched::default()).oneshot(call).await.unwrap();
    assert_eq!(answer.status(), 404, "and there is nothing else where they are");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn the_queue_is_measured(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let now = app.app.clock.now();
    let jobs = |text: &str, state: &str| value(text, &format!("servicetorg_jobs{{state=\"{state}\"}}"));
    let text = scrape(&app, Watched::default()).await;
    assert_eq!(jobs(&text, "waiting"), 0.0);
    for (key, at) in [("early", now.plus_millis(-2 * MINUTE)), ("late", now)] {
        let job =
            NewJob { kind: "sweep", dedupe_key: key.to_owned(), payload: "{}".to_owned(), max_attempts: 1 };
        let work = app.app.store.begin().await.unwrap();
        work.enqueue(&job, at).await.unwrap();
        work.commit().await.unwrap();
    }
    let text = scrape(&app, Watched::default()).await;
    assert_eq!(jobs(&text, "waiting"), 2.0);
    assert_eq!(value(&text, "servicetorg_jobs_overdue_seconds"), 120.0);
    let until = now.plus_millis(MINUTE);
    let claimed = app.app.store.claim_jobs(&["sweep"], 1, now, until).await.unwrap();
    assert_eq!(jobs(&scrape(&app, Watched::default()).await, "running"), 1.0);
    app.app.store.fail_job(&claimed[0], "database", None, now).await.unwrap();
    let text = scrape(&app, Watched::default()).await;
    assert_eq!((jobs(&text, "dead"), jobs(&text, "waiting")), (1.0, 1.0));
    assert_eq!(value(&text, "servicetorg_jobs_overdue_seconds"), 0.0);

    assert_eq!(value(&text, "servicetorg_audit_waiting_seconds"), 0.0);
    app.sign_in("ingrid").await;
    app.clock.advance(MINUTE);
    let text = scrape(&app, Watched::default()).await;
    assert_eq!(value(&text, "servicetorg_audit_waiting_seconds"), 60.0);
    assert_eq!(value(&text, "servicetorg_audit_verified_timestamp_seconds"), 0.0);
    let now = app.app.clock.now();
    app.app.store.note_verified(1, now).await.unwrap();
    let text = scrape(&app, Watched::default()).await;
    let told = value(&text, "servicetorg_audit_verified_timestamp_seconds");
    assert!((told - (now.0 / 1000) as f64).abs() < 1.0, "{told}");

    app.app.store.clone().close().await.unwrap();
    let text = scrape(&app, Watched::default()).await;
    assert_eq!(value(&text, "servicetorg_database_up"), 0.0, "and the rest is told all the same");
    assert!(!text.contains("servicetorg_jobs{"), "nothing is made up");
}

#[tokio::test]
async fn disks_and_copies_are_measured() {
    let app = TestApp::new().await;
    let folder = app.folder.path().join("copies");
    std::fs::create_dir(&folder).unwrap();
    let watched = || Watched {
        places: vec![("files", app.folder.path().to_owned())],
        copies: Some(folder.clone()),
        started: Timestamp(7_000),
    };
    let text = scrape(&app, watched()).await;
    assert!(value(&text, r#"servicetorg_disk_size_bytes{place="files"}"#) > 1e6);
    assert!(value(&text, r#"servicetorg_disk_free_bytes{place="files"}"#) > 0.0);
    assert_eq!(value(&text, "servicetorg_backup_timestamp_seconds"), 0.0, "there is none");
    assert_eq!(value(&text, "process_start_time_seconds"), 7.0);
    std::fs::write(folder.join("copy.db"), "x").unwrap();
    assert!(value(&scrape(&app, watched()).await, "servicetorg_backup_timestamp_seconds") > 1.7e9);
}
