//! The audit log: every read and change has its entry, and whatever is done to them behind the server's back is found.

mod routes;

use contract::minside::CaseStatus;
use rstest::rstest;
use sea_orm::{ConnectionTrait, DbBackend};
use server::storage::{AuditAction, AuditEntry, NewEntry, Verified};
use tower::ServiceExt;

use super::support::{Call, DAY, Database, TestApp, answers, submission};

/// Five entries: a sign-in, three cases, and a change of the status of one of them.
async fn logged(database: Database) -> Option<TestApp> {
    let app = TestApp::people_on(database).await?;
    let before = last_number(&app).await;
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
            app.app.store.write_notes().await.unwrap();
            let entries = app.app.store.audit_of(person, 0, 1000).await.unwrap();
            let last = entries.last().unwrap();
            assert_eq!((last.action.as_str(), last.actor.as_str()), ("case_status_changed", "server"));
            assert_eq!(last.thing, Some(case.to_string()));
        }
    }
    // The sign-in as well.
    assert_eq!(last_number(&app).await, before + 5);
    Some(app)
}

async fn last(app: &TestApp) -> i64 {
    let Verified::Whole { last, .. } = verify(app).await else { panic!("{:?}", verify(app).await) };
    last
}

async fn verify(app: &TestApp) -> Verified {
    app.app.store.verify_audit().await.unwrap()
}

/// As somebody would who owns the database.
async fn tamper(app: &TestApp, statement: &str) {
    let connection = sea_orm::Database::connect(&app.url).await.unwrap();
    let unguarded: &[&str] = match connection.get_database_backend() {
        DbBackend::Postgres => &["ALTER TABLE audit_entry DISABLE TRIGGER USER"],
        _ => &["DROP TRIGGER audit_entry_stays", "DROP TRIGGER audit_entry_is_old"],
    };
    for each in unguarded {
        connection.execute_unprepared(each).await.unwrap();
    }
    connection.execute_unprepared(statement).await.unwrap();
    connection.close().await.unwrap();
}

const COPY: &str = "INSERT INTO audit_entry SELECT 1000, at, actor, actor_id, action, person_id, kind, thing, request_id, \
    key_id, hash FROM audit_entry WHERE number = 2";

