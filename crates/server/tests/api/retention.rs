//! What is kept how long: just before its time it is there, at its time it is gone.

use content::DemoMode;
use contract::session::Device;
use locale::Language;
use rstest::rstest;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use serde_json::json;
use server::{
    jobs,
    retention::{
        CODE_MILLIS, DEAD_JOB_MILLIS, DONE_JOB_MILLIS, SIGN_IN_MILLIS, SUBMISSION_KEY_MILLIS, UNSEEN_MILLIS,
        audit_before,
    },
    storage::{NewJob, PendingSignIn, Realm},
};

use super::support::{Call, Database, MINUTE, TestApp, answers, save_draft, submission};

async fn count(connection: &DatabaseConnection, what: &str) -> i64 {
    let statement = Statement::from_string(
        connection.get_database_backend(),
        format!("SELECT count(*) AS n FROM {what}"),
    );
    connection.query_one_raw(statement).await.unwrap().unwrap().try_get("", "n").unwrap()
}

/// Runs the sweep as servers do.
async fn sweep(app: &TestApp) {
    jobs::ask_for_sweep(&app.app).await.unwrap();
    app.run_jobs().await;
}

/// A job that is done and one that was given up, now.
async fn end_jobs(app: &TestApp) {
    let (store, now) = (&app.app.store, app.app.clock.now());
    let work = store.begin().await.unwrap();
    for key in ["ferdig", "oppgitt"] {
        let job = NewJob { kind: "try", dedupe_key: key.into(), payload: "{}".into(), max_attempts: 1 };
        work.enqueue(&job, now).await.unwrap();
    }
    work.commit().await.unwrap();
    let claimed = store.claim_jobs(&["try"], 2, now, now.plus_millis(MINUTE)).await.unwrap();
    assert!(store.complete_job(&claimed[0], now).await.unwrap());
    assert!(store.fail_job(&claimed[1], "failed", None, now).await.unwrap().is_some());
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn everything_goes_at_its_time_and_not_before(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let start = app.app.clock.now();
    assert_eq!(app.app.serving.demo, DemoMode::On);
    let cookie = app.sign_in("jonas").await;
    assert_eq!(app.send(submission("en", &cookie, &answers())).await.status, 201);
    assert_eq!(app.send(save_draft(&cookie, ("if-none-match", "*"), &answers())).await.status, 201);
    let begin = Call::put("/api/v1/forms/uten-innlogging/draft").header("if-none-match", "*");
    let told = json!({ "beskrivelse": "Et hull i veien", "kode_i_brev": "AB12" });
    let begun = app.send(begin.json(&json!({ "version": 1, "page": "hva", "answers": told }))).await;
    let sent = Call::post("/api/v1/forms/uten-innlogging/submissions")
        .cookie(&begun.cookie().unwrap())
        .header("idempotency-key", begun.json()["key"].as_str().unwrap())
        .json(&json!({ "version": 1, "language": "nb", "answers": told }));
    assert_eq!(app.send(sent).await.status, 201);
    let pending = PendingSignIn {
        realm: Realm::Person,
        nonce: String::new(),
        verifier: String::new(),
        then: "/minside".into(),
        language: Language::Nb,
        level: None,
        device: Device::Own,
    };
    let expires = start.plus_millis(SIGN_IN_MILLIS);
    app.app.store.begin_sign_in("tilstand".into(), "nettleser".into(), pending, expires).await.unwrap();
    end_jobs(&app).await;

    let connection = sea_orm::Database::connect(&app.url).await.unwrap();
    let deletes_at = format!("SELECT max(deletes_at) AS n FROM draft WHERE saved_at = {}", start.0);
    let deletes_at = Statement::from_string(connection.get_database_backend(), deletes_at);
    let deletes_at = connection.query_one_raw(deletes_at).await.unwrap().unwrap();
    let deletes_at: i64 = deletes_at.try_get("", "n").unwrap();
    let since = |table: &str, column: &str| format!("{table} WHERE {column} = {}", start.0);
    let entries = format!("audit_entry WHERE at <= {}", start.0);
    let audit_years = start.0 - audit_before(start, 5).0;
    // In the order of their ends.
    for (what, due) in [
        ("pending_sign_in".to_owned(), SIGN_IN_MILLIS),
        (since("session", "created_at"), 30 * MINUTE),
        ("open_draft".to_owned(), CODE_MILLIS),
        ("job WHERE dedupe_key = 'ferdig'".to_owned(), DONE_JOB_MILLIS),
        (since("draft", "saved_at"), deletes_at - start.0),
        (since("submission_key", "created_at"), SUBMISSION_KEY_MILLIS),
        ("job WHERE dedupe_key = 'oppgitt'".to_owned(), DEAD_JOB_MILLIS),
        (entries, audit_years),
    ] {
        let before = count(&connection, &what).await;
        assert!(before > 0, "{what}");
        let due = start.plus_millis(due);
        app.clock.advance(due.0 - 1 - app.app.clock.now().0);
        sweep(&app).await;
        let just_before = count(&connection, &what).await;
        // Entries of the log that are older than the start go before.
        assert!(just_before > 0 && (just_before == before || what.starts_with("audit")), "{what}");
        app.clock.advance(1);
        app.app.store.sweep(app.app.clock.now()).await.unwrap();
        app.app.store.write_notes().await.unwrap();
        let before = audit_before(app.app.clock.now(), app.app.serving.audit_years);
        app.app.store.shorten_audit(before, app.app.clock.now()).await.unwrap();
        assert_eq!(count(&connection, &what).await, 0, "{what}");
    }
    // The archive's.
    assert!(count(&connection, &since("case_file", "received_at")).await == 2);
    let verified = app.app.store.verify_audit().await.unwrap();
    assert!(matches!(verified, server::storage::Verified::Whole { deleted: 1.., .. }), "{verified:?}");
    let expired = count(&connection, "audit_entry WHERE action = 'draft_expired'").await;
    assert!(expired > 0, "what the sweep deletes of people is logged, and younger than what went");
    connection.close().await.unwrap();
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn who_has_nothing_here_is_forgotten_a_year_after_the_last_visit(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let store = &app.app.store;
    let jonas = store.demo_person("jonas").await.unwrap().unwrap().id;
    // Jonas comes once more, half a year later, and leaves nothing but the secret of a device.
    let half = UNSEEN_MILLIS / 2;
    app.clock.advance(half);
    let cookie = app.sign_in("jonas").await;
    assert_eq!(app.send(Call::get("/api/v1/session/device-key").cookie(&cookie)).await.status, 200);
    store.write_notes().await.unwrap();
    let visit = app.app.clock.now();

    let is_known = async |key: &str| store.demo_person(key).await.unwrap().is_some();
    app.clock.advance(UNSEEN_MILLIS - half - 1);
    sweep(&app).await;
    assert!(is_known("ingrid").await, "not before");
    app.clock.advance(1);
    assert_eq!(store.sweep(app.app.clock.now()).await.unwrap().people, 1);
    assert!(!is_known("ingrid").await);
    for with_cases in ["amir", "randi"] {
        assert!(is_known(with_cases).await, "{with_cases}");
    }
    app.clock.advance(visit.0 + UNSEEN_MILLIS - 1 - app.app.clock.now().0);
    sweep(&app).await;
    assert!(is_known("jonas").await, "seen since");
    app.clock.advance(1);
    assert_eq!(store.sweep(app.app.clock.now()).await.unwrap().people, 1);
    assert!(!is_known("jonas").await);
    store.write_notes().await.unwrap();
    let last = store.audit_of(jonas, 0, 1000).await.unwrap().pop().unwrap();
    assert_eq!((last.actor.as_str(), last.action.as_str()), ("server", "person_deleted"));
    let connection = sea_orm::Database::connect(&app.url).await.unwrap();
    assert_eq!(count(&connection, "device_key").await, 0);
    connection.close().await.unwrap();
}
