//! The headers of every kind of answer.

use super::{
    site::SITE,
    support::{Answered, Call, Setup},
};

#[tokio::test]
async fn every_kind_of_answer_is_safe() {
    let app = Setup { site: SITE, ..Setup::default() }.start().await.unwrap();
    app.seed().await;
    let cookie = app.sign_in("ingrid").await;
    let mut shown = String::new();
    for (name, call) in [
        ("page", Call::get("/")),
        ("asset", Call::get("/assets/app-1a2b.js")),
        ("file", Call::get("/robots.txt")),
        ("missing file", Call::get("/missing.png")),
        ("public content", Call::get("/api/v1/front")),
        ("personal answer", Call::get("/api/v1/cases").cookie(&cookie)),
        ("problem", Call::get("/api/v1/cases")),
        ("health", Call::get("/health/live")),
    ] {
        let answer = app.send(call).await;
        for (name, value) in server::SECURITY_HEADERS {
            assert_eq!(answer.header(name), Some(value));
        }
        shown += &format!("# {name}\n{}\n", rest(&answer));
    }
    insta::assert_snapshot!(
        "security",
        server::SECURITY_HEADERS.map(|(name, value)| format!("{name}: {value}")).join("\n")
    );
    insta::assert_snapshot!("answers", shown);
}

/// What differs, without what differs from run to run.
fn rest(answer: &Answered) -> String {
    let mut lines: Vec<String> = answer
        .headers
        .iter()
        .filter(|(name, _)| !server::SECURITY_HEADERS.iter().any(|(known, _)| *known == name.as_str()))
        .map(|(name, value)| match name.as_str() {
            "x-request-id" | "etag" | "last-modified" | "content-length" => format!("{name}: …"),
            _ => format!("{name}: {}", value.to_str().unwrap()),
        })
        .collect();
    lines.sort();
    format!("{}\n{}\n", answer.status.as_u16(), lines.join("\n"))
}
