//! Databases of every age, with rows in every table, brought up to date.
//!
//! A file beside this one for each step holds what a program of that time has written, in SQL that both databases read;
//! `@3` stands for an id. A database of an age has taken the steps up to it, and between them the rows of each.

mod whole;

use std::{collections::BTreeSet, sync::Arc};

use locale::Timestamp;
use rstest::rstest;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement, prelude::Uuid};
use server::{randomness::SystemRandomness, storage::Store};

use crate::support::{Database, START, Setup, TestApp, database_url, keys};

/// What stands in these tables before anything is written: the steps taken, keys made by whoever opens it, and work
/// that a step leaves for that.
const NOT_OURS: [&str; 4] = ["seaql_migrations", "sealing_key", "sealing_task", "audit_key"];

/// What people have told in the rows of old.
const TOLD: [&str; 12] = [
    "15859430179",
    "Nordmannsen",
    "ola@example.no",
    "40000001",
    "40000002",
    "Et gammelt hull",
    "Gammelt gatelys",
    "gammel-hash-av-svarene",
    "gammel-enhetsnokkel",
    "gammel-legeerklaering",
    "gammel-ettersending",
    "5ec4e75ec4e75ec4e75ec4",
];

fn id(number: u32) -> Uuid {
    Uuid::from_u128(0x0192_e8a0_0000_7000_8000_0000_0000_0000 + u128::from(number))
}

fn folder() -> std::path::PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "api", "migrations"].iter().collect()
}

/// The rows of a step, as that database writes ids.
fn rows(step: &str, backend: DbBackend) -> Vec<String> {
    let file = folder().join(format!("{step}.sql"));
    let mut text = std::fs::read_to_string(&file)
        .unwrap_or_else(|_| panic!("{step} needs rows of its time in {}", file.display()));
    for number in 1..=9 {
        let id = match backend {
            DbBackend::Sqlite => format!("x'{}'", id(number).simple()),
            _ => format!("'{}'::uuid", id(number)),
        };
        text = text.replace(&format!("@{number}"), &id);
    }
    text.split(";\n").map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
}

async fn texts(connection: &DatabaseConnection, sql: &str) -> Vec<String> {
    let backend = connection.get_database_backend();
    let rows = connection.query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
    rows.iter().map(|row| row.try_get("", "it").unwrap()).collect()
}

