//! Public content: in the language asked for, and not sent twice.

use rstest::rstest;

use super::support::{Call, TestApp};

#[rstest]
#[case("/api/v1/front")]
#[case("/api/v1/services")]
#[case("/api/v1/services/prove-tjeneste")]
#[case("/api/v1/forms/prove")]
#[case("/api/v1/forms/prove/versions/2/schema")]
#[tokio::test]
async fn content_is_tagged_and_not_sent_again(#[case] path: &str) {
    let app = TestApp::new().await;
    let mut tags = std::collections::BTreeSet::new();
    for language in ["nb", "nn", "en"] {
        let path = format!("{path}?lang={language}");
        let answer = app.send(Call::get(&path)).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("cache-control")),
            (200, Some("no-cache")),
            "{path}"
        );
        let tag = answer.header("etag").unwrap().to_owned();
        let again = app.send(Call::get(&path).header("if-none-match", &tag)).await;
        assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{path}");
        assert_eq!(again.header("etag"), Some(tag.as_str()));
        tags.insert(tag);
    }
    assert_eq!(tags.len(), 3, "each language has its own");
}

#[tokio::test]
async fn the_wire_form_of_content() {
    let app = TestApp::new().await;
    insta::assert_json_snapshot!("front", app.send(Call::get("/api/v1/front?lang=nn")).await.json());
    insta::assert_json_snapshot!("form", app.send(Call::get("/api/v1/forms/prove?lang=en")).await.json());
}

#[tokio::test]
async fn a_form_can_be_had_in_a_version() {
    let app = TestApp::new().await;
    assert_eq!(app.send(Call::get("/api/v1/forms/prove?version=2")).await.status, 200);
    assert_eq!(app.send(Call::get("/api/v1/forms/prove?version=9")).await.problem(), "not_found");
    let wrong = app.send(Call::get("/api/v1/forms/prove?version=to")).await;
    assert_eq!((wrong.problem().as_str(), &wrong.json()["name"]), ("invalid_parameter", &"version".into()));
}

#[tokio::test]
async fn answers_are_compressed_for_whoever_takes_it() {
    let app = TestApp::new().await;
    for (accepted, encoding) in [("br", Some("br")), ("gzip", Some("gzip")), ("identity", None)] {
        let answer = app.send(Call::get("/api/v1/services").header("accept-encoding", accepted)).await;
        assert_eq!(answer.header("content-encoding"), encoding);
    }
}

#[tokio::test]
async fn the_server_says_whether_it_lives_and_can_serve() {
    let app = TestApp::new().await;
    assert_eq!(app.send(Call::get("/health/live")).await.status, 200);
    assert_eq!(app.send(Call::get("/health/ready")).await.status, 200);
    app.app.store.clone().close().await.unwrap();
    assert_eq!(app.send(Call::get("/health/live")).await.status, 200);
    assert_eq!(app.send(Call::get("/health/ready")).await.problem(), "unavailable");
}

#[tokio::test]
async fn each_version_has_the_schema_of_its_answers() {
    let app = TestApp::new().await;
    let answer = app.send(Call::get("/api/v1/forms/prove/versions/2/schema?lang=nn")).await;
    assert_eq!(answer.header("content-type"), Some("application/schema+json"));
    let schema = answer.json();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["$id"], "urn:servicetorg:form:prove:2");
    assert_eq!(schema["title"], "Prøveskjema (nn)");
    for missing in [
        "prove/versions/9",
        "prove/versions/to",
        "prove/versions/-1",
        "finnes-ikke/versions/1",
        "%00/versions/2",
    ] {
        let answer = app.send(Call::get(&format!("/api/v1/forms/{missing}/schema"))).await;
        assert_eq!(answer.problem(), "not_found", "{missing}");
    }
}
