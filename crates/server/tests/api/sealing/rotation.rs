//! The key is changed while servers run, and stopped on the way.

use std::sync::Arc;

use rstest::rstest;
use serde_json::json;
use server::{
    randomness::SystemRandomness,
    storage::{Resealed, Store},
    vault::{KeyId, Keys},
};

use super::{everything, seen, told};
use crate::support::{Database, TestApp, keys, save_draft};

/// Those of the tests and a second one, which does not seal yet.
fn two() -> (Keys, KeyId) {
    let mut keys = keys();
    let second = keys.add(&SystemRandomness).unwrap();
    (keys, second)
}

async fn unlock(app: &TestApp, keys: &Keys) -> Store {
    app.app.store.unlock(keys, Arc::new(SystemRandomness)).await.unwrap()
}

async fn rows(store: &Store, key: &str) -> u64 {
    store.key_uses().await.unwrap().into_iter().find(|each| each.id == key).unwrap().rows
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_rotation_is_stopped_and_gone_on_with_while_everybody_reads_and_writes(#[case] database: Database) {
    let Some((app, cookie)) = told(database).await else { return };
    let first = keys().active().to_string();
    // The server that runs knows both keys and seals with the first, as after the first step of a change.
    let (mut keys, second) = two();
    let app = app.restarted_with_keys(&keys).await;
    let before = seen(&app, &cookie).await;
    keys.choose(&second).unwrap();
    let all = rows(&app.app.store, &first).await;
    assert!(all > 100, "{all}");

    let mut done = 0;
    for turn in 0..2 {
        // Each time by another program, which stops after a few rows.
        let store = unlock(&app, &keys).await;
        let Resealed::Some(rows) = store.reseal_some().await.unwrap() else { panic!("it was done at once") };
        done += rows;
        assert_eq!(seen(&app, &cookie).await, before, "after {turn}");
    }
    assert_eq!(rows(&app.app.store, &first).await, all - done);
    assert_eq!(rows(&app.app.store, second.as_str()).await, done);

    // The last goes to the end beside a server that reads and writes.
    let store = unlock(&app, &keys).await;
    let rotating = async {
        while let Resealed::Some(rows) = store.reseal_some().await.unwrap() {
            done += rows;
        }
    };
    let using = async {
        let mut tag = app.send(super::Call::get("/api/v1/forms/prove/draft").cookie(&cookie)).await;
        for turn in 0..20 {
            let etag = tag.header("etag").unwrap().to_owned();
            tag = app
                .send(save_draft(&cookie, ("if-match", &etag), &json!({ "navn": format!("{turn}") })))
                .await;
            assert_eq!(tag.status, 200, "{}", tag.text());
            app.sign_in("amir").await;
        }
    };
    tokio::join!(rotating, using);

    // That server has written with its key meanwhile; started again with the new choice, it does no more.
    let app = app.restarted_with_keys(&keys).await;
    while let Resealed::Some(_) = app.app.store.reseal_some().await.unwrap() {}
    assert_eq!(rows(&app.app.store, &first).await, 0);
    let after = seen(&app, &cookie).await;
    assert_eq!(after[0..2], before[0..2]);
    assert_eq!(after[4..], before[4..]);
    assert_eq!(after[3]["content"]["answers"], json!({ "navn": "19" }));
    // Of the first key, its proof is left.
    let head = |id: &str| {
        use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD};
        let head = [&[1, u8::try_from(id.len()).unwrap()], id.as_bytes()].concat();
        BASE64_STANDARD_NO_PAD.encode(&head[..head.len() / 3 * 3])
    };
    if matches!(database, Database::Postgres) {
        let everything = everything(&app).await;
        let count = |head: &str| everything.matches(head).count();
        assert_eq!(count(&head(&first)), 1);
        assert!(count(&head(second.as_str())) > 200);
    }
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_person_is_one_person_whatever_key_the_number_is_hashed_with(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let now = app.app.clock.now();
    let (mut keys, second) = two();
    let old = unlock(&app, &keys).await;
    keys.choose(&second).unwrap();
    let new = unlock(&app, &keys).await;
    let find = async |store: &Store, subject: &str, number: &str| {
        store.person_of_number(number, subject.to_owned(), "", now).await.unwrap().id
    };
    let ingrid = find(&old, "a", "15859430179").await;
    assert_eq!(find(&new, "b", "15859430179").await, ingrid);
    // Somebody new signs in on two servers at once, one of which seals with the new key already.
    for turn in 0..8 {
        let number = format!("0000000000{turn}");
        let subjects = [format!("c{turn}"), format!("d{turn}")];
        let (one, other) = tokio::join!(find(&old, &subjects[0], &number), find(&new, &subjects[1], &number));
        assert_eq!(one, other);
    }
    while let Resealed::Some(_) = new.reseal_some().await.unwrap() {}
    assert_eq!(find(&unlock(&app, &keys).await, "e", "15859430179").await, ingrid);
}