async fn tables(connection: &DatabaseConnection) -> Vec<String> {
    let sql = match connection.get_database_backend() {
        DbBackend::Sqlite => {
            "SELECT name AS it FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        }
        _ => "SELECT table_name::text AS it FROM information_schema.tables WHERE table_schema = 'public'",
    };
    texts(connection, sql).await
}

/// Tables, columns with their types, and indexes.
async fn schema(connection: &DatabaseConnection) -> BTreeSet<String> {
    let sql = match connection.get_database_backend() {
        DbBackend::Sqlite => "SELECT name || ' ' || coalesce(sql, '') AS it FROM sqlite_schema",
        _ => {
            "SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) AS it \
             FROM information_schema.columns WHERE table_schema = 'public' \
             UNION ALL SELECT indexdef AS it FROM pg_indexes WHERE schemaname = 'public' \
             UNION ALL SELECT conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) AS it FROM pg_constraint \
             WHERE connamespace = 'public'::regnamespace"
        }
    };
    texts(connection, sql).await.into_iter().collect()
}

/// Every row as text.
async fn everything(connection: &DatabaseConnection) -> String {
    let mut found = String::new();
    for table in tables(connection).await {
        let columns = match connection.get_database_backend() {
            DbBackend::Sqlite => {
                let sql = format!("SELECT '\"' || name || '\"' AS it FROM pragma_table_info('{table}')");
                let columns = texts(connection, &sql).await;
                let columns: Vec<String> =
                    columns.iter().map(|name| format!("CASE typeof({name}) WHEN 'blob' THEN hex({name}) ELSE coalesce(CAST({name} AS text), '') END")).collect();
                columns.join(" || ' ' || ")
            }
            _ => "CAST(t AS text)".to_owned(),
        };
        for row in texts(connection, &format!("SELECT {columns} AS it FROM \"{table}\" t")).await {
            found.push_str(&row);
            found.push('\n');
        }
    }
    found
}

/// Everything that the rows up to this step told is there, by what the server reads it with.
async fn is_readable(store: &Store, age: &str) {
    let now = Timestamp::parse(START).unwrap();
    let ola = store.demo_person("ola").await.unwrap().unwrap();
    assert_eq!((ola.id, ola.identity_number.as_str()), (id(1), "15859430179"));
    assert_eq!((ola.name.as_str(), ola.email.as_deref()), ("Ola Nordmannsen", Some("ola@example.no")));
    let draft = store.draft(ola.id, "prove", now).await.unwrap().unwrap();
    let answers = serde_json::to_string(&draft.content.answers).unwrap();
    assert_eq!((draft.head.key.as_str(), answers.contains("Et gammelt hull")), ("utkast-1", true));
    assert_eq!(store.cases(ola.id).await.unwrap().len(), 1);
    let (case, events) = store.case(ola.id, "AAAA-1111").await.unwrap().unwrap();
    let summary = serde_json::to_string(&case.summary).unwrap();
    assert!(summary.contains("Gammelt gatelys") && case.next_steps == ["Vi ser på saken"], "{summary}");
    assert_eq!((case.checksum.len(), events.len()), (64, 1));
    if age >= "m0006" {
        let file = store.attachment(&[ola.id], id(5), now).await.unwrap().unwrap();
        assert_eq!((file.name.as_str(), file.size), ("gammel-legeerklaering.pdf", 12));
    }
    if age >= "m0011" {
        let file = store.attachment(&[ola.id], id(8), now).await.unwrap().unwrap();
        assert_eq!(file.name, "gammel-ettersending.pdf");
    }
    if age >= "m0020" {
        assert_eq!(store.dead_jobs().await.unwrap().len(), 1);
    }
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn from_every_age_everything_arrives(#[case] database: Database) {
    let Some(fresh) = (Setup { database, ..Setup::default() }).start().await else { return };
    let connection = sea_orm::Database::connect(&fresh.url).await.unwrap();
    let wanted = schema(&connection).await;
    connection.close().await.unwrap();
    let steps = Store::migrations();
    for age in 1..=steps.len() {
        let folder = tempfile::tempdir().unwrap();
        let Some(url) = database_url(database, folder.path()).await else { return };
        let store = Store::connect(&url.parse().unwrap(), Arc::new(SystemRandomness)).await.unwrap();
        let connection = sea_orm::Database::connect(&url).await.unwrap();
        for step in &steps[..age] {
            store.migrate_steps(1).await.unwrap();
            for row in rows(step, connection.get_database_backend()) {
                connection.execute_unprepared(&row).await.unwrap_or_else(|error| panic!("{step}: {error}"));
            }
        }
        let age = steps[age - 1].as_str();
        let mut before = Vec::new();
        for table in tables(&connection).await {
            let rows =
                texts(&connection, &format!("SELECT CAST(count(*) AS text) AS it FROM \"{table}\"")).await;
            if !NOT_OURS.contains(&table.as_str()) {
                assert_ne!(rows[0], "0", "{age}: there is nothing in {table}");
                // Sessions of before m0010 end with it: see there.
                if table != "session" || age >= "m0010" {
                    before.push((table, rows));
                }
            }
        }
        store.migrate().await.unwrap();
        let store = store.unlock(&keys(), Arc::new(SystemRandomness)).await.unwrap();
        for (table, rows) in before {
            let after =
                texts(&connection, &format!("SELECT CAST(count(*) AS text) AS it FROM \"{table}\"")).await;
            assert_eq!(rows, after, "{age}: {table}");
        }
        assert_eq!(schema(&connection).await, wanted, "{age}");
        let mut everything = everything(&connection).await;
        // Of SQLite also what has been deleted and stands in the files still.
        for file in std::fs::read_dir(folder.path()).unwrap().flatten() {
            everything.push_str(&String::from_utf8_lossy(&std::fs::read(file.path()).unwrap()));
        }
        let found: Vec<&str> = TOLD.into_iter().filter(|told| everything.contains(told)).collect();
        assert!(found.is_empty(), "{age}: {found:?}");
        assert!(everything.contains("AAAA-1111"), "the rows were read");
        is_readable(&store, age).await;
        connection.close().await.unwrap();
        store.close().await.unwrap();
    }
}

/// A step without rows of its time fails above; rows without a step fail here.
#[test]
fn every_file_belongs_to_a_step() {
    let files = std::fs::read_dir(folder()).unwrap().flatten();
    let files: BTreeSet<String> =
        files.filter_map(|file| Some(file.file_name().to_str()?.strip_suffix(".sql")?.to_owned())).collect();
    assert_eq!(files, Store::migrations().into_iter().collect());
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_newer_database_is_left_as_it_is(#[case] database: Database) {
    let Some(TestApp { app, url, folder: _folder, .. }) =
        (Setup { database, ..Setup::default() }).start().await
    else {
        return;
    };
    let connection = sea_orm::Database::connect(&url).await.unwrap();
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_from_tomorrow', 1)";
    connection.execute_unprepared(newer).await.unwrap();
    connection.close().await.unwrap();
    for refused in [app.store.missing_migrations().await.err(), app.store.migrate().await.err()] {
        let told = refused.unwrap().to_string();
        assert!(told.contains("newer than this program") && told.contains("m9999_from_tomorrow"), "{told}");
    }
}
