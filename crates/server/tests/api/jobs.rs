//! The queue: written with what it belongs to, done once at a time, tried again, given up, run again.

use std::{collections::BTreeMap, sync::Arc};

use locale::Timestamp;
use rstest::rstest;
use sea_orm::ConnectionTrait;
use server::{
    jobs,
    randomness::SeededRandomness,
    stopping::Phase,
    storage::{Actor, ClaimedJob, JobState, NewJob, Store},
};

use super::support::{Database, MINUTE, Setup, TestApp};

const KINDS: [&str; 1] = ["try"];

fn job(key: &str, max_attempts: u32) -> NewJob {
    NewJob { kind: "try", dedupe_key: key.to_owned(), payload: "{}".to_owned(), max_attempts }
}

async fn write(app: &TestApp, jobs: impl IntoIterator<Item = NewJob>) {
    let work = app.app.store.begin().await.unwrap();
    for job in jobs {
        work.enqueue(&job, app.app.clock.now()).await.unwrap();
    }
    work.commit().await.unwrap();
}

async fn claim(app: &TestApp, most: u64) -> Vec<ClaimedJob> {
    claim_by(&app.app.store, most, app.app.clock.now()).await
}

async fn claim_by(store: &Store, most: u64, now: Timestamp) -> Vec<ClaimedJob> {
    store.claim_jobs(&KINDS, most, now, now.plus_millis(MINUTE)).await.unwrap()
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn what_is_rolled_back_has_no_job(#[case] database: Database) {
    let Some(app) = (Setup { database, ..Setup::default() }).start().await else { return };
    let work = app.app.store.begin().await.unwrap();
    assert!(work.enqueue(&job("a", 3), app.app.clock.now()).await.unwrap());
    drop(work);
    assert_eq!(claim(&app, 10).await, []);
    write(&app, [job("a", 3)]).await;
    let work = app.app.store.begin().await.unwrap();
    assert!(!work.enqueue(&job("a", 3), app.app.clock.now()).await.unwrap(), "there is one of that key");
    work.commit().await.unwrap();
    assert_eq!(claim(&app, 10).await.len(), 1);
    assert_eq!(claim(&app, 10).await, [], "it is taken");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_do_each_of_200_jobs_once(#[case] database: Database) {
    let Some(app) = (Setup { database, ..Setup::default() }).start().await else { return };
    write(&app, (0..200).map(|number| job(&number.to_string(), 3))).await;
    let now = app.app.clock.now();
    let other = app.another_app().await;
    let stores = [&app.app.store, &other.store].map(Store::clone);
    let workers = stores.map(|store| {
        tokio::spawn(async move {
            let mut done = Vec::new();
            loop {
                let jobs = claim_by(&store, 4, now).await;
                if jobs.is_empty() {
                    return done;
                }
                for job in jobs {
                    assert!(store.complete_job(&job, now).await.unwrap());
                    done.push(job.id);
                }
            }
        })
    });
    let mut times = BTreeMap::new();
    for worker in workers {
        for id in worker.await.unwrap() {
            *times.entry(id).or_insert(0) += 1;
        }
    }
    // A worker that finds all that is due in another's hands ends; the other does the rest.
    assert_eq!(times.len(), 200);
    assert!(times.values().all(|times| *times == 1));
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn what_a_lost_worker_had_is_done_by_another_and_the_lost_one_is_not_heard(#[case] database: Database) {
    let Some(app) = (Setup { database, ..Setup::default() }).start().await else { return };
    write(&app, [job("a", 3)]).await;
    let lost = claim(&app, 1).await.remove(0);
    app.clock.advance(MINUTE - 1);
    assert_eq!(claim(&app, 1).await, [], "the lease lasts");
    app.clock.advance(1);
    let taken = claim(&app, 1).await.remove(0);
    assert_eq!((taken.id, taken.attempt), (lost.id, 2));
    let (store, now) = (&app.app.store, app.app.clock.now());
    assert!(!store.complete_job(&lost, now).await.unwrap(), "late");
    assert_eq!(store.fail_job(&lost, "mail_refused", Some(now), now).await.unwrap(), None, "late");
    assert_eq!(store.job(taken.id).await.unwrap().unwrap().state, JobState::Running);
    assert!(store.complete_job(&taken, now).await.unwrap());
    assert!(!store.complete_job(&taken, now).await.unwrap(), "once");
    // Whoever loses its worker each time is given up.
    write(&app, [job("b", 2)]).await;
    for attempt in 1..=2 {
        assert_eq!(claim(&app, 1).await[0].attempt, attempt);
        app.clock.advance(MINUTE);
    }
    assert_eq!(claim(&app, 1).await, []);
    let dead = app.app.store.dead_jobs().await.unwrap();
    assert_eq!(dead[0].last_error.as_deref(), Some("worker_lost"));
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn what_fails_waits_is_given_up_and_runs_again(#[case] database: Database) {
    let Some(app) = (Setup { database, ..Setup::default() }).start().await else { return };
    let store = &app.app.store;
    let now = app.app.clock.now();
    write(&app, [job("a", 2)]).await;
    let first = claim(&app, 2).await.remove(0);
    write(&app, [job("b", 9)]).await;
    let second = claim(&app, 2).await.remove(0);
    let again = Some(now.plus_millis(7_000));
    assert_eq!(store.fail_job(&first, "database", again, now).await.unwrap(), Some(JobState::Waiting));
    assert_eq!(store.fail_job(&second, "gone", None, now).await.unwrap(), Some(JobState::Dead), "no sense");
    app.clock.advance(6_999);
    assert_eq!(claim(&app, 2).await, []);
    app.clock.advance(1);
    let now = app.app.clock.now();
    let first = claim(&app, 2).await.remove(0);
    let again = Some(now.plus_millis(7_000));
    assert_eq!(
        store.fail_job(&first, "database", again, now).await.unwrap(),
        Some(JobState::Dead),
        "the last"
    );
    let dead = store.dead_jobs().await.unwrap();
    assert_eq!(dead.iter().map(|job| job.id).collect::<Vec<_>>(), [first.id, second.id], "the latest first");
    assert_eq!((dead[0].attempts, dead[0].last_error.as_deref()), (2, Some("database")));
    assert_eq!(dead[0].ended, Some(now));
    let run = store.run_job_again(first.id, Actor::Staff("ansatt".to_owned()), now).await.unwrap().unwrap();
    assert_eq!((run.state, run.attempts, run.ended), (JobState::Waiting, 0, None));
    let first = claim(&app, 2).await.remove(0);
    assert_eq!(first.attempt, 1);
    // Pressed twice, it stays with the worker that has it.
    assert_eq!(
        store.run_job_again(first.id, Actor::Staff("ansatt".to_owned()), now).await.unwrap().unwrap().state,
        JobState::Running
    );
    assert!(store.complete_job(&first, now).await.unwrap());
    assert_eq!(
        store.run_job_again(first.id, Actor::Staff("ansatt".to_owned()), now).await.unwrap().unwrap().state,
        JobState::Done
    );
    assert_eq!(store.dead_jobs().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_job_of_a_newer_server_is_left_to_it() {
    let app = TestApp::new().await;
    write(&app, [NewJob { kind: "of_tomorrow", ..job("a", 3) }]).await;
    assert_eq!(app.run_jobs().await, 0);
}

#[test]
fn pauses_double_up_to_an_hour_and_differ_by_chance() {
    let randomness = SeededRandomness::new("pauses");
    for (attempt, longest) in [
        (1, 15_000),
        (2, 30_000),
        (3, 60_000),
        (8, 1_920_000),
        (9, 3_600_000),
        (12, 3_600_000),
        (u32::MAX, 3_600_000),
    ] {
        let pauses: Vec<i64> = (0..50).map(|_| jobs::pause(attempt, &randomness).unwrap()).collect();
        assert!(pauses.iter().all(|pause| (longest / 2..=longest).contains(pause)), "{attempt}: {pauses:?}");
        assert!(pauses.iter().any(|pause| *pause != pauses[0]), "{attempt}: by chance");
    }
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn servers_sweep_once_in_five_minutes(#[case] database: Database) {
    let Some(app) = (Setup { database, ..Setup::default() }).start().await else { return };
    let other = app.another_app().await;
    for attempts in [1, 1] {
        for app in [&app.app, &other, &app.app] {
            jobs::ask_for_sweep(app).await.unwrap();
        }
        assert_eq!(jobs::run_due(&other).await.unwrap(), attempts);
        assert_eq!(app.run_jobs().await, 0);
        app.clock.advance(5 * MINUTE);
    }
}

/// A mailer that ends the task it is asked in.
struct Panics;

impl server::mail::Mailer for Panics {
    fn send(
        &self,
        _: server::mail::Message,
    ) -> futures_util::future::BoxFuture<'_, Result<(), server::mail::MailError>> {
        Box::pin(async { panic!("what a person wrote") })
    }
}

#[tokio::test]
async fn a_panic_is_an_attempt_that_failed_and_the_worker_goes_on() {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("ingrid").await;
    let reference = {
        use super::support::{answers, submission};
        app.send(submission("a", &cookie, &answers())).await.json()["reference"].as_str().unwrap().to_owned()
    };
    let path = format!("/api/v1/cases/{reference}/email-receipt");
    app.send(super::support::Call::post(&path).cookie(&cookie)).await;
    let mut other = Arc::into_inner(app.another_app().await).unwrap();
    other.mail.mailer = Some(Arc::new(Panics));
    let other = Arc::new(other);
    assert_eq!(jobs::run_due(&other).await.unwrap(), 1);
    assert_eq!(app.run_jobs().await, 0, "it waits for its next attempt");
    app.clock.advance(MINUTE);
    assert_eq!(app.run_jobs().await, 1);
    assert_eq!(std::fs::read_dir(app.folder.path().join("mail")).unwrap().count(), 1);
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_worker_is_woken_and_stops_when_told(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    if let Some(listening) = app.app.store.listen().await.unwrap() {
        let store = app.app.store.clone();
        tokio::spawn(async move { store.keep_listening(Some(listening)).await });
    }
    let worker = tokio::spawn(jobs::work(app.app.clone()));
    let mut changes = app.app.store.changes();
    let cookie = app.sign_in("ingrid").await;
    let receipt = app.send(super::support::submission("a", &cookie, &super::support::answers())).await.json();
    let path = format!("/api/v1/cases/{}/email-receipt", receipt["reference"].as_str().unwrap());
    app.send(super::support::Call::post(&path).cookie(&cookie)).await;
    let is_sent = async {
        // The case is told twice: that it is there, and that its e-mail has been sent.
        let mut told = 0;
        while told < 2 {
            told += usize::from(matches!(changes.recv().await, Ok(server::storage::Change::Case { .. })));
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), is_sent).await.unwrap();
    assert_eq!(std::fs::read_dir(app.folder.path().join("mail")).unwrap().count(), 1);
    app.app.stopping.advance(Phase::Draining);
    tokio::time::timeout(std::time::Duration::from_secs(20), worker).await.unwrap().unwrap();
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_job_that_is_given_back_is_taken_at_once_and_has_lost_no_attempt(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let (store, now) = (&app.app.store, app.app.clock.now());
    jobs::ask_for_sweep(&app.app).await.unwrap();
    let until = now.plus_millis(60_000);
    let claimed = store.claim_jobs(&["sweep"], 1, now, until).await.unwrap();
    assert!(store.claim_jobs(&["sweep"], 1, now, until).await.unwrap().is_empty(), "it is taken");
    assert!(store.give_back_job(&claimed[0], now).await.unwrap());
    let again = store.claim_jobs(&["sweep"], 1, now, until).await.unwrap();
    assert_eq!(again[0].attempt, 1);
    assert!(!store.give_back_job(&claimed[0], now).await.unwrap(), "it is another worker's");
}

/// The sweep waits for a lock on a table of its own, which SQLite does not have.
#[tokio::test]
async fn a_worker_gives_back_what_it_cannot_finish() {
    let Some(app) = TestApp::people_on(Database::Postgres).await else { return };
    jobs::ask_for_sweep(&app.app).await.unwrap();
    let other = sea_orm::Database::connect(&app.url).await.unwrap();
    let lock = sea_orm::TransactionTrait::begin(&other).await.unwrap();
    lock.execute_unprepared("LOCK TABLE session").await.unwrap();
    let worker = tokio::spawn(jobs::work(app.app.clone()));
    while app.app.store.job_counts().await.unwrap().running == 0 {
        tokio::task::yield_now().await;
    }
    app.app.stopping.advance(Phase::Over);
    tokio::time::timeout(std::time::Duration::from_secs(20), worker).await.unwrap().unwrap();
    let counts = app.app.store.job_counts().await.unwrap();
    assert_eq!((counts.waiting, counts.running), (1, 0));
    drop(lock);
}

#[tokio::test]
async fn payloads_hold_ids_and_nothing_else() {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("ingrid").await;
    let receipt = app.send(super::support::submission("a", &cookie, &super::support::answers())).await.json();
    let reference = receipt["reference"].as_str().unwrap();
    let path = format!("/api/v1/cases/{reference}/email-receipt");
    app.send(super::support::Call::post(&path).cookie(&cookie)).await;
    let database = sea_orm::Database::connect(&app.url).await.unwrap();
    let select = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, "SELECT payload FROM job");
    let row = database.query_one_raw(select).await.unwrap().unwrap();
    let payload: serde_json::Value =
        serde_json::from_str(&row.try_get_by_index::<String>(0).unwrap()).unwrap();
    let keys: Vec<&String> = payload.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["language", "person", "reference"]);
    assert_eq!(payload["reference"], reference);
    assert!(uuid::Uuid::try_parse(payload["person"].as_str().unwrap()).is_ok());
}