#[rstest]
#[case::changed("UPDATE audit_entry SET actor = 'staff' WHERE number = 2", 2)]
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
    #[values("added", "cut", "swapped", "emptied", "anchored")] how: &str,
) {
    let Some(app) = logged(database).await else { return };
    let last = last(&app).await;
    let (statement, found) = match how {
        "added" => (COPY.to_owned(), Verified::Broken(last + 1)),
        "cut" => (format!("DELETE FROM audit_entry WHERE number = {last}"), Verified::Broken(last)),
        "emptied" => {
            let emptied = "UPDATE audit_mark SET number = 0, hash = '', signature = '' WHERE name = 'end'";
            (emptied.to_owned(), Verified::EndBroken)
        }
        "anchored" => {
            let anchored = "UPDATE audit_mark SET number = 2, hash = (SELECT hash FROM audit_entry WHERE number = 2) \
                            WHERE name = 'anchor'";
            (anchored.to_owned(), Verified::EndBroken)
        }
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
    for statement in [
        "UPDATE audit_entry SET at = 0",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE number = 1",
    ] {
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
    let cookie = app.sign_in("ingrid").await;
    let before = last_number(&app).await;
    assert!(app.send(submission("en", &cookie, &answers())).await.status.is_success());
    let entries = logged_since(&app, before).await;
    assert!(entries.iter().all(|entry| entry.action != "case_sent"), "sent before: {entries:?}");
}

#[rstest]
#[tokio::test]
async fn two_servers_append_to_one_chain(#[values(Database::Sqlite, Database::Postgres)] database: Database) {
    let Some(app) = logged(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let before = last_number(&app).await;
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
    assert_eq!(last_number(&app).await, before + 12);
}

#[rstest]
#[case::changed("UPDATE audit_waiting SET actor = 'staff' WHERE action = 'case_sent'")]
#[case::put_in(
    "INSERT INTO audit_waiting (at, actor, action, kind, key_id, signature) \
     SELECT 0, actor, action, kind, key_id, hash FROM audit_entry WHERE number = 2"
)]
#[tokio::test]
async fn an_entry_that_was_changed_before_it_was_chained_stays_out_and_is_found(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
    #[case] statement: &str,
) {
    let Some(app) = logged(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let before = last_number(&app).await;
    assert_eq!(app.send(submission("fire", &cookie, &answers())).await.status, 201);
    tamper(&app, statement).await;
    assert_eq!(verify(&app).await, Verified::WaitingBroken(1));
    // The others are chained, now and later.
    let chained = app.app.store.write_notes().await.unwrap();
    assert_eq!(chained.unfit, 1);
    app.sign_in("ingrid").await;
    app.app.store.write_notes().await.unwrap();
    assert!(app.app.store.audit_after(before, 10).await.unwrap().iter().all(|entry| entry.at.0 > 0));
    assert!(
        app.app.store.audit_after(before, 10).await.unwrap().iter().any(|entry| entry.action == "signed_in")
    );
    assert_eq!(verify(&app).await, Verified::WaitingBroken(1));
}

#[rstest]
#[tokio::test]
async fn what_a_killed_server_has_left_is_chained_by_another(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let Some(app) = logged(database).await else { return };
    let before = last_number(&app).await;
    app.sign_in("ingrid").await;
    assert_eq!(last(&app).await, before, "it waits");
    let other = super::support::store_on(&app.url).await;
    assert_eq!(other.write_notes().await.unwrap().written, 1);
    assert_eq!(last(&app).await, before + 1);
    assert_eq!(app.app.store.write_notes().await.unwrap().written, 0, "once");
}

/// What the log has got since that number, once what was noted is written.
pub(crate) async fn logged_since(app: &TestApp, number: i64) -> Vec<AuditEntry> {
    app.app.store.write_notes().await.unwrap();
    app.app.store.audit_after(number, 1000).await.unwrap()
}

/// The last number.
pub(crate) async fn last_number(app: &TestApp) -> i64 {
    app.app.store.write_notes().await.unwrap();
    last(app).await
}

#[rstest]
#[tokio::test]
async fn what_is_read_is_noted_with_its_request_and_written_together(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let before = last_number(&app).await;
    let mut requests = Vec::new();
    for path in ["/api/v1/profile", "/api/v1/cases", "/api/v1/profile"] {
        let answer = app.send(Call::get(path).cookie(&cookie)).await;
        requests.push(answer.header("x-request-id").unwrap().to_owned());
    }
    assert_eq!(last(&app).await, before, "nothing waits for the disk");
    let entries = logged_since(&app, before).await;
    let told: Vec<_> = entries.iter().map(|entry| (entry.actor.as_str(), entry.action.as_str())).collect();
    assert_eq!(told, [("person", "profile_read"), ("person", "cases_listed"), ("person", "profile_read")]);
    let named: Vec<String> = entries.iter().map(|entry| entry.request.unwrap().to_string()).collect();
    assert_eq!(named, requests);
    assert_eq!(last(&app).await, before + 3);
    // What was noted when a server stops is written then.
    app.send(Call::get("/api/v1/profile").cookie(&cookie)).await;
    app.app.store.clone().close().await.unwrap();
    let store = super::support::store_on(&app.url).await;
    assert_eq!(store.audit_after(before + 3, 10).await.unwrap().len(), 1);
}

#[rstest]
#[tokio::test]
async fn a_log_that_cannot_be_written_is_kept_in_mind_and_then_closes_what_is_personal(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let before = last_number(&app).await;
    let store = &app.app.store;
    let now = app.app.clock.now();
    while store.note(NewEntry::new(AuditAction::ProfileRead, now)).is_ok() {}
    assert_eq!(app.send(Call::get("/api/v1/profile").cookie(&cookie)).await.problem(), "unavailable");
    assert_eq!(app.send(Call::get("/api/v1/front")).await.status, 200);
    let written = store.write_notes().await.unwrap().written;
    assert_eq!(last(&app).await, before + i64::try_from(written).unwrap());
    assert_eq!(app.send(Call::get("/api/v1/profile").cookie(&cookie)).await.status, 200);
}

#[rstest]
#[tokio::test]
async fn old_entries_are_deleted_up_to_an_anchor_and_the_rest_is_verified(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let Some(app) = logged(database).await else { return };
    let store = &app.app.store;
    let start = app.app.clock.now();
    let old = last_number(&app).await;
    app.clock.advance(DAY);
    let cookie = app.sign_in("ingrid").await;
    assert!(app.send(submission("ny", &cookie, &answers())).await.status.is_success());
    let all = last_number(&app).await;
    let now = app.app.clock.now();
    // The seed is older than the start.
    let seeded = store.shorten_audit(start.plus_millis(-1), now).await.unwrap();
    store.write_notes().await.unwrap();
    let Verified::Whole { deleted, last: end } = verify(&app).await else { panic!() };
    assert_eq!(deleted, i64::try_from(seeded).unwrap());
    assert!(deleted < old && end >= all);
    assert!(store.shorten_audit(start, now).await.unwrap() > 0);
    store.write_notes().await.unwrap();
    let Verified::Whole { deleted, last: end } = verify(&app).await else { panic!() };
    assert_eq!(deleted, old);
    assert_eq!(store.shorten_audit(start, now).await.unwrap(), 0, "once");
    let last_entry = store.audit_after(end - 1, 10).await.unwrap().remove(0);
    assert_eq!((last_entry.action.as_str(), last_entry.thing), ("log_shortened", Some(old.to_string())));
    // One more is missing than the anchor says.
    tamper(&app, &format!("DELETE FROM audit_entry WHERE number = {}", old + 1)).await;
    assert_eq!(verify(&app).await, Verified::Broken(old + 1));
}

#[tokio::test]
async fn all_that_is_told_of_a_person_is_shown_however_much_it_is() {
    let app = TestApp::with_people().await;
    let store = &app.app.store;
    let her = store.demo_person("ingrid").await.unwrap().unwrap().id;
    for _ in 0..2500 {
        store.note(NewEntry::new(AuditAction::ProfileRead, app.app.clock.now()).of(her)).unwrap();
    }
    store.write_notes().await.unwrap();
    let mut out = Vec::new();
    let shown = server::serve::write_audit(store, her, &mut out).await.unwrap();
    let numbers: Vec<i64> = String::from_utf8(out)
        .unwrap()
        .lines()
        .map(|line| line.split('\t').next().unwrap().parse().unwrap())
        .collect();
    let kept: Vec<i64> =
        store.audit_of(her, 0, 10_000).await.unwrap().iter().map(|entry| entry.number).collect();
    assert!(shown >= 2500 && numbers.len() as u64 == shown);
    assert_eq!(numbers, kept);
}
