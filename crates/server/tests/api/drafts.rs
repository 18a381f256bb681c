//! Drafts: kept as typed, never overwritten unseen, deleted on their day.

use rstest::rstest;
use serde_json::json;

use super::support::{Call, DAY, Database, TestApp, answers, save_draft, without};

const DRAFT: &str = "/api/v1/forms/prove/draft";
const FIRST: (&str, &str) = ("if-none-match", "*");

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_draft_is_kept_changed_and_deleted(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    assert_eq!(app.send(Call::get(DRAFT).cookie(&cookie)).await.problem(), "not_found");

    let half = json!({ "navn": " Ingrid", "andre_navn": "skjult, men husket" });
    let created = app.send(save_draft(&cookie, FIRST, &half)).await;
    assert_eq!((created.status.as_u16(), created.header("etag")), (201, Some("\"1\"")));
    let changed = app.send(save_draft(&cookie, ("if-match", "\"1\""), &answers())).await;
    assert_eq!((changed.status.as_u16(), changed.header("etag")), (200, Some("\"2\"")));
    assert_eq!(
        created.json()["key"],
        changed.json()["key"],
        "the key names the draft for as long as it lives"
    );

    let read = app.send(Call::get(DRAFT).cookie(&cookie)).await;
    assert_eq!(read.header("etag"), Some("\"2\""));
    insta::allow_duplicates! { insta::assert_json_snapshot!("draft", without(read.json(), "/key")) };
    let listed = app.send(Call::get("/api/v1/drafts?lang=nn").cookie(&cookie)).await.json();
    assert_eq!(listed["drafts"][0]["title"], "Prøveskjema (nn)");

    assert_eq!(app.send(Call::delete(DRAFT).cookie(&cookie)).await.status, 204);
    assert_eq!(app.send(Call::get(DRAFT).cookie(&cookie)).await.problem(), "not_found");
    assert_eq!(app.send(Call::delete(DRAFT).cookie(&cookie)).await.status, 204, "none is fine too");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn nothing_is_overwritten_unseen(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let mine = json!({ "navn": "Mitt" });
    let unsaid =
        Call::put(DRAFT).cookie(&cookie).json(&json!({ "version": 2, "page": "hvem", "answers": mine }));
    assert_eq!(app.send(unsaid).await.problem(), "precondition_required");

    app.send(save_draft(&cookie, FIRST, &mine)).await;
    app.send(save_draft(&cookie, ("if-match", "\"1\""), &mine)).await;
    for (condition, value) in [FIRST, ("if-match", "\"1\""), ("if-match", "\"7\"")] {
        let answer = app.send(save_draft(&cookie, (condition, value), &answers())).await;
        assert_eq!(answer.problem(), "draft_changed", "{condition}: {value}");
        assert_eq!(answer.json()["revision"], 2);
    }
    assert_eq!(app.send(Call::get(DRAFT).cookie(&cookie)).await.json()["content"]["answers"], mine);

    app.send(Call::delete(DRAFT).cookie(&cookie)).await;
    let late = app.send(save_draft(&cookie, ("if-match", "\"2\""), &mine)).await;
    assert_eq!(late.problem(), "not_found", "what was sent or deleted elsewhere does not come back");
}

#[tokio::test]
async fn a_condition_that_cannot_be_read_is_refused() {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("ingrid").await;
    for (name, value) in
        [("if-match", "1"), ("if-match", "\"one\""), ("if-match", "*"), ("if-none-match", "\"1\"")]
    {
        let answer = app.send(save_draft(&cookie, (name, value), &answers())).await;
        assert_eq!(answer.problem(), "invalid_parameter", "{name}: {value}");
        assert_eq!(answer.json()["name"], name);
    }
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_devices_at_the_same_moment_one_is_told(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    for (condition, won) in [(FIRST, 201), (("if-match", "\"1\""), 200), (("if-match", "\"2\""), 200)] {
        let (one, two) = (json!({ "navn": "En" }), json!({ "navn": "To" }));
        let (first, second) = tokio::join!(
            app.send(save_draft(&cookie, condition, &one)),
            app.send(save_draft(&cookie, condition, &two)),
        );
        let mut statuses = [first.status.as_u16(), second.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [won, 412], "{condition:?}");
    }
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_draft_is_gone_on_the_day_that_was_told(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let saved = app.send(save_draft(&cookie, FIRST, &answers())).await.json();
    assert_eq!(saved["deleted_on"], "2026-12-21");
    // 10:00 the day before: it is still there.
    app.clock.advance(27 * DAY);
    let cookie = app.sign_in("ingrid").await;
    assert_eq!(app.send(Call::get(DRAFT).cookie(&cookie)).await.status, 200);
    app.clock.advance(14 * 60 * 60 * 1000);
    let cookie = app.sign_in("ingrid").await;
    assert_eq!(app.send(Call::get(DRAFT).cookie(&cookie)).await.problem(), "not_found");
    assert_eq!(app.send(Call::get("/api/v1/drafts").cookie(&cookie)).await.json(), json!({ "drafts": [] }));
    let late = app.send(save_draft(&cookie, ("if-match", "\"1\""), &answers())).await;
    assert_eq!(late.problem(), "not_found");
    // Whether or not the sweep has come by, a new one can be begun.
    assert_eq!(app.send(save_draft(&cookie, FIRST, &answers())).await.status, 201);
    app.clock.advance(29 * DAY);
    assert_eq!(app.app.store.sweep(app.app.clock.now()).await.unwrap().drafts, 2, "Ingrid's and Amir's");
}

#[tokio::test]
async fn a_draft_is_nobody_elses() {
    let app = TestApp::with_people().await;
    let ingrid = app.sign_in("ingrid").await;
    app.send(save_draft(&ingrid, FIRST, &answers())).await;
    let jonas = app.sign_in("jonas").await;
    assert_eq!(app.send(Call::get(DRAFT).cookie(&jonas)).await.problem(), "not_found");
    app.send(Call::delete(DRAFT).cookie(&jonas)).await;
    assert_eq!(app.send(Call::get(DRAFT).cookie(&ingrid)).await.status, 200);
}

#[tokio::test]
async fn a_draft_holds_wrong_answers_but_none_to_unknown_questions() {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("ingrid").await;
    let wrong = json!({ "epost": "ikke en adresse", "for_hvem": "ukjent", "beskrivelse": "x".repeat(5000) });
    assert_eq!(app.send(save_draft(&cookie, FIRST, &wrong)).await.status, 201);
    let unknown = app.send(save_draft(&cookie, ("if-match", "\"1\""), &json!({ "fremmed": "x" }))).await;
    assert_eq!(unknown.problem(), "unknown_fields");
    assert_eq!(unknown.json()["fields"], json!(["fremmed"]));
}
