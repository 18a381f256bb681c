//! What people write stays what it is: it ends no line of the log, begins no header, and is no markup of ours.

use rstest::rstest;
use server::{logging::subscriber, settings::LogFormat, traces::Traces};

use crate::{
    lines::Lines,
    site::SITE,
    support::{Call, Setup, sign_in},
    uploads::{PDF, Sender},
};

const FORGED: &str = "2026-11-23T09:00:00Z  INFO answered status=200";

#[rstest]
#[case::text(LogFormat::Text)]
#[case::json(LogFormat::Json)]
#[tokio::test]
async fn nobody_writes_a_line_of_the_log(#[case] format: LogFormat) {
    let lines = Lines::default();
    // As in `log.rs`.
    let _other = tracing::Dispatch::new(tracing_subscriber::registry());
    let guard = tracing::subscriber::set_default(subscriber(
        format,
        tracing::Level::TRACE,
        lines.clone(),
        &Traces::default(),
    ));
    let app = Setup { site: SITE, ..Setup::default() }.start().await.unwrap();
    app.seed().await;
    let before = lines.text().lines().count();
    let encoded = FORGED.replace(' ', "%20");
    let calls = [
        Call::get(&format!("/api/v1/services/%0d%0a{encoded}")),
        Call::get(&format!("/x%0a{encoded}%1b%5b31m")),
        Call::get(&format!("/api/v1/front?lang=%0a{encoded}")),
        Call::get("/api/v1/front").header("user-agent", &format!("\tagent {FORGED}")),
        Call::get("/api/v1/front").header("x-request-id", FORGED),
        Call::get("/api/v1/front").header("referer", FORGED),
        Call::new("A-METHOD-OF-MY-OWN", "/api/v1/front"),
        sign_in(&format!("ingrid\n{FORGED}\u{1b}[31m")),
        Call::post("/api/v1/draft-code").json(&serde_json::json!({ "code": format!("\n{FORGED}") })),
    ];
    let count = calls.len();
    for call in calls {
        let answer = app.send(call).await;
        assert_ne!(answer.header("x-request-id"), Some(FORGED), "ids from outside are not taken over");
    }
    drop(guard);
    let log = lines.text();
    assert_eq!(log.lines().count(), before + count, "a line a call: {log}");
    assert!(!log.contains('\u{1b}') && !log.contains("status=200 status"), "{log}");
    assert!(!log.contains(FORGED), "{log}");
}

#[tokio::test]
async fn the_name_of_a_file_begins_no_header() {
    let sender = Sender::new().await;
    let name = "a\r\nset-cookie: session=x\r\n\r\n<script>\"; filename=\"b.exe.pdf";
    let (path, told) = sender.ready(name, PDF).await;
    assert_eq!(told["name"], "aset-cookie: session=x<script>\"; filename=\"b.exe.pdf");
    let content = sender.get(&format!("{path}/content")).await;
    assert_eq!(content.header("set-cookie"), None);
    let disposition = content.header("content-disposition").unwrap();
    assert!(
        disposition
            .starts_with("attachment; filename=\"aset-cookie_ session_x_script___ filename__b.exe.pdf\";")
    );
    assert_eq!(disposition.matches('"').count(), 2, "{disposition}");
    assert_eq!(content.header("x-content-type-options"), Some("nosniff"));
    assert!(content.header("content-security-policy").unwrap().contains("sandbox"));
}

#[rstest]
#[case("/?q=<script>alert(1)</script>")]
#[case("/tjenester?q=%3Cscript%3Ealert(1)%3C/script%3E")]
#[case("/logg-inn?til=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")]
#[case("/%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
#[tokio::test]
async fn an_address_is_no_markup_of_the_page(#[case] path: &str) {
    let app = Setup { site: SITE, ..Setup::default() }.start().await.unwrap();
    let path = path.replace('<', "%3C").replace('>', "%3E");
    let answer = app.send(Call::get(&path)).await;
    assert!(!answer.text().contains("<script>alert"), "{path}");
}
