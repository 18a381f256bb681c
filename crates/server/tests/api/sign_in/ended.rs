//! Sessions that an administrator ends at the command line.

use rstest::rstest;
use serde_json::{Value, json};
use server::storage::SessionsOf;

use super::{Browser, World, staff};
use crate::{
    audit::{last_number, logged_since},
    support::{Call, Database},
};

async fn somebody(world: &World, number: &str) -> Browser {
    world.provider.claims(json!({ "pid": number, "acr": "idporten-loa-substantial" }));
    let mut browser = Browser::default();
    world.sign_in(&mut browser, "").await;
    browser
}

async fn member_of_staff(world: &World, subject: &str) -> Browser {
    let groups = json!(["S-Servicetorg-administratorer"]);
    world
        .provider
        .claims(json!({ "pid": Value::Null, "acr": Value::Null, "groups": groups, "sub": subject }));
    let mut browser = Browser::default();
    staff::sign_in(world, &mut browser).await;
    browser
}

async fn is_signed_in(world: &World, browser: &mut Browser) -> bool {
    let (own, of_staff) = ("/api/v1/session", "/api/v1/staff/session");
    let own = browser.send(&world.app, Call::get(own)).await;
    let of_staff = browser.send(&world.app, Call::get(of_staff)).await;
    own.json()["person"].is_object() || of_staff.status == 200
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn of_one_person_of_one_of_the_staff_and_of_everybody(#[case] database: Database) {
    let Some(world) = World::on(database).await else { return };
    let (store, now) = (&world.app.app.store, world.app.app.clock.now());
    let mut ola = somebody(&world, "15859430179").await;
    let mut other = somebody(&world, "07820260532").await;
    let mut kari = member_of_staff(&world, "kari").await;
    let mut per = member_of_staff(&world, "per").await;
    let signed_in = async |browsers: [&mut Browser; 4]| {
        let mut told = Vec::new();
        for browser in browsers {
            told.push(is_signed_in(&world, browser).await);
        }
        told
    };
    assert_eq!(signed_in([&mut ola, &mut other, &mut kari, &mut per]).await, [true; 4]);

    assert_eq!(store.end_sessions_of(&SessionsOf::Staff("nobody".to_owned()), now).await.unwrap(), 0);
    let before = last_number(&world.app).await;
    assert_eq!(store.end_sessions_of(&SessionsOf::Staff("kari".to_owned()), now).await.unwrap(), 1);
    let entries = logged_since(&world.app, before).await;
    let told: Vec<_> = entries.iter().map(|entry| (entry.actor.as_str(), entry.action.as_str())).collect();
    assert_eq!(told, [("command", "session_ended")]);
    assert_eq!(signed_in([&mut ola, &mut other, &mut kari, &mut per]).await, [true, true, false, true]);

    let person = store.person_of_number("15859430179", String::new(), "", now).await.unwrap();
    assert_eq!(store.end_sessions_of(&SessionsOf::Person(person.id), now).await.unwrap(), 1);
    assert_eq!(signed_in([&mut ola, &mut other, &mut kari, &mut per]).await, [false, true, false, true]);

    assert_eq!(store.end_sessions_of(&SessionsOf::Everybody, now).await.unwrap(), 2);
    assert_eq!(signed_in([&mut ola, &mut other, &mut kari, &mut per]).await, [false; 4]);
    // Who signs in again is signed in.
    assert!(is_signed_in(&world, &mut somebody(&world, "15859430179").await).await);
}
