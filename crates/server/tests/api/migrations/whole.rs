//! Steps are taken together or not at all, by one server at a time, and leave servers of the version before at work.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rstest::rstest;
use sea_orm::{ConnectionTrait, DatabaseConnection};
use server::{randomness::SystemRandomness, storage::Store};

use super::{is_readable, rows, schema, tables, texts};
use crate::support::{Database, database_url, keys};

/// A database that has taken so many steps, with what was written then.
struct Aged {
    url: String,
    store: Store,
    connection: DatabaseConnection,
    _folder: tempfile::TempDir,
}

impl Aged {
    async fn on(database: Database, age: usize) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let url = database_url(database, folder.path()).await?;
        let store = connect(&url).await;
        let connection = sea_orm::Database::connect(&url).await.unwrap();
        for step in &Store::migrations()[..age] {
            store.migrate_steps(1).await.unwrap();
            for row in rows(step, connection.get_database_backend()) {
                connection.execute_unprepared(&row).await.unwrap();
            }
        }
        Some(Self { url, store, connection, _folder: folder })
    }
}

async fn connect(url: &str) -> Store {
    Store::connect(&url.parse().unwrap(), Arc::new(SystemRandomness)).await.unwrap()
}

async fn steps_taken(connection: &DatabaseConnection) -> Vec<String> {
    texts(connection, "SELECT version AS it FROM seaql_migrations ORDER BY version").await
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn where_a_step_fails_none_is_taken_and_without_its_cause_all_are(#[case] database: Database) {
    let Some(aged) = Aged::on(database, 2).await else { return };
    let Aged { store, connection, .. } = &aged;
    // In the way of a step in the middle.
    connection.execute_unprepared("CREATE TABLE open_draft (id integer)").await.unwrap();
    let before = (schema(connection).await, steps_taken(connection).await);
    let told = store.migrate().await.unwrap_err().to_string();
    assert!(told.contains("open_draft"), "{told}");
    assert_eq!((schema(connection).await, steps_taken(connection).await), before);
    connection.execute_unprepared("DROP TABLE open_draft").await.unwrap();
    store.migrate().await.unwrap();
    assert_eq!(steps_taken(connection).await, Store::migrations());
    let store = store.clone().unlock(&keys(), Arc::new(SystemRandomness)).await.unwrap();
    is_readable(&store, "m0002").await;
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn servers_that_start_at_once_take_each_step_once(
    #[case] database: Database,
    #[values(0, 1)] age: usize,
) {
    let Some(aged) = Aged::on(database, age).await else { return };
    let Aged { url, connection, .. } = &aged;
    let starts = (0..4).map(|_| {
        let url = url.clone();
        tokio::spawn(async move { connect(&url).await.migrate().await.map_err(|error| error.to_string()) })
    });
    for start in starts.collect::<Vec<_>>() {
        assert_eq!(start.await.unwrap(), Ok(()));
    }
    assert_eq!(steps_taken(connection).await, Store::migrations());
}

/// A column, by its table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Column {
    place: String,
    /// Its type, and whether there is always something in it.
    kind: String,
    has_default: bool,
}

async fn columns(connection: &DatabaseConnection) -> BTreeMap<String, BTreeSet<Column>> {
    let mut found = BTreeMap::new();
    for table in tables(connection).await {
        let sql = format!(
            "SELECT name || ';' || lower(type) || CASE \"notnull\" WHEN 1 THEN ' not null' ELSE '' END || ';' \
             || (dflt_value IS NOT NULL) AS it FROM pragma_table_info('{table}')"
        );
        let read = |column: String| {
            let [name, kind, default]: [&str; 3] = column.split(';').collect::<Vec<_>>().try_into().unwrap();
            let place = format!("{table}.{name}");
            Column { place, kind: kind.to_owned(), has_default: default == "1" }
        };
        let columns = texts(connection, &sql).await.into_iter().map(read).collect();
        found.insert(table, columns);
    }
    found
}

/// What steps did that a server of the step before does not bear. There was no version before the first, so nobody ran
/// such servers beside each other; a step of a later one has no place here.
const BEFORE_THE_FIRST_VERSION: [(&str, &str); 8] = [
    ("m0008_open_drafts", "person.identity_number"),
    ("m0010_sign_in", "session.browser"),
    ("m0010_sign_in", "session.id"),
    ("m0010_sign_in", "session.is_shared_device"),
    ("m0010_sign_in", "session.last_used_at"),
    ("m0010_sign_in", "session.person_id"),
    ("m0010_sign_in", "session.rotated_at"),
    ("m0010_sign_in", "session.system"),
];

fn is_as_good(new: &Column, old: &Column) -> bool {
    (&new.place, &new.kind) == (&old.place, &old.kind) && (new.has_default || !old.has_default)
}

/// The promise of docs/operations.md: an old server beside a new one works on.
#[tokio::test]
async fn a_server_of_the_version_before_reads_and_writes_on() {
    let aged = Aged::on(Database::Sqlite, 0).await.unwrap();
    let Aged { store, connection, .. } = &aged;
    let mut broken = BTreeSet::new();
    for step in Store::migrations() {
        let before = columns(connection).await;
        store.migrate_steps(1).await.unwrap();
        let after = columns(connection).await;
        let nothing = BTreeSet::new();
        for (table, known) in &before {
            let now = after.get(table).unwrap_or(&nothing);
            let gone = known.difference(now).filter(|old| !now.iter().any(|new| is_as_good(new, old)));
            // Whoever does not know of a column writes nothing into it.
            let needed = now.difference(known).filter(|new| {
                new.kind.ends_with("not null")
                    && !new.has_default
                    && known.iter().all(|old| old.place != new.place)
            });
            broken.extend(gone.chain(needed).map(|column| (step.clone(), column.place.clone())));
        }
    }
    let allowed = BEFORE_THE_FIRST_VERSION.map(|(step, column)| (step.to_owned(), column.to_owned())).into();
    assert_eq!(broken, allowed);
}
