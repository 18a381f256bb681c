//! Documents that come after the form, to the case.

use contract::minside::CaseStatus;
use rstest::rstest;
use serde_json::{Value, json};
use server::uploads::sweep;

use super::{PDF, Place, Sender, UPLOADS, pdf};
use crate::audit::{last_number, logged_since};
use crate::support::{Answered, Call, DAY, MINUTE, answers, submission};

const BY: &str = "2026-12-01";

/// A case that awaits a document; its reference.
pub(crate) async fn case_of(sender: &Sender, key: &str) -> String {
    let mut all = answers();
    all["vedlegg"] = json!({ "how": "later", "by": BY });
    let sent = sender.app.send(submission(key, &sender.cookie, &all)).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
    sent.json()["reference"].as_str().unwrap().to_owned()
}

fn about<'a>(reference: &'a str, name: &'a str) -> [(&'a str, &'a str); 3] {
    [("filename", name), ("case", reference), ("field", "vedlegg")]
}

pub(crate) async fn ready(sender: &Sender, reference: &str, name: &str, contents: &[u8]) -> (String, Value) {
    let answer = sender.app.send(sender.announcement(contents.len(), &about(reference, name))).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let path = answer.header("location").unwrap().to_owned();
    sender.app.send(sender.bytes(&path, 0, contents.to_vec())).await;
    let told = sender.decided(&path).await;
    assert_eq!(told["state"], "ready", "{told}");
    (path, told)
}

async fn deliver(sender: &Sender, reference: &str, files: &[&Value]) -> Answered {
    let ids: Vec<&Value> = files.iter().map(|told| &told["id"]).collect();
    let call = Call::post(&format!("/api/v1/cases/{reference}/documents?lang=en"));
    sender.app.send(call.cookie(&sender.cookie).json(&json!({ "field": "vedlegg", "files": ids }))).await
}

