//! The copy to keep: of one's own case only, with the checksum of what was shown.

use std::sync::Arc;

use contract::forms_api::Receipt;
use locale::Language;
use rstest::rstest;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;
use server::randomness::SystemRandomness;

use super::{
    sealing::plain::before_sealing,
    support::{Call, Database, TestApp, answers, keys, submission},
};

/// Sends a form: the receipt, and the address of the case.
async fn send(app: &TestApp, cookie: &str) -> (Value, String) {
    let receipt = app.send(submission("a", cookie, &answers())).await.json();
    let path = format!("/api/v1/cases/{}", receipt["reference"].as_str().unwrap());
    (receipt, path)
}

/// Worked out anew, from what the person was shown and the form it was shown by.
fn worked_out(receipt: &Value) -> String {
    let Receipt { summary, .. } = serde_json::from_value(receipt.clone()).unwrap();
    server::randomness::sha256(&summary.canonical_bytes("prove", 2, Language::Nn))
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn the_checksum_is_of_what_was_shown(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let (receipt, path) = send(&app, &cookie).await;
    let case = app.send(Call::get(&format!("{path}?lang=nn")).cookie(&cookie)).await.json();
    assert_eq!(receipt["checksum"], worked_out(&receipt));
    assert_eq!(case["checksum"], receipt["checksum"]);
    let again = app.send(submission("a", &cookie, &answers())).await.json();
    assert_eq!(again, receipt, "a second try gets the same");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn the_copy_is_an_attachment_that_nobody_else_keeps(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let (receipt, path) = send(&app, &cookie).await;
    let copy = app.send(Call::get(&format!("{path}/receipt.pdf")).cookie(&cookie)).await;
    assert_eq!(copy.status, 200);
    let name = format!("attachment; filename=\"kvittering-{}.pdf\"", receipt["reference"].as_str().unwrap());
    assert_eq!(copy.header("content-disposition"), Some(name.as_str()));
    assert_eq!(copy.header("content-type"), Some("application/pdf"));
    assert_eq!(copy.header("cache-control"), Some("no-store"));
    assert_eq!(copy.header("x-content-type-options"), Some("nosniff"));
    assert!(copy.body.starts_with(b"%PDF-1.7") && copy.body.ends_with(b"%%EOF"));
    let again = app.send(Call::get(&format!("{path}/receipt.pdf?lang=nn")).cookie(&cookie)).await;
    assert!(again.body == copy.body, "the language of the submission is the one where none is asked for");
}

#[tokio::test]
async fn the_copy_comes_in_the_language_asked_for() {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("ingrid").await;
    let (_, path) = send(&app, &cookie).await;
    let copy =
        async |query: &str| app.send(Call::get(&format!("{path}/receipt.pdf{query}")).cookie(&cookie)).await;
    let english = copy("?lang=en").await;
    assert!(english.header("content-disposition").unwrap().contains("\"receipt-"));
    assert!(english.body != copy("?lang=nb").await.body);
    assert_eq!(copy("?lang=de").await.problem(), "invalid_parameter");
}

#[tokio::test]
async fn somebody_elses_copy_is_not_found() {
    let app = TestApp::with_people().await;
    let ingrid = app.sign_in("ingrid").await;
    let (_, path) = send(&app, &ingrid).await;
    let path = format!("{path}/receipt.pdf");
    let jonas = app.sign_in("jonas").await;
    assert_eq!(app.send(Call::get(&path).cookie(&jonas)).await.problem(), "not_found");
    let nobodys = app.send(Call::get("/api/v1/cases/DRM-2222-2222/receipt.pdf").cookie(&jonas)).await;
    assert_eq!(nobodys.problem(), "not_found");
    assert_eq!(app.send(Call::get(&path)).await.problem(), "sign_in_required");
}

/// Every case of the past has a copy too.
#[tokio::test]
async fn every_case_of_the_demo_has_a_copy() {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("amir").await;
    let list = app.send(Call::get("/api/v1/cases").cookie(&cookie)).await.json();
    for case in list["cases"].as_array().unwrap() {
        let path = format!("/api/v1/cases/{}/receipt.pdf", case["reference"].as_str().unwrap());
        assert_eq!(app.send(Call::get(&path).cookie(&cookie)).await.status, 200);
    }
}

/// Takes the database back to before checksums, changes it, and brings it up to date again.
async fn from_before_checksums(app: &TestApp, change: &str) {
    before_sealing(app).await;
    let connection = sea_orm::Database::connect(&app.url).await.unwrap();
    for statement in [
        "ALTER TABLE case_file DROP COLUMN checksum",
        "DELETE FROM seaql_migrations WHERE version = 'm0002_case_checksum'",
        change,
    ] {
        connection.execute_unprepared(statement).await.unwrap();
    }
    connection.close().await.unwrap();
    app.app.store.migrate().await.unwrap();
}

async fn seal_again(app: &TestApp) {
    app.app.store.unlock(&keys(), Arc::new(SystemRandomness)).await.unwrap();
}

/// A database from before checksums: its cases get the one they would have had.
#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn cases_from_before_get_their_checksum(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let (receipt, path) = send(&app, &cookie).await;
    from_before_checksums(&app, "SELECT 1").await;
    seal_again(&app).await;
    let case = app.send(Call::get(&path).cookie(&cookie)).await.json();
    assert_eq!(case["checksum"], receipt["checksum"]);
}

/// A summary from the first version: rows without a kind, files or even lines, and something since dropped.
#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_summary_of_the_first_shape_gets_a_checksum(#[case] database: Database) {
    const OLD: &str = r#"{"sections":[{"page":"hvem","title":"Kven?","dropped":true,"rows":[{"field":"navn","label":"Namn"},{"field":"a","label":"B","lines":["C"]}]}]}"#;
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    send(&app, &cookie).await;
    from_before_checksums(&app, &format!("UPDATE case_file SET summary = '{OLD}'")).await;
    let connection = sea_orm::Database::connect(&app.url).await.unwrap();
    let query = Statement::from_string(
        connection.get_database_backend(),
        "SELECT checksum FROM case_file WHERE form = 'prove' AND version = 2 AND language = 'nn'",
    );
    let found: String =
        connection.query_one_raw(query).await.unwrap().unwrap().try_get("", "checksum").unwrap();
    connection.close().await.unwrap();
    let row = |field: &str, label: &str, lines: &[&str]| forms::Row {
        field: field.to_owned(),
        label: label.to_owned(),
        lines: lines.iter().map(|&line| line.to_owned()).collect(),
        ..forms::Row::default()
    };
    let rows = vec![row("navn", "Namn", &[]), row("a", "B", &["C"])];
    let section = forms::Section { page: "hvem".to_owned(), title: "Kven?".to_owned(), rows };
    let summary = forms::Summary { sections: vec![section] };
    let bytes = summary.canonical_bytes("prove", 2, Language::Nn);
    assert_eq!(found, server::randomness::sha256(&bytes));
}
