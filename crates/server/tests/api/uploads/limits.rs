//! How large, how many, how much.

use rstest::rstest;
use server::uploads::UploadRules;

use super::{Place, Sender, UPLOADS, about, pdf};
use crate::support::{Call, Setup};

#[tokio::test]
async fn a_file_that_says_that_it_is_too_large_is_refused_at_once() {
    let sender = Sender::new().await;
    for length in [10_000_001, usize::MAX] {
        let answer = sender.app.send(sender.announcement(length, &about("a.pdf"))).await;
        assert_eq!((answer.problem().as_str(), answer.status.as_u16()), ("file_too_large", 413));
        assert_eq!(answer.json()["limit"], 10_000_000);
    }
    let list = sender.get(&format!("{UPLOADS}?form=prove")).await.json();
    assert_eq!(list["uploads"].as_array().unwrap().len(), 0);
    assert_eq!(list["limits"]["file_bytes"], 30_000_000);
    assert_eq!(sender.get(UPLOADS).await.problem(), "invalid_parameter");
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn a_field_a_draft_and_a_person_have_room_for_so_much(#[case] place: Place) {
    let rules =
        UploadRules { field_files: 2, draft_bytes: 3000, person_bytes: 3500, ..UploadRules::default() };
    let setup = Setup { uploads: rules, ..place.setup() };
    let Some(sender) = Sender::with(setup).await else { return };
    let first = sender.announce("a.pdf", 1000).await;
    sender.announce("b.pdf", 1000).await;
    let third = sender.app.send(sender.announcement(1000, &about("c.pdf"))).await;
    assert_eq!((third.problem().as_str(), third.status.as_u16()), ("too_many_files", 422));
    assert_eq!(third.json()["limit"], 2);

    let elsewhere = |row| [("filename", "c.pdf"), ("form", "prove"), ("field", "attest"), ("row", row)];
    let large = sender.app.send(sender.announcement(1001, &elsewhere("rad-1"))).await;
    assert_eq!((large.problem().as_str(), large.status.as_u16()), ("files_too_large", 413));
    assert_eq!(large.json()["limit"], 3000);
    assert_eq!(sender.app.send(sender.announcement(1000, &elsewhere("rad-1"))).await.status, 201);

    // What is taken away, or refused, makes room.
    assert_eq!(sender.app.send(sender.call("DELETE", &first)).await.status, 204);
    assert_eq!(sender.app.send(sender.call("DELETE", &first)).await.status, 404);
    let path = sender.upload("d.pdf", &[b'x'; 900]).await;
    assert_eq!(sender.decided(&path).await["state"], "refused");
    sender.ready("e.pdf", &pdf(1000)).await;
}

#[tokio::test]
async fn all_drafts_of_a_person_have_room_for_so_much() {
    let rules = UploadRules { person_bytes: 2500, ..UploadRules::default() };
    let sender = Sender::with(Setup { uploads: rules, ..Setup::default() }).await.unwrap();
    sender.announce("a.pdf", 2000).await;
    let second = sender.app.send(sender.announcement(501, &about("b.pdf"))).await;
    assert_eq!((second.problem().as_str(), &second.json()["limit"]), ("files_too_large", &2500.into()));
    assert_eq!(
        sender.app.send(Call::delete("/api/v1/forms/prove/draft").cookie(&sender.cookie)).await.status,
        204
    );
    sender.begin_draft().await;
    sender.announce("b.pdf", 2500).await;
}

#[tokio::test]
async fn a_file_is_announced_for_a_field_that_takes_files() {
    let sender = Sender::new().await;
    let place = |field, row: Option<&'static str>| {
        let usual = [("filename", "a.pdf"), ("form", "prove"), ("field", field)];
        usual.into_iter().chain(row.map(|row| ("row", row))).collect::<Vec<_>>()
    };
    for (field, row, wrong) in [
        ("navn", None, "field"),
        ("finnes_ikke", None, "field"),
        ("barn", None, "field"),
        ("vedlegg", Some("r1"), "row"),
        ("attest", None, "row"),
    ] {
        let answer = sender.app.send(sender.announcement(100, &place(field, row))).await;
        assert_eq!((answer.problem().as_str(), &answer.json()["name"]), ("invalid_parameter", &wrong.into()));
    }
}

#[tokio::test]
async fn a_field_takes_what_the_form_says() {
    let sender = Sender::new().await;
    let attest = [("filename", "a.png"), ("form", "prove"), ("field", "attest"), ("row", "r1")];
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    let path = sender.app.send(sender.announcement(picture.len(), &attest)).await;
    let path = path.header("location").unwrap().to_owned();
    sender.app.send(sender.bytes(&path, 0, picture.to_vec())).await;
    let refusal = sender.decided(&path).await["refusal"].clone();
    assert_eq!(
        (&refusal["reason"], &refusal["allowed"]),
        (&"type_not_allowed".into(), &serde_json::json!(["pdf"]))
    );

    // A refused one takes no room: two more fit, and no third.
    for (at, status) in [201, 201, 422].into_iter().enumerate() {
        let name = format!("{at}.pdf");
        let attest = [("filename", name.as_str()), ("form", "prove"), ("field", "attest"), ("row", "r1")];
        assert_eq!(sender.app.send(sender.announcement(100, &attest)).await.status, status);
    }
}
