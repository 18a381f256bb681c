//! A copy is made while people save, and a server on the copy has what was there.

use serde_json::json;
use server::storage::{BackupError, Store, restore};

use crate::support::{Database, Setup, save_draft, store_on};

fn address(file: &std::path::Path) -> server::storage::DatabaseUrl {
    format!("sqlite://{}?mode=rwc", file.display()).parse().unwrap()
}

#[tokio::test]
async fn a_copy_made_while_people_save_has_all_that_was_saved_before() {
    let app = Setup::default().start().await.unwrap();
    app.seed().await;
    let cookie = app.sign_in("ingrid").await;
    let saved = app.send(save_draft(&cookie, ("if-none-match", "*"), &json!({ "navn": "Før" }))).await;
    assert_eq!(saved.status, 201);
    let copy = app.folder.path().join("copy.db");
    let later = save_draft(&cookie, ("if-match", saved.header("etag").unwrap()), &json!({ "navn": "Etter" }));
    // As the command does it, beside the server.
    let beside = Store::connect(&app.url.parse().unwrap(), app.app.randomness.clone()).await.unwrap();
    let (copied, saved) = tokio::join!(beside.backup(&copy), app.send(later));
    copied.unwrap();
    assert_eq!(saved.status, 200, "{}", saved.text());

    let place = app.folder.path().join("new/servicetorg.db");
    restore(&copy, &address(&place)).await.unwrap();
    let store = store_on(&format!("sqlite://{}?mode=rwc", place.display())).await;
    assert_eq!(store.missing_migrations().await.unwrap(), 0);
    let ingrid = store.demo_person("ingrid").await.unwrap().unwrap();
    let draft = store.draft(ingrid.id, "prove", app.app.clock.now()).await.unwrap().unwrap();
    let answers = serde_json::to_value(draft.content.answers).unwrap();
    // As it was at one moment: before or after the change beside it, and nothing between.
    assert!([json!({ "navn": "Før" }), json!({ "navn": "Etter" })].contains(&answers), "{answers}");
}

#[tokio::test]
async fn nothing_is_written_over_and_nothing_damaged_is_restored() {
    let app = Setup::default().start().await.unwrap();
    let folder = app.folder.path();
    let copy = folder.join("copy.db");
    app.app.store.backup(&copy).await.unwrap();
    assert!(matches!(app.app.store.backup(&copy).await, Err(BackupError::Taken(_))));
    assert!(matches!(restore(&copy, &address(&folder.join("test.db"))).await, Err(BackupError::Taken(_))));
    assert!(matches!(
        restore(&folder.join("none.db"), &address(&folder.join("new.db"))).await,
        Err(BackupError::File(..))
    ));

    let mut bytes = std::fs::read(&copy).unwrap();
    bytes.truncate(bytes.len() / 2);
    std::fs::write(folder.join("half.db"), bytes).unwrap();
    std::fs::write(folder.join("other.db"), b"something else").unwrap();
    for damaged in ["half.db", "other.db"] {
        let new = folder.join("new.db");
        let restored = restore(&folder.join(damaged), &address(&new)).await;
        assert!(matches!(restored, Err(BackupError::Damaged(..))), "{damaged}: {restored:?}");
        assert!(!new.exists());
    }
}

#[tokio::test]
async fn postgresql_is_copied_by_its_own_program() {
    let Some(app) = Setup { database: Database::Postgres, ..Setup::default() }.start().await else { return };
    let copied = app.app.store.backup(&app.folder.path().join("copy.db")).await;
    assert!(matches!(copied, Err(BackupError::NotSqlite)));
}
