//! Databases from before anything was sealed.

use rstest::rstest;
use server::randomness::SystemRandomness;

use super::{
    everything,
    plain::{Rows, before_sealing, in_clear},
    readable, seen, told,
};
use crate::support::{Database, keys};

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn what_is_older_than_the_keys_is_sealed_and_wiped_and_read_as_before(#[case] database: Database) {
    let Some((app, cookie)) = told(database).await else { return };
    let before = seen(&app, &cookie).await;
    before_sealing(&app).await;
    let found = readable(&everything(&app).await);
    assert!(found.len() > 12, "it is all there: {found:?}");
    app.app.store.migrate().await.unwrap();
    app.app.store.unlock(&keys(), std::sync::Arc::new(SystemRandomness)).await.unwrap();
    let found = readable(&everything(&app).await);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(seen(&app, &cookie).await, before);
}

/// Stopped between two rows: some are sealed, others not. Until the rest is, nobody reads the others.
#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn sealing_that_was_stopped_goes_on(#[case] database: Database) {
    let Some((app, cookie)) = told(database).await else { return };
    let before = seen(&app, &cookie).await;
    in_clear(&app, Rows::EverySecond).await;
    assert!(app.app.store.demo_person("ingrid").await.is_err());
    app.app.store.unlock(&keys(), std::sync::Arc::new(SystemRandomness)).await.unwrap();
    assert_eq!(seen(&app, &cookie).await, before);
    let ingrid = app.app.store.demo_person("ingrid").await.unwrap().unwrap();
    let found =
        app.app.store.person_of_number(&ingrid.identity_number, "x".to_owned(), "", app.app.clock.now());
    assert!(found.await.unwrap().id == ingrid.id, "she is found by her number");
}
