//! The demo's people and their past.

use std::collections::BTreeSet;

use contract::session::DemoStory;
use rstest::rstest;
use server::demo::PEOPLE;

use super::support::{Call, Database, Setup, TestApp};

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn everyone_has_the_past_that_the_story_tells(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    for person in &PEOPLE {
        let cookie = app.sign_in(person.key).await;
        let cases = app.send(Call::get("/api/v1/cases").cookie(&cookie)).await.json();
        let drafts = app.send(Call::get("/api/v1/drafts").cookie(&cookie)).await.json();
        let profile = app.send(Call::get("/api/v1/profile").cookie(&cookie)).await.json();
        let (expected_cases, expected_drafts) = match person.story {
            DemoStory::NewHere | DemoStory::NoAddress => (0, 0),
            DemoStory::SomeCases => (3, 1),
            DemoStory::ManyCases => (50, 0),
        };
        assert_eq!(cases["cases"].as_array().unwrap().len(), expected_cases, "{}", person.key);
        assert_eq!(drafts["drafts"].as_array().unwrap().len(), expected_drafts, "{}", person.key);
        assert_eq!(profile["address"].is_null(), person.story == DemoStory::NoAddress, "{}", person.key);
    }
}

#[tokio::test]
async fn each_status_can_be_seen() {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("amir").await;
    let cases = app.send(Call::get("/api/v1/cases").cookie(&cookie)).await.json();
    let statuses: Vec<&str> =
        cases["cases"].as_array().unwrap().iter().map(|case| case["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["received", "in_progress", "closed"]);
}

#[tokio::test]
async fn seeding_again_adds_nothing_and_another_database_gets_the_same() {
    let (app, other) = (TestApp::with_people().await, TestApp::with_people().await);
    app.seed().await;
    let list = async |app: &TestApp| {
        let cookie = app.sign_in("randi").await;
        app.send(Call::get("/api/v1/cases").cookie(&cookie)).await.json()
    };
    assert_eq!(list(&app).await, list(&other).await);
}

#[tokio::test]
async fn the_draft_that_waits_can_be_finished_and_sent() {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("amir").await;
    let draft = app.send(Call::get("/api/v1/forms/prove/draft").cookie(&cookie)).await.json();
    assert_eq!(draft["content"]["page"], "hva");
    let mut answers = draft["content"]["answers"].clone();
    answers["beskrivelse"] = "Resten.".into();
    let sent = app.send(super::support::submission(draft["key"].as_str().unwrap(), &cookie, &answers)).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
}

#[tokio::test]
async fn every_form_of_the_real_pack_can_be_sent_as_a_demo() {
    let app = TestApp::new().await;
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/drammen");
    let pack = content::Pack::load(&folder).unwrap();
    server::demo::seed(&pack, &app.app.store, app.app.clock.now()).await.unwrap();
    let cookie = app.sign_in("randi").await;
    let cases = app.send(Call::get("/api/v1/cases").cookie(&cookie)).await.json();
    let sent: BTreeSet<&str> =
        cases["cases"].as_array().unwrap().iter().map(|case| case["title"].as_str().unwrap()).collect();
    // All but the building case, whose plan of the site must come with it: there are no files behind demo data.
    assert_eq!(sent.len(), pack.form_ids().count() - 1, "{sent:?}");
}

#[tokio::test]
async fn without_demo_there_is_nobody_to_be() {
    let app = Setup { demo: content::DemoMode::Off, ..Setup::default() }.start().await.unwrap();
    app.seed().await;
    assert_eq!(app.send(Call::get("/api/v1/demo/people")).await.problem(), "not_found");
    assert_eq!(app.send(super::support::sign_in("ingrid")).await.problem(), "not_found");
    assert_eq!(app.send(Call::post("/api/v1/demo/sign-in").body("{")).await.problem(), "not_found");
}

#[tokio::test]
async fn the_people_are_told_with_their_stories() {
    let app = TestApp::new().await;
    insta::assert_json_snapshot!("people", app.send(Call::get("/api/v1/demo/people")).await.json());
}
