//! What people tell cannot be read in the database without its keys, and with them it can, also while they change.

mod commands;
mod keys;
mod older;
pub(crate) mod plain;
mod rotation;

use rstest::rstest;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use server::demo::PEOPLE;

use super::support::{Call, Database, Setup, TestApp, answers, save_draft, submission};

/// Things that people tell in this story, beside who the made-up people are.
const TOLD: [&str; 6] = [
    "Lyset er borte",
    "Et hull i veien",
    "Graver Gravesen",
    "legeerklæring.pdf",
    "bGVnZWVya2zDpnJpbmcucGRm",
    "hvem",
];

/// Somebody sends a form, begins another and attaches a file, and somebody who is not signed in begins one too.
async fn told(database: Database) -> Option<(TestApp, String)> {
    let app = TestApp::people_on(database).await?;
    let cookie = app.sign_in("ingrid").await;
    let sent = app.send(submission("noekkel", &cookie, &answers())).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
    let draft = json!({ "navn": "Graver Gravesen" });
    assert_eq!(app.send(save_draft(&cookie, ("if-none-match", "*"), &draft)).await.status, 201);
    let about =
        format!("filename {},form {},field {}", "bGVnZWVya2zDpnJpbmcucGRm", "cHJvdmU=", "dmVkbGVnZw==");
    let announced = Call::post("/api/v1/uploads").cookie(&cookie).header("tus-resumable", "1.0.0");
    let announced = announced.header("upload-length", "9").header("upload-metadata", &about);
    let announced = app.send(announced).await;
    assert_eq!(announced.status, 201, "{}", announced.text());
    let content = json!({ "version": 1, "page": "hva", "answers": { "beskrivelse": "Et hull i veien" } });
    let open = Call::put("/api/v1/forms/uten-innlogging/draft").header("if-none-match", "*").json(&content);
    assert_eq!(app.send(open).await.status, 201);
    app.send(Call::get("/api/v1/session/device-key").cookie(&cookie)).await;
    Some((app, cookie))
}

/// Everything that stands in the tables and, of SQLite, in its files.
async fn everything(app: &TestApp) -> String {
    let connection = sea_orm::Database::connect(&app.url).await.unwrap();
    let backend = connection.get_database_backend();
    let mut found = Vec::new();
    if backend == sea_orm::DbBackend::Sqlite {
        for entry in std::fs::read_dir(app.folder.path()).unwrap().flatten() {
            if entry.file_name().to_string_lossy().starts_with("test.db") {
                found.extend(std::fs::read(entry.path()).unwrap());
            }
        }
    } else {
        let tables =
            "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'";
        let tables = connection.query_all_raw(Statement::from_string(backend, tables)).await.unwrap();
        for table in tables {
            let name: String = table.try_get("", "name").unwrap();
            let rows = format!("SELECT CAST(t AS text) AS row FROM \"{name}\" t");
            for row in connection.query_all_raw(Statement::from_string(backend, rows)).await.unwrap() {
                // A row in brackets doubles the quotes of what is in it.
                found.extend(row.try_get::<String>("", "row").unwrap().replace("\"\"", "\"").into_bytes());
            }
        }
    }
    connection.close().await.unwrap();
    String::from_utf8_lossy(&found).into_owned()
}

/// Whether any of what people have told can be read.
fn readable(everything: &str) -> Vec<String> {
    let people = PEOPLE.iter().flat_map(|person| {
        let [street, ..] = person.address.unwrap_or(["Prøveveien 12", "", ""]);
        [Some(person.identity_number), Some(person.name), Some(street), person.email, person.phone]
    });
    let told: Vec<&str> = people.flatten().chain(TOLD).collect();
    told.into_iter().filter(|text| everything.contains(text)).map(str::to_owned).collect()
}

