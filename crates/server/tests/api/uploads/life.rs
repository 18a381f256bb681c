//! With the draft to the case, or gone with the draft.

use std::path::PathBuf;

use rstest::rstest;
use serde_json::{Value, json};
use server::uploads::{remove_strays, sweep};

use super::{PDF, Place, Sender, UPLOADS, pdf};
use crate::support::{Call, DAY, answers, submission};

/// A file as an answer names it.
fn named(told: &Value) -> Value {
    json!({ "id": told["id"], "name": told["name"], "size": told["size"],
        "media_type": told["media_type"], "sha256": told["sha256"] })
}

fn with_files(told: &[&Value]) -> Value {
    let mut all = answers();
    let files: Vec<Value> = told.iter().map(|told| named(told)).collect();
    all["vedlegg"] = json!({ "how": "now", "files": files });
    all
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn only_files_of_the_field_and_the_draft_are_sent(#[case] place: Place) {
    let Some(sender) = Sender::on(place).await else { return };
    let (path, told) = sender.ready("a.pdf", PDF).await;
    let (_, second) = sender.ready("b.pdf", &pdf(900)).await;
    let jonas = sender.app.sign_in("jonas").await;
    sender.app.send(crate::support::save_draft(&jonas, ("if-none-match", "*"), &json!({}))).await;
    let files = [("vedlegg", Value::Null), ("attest", json!("r1"))];
    let refused = |answer: crate::support::Answered, place: &(&str, Value)| {
        assert_eq!(answer.problem(), "invalid_answers");
        let mut issue = json!({ "field": place.0, "part": "files", "code": "wrong_file" });
        if !place.1.is_null() {
            issue["row"] = place.1.clone();
        }
        assert_eq!(answer.json()["issues"], json!([issue]));
    };

    // Somebody else's draft, another row, another content, the same twice, a name of one's own.
    let theirs = sender.app.send(submission("a", &jonas, &with_files(&[&told]))).await;
    refused(theirs, &files[0]);
    let mut moved = answers();
    moved["barn"] =
        json!([{ "id": "r1", "answers": { "attest": { "how": "now", "files": [named(&told)] } } }]);
    refused(sender.app.send(submission("b", &sender.cookie, &moved)).await, &files[1]);
    for (key, value) in [
        ("sha256", json!("0".repeat(64))),
        ("size", json!(1)),
        ("name", json!("c.pdf")),
        ("id", json!("0192e8a0-0000-7000-8000-000000000000")),
        ("media_type", json!("image/png")),
    ] {
        let mut changed = told.clone();
        changed[key] = value;
        refused(
            sender.app.send(submission(key, &sender.cookie, &with_files(&[&second, &changed]))).await,
            &files[0],
        );
    }
    refused(sender.app.send(submission("c", &sender.cookie, &with_files(&[&told, &told]))).await, &files[0]);
    assert_eq!(sender.get(&path).await.json()["state"], "ready", "nothing has been moved");
    assert_eq!(sender.app.send(sender.call("DELETE", &path)).await.status, 204);
    refused(sender.app.send(submission("d", &sender.cookie, &with_files(&[&told]))).await, &files[0]);
    let sent = sender.app.send(submission("e", &sender.cookie, &with_files(&[&second]))).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn a_file_belongs_to_its_row(#[case] place: Place) {
    let Some(sender) = Sender::on(place).await else { return };
    let mut rows = Vec::new();
    for (row, name) in [("r1", "Ola.pdf"), ("r2", "Kari.pdf")] {
        let place = [("filename", name), ("form", "prove"), ("field", "attest"), ("row", row)];
        let path = sender.app.send(sender.announcement(PDF.len(), &place)).await;
        let path = path.header("location").unwrap().to_owned();
        sender.app.send(sender.bytes(&path, 0, PDF)).await;
        let told = sender.decided(&path).await;
        assert_eq!(told["row"], row);
        rows.push(json!({ "id": row, "answers": { "attest": { "how": "now", "files": [named(&told)] } } }));
    }
    let mut all = answers();
    // The first row is removed again: its file is not sent, and the other one keeps its own.
    all["barn"] = json!([rows[1]]);
    let sent = sender.app.send(submission("a", &sender.cookie, &all)).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
    let reference = sent.json()["reference"].as_str().unwrap().to_owned();
    let case = sender.get(&format!("/api/v1/cases/{reference}")).await.json();
    let names: Vec<&Value> = case["files"].as_array().unwrap().iter().map(|file| &file["name"]).collect();
    assert_eq!(names, [&json!("Kari.pdf")]);
    assert_eq!(sender.objects().len(), 1);
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn what_is_to_come_is_told_with_the_case(#[case] place: Place) {
    let Some(sender) = Sender::on(place).await else { return };
    let case_with = async |key: &str, attachment: Value| {
        let mut all = answers();
        all["vedlegg"] = attachment;
        let sent = sender.app.send(submission(key, &sender.cookie, &all)).await;
        assert_eq!(sent.status, 201, "{}", sent.text());
        let reference = sent.json()["reference"].as_str().unwrap().to_owned();
        sender.get(&format!("/api/v1/cases/{reference}?lang=en")).await.json()
    };
    let later = case_with("a", json!({ "how": "later", "by": "2026-12-01" })).await;
    assert_eq!(
        later["awaited"],
        json!([{ "field": "vedlegg", "label": "Vedlegg (en)", "from": "person", "by": "2026-12-01" }])
    );
    let other = case_with("b", json!({ "how": "someone_else" })).await;
    assert_eq!(
        other["awaited"],
        json!([{ "field": "vedlegg", "label": "Vedlegg (en)", "from": "someone_else" }])
    );
    assert_eq!(case_with("c", json!({ "how": "already_sent" })).await.get("awaited"), None);
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn files_go_with_the_submission_to_the_case(#[case] place: Place) {
    let Some(sender) = Sender::on(place).await else { return };
    let (path, told) = sender.ready("Kvittering.pdf", &pdf(2000)).await;
    assert_eq!(told["expires"], "2026-12-20T23:00:00.000Z", "it lives as long as its draft");
    sender.refusal("Program.pdf", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0").await;
    sender.ready("Angret.pdf", PDF).await;
    let late = sender.announce("Glemt.pdf", 1000).await;
    let answers = with_files(&[&told]);
    let pending = sender.app.send(submission("a", &sender.cookie, &answers)).await;
    assert_eq!((pending.problem().as_str(), &pending.json()["count"]), ("uploads_pending", &json!(1)));
    assert_eq!(sender.app.send(sender.call("DELETE", &late)).await.status, 204);

    let sent = sender.app.send(submission("a", &sender.cookie, &answers)).await;
    assert_eq!(sent.status, 201);
    let reference = sent.json()["reference"].as_str().unwrap().to_owned();
    let case = sender.get(&format!("/api/v1/cases/{reference}")).await.json();
    let id = path.rsplit('/').next().unwrap();
    assert_eq!(
        case["files"],
        json!([{ "id": id, "name": "Kvittering.pdf", "size": 2000, "media_type": "application/pdf",
            "sha256": told["sha256"], "received": "2026-11-23T09:00:00.000Z" }])
    );
    assert_eq!(sender.objects().len(), 1, "what the answers do not name is gone with the draft");
    assert_eq!(sender.get(&format!("{path}/content")).await.body, pdf(2000));
    assert_eq!(sender.get(&path).await.json().get("expires"), None);
    assert_eq!(sender.app.send(sender.call("DELETE", &path)).await.status, 404, "a case keeps its files");
    let again = sender.app.send(submission("a", &sender.cookie, &answers)).await;
    assert_eq!((again.status.as_u16(), again.json()), (200, sent.json()));

    sender.app.clock.advance(100 * DAY);
    sweep(&sender.app.app).await;
    assert_eq!(sender.objects().len(), 1, "what a case holds is not swept away");
    let jonas = sender.app.sign_in("jonas").await;
    let his = sender.app.send(Call::get(&format!("{path}/content")).cookie(&jonas)).await;
    assert_eq!(his.problem(), "not_found");
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn with_the_draft_its_files_are_gone(#[case] place: Place) {
    let Some(sender) = Sender::on(place).await else { return };
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
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn the_sweep_takes_files_with_the_draft(#[case] place: Place) {
    let Some(sender) = Sender::on(place).await else { return };
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
    for stray in [
        format!("files/files/{id}"),
        format!("files/parts/{id}/0-1"),
        format!("files/sealed/files/{id}/{id}"),
        format!("files/sealed/parts/{id}/0-1"),
    ] {
        let stray = sender.app.folder.path().join(stray);
        std::fs::create_dir_all(stray.parent().unwrap()).unwrap();
        std::fs::write(stray, "left behind").unwrap();
    }
    assert_eq!(remove_strays(&sender.app.app).await, 1);
    assert_eq!(sender.objects().len(), 1);
    assert_eq!(sender.get(&format!("{path}/content")).await.body, PDF);
}
