//! Calls under way while a person is deleted: each is done before, or finds the person gone, or is asked to come again.

use contract::session::{Browser, Device, System};
use rstest::rstest;
use server::storage::{Cases, NewPerson, NewSession, Person, Provided, Who};
use tower::ServiceExt;

use crate::support::{Call, Database, TestApp, answers, save_draft, sign_in};

async fn known(app: &TestApp, key: &str) -> Person {
    let new = NewPerson {
        demo_key: key,
        subject: format!("subject-{key}"),
        identity_number: "01410112345",
        name: "Kort Besøk",
        address: None,
        email: None,
        email_verified: None,
        phone: None,
    };
    app.app.store.add_person(new, app.app.clock.now()).await.unwrap()
}

async fn gone(app: &TestApp, person: &Person) {
    app.app.store.erase_person(person.id, Cases::Delete, app.app.clock.now()).await.unwrap();
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_session_of_somebody_who_is_gone_is_to_be_begun_again(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    // As a sign-in does that has looked the person up, and then the person is deleted.
    let person = known(&app, "kort").await;
    gone(&app, &person).await;
    let now = app.app.clock.now();
    let new = NewSession {
        key_hash: "hash".to_owned(),
        who: Who::Person(Box::new(person)),
        replaces: None,
        idle_deadline: now.plus_millis(1000),
        absolute_deadline: now.plus_millis(1000),
        device: Device::Own,
        browser: Browser::Other,
        system: System::Other,
        provider: Provided::default(),
    };
    let refused = app.app.store.start_session(new, now).await.err().unwrap();
    assert!(refused.is_passing(), "{refused}");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn calls_at_the_moment_of_the_deletion_have_clear_answers(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    for turn in 0..12 {
        let key = format!("kort-{turn}");
        let person = known(&app, &key).await;
        let cookie = app.sign_in(&key).await;
        let calls = [
            sign_in(&key),
            save_draft(&cookie, ("if-none-match", "*"), &answers()),
            Call::get("/api/v1/session/device-key").cookie(&cookie),
            Call::get("/api/v1/cases").cookie(&cookie),
        ];
        let calls: Vec<_> =
            calls.into_iter().map(|call| tokio::spawn(app.router().oneshot(call.request()))).collect();
        for _ in 0..turn {
            tokio::task::yield_now().await;
        }
        gone(&app, &person).await;
        for call in calls {
            let status = call.await.unwrap().unwrap().status().as_u16();
            assert!(matches!(status, 200 | 201 | 401 | 422 | 503), "{turn}: {status}");
        }
        assert!(app.app.store.person(person.id).await.unwrap().is_none());
        let after = app.send(Call::get("/api/v1/cases").cookie(&cookie)).await;
        assert_eq!(after.problem(), "session_expired");
    }
}
