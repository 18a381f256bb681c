//! Sending: once, by the rules, and never lost.

use rstest::rstest;
use serde_json::json;

use super::support::{Call, Database, TestApp, answers, save_draft, submission, without};

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn what_is_sent_becomes_a_case_and_the_draft_is_gone(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let saved = app.send(save_draft(&cookie, ("if-none-match", "*"), &answers())).await.json();
    let sent = app.send(submission(saved["key"].as_str().unwrap(), &cookie, &answers())).await;
    assert_eq!(sent.status, 201);
    let receipt = sent.json();
    let reference = receipt["reference"].as_str().unwrap();
    insta::allow_duplicates! { insta::assert_json_snapshot!("receipt", without(receipt.clone(), "/reference")) };
    assert_eq!(app.send(Call::get("/api/v1/forms/prove/draft").cookie(&cookie)).await.problem(), "not_found");
    let case = app.send(Call::get(&format!("/api/v1/cases/{reference}?lang=en")).cookie(&cookie)).await;
    insta::allow_duplicates! { insta::assert_json_snapshot!("case", without(case.json(), "/card/reference")) };
    let list = app.send(Call::get("/api/v1/cases?lang=en").cookie(&cookie)).await.json();
    assert_eq!(list["cases"].as_array().unwrap().len(), 1);
    assert_eq!(list["cases"][0]["title"], "Test");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn the_same_submission_again_gives_the_same_receipt(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let first = app.send(submission("key-1", &cookie, &answers())).await;
    app.clock.advance(20 * 60 * 1000);
    // A draft begun since is another errand, and stays.
    app.send(save_draft(&cookie, ("if-none-match", "*"), &answers())).await;
    let again = app.send(submission("key-1", &cookie, &answers())).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 200));
    assert_eq!(first.json(), again.json());
    assert_eq!(app.send(Call::get("/api/v1/forms/prove/draft").cookie(&cookie)).await.status, 200);

    let mut other = answers();
    other["beskrivelse"] = json!("Noe annet.");
    assert_eq!(app.send(submission("key-1", &cookie, &other)).await.problem(), "idempotency_key_reused");
    let list = app.send(Call::get("/api/v1/cases").cookie(&cookie)).await.json();
    assert_eq!(list["cases"].as_array().unwrap().len(), 1);

    let jonas = app.sign_in("jonas").await;
    let his = app.send(submission("key-1", &jonas, &answers())).await;
    assert_eq!(his.status, 201, "a key belongs to its person");
    assert_ne!(his.json()["reference"], first.json()["reference"]);
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_at_the_same_moment_make_one_case(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let app = std::sync::Arc::new(app);
    let cookie = app.sign_in("ingrid").await;
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let (app, call) = (app.clone(), submission("two-tabs", &cookie, &answers()));
            tokio::spawn(async move { app.send(call).await })
        })
        .collect();
    let (mut created, mut references) = (0, std::collections::BTreeSet::new());
    for call in calls {
        let answer = call.await.unwrap();
        assert!(answer.status.is_success(), "{}", answer.text());
        created += usize::from(answer.status == 201);
        references.insert(answer.json()["reference"].as_str().unwrap().to_owned());
    }
    assert_eq!((created, references.len()), (1, 1));
    let list = app.send(Call::get("/api/v1/cases").cookie(&cookie)).await.json();
    assert_eq!(list["cases"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_submission_needs_a_key_of_its_own() {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("ingrid").await;
    let without = Call::post("/api/v1/forms/prove/submissions")
        .cookie(&cookie)
        .json(&json!({ "version": 2, "language": "nb", "answers": answers() }));
    assert_eq!(app.send(without).await.problem(), "idempotency_key_required");
    for wrong in ["", "a b", "æ", &"x".repeat(65)] {
        let answer = app.send(submission(wrong, &cookie, &answers())).await;
        assert_eq!(answer.problem(), "invalid_parameter", "{wrong}");
        assert_eq!(answer.json()["name"], "idempotency-key");
    }
}

#[tokio::test]
async fn what_the_rules_refuse_is_refused_here_too() {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("ingrid").await;
    let with = |field: &str, value: serde_json::Value| {
        let mut answers = answers();
        answers[field] = value;
        answers
    };
    let unknown = app.send(submission("a", &cookie, &with("fremmed", json!("x")))).await;
    assert_eq!(unknown.problem(), "unknown_fields");
    assert_eq!(unknown.json()["fields"], json!(["fremmed"]));
    let hidden = app.send(submission("b", &cookie, &with("andre_navn", json!("Noen")))).await;
    assert_eq!(hidden.problem(), "hidden_fields");
    assert_eq!(hidden.json()["fields"], json!(["andre_navn"]));
    let invalid = app.send(submission("c", &cookie, &with("for_hvem", json!("andre")))).await;
    assert_eq!(invalid.problem(), "invalid_answers");
    assert_eq!(invalid.json()["issues"], json!([{ "field": "andre_navn", "code": "required" }]));
    let old = Call::post("/api/v1/forms/prove/submissions")
        .cookie(&cookie)
        .header("idempotency-key", "d")
        .json(&json!({ "version": 1, "language": "nb", "answers": answers() }));
    let old = app.send(old).await;
    assert_eq!(old.problem(), "form_version_unknown");
    assert_eq!(old.json()["latest"], 2);
    let list = app.send(Call::get("/api/v1/cases").cookie(&cookie)).await.json();
    assert_eq!(list, json!({ "cases": [] }), "nothing came of any of them");
    // A refusal uses no key up: mended answers may come with the same one.
    assert_eq!(app.send(submission("c", &cookie, &answers())).await.status, 201);
}

#[tokio::test]
async fn at_most_ten_fields_are_named() {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("ingrid").await;
    let mut many = answers();
    for number in 0..30 {
        many[format!("fremmed_{number}")] = json!("x");
    }
    let answer = app.send(submission("a", &cookie, &many)).await;
    assert_eq!(answer.json()["fields"].as_array().unwrap().len(), 10);
}
