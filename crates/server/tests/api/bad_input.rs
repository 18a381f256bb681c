//! What people and programs get wrong: each has its code, none is the server's fault.

use axum::body::Body;
use rstest::rstest;
use serde_json::json;
use server::BODY_LIMIT;

use super::support::{Call, TestApp, answers, save_draft, sign_in, submission};

#[rstest]
#[case("GET", "/api")]
#[case("GET", "/api/")]
#[case("GET", "/api/v1")]
#[case("GET", "/api/v1/nothing")]
#[case("GET", "/api/v1/front/")]
#[case("GET", "/api/v2/front")]
#[case("DELETE", "/api/v1/nothing")]
#[case("GET", "/api/v1/services/finnes-ikke")]
#[case("GET", "/api/v1/services/..")]
#[case("GET", "/api/v1/services/%2e%2e%2fchannels")]
#[case("GET", "/api/v1/services/%ff")]
#[case("GET", "/api/v1/services/%00")]
#[case("GET", "/api/v1/forms/finnes-ikke")]
#[tokio::test]
async fn what_is_not_there_is_not_found(#[case] method: &str, #[case] path: &str) {
    let app = TestApp::new().await;
    let answer = app.send(Call::new(method, path)).await;
    assert_eq!((answer.problem().as_str(), answer.status.as_u16()), ("not_found", 404));
}

#[rstest]
#[case("POST", "/api/v1/front", "GET,HEAD")]
#[case("PATCH", "/api/v1/session", "GET,HEAD,DELETE")]
#[case("GET", "/api/v1/demo/sign-in", "POST")]
#[case("OPTIONS", "/api/v1/cases", "GET,HEAD")]
#[case("BREW", "/api/v1/cases", "GET,HEAD")]
#[case("POST", "/", "GET,HEAD")]
#[tokio::test]
async fn a_wrong_method_is_told_which_are_right(
    #[case] method: &str,
    #[case] path: &str,
    #[case] allowed: &str,
) {
    let app = TestApp::new().await;
    let answer = app.send(Call::new(method, path)).await;
    assert_eq!(answer.problem(), "method_not_allowed");
    assert_eq!(answer.header("allow"), Some(allowed));
}

#[rstest]
#[case::syntax("{")]
#[case::empty("")]
#[case::kind("[]")]
#[case::missing("{}")]
#[case::surplus(r#"{"person":"ingrid","role":"admin"}"#)]
#[case::twice(r#"{"person":"ingrid","person":"amir"}"#)]
#[case::number(r#"{"person":1}"#)]
#[case::surrogate(r#"{"person":"\ud800"}"#)]
#[tokio::test]
async fn json_that_does_not_belong_is_malformed(#[case] body: &str) {
    let app = TestApp::new().await;
    let call = sign_in("").body(body.to_owned());
    assert_eq!(app.send(call).await.problem(), "malformed_json");
}