/// All that Ingrid sees of her own.
async fn seen(app: &TestApp, cookie: &str) -> Vec<Value> {
    let mut seen = Vec::new();
    for path in
        ["profile", "cases", "drafts", "forms/prove/draft", "session/device-key", "uploads?form=prove"]
    {
        let answer = app.send(Call::get(&format!("/api/v1/{path}")).cookie(cookie)).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        seen.push(answer.json());
    }
    for case in seen[1]["cases"].as_array().unwrap().clone() {
        let path = format!("/api/v1/cases/{}", case["reference"].as_str().unwrap());
        let answer = app.send(Call::get(&path).cookie(cookie)).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        seen.push(answer.json());
    }
    seen
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn who_reads_the_database_alone_reads_nothing_that_people_have_told(#[case] database: Database) {
    let Some((app, cookie)) = told(database).await else { return };
    let seen = seen(&app, &cookie).await;
    let everything = everything(&app).await;
    let found = readable(&everything);
    assert!(found.is_empty(), "{found:?}");
    // What would tell which of few answers it is, and what devices seal with.
    let secret = seen[4]["secret"].as_str().unwrap();
    let checksum = seen[6]["checksum"].as_str().unwrap();
    for hidden in [secret, checksum] {
        assert!(!everything.contains(hidden), "{hidden}");
    }
    assert!(seen[6].to_string().contains("Lyset er borte"), "who it belongs to reads it");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn the_same_submission_again_is_known_by_what_is_sealed(#[case] database: Database) {
    let Some((app, cookie)) = told(database).await else { return };
    assert_eq!(app.send(submission("noekkel", &cookie, &answers())).await.status, 200);
    let other = json!({ "navn": "Ingrid", "for_hvem": "meg", "beskrivelse": "Noe annet." });
    let refused = app.send(submission("noekkel", &cookie, &other)).await;
    assert_eq!(refused.problem(), "idempotency_key_reused");
}

/// Who can write in the database can still not pass one person's answers off as another's.
#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn answers_that_were_put_in_another_row_are_not_shown(#[case] database: Database) {
    let Some((app, cookie)) = told(database).await else { return };
    let connection = sea_orm::Database::connect(&app.url).await.unwrap();
    let swap = "UPDATE draft SET answers = (SELECT max(answers) FROM draft d WHERE d.form = 'uten-innlogging') \
                WHERE form = 'prove'";
    connection.execute_unprepared(swap).await.unwrap();
    connection.close().await.unwrap();
    let refused = app.send(Call::get("/api/v1/forms/prove/draft").cookie(&cookie)).await;
    assert_eq!(refused.problem(), "internal");
    // A list shows no answers, and opens none.
    assert_eq!(app.send(Call::get("/api/v1/drafts").cookie(&cookie)).await.status, 200);
}

/// The lists of tables agree with the tables: of each that names a key there are rows here, all of them counted.
#[tokio::test]
async fn no_table_with_sealed_rows_is_forgotten() {
    let (app, _) = told(Database::Sqlite).await.unwrap();
    let connection = sea_orm::Database::connect(&app.url).await.unwrap();
    let query =
        |sql: String| connection.query_all_raw(Statement::from_string(sea_orm::DbBackend::Sqlite, sql));
    let tables =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%sealed_with%' ORDER BY name";
    let tables = query(tables.to_owned()).await.unwrap();
    let tables: Vec<String> = tables.iter().map(|table| table.try_get("", "name").unwrap()).collect();
    let mut listed = plain::SEALED.map(|(table, ..)| table);
    listed.sort_unstable();
    assert_eq!(tables, listed);
    let mut rows = 0;
    for table in tables {
        let counted = query(format!("SELECT count(*) AS rows FROM {table}")).await.unwrap();
        let counted: i64 = counted[0].try_get("", "rows").unwrap();
        assert!(counted > 0, "{table}");
        rows += counted.unsigned_abs();
    }
    connection.close().await.unwrap();
    assert_eq!(app.app.store.key_uses().await.unwrap()[0].rows, rows);
}

#[tokio::test]
async fn a_store_without_keys_reads_and_writes_nothing_sealed() {
    let app = Setup::default().start().await.unwrap();
    app.seed().await;
    let url = app.url.parse().unwrap();
    let store = server::storage::Store::connect(&url, app.app.randomness.clone()).await.unwrap();
    let refused = store.demo_person("ingrid").await.err().unwrap();
    assert_eq!(refused.to_string(), "there are no keys");
}
