//! Which keys a database takes.

use std::sync::Arc;

use rstest::rstest;
use server::{
    randomness::{SeededRandomness, SystemRandomness},
    storage::{StorageError, Store, WrongKeysFile},
    vault::Keys,
};

use crate::support::{Database, TestApp, keys};

async fn unlock(app: &TestApp, keys: &Keys) -> Result<Store, StorageError> {
    app.app.store.unlock(keys, Arc::new(SystemRandomness)).await
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn other_keys_than_those_of_the_database_are_refused_at_once(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let others = Keys::new(&SystemRandomness).unwrap();
    let refused = unlock(&app, &others).await.err().unwrap();
    assert!(
        matches!(&refused, StorageError::Keys(WrongKeysFile::Lacks(id)) if id == keys().active().as_str()),
        "{refused}"
    );
    assert!(refused.to_string().contains("give it the file that was last used"), "{refused}");
    assert_eq!(app.app.store.key_uses().await.unwrap().len(), 1, "the others have left no trace");

    // The id comes first of the seed, then the secret: one id, another secret.
    let same_name = Keys::new(&HalfSeeded(SeededRandomness::new("keys"))).unwrap();
    assert_eq!(same_name.active(), keys().active());
    let refused = unlock(&app, &same_name).await.err().unwrap();
    assert!(matches!(refused, StorageError::Keys(WrongKeysFile::Other(_))), "{refused}");
}

struct HalfSeeded(SeededRandomness);

impl server::randomness::Randomness for HalfSeeded {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), server::randomness::NoRandomness> {
        if bytes.len() < 32 { self.0.fill(bytes) } else { SystemRandomness.fill(bytes) }
    }
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_server_with_the_older_file_says_which_key_it_lacks(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let mut newer = keys();
    let second = newer.add(&SystemRandomness).unwrap();
    newer.choose(&second).unwrap();
    let store = unlock(&app, &newer).await.unwrap();
    let person = store.person_of_number("15859430179", "ny".to_owned(), "Ingrid Ny", app.app.clock.now());
    person.await.unwrap();
    // One that runs, at the row that it cannot read.
    let refused = app.app.store.demo_person("ingrid").await.err().unwrap().to_string();
    assert!(
        refused.contains(second.as_str()) && refused.contains("give this server the newer file"),
        "{refused}"
    );
    assert!(!refused.contains("Ingrid"), "{refused}");
    assert!(app.app.store.demo_person("amir").await.is_ok(), "others are read");
    // One that starts.
    let refused = unlock(&app, &keys()).await.err().unwrap();
    assert!(
        matches!(&refused, StorageError::Keys(WrongKeysFile::Lacks(id)) if id == second.as_str()),
        "{refused}"
    );
}