#[tokio::test]
async fn bytes_that_are_no_text_and_depth_without_end_are_malformed() {
    let app = TestApp::with_people().await;
    assert_eq!(app.send(sign_in("").body(vec![0xff, 0xfe])).await.problem(), "malformed_json");
    let cookie = app.sign_in("ingrid").await;
    let deep = format!(r#"{{"version":2,"page":"hvem","answers":{{"navn":{}"#, "[".repeat(20_000));
    let call = save_draft(&cookie, ("if-none-match", "*"), &json!({})).body(deep);
    assert_eq!(app.send(call).await.problem(), "malformed_json");
}

#[rstest]
#[case::announced(Body::from(vec![b' '; BODY_LIMIT + 1]))]
#[case::streamed(Body::new(http_body_util::Full::new(bytes::Bytes::from(vec![b' '; BODY_LIMIT + 1]))))]
#[tokio::test]
async fn too_much_is_too_large(#[case] body: Body) {
    let app = TestApp::new().await;
    let answer = app.send(sign_in("").body(body)).await;
    assert_eq!(answer.problem(), "body_too_large");
    assert_eq!(answer.json()["limit"], BODY_LIMIT);
}

#[tokio::test]
async fn what_says_that_it_is_too_large_is_not_read() {
    let app = TestApp::new().await;
    let call = sign_in("").header("content-length", "2147483648").body("{");
    assert_eq!(app.send(call).await.problem(), "body_too_large");
}

#[rstest]
#[case("text/plain")]
#[case("application/x-www-form-urlencoded")]
#[case("multipart/form-data; boundary=x")]
#[case("application/jsonp")]
#[case("")]
#[tokio::test]
async fn only_json_is_taken(#[case] kind: &str) {
    let app = TestApp::new().await;
    let call = sign_in("ingrid").header("content-type", kind);
    assert_eq!(app.send(call).await.problem(), "unsupported_media_type");
}

#[tokio::test]
async fn json_with_a_charset_is_json() {
    let app = TestApp::with_people().await;
    let call = sign_in("ingrid").header("content-type", "application/json; charset=utf-8");
    assert_eq!(app.send(call).await.status, 200);
}

#[rstest]
#[case("sec-fetch-site", "cross-site")]
#[case("sec-fetch-site", "same-site")]
#[case("origin", "https://ond.example")]
#[case("origin", "null")]
#[tokio::test]
async fn another_site_changes_nothing(#[case] name: &str, #[case] value: &str) {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("ingrid").await;
    let calls = [
        sign_in("amir"),
        submission("a", &cookie, &answers()),
        save_draft(&cookie, ("if-none-match", "*"), &answers()),
        Call::delete("/api/v1/session").cookie(&cookie),
        Call::post("/api/v1/session/extend").cookie(&cookie),
    ];
    for call in calls {
        assert_eq!(app.send(call.header(name, value)).await.problem(), "cross_site");
    }
    let cases = app.send(Call::get("/api/v1/cases").cookie(&cookie)).await.json();
    assert_eq!(cases, json!({ "cases": [] }));
}

#[tokio::test]
async fn this_site_may_post() {
    let app = TestApp::with_people().await;
    let call = sign_in("ingrid")
        .header("origin", "https://servicetorg.example")
        .header("sec-fetch-site", "same-origin");
    assert_eq!(app.send(call).await.status, 200);
}

#[rstest]
#[case("/api/v1/front?lang=se")]
#[case("/api/v1/services?lang=")]
#[case("/api/v1/services/prove-tjeneste?lang=nb-NO")]
#[tokio::test]
async fn a_language_that_is_not_there_is_refused(#[case] path: &str) {
    let app = TestApp::new().await;
    let answer = app.send(Call::get(path)).await;
    assert_eq!(answer.problem(), "invalid_parameter");
    assert_eq!(answer.json()["name"], "lang");
}

#[tokio::test]
async fn nobody_can_be_signed_in_who_is_not_made_up() {
    let app = TestApp::with_people().await;
    for forged in ["15859430179", "ingrid' --", "", "INGRID"] {
        let answer = app.send(sign_in(forged)).await;
        assert_eq!(answer.problem(), "invalid_parameter", "{forged}");
        assert!(answer.cookie().is_none());
    }
}

#[rstest]
#[case::not_an_id("hvem?", "invalid_parameter")]
#[case::long(&"x".repeat(65), "invalid_parameter")]
#[case::empty("", "invalid_parameter")]
#[tokio::test]
async fn the_page_of_a_draft_is_an_id(#[case] page: &str, #[case] code: &str) {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("ingrid").await;
    let call = save_draft(&cookie, ("if-none-match", "*"), &json!({}))
        .json(&json!({ "version": 2, "page": page, "answers": {} }));
    assert_eq!(app.send(call).await.problem(), code);
}

#[tokio::test]
async fn a_draft_of_a_version_that_is_not_there_is_refused() {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("ingrid").await;
    for version in [0, 1, 3, u32::MAX] {
        let call = save_draft(&cookie, ("if-none-match", "*"), &json!({}))
            .json(&json!({ "version": version, "page": "hvem", "answers": {} }));
        let answer = app.send(call).await;
        assert_eq!(
            (answer.problem().as_str(), &answer.json()["latest"]),
            ("form_version_unknown", &json!(2))
        );
    }
}

#[tokio::test]
async fn a_null_character_in_an_answer_is_not_the_servers_fault() {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("ingrid").await;
    let odd = json!({ "navn": "\u{0}\u{1F600}\u{202E}" });
    assert_eq!(app.send(save_draft(&cookie, ("if-none-match", "*"), &odd)).await.status, 201);
    assert_eq!(
        app.send(Call::get("/api/v1/forms/prove/draft").cookie(&cookie)).await.json()["content"]["answers"],
        odd
    );
}
