//! The audit log: every case has its entries, and whatever is done to them behind the server's back is found.

use contract::minside::CaseStatus;
use rstest::rstest;
use sea_orm::{ConnectionTrait, DbBackend};
use server::storage::Verified;
use tower::ServiceExt;

use super::support::{Database, TestApp, answers, submission};

/// Four entries: three cases, and a change of the status of one of them.
async fn logged(database: Database) -> Option<TestApp> {
    let app = TestApp::people_on(database).await?;
    let before = verify(&app).await;
    let cookie = app.sign_in("ingrid").await;
    for key in ["en", "to", "tre"] {
        let sent = app.send(submission(key, &cookie, &answers())).await;
        assert_eq!(sent.status, 201, "{}", sent.text());
        let reference = sent.json()["reference"].as_str().unwrap().to_owned();
        if key == "en" {
            let person = app.app.store.person_of_case(&reference).await.unwrap().unwrap();
            let case = app.app.store.case(person, &reference).await.unwrap().unwrap().0.head.id;
            let now = app.app.clock.now();
            app.app.store.set_case_status(case, CaseStatus::InProgress, now).await.unwrap();
            let entries = app.app.store.audit_of(person).await.unwrap();
            let last = entries.last().unwrap();
            assert_eq!((last.action.as_str(), last.actor.as_str()), ("case_status_changed", "server"));
            assert_eq!(last.thing, Some(case.to_string()));
        }
    }
    let (Verified::Whole(before), Verified::Whole(after)) = (before, verify(&app).await) else { panic!() };
    assert_eq!(after, before + 4);
    Some(app)
}

async fn verify(app: &TestApp) -> Verified {
    app.app.store.verify_audit().await.unwrap()
}

/// As somebody would who owns the database.
async fn tamper(app: &TestApp, statement: &str) {
    let connection = sea_orm::Database::connect(&app.url).await.unwrap();
    let unguarded: &[&str] = match connection.get_database_backend() {
        DbBackend::Postgres => &["ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_stays"],
        _ => &["DROP TRIGGER audit_entry_no_update", "DROP TRIGGER audit_entry_no_delete"],
    };
    for each in unguarded {
        connection.execute_unprepared(each).await.unwrap();
    }
    connection.execute_unprepared(statement).await.unwrap();
    connection.close().await.unwrap();
}

const COPY: &str = "INSERT INTO audit_entry SELECT 1000, at, actor, action, person_id, thing, key_id, hash \
    FROM audit_entry WHERE number = 2";

#[rstest]
#[case::changed("UPDATE audit_entry SET actor = 'server' WHERE number = 2", 2)]
#[case::removed("DELETE FROM audit_entry WHERE number = 2", 2)]
#[case::first_removed("DELETE FROM audit_entry WHERE number = 1", 1)]
#[case::put_before("UPDATE audit_entry SET number = -1 WHERE number = 2", 1)]
#[tokio::test]
async fn a_changed_entry_is_found(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
    #[case] statement: &str,
    #[case] number: i64,
) {
    let Some(app) = logged(database).await else { return };
    tamper(&app, statement).await;
    assert_eq!(verify(&app).await, Verified::Broken(number));
}

#[rstest]
#[tokio::test]
async fn an_added_entry_a_cut_end_and_another_order_are_found(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
    #[values("added", "cut", "swapped", "emptied")] how: &str,
) {
    let Some(app) = logged(database).await else { return };
    let Verified::Whole(last) = verify(&app).await else { panic!() };
    let (statement, found) = match how {
        "added" => (COPY.to_owned(), Verified::Broken(last + 1)),
        "cut" => (format!("DELETE FROM audit_entry WHERE number = {last}"), Verified::Broken(last)),
        "emptied" => ("UPDATE audit_end SET sealed = ''".to_owned(), Verified::EndBroken),
        _ => {
            tamper_order(&app, last).await;
            assert_eq!(verify(&app).await, Verified::Broken(last - 1));
            return;
        }
    };
    tamper(&app, &statement).await;
    assert_eq!(verify(&app).await, found);
}

async fn tamper_order(app: &TestApp, last: i64) {
    tamper(app, &format!("UPDATE audit_entry SET number = 0 WHERE number = {last}")).await;
    let connection = sea_orm::Database::connect(&app.url).await.unwrap();
    for statement in [
        format!("UPDATE audit_entry SET number = {last} WHERE number = {}", last - 1),
        format!("UPDATE audit_entry SET number = {} WHERE number = 0", last - 1),
    ] {
        connection.execute_unprepared(&statement).await.unwrap();
    }
    connection.close().await.unwrap();
}

#[rstest]
#[tokio::test]
async fn the_database_refuses_to_change_or_delete(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let Some(app) = logged(database).await else { return };
    let connection = sea_orm::Database::connect(&app.url).await.unwrap();
    for statement in ["UPDATE audit_entry SET at = 0", "DELETE FROM audit_entry"] {
        assert!(connection.execute_unprepared(statement).await.is_err(), "{statement}");
    }
    connection.close().await.unwrap();
}

#[rstest]
#[tokio::test]
async fn a_submission_that_makes_no_case_makes_no_entry(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let Some(app) = logged(database).await else { return };
    let before = verify(&app).await;
    let cookie = app.sign_in("ingrid").await;
    assert!(app.send(submission("en", &cookie, &answers())).await.status.is_success());
    assert_eq!(verify(&app).await, before, "sent before");
}

#[rstest]
#[tokio::test]
async fn two_servers_append_to_one_chain(#[values(Database::Sqlite, Database::Postgres)] database: Database) {
    let Some(app) = logged(database).await else { return };
    let Verified::Whole(before) = verify(&app).await else { panic!() };
    let cookie = app.sign_in("ingrid").await;
    let other = app.another_instance().await;
    let calls = (0..12).map(|index| {
        let server = if index % 2 == 0 { app.router() } else { other.clone() };
        let call = submission(&format!("samtidig-{index}"), &cookie, &answers()).request();
        tokio::spawn(async move { server.oneshot(call).await.unwrap().status() })
    });
    let calls: Vec<_> = calls.collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), 201);
    }
    assert_eq!(verify(&app).await, Verified::Whole(before + 12));
}
