//! The e-mail that says that a case was received: to a verified address only, once, and with nothing in it.

use locale::{Language, Timestamp};
use mail_parser::MessageParser;
use rstest::rstest;
use serde_json::{Value, json};

use super::support::{Call, DAY, Database, MINUTE, Setup, TestApp, answers, submission};

/// Sends a form as the person; reference and address of the case.
async fn case_of(app: &TestApp, cookie: &str) -> (String, String) {
    let receipt = app.send(submission("a", cookie, &answers())).await.json();
    let reference = receipt["reference"].as_str().unwrap().to_owned();
    (reference.clone(), format!("/api/v1/cases/{reference}"))
}

fn ask(path: &str, cookie: &str, language: Language) -> Call {
    Call::post(&format!("{path}/email-receipt?lang={language}")).cookie(cookie)
}

async fn told(app: &TestApp, path: &str, cookie: &str) -> Value {
    app.send(Call::get(path).cookie(cookie)).await.json()["email"].clone()
}

/// What lies in the folder.
fn sent(app: &TestApp) -> Vec<Vec<u8>> {
    let Ok(folder) = std::fs::read_dir(app.folder.path().join("mail")) else { return Vec::new() };
    folder.map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn asking_twice_sends_once(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let (_, path) = case_of(&app, &cookie).await;
    assert_eq!(told(&app, &path, &cookie).await, json!({ "state": "ready", "address": "ingrid@example.no" }));
    let first = app.send(ask(&path, &cookie, Language::Nb)).await;
    let waiting = json!({ "state": "waiting", "address": "ingrid@example.no" });
    assert_eq!((first.status.as_u16(), first.json()), (202, waiting.clone()));
    assert!(sent(&app).is_empty(), "it goes after the answer");
    assert_eq!(app.send(ask(&path, &cookie, Language::Nb)).await.json(), waiting, "one job, not two");
    assert_eq!(told(&app, &path, &cookie).await, waiting);
    assert_eq!(app.run_jobs().await, 1);
    assert_eq!(sent(&app).len(), 1);
    std::fs::remove_dir_all(app.folder.path().join("mail")).unwrap();
    let again = app.send(ask(&path, &cookie, Language::En)).await;
    assert_eq!((again.status.as_u16(), again.json()), (200, json!({ "state": "sent" })));
    assert_eq!(told(&app, &path, &cookie).await, json!({ "state": "sent" }));
    assert_eq!(app.run_jobs().await, 0);
    // Also once the job is forgotten.
    app.clock.advance(2 * DAY);
    app.app.store.sweep(app.app.clock.now()).await.unwrap();
    let cookie = app.sign_in("ingrid").await;
    assert_eq!(app.send(ask(&path, &cookie, Language::Nb)).await.json(), json!({ "state": "sent" }));
    assert_eq!(app.run_jobs().await, 0);
    assert!(sent(&app).is_empty(), "nothing went out the second time");
}

#[tokio::test]
async fn it_holds_reference_and_dates_and_nothing_else() {
    for (language, subject, day) in [
        (Language::Nb, "Vi har mottatt det du sendte, ", "mandag 23. november 2026 kl. 10.00"),
        (Language::Nn, "Vi har motteke det du sende, ", "måndag 23. november 2026 kl. 10.00"),
        (Language::En, "We have received what you sent, ", "Monday 23 November 2026 at 10:00"),
    ] {
        let app = TestApp::with_people().await;
        let cookie = app.sign_in("ingrid").await;
        let (reference, path) = case_of(&app, &cookie).await;
        app.send(ask(&path, &cookie, language)).await;
        // Whenever it goes: it is the same message.
        app.clock.advance(MINUTE);
        app.run_jobs().await;
        let all = sent(&app);
        let message = MessageParser::default().parse(&all[0]).unwrap();
        let address = |list: Option<&mail_parser::Address<'_>>| {
            list.unwrap().first().unwrap().address().unwrap().to_owned()
        };
        assert_eq!(message.subject(), Some([subject, &reference].concat().as_str()));
        assert_eq!(
            (address(message.to()), address(message.from())),
            ("ingrid@example.no".to_owned(), "ikke-svar@example.no".to_owned())
        );
        assert_eq!(message.date().unwrap().to_rfc3339(), "2026-11-23T09:00:00Z");
        assert_eq!(message.message_id(), Some(format!("received-{reference}@example.no").as_str()));
        assert_eq!((message.attachment_count(), message.parts.len()), (0, 1));
        let body = message.body_text(0).unwrap().replace('\u{a0}', " ");
        assert!(body.contains(&reference) && body.contains(day), "{body}");
        let whole = [String::from_utf8_lossy(&all[0]).as_ref(), &body].concat();
        for secret in ["Solbakken", "Lyset", "158594", "http", "www.", "<a", "Prøvet", "prove"] {
            assert!(!whole.contains(secret), "{secret} in {whole}");
        }
    }
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn an_address_that_is_not_verified_gets_nothing(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    for (person, state) in [("amir", "too_old"), ("randi", "no_address")] {
        let cookie = app.sign_in(person).await;
        let (_, path) = case_of(&app, &cookie).await;
        assert_eq!(told(&app, &path, &cookie).await, json!({ "state": state }));
        let refused = app.send(ask(&path, &cookie, Language::Nb)).await;
        assert_eq!((refused.problem().as_str(), refused.status.as_u16()), ("email_not_verified", 409));
    }
    assert!(sent(&app).is_empty());
}

/// Ingrid's was verified on 24 October 2026: good to the end of 24 April 2028.
#[tokio::test]
async fn an_address_grows_too_old() {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("ingrid").await;
    let (_, path) = case_of(&app, &cookie).await;
    for (day, state) in [("2028-04-24T12:00:00.000Z", "ready"), ("2028-04-25T12:00:00.000Z", "too_old")] {
        app.clock.advance(Timestamp::parse(day).unwrap().0 - app.app.clock.now().0);
        let cookie = app.sign_in("ingrid").await;
        assert_eq!(told(&app, &path, &cookie).await["state"], state, "{day}");
    }
}

/// What holds the place of the folder, so that nothing can be sent.
fn mail_is_down(app: &TestApp) -> std::path::PathBuf {
    let place = app.folder.path().join("mail");
    std::fs::write(&place, "").unwrap();
    place
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn what_failed_is_tried_again_by_itself_and_then_by_the_person(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let (_, path) = case_of(&app, &cookie).await;
    let place = mail_is_down(&app);
    app.send(ask(&path, &cookie, Language::Nb)).await;
    assert_eq!(app.run_jobs().await, 1);
    assert_eq!(told(&app, &path, &cookie).await["state"], "waiting");
    assert_eq!(app.run_jobs().await, 0, "not at once");
    let mut attempts = 1;
    while told(&app, &path, &cookie).await["state"] == "waiting" {
        app.clock.advance(20 * MINUTE);
        attempts += app.run_jobs().await;
        assert!(attempts < 20);
    }
    assert_eq!(attempts, 12);
    let cookie = app.sign_in("ingrid").await;
    let failed = json!({ "state": "failed", "address": "ingrid@example.no" });
    assert_eq!(told(&app, &path, &cookie).await, failed);
    std::fs::remove_file(&place).unwrap();
    assert_eq!(app.run_jobs().await, 0, "nobody has asked for another try");
    assert_eq!(app.send(ask(&path, &cookie, Language::Nb)).await.json()["state"], "waiting");
    assert_eq!(app.run_jobs().await, 1);
    assert_eq!(told(&app, &path, &cookie).await["state"], "sent");
    assert_eq!(sent(&app).len(), 1);
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_worker_that_is_lost_after_sending_sends_the_same_message_once(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let (reference, path) = case_of(&app, &cookie).await;
    app.send(ask(&path, &cookie, Language::Nb)).await;
    // It is claimed, sent and kept; that the job is done never reaches the database.
    let (store, now) = (&app.app.store, app.app.clock.now());
    let claimed = store.claim_jobs(&["email_receipt"], 1, now, now.plus_millis(MINUTE)).await.unwrap();
    let person = store.demo_person("ingrid").await.unwrap().unwrap();
    let case = store.case(person.id, &reference).await.unwrap().unwrap().0.head.id;
    store.email_sent(case, (person.id, &reference), now).await.unwrap();
    app.clock.advance(MINUTE);
    assert_eq!(app.run_jobs().await, 1, "another worker takes it over");
    assert!(sent(&app).is_empty(), "and sends no second one");
    assert_eq!(told(&app, &path, &cookie).await["state"], "sent");
    assert!(!store.complete_job(&claimed[0], app.app.clock.now()).await.unwrap());
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn many_who_ask_at_once_make_one_job(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let (_, path) = case_of(&app, &cookie).await;
    let call = || app.send(ask(&path, &cookie, Language::Nb));
    let answers = tokio::join!(call(), call(), call(), call());
    for answer in [answers.0, answers.1, answers.2, answers.3] {
        assert_eq!((answer.status.as_u16(), &answer.json()["state"]), (202, &json!("waiting")));
    }
    assert_eq!(app.run_jobs().await, 1);
    assert_eq!(sent(&app).len(), 1);
}

#[tokio::test]
async fn without_a_mailer_none_is_offered() {
    let app = Setup { sends_mail: false, ..Setup::default() }.start().await.unwrap();
    app.seed().await;
    let cookie = app.sign_in("ingrid").await;
    let (_, path) = case_of(&app, &cookie).await;
    assert_eq!(told(&app, &path, &cookie).await, json!({ "state": "off" }));
    assert_eq!(app.send(ask(&path, &cookie, Language::Nb)).await.problem(), "email_not_sent");
}

#[tokio::test]
async fn nobody_else_can_ask_for_it() {
    let app = TestApp::with_people().await;
    let ingrid = app.sign_in("ingrid").await;
    let (_, path) = case_of(&app, &ingrid).await;
    let jonas = app.sign_in("jonas").await;
    assert_eq!(app.send(ask(&path, &jonas, Language::Nb)).await.problem(), "not_found");
    assert_eq!(app.send(ask(&path, "", Language::Nb)).await.problem(), "sign_in_required");
    assert!(sent(&app).is_empty());
}
