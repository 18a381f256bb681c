//! With the draft to the case, or gone with the draft.

use std::path::PathBuf;

use rstest::rstest;
use serde_json::json;
use server::uploads::{remove_strays, sweep};

use super::{PDF, Sender, UPLOADS, pdf};
use crate::support::{Call, DAY, Database, answers, submission};

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn files_go_with_the_submission_to_the_case(#[case] database: Database) {
    let Some(sender) = Sender::on(database).await else { return };
    let (path, told) = sender.ready("Kvittering.pdf", &pdf(2000)).await;
    assert_eq!(told["expires"], "2026-12-20T23:00:00.000Z", "it lives as long as its draft");
    sender.refusal("Program.pdf", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0").await;
    let late = sender.announce("Glemt.pdf", 1000).await;
    let pending = sender.app.send(submission("a", &sender.cookie, &answers())).await;
    assert_eq!((pending.problem().as_str(), &pending.json()["count"]), ("uploads_pending", &json!(1)));
    assert_eq!(sender.app.send(sender.call("DELETE", &late)).await.status, 204);

    let sent = sender.app.send(submission("a", &sender.cookie, &answers())).await;
    assert_eq!(sent.status, 201);
    let reference = sent.json()["reference"].as_str().unwrap().to_owned();
    let case = sender.get(&format!("/api/v1/cases/{reference}")).await.json();
    let id = path.rsplit('/').next().unwrap();
    assert_eq!(
        case["files"],
        json!([{ "id": id, "name": "Kvittering.pdf", "size": 2000, "media_type": "application/pdf" }])
    );
    assert_eq!(sender.get(&format!("{path}/content")).await.body, pdf(2000));
    assert_eq!(sender.get(&path).await.json().get("expires"), None);
    assert_eq!(sender.app.send(sender.call("DELETE", &path)).await.status, 404, "a case keeps its files");
    let again = sender.app.send(submission("a", &sender.cookie, &answers())).await;
    assert_eq!((again.status.as_u16(), again.json()), (200, sent.json()));

    sender.app.clock.advance(100 * DAY);
    sweep(&sender.app.app).await;
    assert_eq!(sender.objects().len(), 1, "what a case holds is not swept away");
    let jonas = sender.app.sign_in("jonas").await;
    let his = sender.app.send(Call::get(&format!("{path}/content")).cookie(&jonas)).await;
    assert_eq!(his.problem(), "not_found");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn with_the_draft_its_files_are_gone(#[case] database: Database) {
    let Some(sender) = Sender::on(database).await else { return };
    let (path, _) = sender.ready("a.pdf", PDF).await;
    let half = sender.announce("b.pdf", 1000).await;
    sender.app.send(sender.bytes(&half, 0, vec![b'x'; 300])).await;
    assert_eq!(sender.objects().len(), 2);
    sender.app.send(Call::delete("/api/v1/forms/prove/draft").cookie(&sender.cookie)).await;
    assert_eq!(sender.objects(), Vec::<PathBuf>::new());
    assert_eq!(sender.get(&path).await.problem(), "not_found");
    sender.begin_draft().await;
    let list = sender.get(&format!("{UPLOADS}?form=prove")).await.json();
    assert_eq!(list["uploads"], json!([]), "a new draft begins without files");
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn the_sweep_takes_files_with_the_draft(#[case] database: Database) {
    let Some(sender) = Sender::on(database).await else { return };
    let (path, _) = sender.ready("a.pdf", PDF).await;
    sender.app.clock.advance(29 * DAY);
    let cookie = sender.app.sign_in("ingrid").await;
    let gone = sender.app.send(Call::get(&format!("{path}/content")).cookie(&cookie)).await;
    assert_eq!(gone.problem(), "not_found", "on the day that was told, swept or not");
    sender.app.app.store.sweep(sender.app.app.clock.now()).await.unwrap();
    assert_eq!(sweep(&sender.app.app).await, 1);
    assert_eq!(sender.objects(), Vec::<PathBuf>::new());
    assert_eq!(sweep(&sender.app.app).await, 0);
}

#[tokio::test]
async fn bytes_without_a_row_are_removed_and_others_stay() {
    let sender = Sender::new().await;
    let (path, _) = sender.ready("a.pdf", PDF).await;
    let id = "0192e8a0-0000-7000-8000-000000000000";
    for stray in [format!("files/files/{id}"), format!("files/parts/{id}/0-1")] {
        let stray = sender.app.folder.path().join(stray);
        std::fs::create_dir_all(stray.parent().unwrap()).unwrap();
        std::fs::write(stray, "left behind").unwrap();
    }
    assert_eq!(remove_strays(&sender.app.app).await, 1);
    assert_eq!(sender.objects().len(), 1);
    assert_eq!(sender.get(&format!("{path}/content")).await.body, PDF);
}
