//! What is fetched is all of the person's, whole, and nobody else's.

use std::{collections::BTreeMap, path::PathBuf};

use contract::personal::{OwnContent, OwnFile, PersonalData};
use rstest::rstest;
use sea_orm::{ConnectionTrait, DbBackend};
use serde_json::json;
use server::storage::{AuditAction, NewEntry};

use super::{Place, Somebody, document, export, opened, pdf};
use crate::{
    audit::{last_number, logged_since},
    support::{Call, Database, MINUTE, TestApp, answers, submission},
};

fn files(data: &PersonalData) -> BTreeMap<&str, &OwnFile> {
    let of_cases = data.cases.iter().flat_map(|case| &case.files);
    let of_drafts = data.drafts.iter().flat_map(|draft| &draft.files);
    of_cases.chain(of_drafts).map(|file| (file.upload.name.as_str(), file)).collect()
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn all_that_is_kept_of_a_person_is_there_and_opens(#[case] place: Place) {
    let Some(somebody) = Somebody::on(place).await else { return };
    let app = somebody.app();
    let before = last_number(app).await;
    let answer = export(app, somebody.cookie()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/zip"));
    assert_eq!(
        answer.header("content-disposition"),
        Some("attachment; filename=\"servicetorg-mine-data.zip\"")
    );
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let archive = opened(&answer.body);
    let data = document(&archive);

    assert_eq!(data.profile.identity_number.len(), 11);
    assert_eq!(data.profile.name, "Ingrid Solbakken");
    assert_eq!((data.left_out.cases, data.left_out.log), (0, 0));
    let [draft] = &data.drafts[..] else { panic!("{:?}", data.drafts) };
    assert_eq!(serde_json::to_value(&draft.answers).unwrap(), answers());
    let listed = app.send(Call::get("/api/v1/cases").cookie(somebody.cookie())).await.json();
    let references: Vec<&str> = data.cases.iter().map(|case| case.reference.as_str()).collect();
    let shown: Vec<&str> =
        listed["cases"].as_array().unwrap().iter().map(|case| case["reference"].as_str().unwrap()).collect();
    assert_eq!(references, shown);
    for case in &data.cases {
        assert!(!case.answers.0.is_empty() && !case.summary.sections.is_empty() && !case.events.is_empty());
        assert_eq!(case.copy, Some(format!("cases/{}.pdf", case.reference)));
        assert!(archive[case.copy.as_ref().unwrap()].starts_with(b"%PDF-1.7"));
    }

    let all = files(&data);
    for (name, length) in [("Sendt.pdf", 3000), ("Attest.pdf", 2000), ("Utkast.pdf", 1000)] {
        let file = all[name];
        assert_eq!(file.content, OwnContent::Whole, "{name}");
        let path = file.path.as_ref().unwrap();
        assert_eq!(*path, format!("files/{}-{name}", file.upload.id));
        assert_eq!(archive[path], pdf(length));
    }
    assert_eq!(archive.len(), 1 + data.cases.len() + all.len(), "{:?}", archive.keys());

    let [session] = &data.sessions[..] else { panic!("{:?}", data.sessions) };
    assert!(!session.shared_device && session.absolute_deadline > session.begun);
    assert!(data.log.iter().any(|entry| entry.who == "person" && entry.what == "case_sent"));
    let text = String::from_utf8_lossy(&archive["mine-data.json"]);
    let secret = somebody.cookie().split('=').nth(1).unwrap();
    let device = app.send(Call::get("/api/v1/session/device-key").cookie(somebody.cookie())).await.json();
    assert!(!text.contains(secret) && !text.contains(device["secret"].as_str().unwrap()));
    let logged = logged_since(app, before).await;
    assert_eq!(logged[0].action, "person_exported");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn nothing_of_another_person_is_there(#[case] database: Database) {
    let place = match database {
        Database::Sqlite => Place::Sqlite,
        Database::Postgres => Place::Postgres,
    };
    let Some(somebody) = Somebody::on(place).await else { return };
    let app = somebody.app();
    let jonas = app.sign_in("jonas").await;
    let hers = document(&opened(&export(app, somebody.cookie()).await.body));
    let archive = opened(&export(app, &jonas).await.body);
    let his = document(&archive);
    assert_eq!(archive.keys().filter(|path| path.starts_with("files/")).count(), 0);
    assert!(his.drafts.is_empty() && his.profile.id != hers.profile.id);
    let text = String::from_utf8_lossy(&archive["mine-data.json"]).into_owned();
    for hers in [&hers.profile.id, &hers.profile.identity_number, &somebody.awaiting, &somebody.with_file] {
        assert!(!text.contains(hers.as_str()), "{hers}");
    }
    assert_eq!(app.send(Call::get("/api/v1/me/export")).await.problem(), "sign_in_required");
}

#[tokio::test]
async fn the_code_of_a_draft_gives_no_archive() {
    let app = TestApp::with_people().await;
    let content = json!({ "version": 1, "page": "hva", "answers": {} });
    let begin = Call::put("/api/v1/forms/uten-innlogging/draft").header("if-none-match", "*").json(&content);
    let cookie = app.send(begin).await.cookie().unwrap();
    assert_eq!(export(&app, &cookie).await.problem(), "sign_in_required");
    assert_eq!(super::delete_unsent(&app, &cookie).await.problem(), "sign_in_required");
}

#[tokio::test]
async fn a_file_that_is_lost_or_damaged_is_told_and_keeps_nothing_else_away() {
    let somebody = Somebody::on(Place::Sqlite).await.unwrap();
    let before = document(&opened(&export(somebody.app(), somebody.cookie()).await.body));
    let bytes_of = |name: &str| {
        let id = files(&before)[name].upload.id.clone();
        let is_its = |path: &PathBuf| path.parent().is_some_and(|folder| folder.ends_with(&id));
        somebody.sender.objects().into_iter().find(is_its).unwrap()
    };
    std::fs::remove_file(bytes_of("Sendt.pdf")).unwrap();
    std::fs::write(bytes_of("Utkast.pdf"), b"something else").unwrap();
    let archive = opened(&export(somebody.app(), somebody.cookie()).await.body);
    let after = document(&archive);
    let all = files(&after);
    assert_eq!((all["Sendt.pdf"].content, &all["Sendt.pdf"].path), (OwnContent::Missing, &None));
    assert_eq!((all["Utkast.pdf"].content, &all["Utkast.pdf"].path), (OwnContent::Damaged, &None));
    assert_eq!(all["Attest.pdf"].content, OwnContent::Whole);
}

#[tokio::test]
async fn a_store_that_does_not_answer_breaks_the_archive_off() {
    let somebody = Somebody::on(Place::Bucket).await.unwrap();
    somebody.app().bucket.as_ref().unwrap().kill().await;
    let answer = somebody.app().open(Call::get("/api/v1/me/export").cookie(somebody.cookie())).await;
    assert_eq!(answer.status(), 200);
    assert!(axum::body::to_bytes(answer.into_body(), usize::MAX).await.is_err(), "it looks whole");
}

#[tokio::test]
async fn an_archive_can_be_fetched_ten_times_an_hour() {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("ingrid").await;
    assert_eq!(app.send(submission("a", &cookie, &answers())).await.status, 201);
    for _ in 0..10 {
        assert_eq!(export(&app, &cookie).await.status, 200);
    }
    // Another session of the same person gets no more.
    let other = app.sign_in("ingrid").await;
    let refused = export(&app, &other).await;
    assert_eq!((refused.problem().as_str(), refused.status.as_u16()), ("too_many_tries", 429));
    assert_eq!(refused.header("retry-after"), Some("361"));
    assert_eq!(export(&app, &app.sign_in("jonas").await).await.status, 200);
    app.clock.advance(6 * MINUTE);
    assert_eq!(export(&app, &cookie).await.status, 200);
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_long_log_is_cut_at_its_beginning_and_says_so(#[case] database: Database) {
    let Some(app) = TestApp::people_on(database).await else { return };
    let cookie = app.sign_in("ingrid").await;
    let store = &app.app.store;
    let her = store.demo_person("ingrid").await.unwrap().unwrap().id;
    for _ in 0..10_000 {
        store.note(NewEntry::new(AuditAction::ProfileRead, app.app.clock.now()).of(her)).unwrap();
    }
    store.write_notes().await.unwrap();
    let all = store.audit_of(her, 0, 20_000).await.unwrap().len() as u64;
    let data = document(&opened(&export(&app, &cookie).await.body));
    assert_eq!(data.log.len(), 10_000);
    assert!(all > 10_000);
    assert_eq!(data.left_out.log, all - 10_000);
    assert!(data.log.iter().all(|entry| entry.what == "profile_read"), "the oldest are left out");
}

/// As often as a person sends in many lives.
const MANY_CASES: &str = "
    INSERT INTO case_file (id, reference, person_id, service, form, version, language, title, status, received_at,
        answer_by, answers, summary, next_steps, checksum, sealed_with)
    WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 5000)
    SELECT NEW_ID, 'MANY-' || n, person_id, service, form, version, language, title, status, received_at + n,
        answer_by, answers, summary, next_steps, checksum, sealed_with
    FROM n, case_file WHERE reference = 'REFERENCE'";

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[tokio::test]
async fn of_very_many_cases_the_oldest_are_left_out_and_counted(#[case] place: Place) {
    let Some(somebody) = Somebody::on(place).await else { return };
    let app = somebody.app();
    let (store, now) = (&app.app.store, app.app.clock.now());
    let her = store.demo_person("ingrid").await.unwrap().unwrap().id;
    let few = store.overview(her, now).await.unwrap().unwrap();
    assert_eq!(few.left_out.cases, 0);
    let connection = sea_orm::Database::connect(&app.url).await.unwrap();
    let new_id = match connection.get_database_backend() {
        DbBackend::Sqlite => "randomblob(16)",
        _ => "gen_random_uuid()",
    };
    let many = MANY_CASES.replace("NEW_ID", new_id).replace("REFERENCE", &few.cases[0].0);
    assert_eq!(connection.execute_unprepared(&many).await.unwrap().rows_affected(), 5000);
    connection.close().await.unwrap();
    let overview = store.overview(her, now).await.unwrap().unwrap();
    assert_eq!((overview.cases.len(), overview.left_out.cases), (5000, few.cases.len() as u64));
    let newest: Vec<String> = (1..=5000).rev().map(|n| format!("MANY-{n}")).collect();
    let told: Vec<String> = overview.cases.into_iter().map(|(reference, _)| reference).collect();
    assert_eq!(told, newest);
}

#[tokio::test]
async fn an_archive_is_not_packed_once_more() {
    let app = TestApp::with_people().await;
    let cookie = app.sign_in("ingrid").await;
    let call = Call::get("/api/v1/me/export").cookie(&cookie).header("accept-encoding", "br, gzip");
    let answer = app.send(call).await;
    assert_eq!(answer.header("content-encoding"), None);
    opened(&answer.body);
}
