//! Min side: one's own, and nobody else's.

use contract::minside::CaseStatus;
use rstest::rstest;
use serde_json::json;

use super::support::{Call, DAY, Database, TestApp, answers, submission};

#[tokio::test]
async fn the_profile_shows_the_day_of_birth_and_no_more_of_the_identity_number() {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("ingrid").await;
    let profile = app.send(Call::get("/api/v1/profile").cookie(&cookie)).await;
    insta::assert_json_snapshot!("profile", profile.json());
    assert!(!profile.text().contains("30179"));
    let cookie = app.sign_in("jonas").await;
    let profile = app.send(Call::get("/api/v1/profile").cookie(&cookie)).await.json();
    assert_eq!((&profile["address"], &profile["phone"]), (&json!(null), &json!(null)));
}

#[tokio::test]
async fn somebody_elses_case_is_not_found() {
    let app = TestApp::with_people().await;
    let ingrid = app.sign_in("ingrid").await;
    let receipt = app.send(submission("a", &ingrid, &answers())).await.json();
    let path = format!("/api/v1/cases/{}", receipt["reference"].as_str().unwrap());
    assert_eq!(app.send(Call::get(&path).cookie(&ingrid)).await.status, 200);
    let jonas = app.sign_in("jonas").await;
    let theirs = app.send(Call::get(&path).cookie(&jonas)).await;
    let nobodys = app.send(Call::get("/api/v1/cases/DRM-2222-2222").cookie(&jonas)).await;
    assert_eq!((theirs.problem(), nobodys.problem()), ("not_found".into(), "not_found".into()));
    assert_eq!(app.send(Call::get(&path)).await.problem(), "sign_in_required");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_case_tells_what_has_happened_in_order(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let reference = app.send(submission("a", &cookie, &answers())).await.json()["reference"].clone();
    let person = app.app.store.demo_person("ingrid").await.unwrap().unwrap();
    let case = app.app.store.cases(person.id).await.unwrap().remove(0);
    for status in [CaseStatus::InProgress, CaseStatus::Closed] {
        app.clock.advance(DAY);
        app.app.store.set_case_status(case.id, status, app.app.clock.now()).await.unwrap();
    }
    let cookie = app.sign_in("ingrid").await;
    let path = format!("/api/v1/cases/{}", reference.as_str().unwrap());
    let case = app.send(Call::get(&path).cookie(&cookie)).await.json();
    assert_eq!(case["card"]["status"], "closed");
    assert_eq!(case["next_steps"], json!([]), "nothing more happens");
    insta::allow_duplicates! { insta::assert_json_snapshot!("events", case["events"]) };
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn cases_come_newest_first(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("randi").await;
    let list = app.send(Call::get("/api/v1/cases").cookie(&cookie)).await.json();
    let cases = list["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 50);
    let received: Vec<&str> = cases.iter().map(|case| case["received"].as_str().unwrap()).collect();
    assert!(received.windows(2).all(|pair| pair[0] > pair[1]), "{received:?}");
}
