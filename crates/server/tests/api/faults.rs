//! What is broken for a while: the caller is told to come back, and coming back works without anybody's hand.

use sea_orm::{ConnectOptions, ConnectionTrait, Database as Connect, DatabaseConnection};
use serde_json::json;

use super::support::{Call, DAY, Database, MINUTE, TestApp, answers, save_draft, submission};

/// Another program on the same database.
async fn another_program(app: &TestApp) -> DatabaseConnection {
    let mut options = ConnectOptions::new(app.url.clone());
    options.max_connections(1).sqlx_logging(false);
    Connect::connect(options).await.unwrap()
}

#[tokio::test]
async fn a_locked_database_is_told_and_nothing_is_lost() {
    let Some(app) = TestApp::people_on(Database::Sqlite).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let other = another_program(&app).await;
    other.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
    let refused = app.send(submission("while-locked", &cookie, &answers())).await;
    assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (503, "unavailable"));
    assert!(refused.headers.contains_key("retry-after"));
    // Reading goes on all the while.
    assert_eq!(app.send(Call::get("/api/v1/cases").cookie(&cookie)).await.status, 200);
    other.execute_unprepared("ROLLBACK").await.unwrap();
    assert_eq!(app.send(submission("while-locked", &cookie, &answers())).await.status, 201);
}

#[tokio::test]
async fn connections_that_postgres_cuts_are_made_anew() {
    let Some(app) = TestApp::people_on(Database::Postgres).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let other = another_program(&app).await;
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    for turn in 0..5 {
        other.execute_unprepared(cut).await.unwrap();
        // Each connection that was cut fails one call at the most, in words that a client comes back after.
        for _ in 0..25 {
            let answer = app.send(Call::get("/api/v1/cases").cookie(&cookie)).await;
            assert!(answer.status == 200 || answer.problem() == "unavailable", "{}", answer.text());
        }
        let sent = app.send(submission(&format!("after-cut-{turn}"), &cookie, &answers())).await;
        assert_eq!(sent.status, 201, "{}", sent.text());
    }
}

#[rstest::rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_clock_that_jumps_ends_no_draft_and_lets_nobody_in(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let saved = app.send(save_draft(&cookie, ("if-none-match", "*"), &answers())).await;
    let mark = saved.headers["etag"].to_str().unwrap().to_owned();
    // Back by a day, as a clock that had run ahead is put right: nobody is thrown out, and what is saved is the newest.
    app.clock.advance(-DAY);
    let mut other = answers();
    other["beskrivelse"] = json!("Skrevet etter at klokka ble stilt tilbake.");
    let again = app.send(save_draft(&cookie, ("if-match", &mark), &other)).await;
    assert_eq!(again.status, 200, "{}", again.text());
    let draft = app.send(Call::get("/api/v1/forms/prove/draft").cookie(&cookie)).await.json();
    assert_eq!(draft["content"]["answers"]["beskrivelse"], other["beskrivelse"]);
    let sent = app.send(submission(draft["key"].as_str().unwrap(), &cookie, &other)).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
    // Far ahead: the session has ended as it should, and a new one sees everything.
    app.clock.advance(2 * DAY);
    assert_eq!(app.send(Call::get("/api/v1/cases").cookie(&cookie)).await.problem(), "session_expired");
    let cookie = app.sign_in("ingrid").await;
    let list = app.send(Call::get("/api/v1/cases").cookie(&cookie)).await.json();
    assert_eq!(list["cases"].as_array().unwrap().len(), 1);
    app.clock.advance(-2 * DAY - MINUTE);
    assert_eq!(app.send(Call::get("/api/v1/cases").cookie(&cookie)).await.status, 200);
}