async fn chosen(sender: &Sender, reference: &str) -> Value {
    sender.get(&format!("{UPLOADS}?case={reference}&field=vedlegg")).await.json()
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn a_document_comes_later_once_with_its_receipt(#[case] place: Place) {
    let Some(sender) = Sender::on(place).await else { return };
    let reference = case_of(&sender, "a").await;
    let case = format!("/api/v1/cases/{reference}?lang=en");
    let limits = chosen(&sender, &reference).await["limits"].clone();
    assert_eq!((&limits["file_bytes"], &limits["files_per_field"]), (&json!(10_000_000), &json!(3)));
    let (path, told) = ready(&sender, &reference, "Attest.pdf", &pdf(2000)).await;
    let (_, regretted) = ready(&sender, &reference, "Feil.pdf", PDF).await;
    assert_eq!(told["expires"], "2026-11-30T09:00:00.000Z", "a week, where it is not handed in");
    assert_eq!(chosen(&sender, &reference).await["uploads"].as_array().unwrap().len(), 2);
    let before = sender.get(&case).await.json();
    assert_eq!(
        (before.get("files"), before["awaited"][0].get("received")),
        (None, None),
        "not handed in yet"
    );

    sender.app.clock.advance(10 * MINUTE);
    let number = last_number(&sender.app).await;
    let delivered = deliver(&sender, &reference, &[&told]).await;
    assert_eq!(delivered.status, 200, "{}", delivered.text());
    let entries = logged_since(&sender.app, number).await;
    assert!(entries.iter().any(|entry| entry.action == "case_document_sent"), "{entries:?}");
    let file = json!({ "id": told["id"], "name": "Attest.pdf", "size": 2000, "media_type": "application/pdf",
        "sha256": told["sha256"], "received": "2026-11-23T09:10:00.000Z" });
    assert_eq!(
        delivered.json()["awaited"],
        json!([{ "field": "vedlegg", "label": "Vedlegg (en)", "from": "person", "by": BY,
            "received": "2026-11-23T09:10:00.000Z", "files": [file] }])
    );
    assert_eq!(delivered.json()["files"], json!([file]));
    assert_eq!(sender.objects().len(), 1, "what was chosen and not handed in is gone");

    // The same again changes nothing, others are refused, and the case keeps what it has.
    sender.app.clock.advance(10 * MINUTE);
    let again = deliver(&sender, &reference, &[&told]).await;
    assert_eq!((again.status.as_u16(), again.json()), (200, delivered.json()));
    assert_eq!(deliver(&sender, &reference, &[&regretted]).await.problem(), "document_received");
    let more = sender.app.send(sender.announcement(100, &about(&reference, "Mer.pdf"))).await;
    assert_eq!(more.problem(), "document_received");
    assert_eq!(sender.app.send(sender.call("DELETE", &path)).await.status, 404);
    sender.app.clock.advance(100 * DAY);
    sweep(&sender.app.app).await;
    assert_eq!(sender.objects().len(), 1);
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn only_what_is_there_is_handed_in(#[case] place: Place) {
    let Some(sender) = Sender::on(place).await else { return };
    let reference = case_of(&sender, "a").await;
    let other = case_of(&sender, "b").await;
    let (_, told) = ready(&sender, &reference, "Attest.pdf", PDF).await;
    let (_, elsewhere) = ready(&sender, &other, "Annet.pdf", PDF).await;
    sender.begin_draft().await;
    let (_, of_draft) = sender.ready("Utkast.pdf", PDF).await;
    let made_up = json!({ "id": "0192e8a0-0000-7000-8000-000000000000" });
    for wrong in [&elsewhere, &of_draft, &made_up, &json!({ "id": "../1" })] {
        assert_eq!(deliver(&sender, &reference, &[&told, wrong]).await.problem(), "invalid_answers");
    }
    assert_eq!(deliver(&sender, &reference, &[]).await.problem(), "invalid_answers");

    let half = sender.app.send(sender.announcement(1000, &about(&reference, "Halv.pdf"))).await;
    let half = half.header("location").unwrap().rsplit('/').next().unwrap().to_owned();
    let pending = deliver(&sender, &reference, &[&told, &json!({ "id": half })]).await;
    assert_eq!((pending.problem().as_str(), &pending.json()["count"]), ("uploads_pending", &json!(1)));
    assert_eq!(deliver(&sender, &reference, &[&told]).await.status, 200);
    assert_eq!(chosen(&sender, &other).await["uploads"][0]["name"], "Annet.pdf", "the other case's stay");
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn other_peoples_cases_are_not_found(#[case] place: Place) {
    let Some(mut sender) = Sender::on(place).await else { return };
    let reference = case_of(&sender, "a").await;
    let (path, told) = ready(&sender, &reference, "Attest.pdf", PDF).await;
    let ingrid = std::mem::replace(&mut sender.cookie, sender.app.sign_in("jonas").await);
    let announced = sender.app.send(sender.announcement(100, &about(&reference, "a.pdf"))).await;
    assert_eq!(announced.problem(), "not_found");
    assert_eq!(deliver(&sender, &reference, &[&told]).await.problem(), "not_found");
    let list = sender.get(&format!("{UPLOADS}?case={reference}&field=vedlegg")).await;
    assert_eq!(list.problem(), "not_found");
    assert_eq!(sender.get(&format!("{path}/content")).await.problem(), "not_found");
    sender.cookie = String::new();
    assert_eq!(deliver(&sender, &reference, &[&told]).await.problem(), "sign_in_required");

    // Nor is a place of one's own case that awaits nothing, or a case that is closed.
    sender.cookie = ingrid;
    for (field, row) in [("attest", Some("r1")), ("navn", None), ("finnes_ikke", None)] {
        let mut place = vec![("filename", "a.pdf"), ("case", &*reference), ("field", field)];
        place.extend(row.map(|row| ("row", row)));
        assert_eq!(sender.app.send(sender.announcement(100, &place)).await.problem(), "not_found");
    }
    let (store, now) = (&sender.app.app.store, sender.app.app.clock.now());
    let person = store.demo_person("ingrid").await.unwrap().unwrap();
    let case = store.cases(person.id).await.unwrap().remove(0);
    store.set_case_status(case.id, CaseStatus::Closed, now).await.unwrap();
    assert_eq!(deliver(&sender, &reference, &[&told]).await.problem(), "not_found");
    let announced = sender.app.send(sender.announcement(100, &about(&reference, "b.pdf"))).await;
    assert_eq!(announced.problem(), "not_found");
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn handed_in_twice_at_the_same_moment_it_is_there_once(#[case] place: Place) {
    let Some(sender) = Sender::on(place).await else { return };
    let reference = case_of(&sender, "a").await;
    let (_, first) = ready(&sender, &reference, "En.pdf", PDF).await;
    let (_, second) = ready(&sender, &reference, "To.pdf", &pdf(900)).await;
    let (one, both) = ([&first], [&first, &second]);
    let (one, both) = tokio::join!(deliver(&sender, &reference, &one), deliver(&sender, &reference, &both));
    let statuses = [one.status.as_u16(), both.status.as_u16()];
    assert!(statuses == [200, 409] || statuses == [409, 200], "{statuses:?}");
    let case = sender.get(&format!("/api/v1/cases/{reference}")).await.json();
    let expected = if statuses[0] == 200 { 1 } else { 2 };
    assert_eq!(case["files"].as_array().unwrap().len(), expected);
    assert_eq!(sender.objects().len(), expected);
}

#[tokio::test]
async fn what_is_not_handed_in_is_given_up_after_a_week() {
    let sender = Sender::new().await;
    let reference = case_of(&sender, "a").await;
    ready(&sender, &reference, "Attest.pdf", PDF).await;
    sender.app.clock.advance(7 * DAY - 1);
    assert_eq!(sweep(&sender.app.app).await, 0);
    sender.app.clock.advance(1);
    assert_eq!(sweep(&sender.app.app).await, 1);
    assert!(sender.objects().is_empty());
}
