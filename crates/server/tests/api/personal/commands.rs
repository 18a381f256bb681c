//! The commands that fetch and delete a person, as the municipality gives them.

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
    time::Duration,
};

use rstest::rstest;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use server::{
    personal::{PersonFault, Sure, delete, export_to},
    storage::{Cases, Change, Holdings, Origin, Verified, within},
};

use super::{Place, Somebody, document, export, opened};
use crate::{
    audit::last_number,
    support::{Call, TestApp, pack_folder, submission},
};

const INGRID: &str = "15859430179";

/// Who has cases in every demo.
const AMIR: &str = "03887141028";

/// Every table that has rows of people, with the column that names the person.
async fn tables_of_people(app: &TestApp) -> Vec<String> {
    let connection = sea_orm::Database::connect(&app.url).await.unwrap();
    let backend = connection.get_database_backend();
    let query = match backend {
        DbBackend::Postgres => {
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'person_id' ORDER BY 1"
        }
        _ => {
            "SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c ON c.name = 'person_id' \
             WHERE m.type = 'table' ORDER BY 1"
        }
    };
    let rows = connection.query_all_raw(Statement::from_string(backend, query)).await.unwrap();
    connection.close().await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

async fn count(app: &TestApp, table: &str, column: &str, person: uuid::Uuid) -> i64 {
    let connection = sea_orm::Database::connect(&app.url).await.unwrap();
    let backend = connection.get_database_backend();
    let mark = if backend == DbBackend::Postgres { "$1" } else { "?" };
    let query = format!("SELECT count(*) FROM {table} WHERE {column} = {mark}");
    let statement = Statement::from_sql_and_values(backend, query, [person.into()]);
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    connection.close().await.unwrap();
    row.try_get_by_index(0).unwrap()
}

async fn deleted(app: &TestApp, cases: Cases, sure: Sure) -> String {
    within(Origin::Command, delete(&app.app, INGRID, cases, sure)).await.unwrap()
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn with_cases_nothing_is_left_but_the_log(#[case] place: Place) {
    let Some(somebody) = Somebody::on(place).await else { return };
    let (app, cookie) = (somebody.app(), somebody.cookie());
    let asked = format!("/api/v1/cases/{}/email-receipt", somebody.awaiting);
    assert_eq!(app.send(Call::post(&asked).cookie(cookie)).await.status, 202);
    app.send(Call::get("/api/v1/session/device-key").cookie(cookie)).await;
    let jonas = app.sign_in("jonas").await;
    let person = app.app.store.find_person(INGRID).await.unwrap().unwrap().id;
    let before = app.app.store.holdings(person).await.unwrap();
    assert_eq!(before, Holdings { drafts: 1, files: 2, sessions: 1, cases: before.cases, case_files: 1 });
    assert!(before.cases >= 2);

    let told = deleted(app, Cases::Delete, Sure::NotYet).await;
    assert!(
        told.starts_with("would be deleted: drafts 1, files that no case has 2, sessions 1, cases"),
        "{told}"
    );
    assert_eq!(app.app.store.holdings(person).await.unwrap(), before, "said only");

    // The server hears what the command changes.
    if let Some(listening) = app.app.store.listen().await.unwrap() {
        let store = app.app.store.clone();
        tokio::spawn(async move { store.keep_listening(Some(listening)).await });
    }
    let mut changes = app.app.store.changes();
    let number = last_number(app).await;
    let told = deleted(app, Cases::Delete, Sure::Yes).await;
    assert!(told.starts_with("deleted: drafts 1") && !told.contains("could not"), "{told}");
    let tables = tables_of_people(app).await;
    assert!(tables.len() >= 7, "{tables:?}");
    for table in tables {
        let rows = count(app, &table, "person_id", person).await;
        assert!(rows == 0 || table.starts_with("audit_"), "{table}: {rows}");
    }
    assert_eq!(count(app, "person", "id", person).await, 0);
    assert_eq!(app.run_jobs().await, 0, "the e-mail is not sent");
    assert_eq!(somebody.sender.objects(), Vec::<std::path::PathBuf>::new());
    assert_eq!(app.send(Call::get("/api/v1/cases").cookie(cookie)).await.problem(), "session_expired");
    assert_eq!(app.send(Call::get("/api/v1/cases").cookie(&jonas)).await.status, 200);

    let mut kinds = [0; 3];
    for _ in 0..before.cases + 2 {
        let change = tokio::time::timeout(Duration::from_secs(30), changes.recv()).await.unwrap();
        match change.unwrap() {
            Change::Draft { .. } => kinds[0] += 1,
            Change::Case { .. } => kinds[1] += 1,
            Change::SessionEnded { .. } => kinds[2] += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(kinds, [1, before.cases, 1]);
    let entries = crate::audit::logged_since(app, number).await;
    let told = |entry: &server::storage::AuditEntry| (entry.actor.clone(), entry.action.clone());
    let by_command: Vec<_> = entries.iter().map(told).filter(|(actor, _)| actor == "command").collect();
    let actions: Vec<&str> = by_command.iter().map(|(_, action)| action.as_str()).collect();
    let expected = [
        "session_ended",
        "unsent_deleted",
        "draft_deleted",
        "file_deleted",
        "file_deleted",
        "person_deleted",
    ];
    assert_eq!(actions, expected);
    assert!(matches!(app.app.store.verify_audit().await.unwrap(), Verified::Whole { .. }));
    assert!(matches!(delete(&app.app, INGRID, Cases::Delete, Sure::Yes).await, Err(PersonFault::Unknown)));

    // Whoever comes again is somebody new.
    let now = app.app.clock.now();
    let again =
        app.app.store.person_of_number(INGRID, "ny".to_owned(), "Ingrid Solbakken", now).await.unwrap();
    assert_ne!(again.id, person);
    assert_eq!(app.app.store.holdings(again.id).await.unwrap(), Holdings::default());
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[tokio::test]
async fn without_cases_they_stay_with_their_files_and_whose_they_are(#[case] place: Place) {
    let Some(somebody) = Somebody::on(place).await else { return };
    let (app, cookie) = (somebody.app(), somebody.cookie());
    let person = app.app.store.find_person(INGRID).await.unwrap().unwrap();
    assert!(person.email.is_some());
    let before = app.app.store.holdings(person.id).await.unwrap();
    let told = deleted(app, Cases::Keep, Sure::NotYet).await;
    let stays = format!("stays: cases {}, files of cases 1,", before.cases);
    assert!(told.contains(&stays) && told.contains("archive") && told.ends_with("say --yes"), "{told}");

    let told = deleted(app, Cases::Keep, Sure::Yes).await;
    assert!(told.contains(&stays), "{told}");
    let after = app.app.store.holdings(person.id).await.unwrap();
    assert_eq!(after, Holdings { cases: before.cases, case_files: 1, ..Holdings::default() });
    assert_eq!(somebody.sender.objects().len(), 1);
    assert_eq!(app.send(Call::get("/api/v1/cases").cookie(cookie)).await.problem(), "session_expired");
    let kept = app.app.store.person(person.id).await.unwrap().unwrap();
    assert_eq!((kept.name, kept.identity_number), (person.name, person.identity_number));
    assert_eq!((kept.email, kept.phone, kept.address), (None, None, None));
    // The person sees the cases when they sign in again.
    let cookie = app.sign_in("ingrid").await;
    let data = document(&opened(&export(app, &cookie).await.body));
    assert_eq!(data.cases.len() as u64, before.cases);
}

#[tokio::test]
async fn who_has_no_case_goes_without_more() {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("jonas").await;
    let store = &app.app.store;
    let (person, now) = (store.demo_person("jonas").await.unwrap().unwrap(), app.app.clock.now());
    assert_eq!(store.holdings(person.id).await.unwrap().cases, 0);
    store.erase_person(person.id, Cases::Keep, now).await.unwrap();
    assert!(store.person(person.id).await.unwrap().is_none());
    assert_eq!(app.send(Call::get("/api/v1/cases").cookie(&cookie)).await.problem(), "session_expired");
}

#[tokio::test]
async fn a_submission_while_the_person_is_deleted_leaves_nothing_behind() {
    let Some(somebody) = Somebody::on(Place::Postgres).await else { return };
    let app = somebody.app();
    let person = app.app.store.find_person(INGRID).await.unwrap().unwrap().id;
    let sends = (0..6).map(|turn| {
        let router = app.router();
        let call =
            submission(&format!("samtidig-{turn}"), somebody.cookie(), &crate::support::answers()).request();
        tokio::spawn(async move { tower::ServiceExt::oneshot(router, call).await.unwrap().status().as_u16() })
    });
    let sends: Vec<_> = sends.collect();
    let told = app.app.store.erase_person(person, Cases::Delete, app.app.clock.now()).await;
    for send in sends {
        send.await.unwrap();
    }
    told.unwrap();
    assert_eq!(app.app.store.holdings(person).await.unwrap(), Holdings::default());
}

#[tokio::test]
async fn a_number_is_told_from_what_is_none() {
    let app = TestApp::with_people().await;
    let folder = app.folder.path();
    for (number, words) in [
        ("", "eleven digits"),
        ("Ingrid", "eleven digits"),
        ("1585943017", "eleven digits"),
        ("15859430178", "a digit is wrong"),
        ("22905822210 ", "nobody"),
    ] {
        // She has been deleted, and the rest never was there.
        if number.starts_with("229") {
            let her = app.app.store.find_person(number.trim()).await.unwrap().unwrap().id;
            app.app.store.erase_person(her, Cases::Delete, app.app.clock.now()).await.unwrap();
        }
        let told = export_to(&app.app, number, &folder.join("none.zip")).await.unwrap_err().to_string();
        assert!(told.contains(words), "{number}: {told}");
        assert!(number.is_empty() || !told.contains(number.trim()), "{told}");
        assert!(!folder.join("none.zip").exists());
    }
}

/// The real program, as it is given its input.
fn run(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let database = format!("sqlite://{}?mode=rwc", folder.join("test.db").display());
    let mut child = Command::new(env!("CARGO_BIN_EXE_servicetorg-server"))
        .args(arguments)
        .args(["--demo", "--database", &database, "--log", "text"])
        .arg("--content")
        .arg(pack_folder())
        .arg("--files")
        .arg(folder.join("files"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn the_real_program_exports_and_deletes() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("amir.zip");
    let to = archive.display().to_string();
    let export = |input: &str| run(folder.path(), &["person", "export", "--to", &to], input);
    let said = |output: &Output| {
        let text = [output.stdout.clone(), output.stderr.clone()].concat();
        String::from_utf8(text).unwrap()
    };
    let done = export(&format!("{AMIR}\n"));
    assert!(done.status.success(), "{}", said(&done));
    let data = document(&opened(&std::fs::read(&archive).unwrap()));
    assert_eq!(data.profile.identity_number, AMIR);
    assert!(!data.cases.is_empty() && !said(&done).contains(AMIR));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&archive).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let again = export(AMIR);
    assert_eq!(again.status.code(), Some(1));
    assert!(said(&again).contains("nothing is written over"), "{}", said(&again));

    let delete =
        |more: &[&str], input: &str| run(folder.path(), &[&["person", "delete"], more].concat(), input);
    let asked = delete(&["--with-cases"], AMIR);
    assert!(asked.status.success() && said(&asked).contains("nothing is deleted yet"), "{}", said(&asked));
    let done = delete(&["--with-cases", "--yes"], AMIR);
    let gone = format!("cases {}", data.cases.len());
    assert!(done.status.success() && said(&done).contains(&gone), "{}", said(&done));
    let wrong = delete(&["--yes"], "123");
    assert_eq!(wrong.status.code(), Some(1));
    assert!(said(&wrong).contains("eleven digits"), "{}", said(&wrong));
}
