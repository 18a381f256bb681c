//! The e-mail that says that a case was received: to a verified address only, once, and with nothing in it.

use locale::{Language, Timestamp};
use mail_parser::MessageParser;
use rstest::rstest;
use serde_json::{Value, json};
use server::storage::EmailClaim;

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
    assert_eq!(first.status, 200, "{}", first.text());
    assert_eq!(first.json(), json!({ "state": "sent", "address": "ingrid@example.no" }));
    assert_eq!(sent(&app).len(), 1);
    std::fs::remove_dir_all(app.folder.path().join("mail")).unwrap();
    let again = app.send(ask(&path, &cookie, Language::En)).await;
    assert_eq!((again.status.as_u16(), again.json()), (200, json!({ "state": "sent" })));
    assert_eq!(told(&app, &path, &cookie).await, json!({ "state": "sent" }));
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

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn what_failed_can_be_tried_again(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let (_, path) = case_of(&app, &cookie).await;
    // A file in the place of the folder.
    let place = app.folder.path().join("mail");
    std::fs::write(&place, "").unwrap();
    let failed = app.send(ask(&path, &cookie, Language::Nb)).await;
    assert_eq!((failed.problem().as_str(), failed.status.as_u16()), ("email_not_sent", 502));
    assert_eq!(told(&app, &path, &cookie).await["state"], "ready");
    std::fs::remove_file(&place).unwrap();
    assert_eq!(app.send(ask(&path, &cookie, Language::Nb)).await.json()["state"], "sent");
    assert_eq!(sent(&app).len(), 1);
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn one_of_many_sends(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let (reference, _) = case_of(&app, &cookie).await;
    let (store, now) = (&app.app.store, app.app.clock.now());
    let person = store.demo_person("ingrid").await.unwrap().unwrap();
    let case = store.case(person.id, &reference).await.unwrap().unwrap().0.head.id;
    let claims = tokio::join!(store.claim_email(case, now), store.claim_email(case, now));
    let claims = [claims.0.unwrap(), claims.1.unwrap()];
    for claim in [EmailClaim::Claimed, EmailClaim::UnderWay] {
        assert!(claims.contains(&claim), "{claims:?}");
    }
    // Whoever claimed it stopped in the middle.
    let later = now.plus_millis(MINUTE);
    assert_eq!(store.claim_email(case, later).await.unwrap(), EmailClaim::Claimed);
    store.email_not_sent(case, now).await.unwrap();
    assert_eq!(
        store.claim_email(case, later).await.unwrap(),
        EmailClaim::UnderWay,
        "an old claim frees nothing"
    );
    store.email_sent(case, later).await.unwrap();
    assert_eq!(store.claim_email(case, later.plus_millis(DAY)).await.unwrap(), EmailClaim::Sent);
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
