//! The log finds the request, and says nothing of the person.

use server::{logging::subscriber, settings::LogFormat, traces::Traces};

use super::{
    lines::Lines,
    site::SITE,
    support::{Call, Setup, answers, save_draft, sign_in, submission},
};

#[tokio::test]
async fn the_log_says_nothing_of_the_person() {
    let lines = Lines::default();
    // With a single subscriber, tracing lets whichever thread comes first decide for all whether a line is
    // wanted, and other tests want none. With two it asks each.
    let _other = tracing::Dispatch::new(tracing_subscriber::registry());
    let guard = tracing::subscriber::set_default(subscriber(
        LogFormat::Json,
        tracing::Level::TRACE,
        lines.clone(),
        &Traces::default(),
    ));

    let app = Setup { site: SITE, ..Setup::default() }.start().await.unwrap();
    app.seed().await;
    let signed_in = app.send(sign_in("ingrid")).await;
    let cookie = signed_in.cookie().unwrap();
    app.send(save_draft(&cookie, ("if-none-match", "*"), &answers())).await;
    let sent = app.send(submission("noekkel", &cookie, &answers())).await;
    let reference = sent.json()["reference"].as_str().unwrap().to_owned();
    app.send(Call::get(&format!("/api/v1/cases/{reference}?lang=nn")).cookie(&cookie)).await;
    app.send(Call::get("/tjenester?q=hemmelig+sykdom")).await;
    app.send(Call::get(&format!("/minside/saker/{reference}?navn=Ingrid"))).await;
    app.send(Call::get("/api/v1/15859430179")).await;
    app.send(Call::post("/api/v1/demo/sign-in").json(&serde_json::json!({ "person": "15859430179" }))).await;
    app.app.store.clone().close().await.unwrap();
    let failed = app.send(Call::get("/api/v1/profile").cookie(&cookie)).await;
    drop(guard);

    let log = lines.text();
    let secret = cookie.strip_prefix("__Host-session=").unwrap();
    for personal in [
        "Ingrid",
        "Solbakken",
        "15859430179",
        "Lyset er borte",
        "Prøveveien",
        "example.no",
        "hemmelig",
        "+4740000001",
        &reference,
        secret,
    ] {
        let line = log.lines().find(|line| line.contains(personal));
        assert_eq!(line, None, "{personal}");
    }
    assert!(log.contains(r#""path":"/api/v1/cases/{reference}""#), "the log names the route");
    assert!(log.contains(sent.header("x-request-id").unwrap()), "the log has the id of the request");
    let cause = log
        .lines()
        .find(|line| line.contains("ERROR") && line.contains(failed.header("x-request-id").unwrap()));
    assert!(cause.is_some_and(|line| line.contains("cause")), "the log has the cause of a failure");
    assert!(!failed.text().contains("pool"), "the cause stays out of the answer");
}
