//! Files of people who are not signed in: the code of the draft is the only key to them.

use std::path::PathBuf;

use rstest::rstest;
use serde_json::{Value, json};
use server::uploads::{UploadRules, sweep};

use super::{PDF, Place, Sender, UPLOADS, cut, offset, pdf};
use crate::support::{Call, DAY, MINUTE, Setup};

const DRAFT: &str = "/api/v1/forms/uten-innlogging/draft";

/// Somebody with a draft and its code; the code as it is typed, and the key of the draft.
async fn begin(sender: &mut Sender) -> (String, String) {
    let content = json!({ "version": 1, "page": "hva", "answers": {} });
    let begun = sender.app.send(Call::put(DRAFT).header("if-none-match", "*").json(&content)).await;
    assert_eq!(begun.status, 201, "{}", begun.text());
    sender.cookie = begun.cookie().unwrap();
    let text = |name: &str| begun.json()[name].as_str().unwrap().to_owned();
    (text("code"), text("key"))
}

async fn open_on(place: Place) -> Option<(Sender, String, String)> {
    open_with(place.setup()).await
}

async fn open_with(setup: Setup) -> Option<(Sender, String, String)> {
    let app = setup.start().await?;
    app.seed().await;
    let mut sender = Sender { app, cookie: String::new() };
    let (code, key) = begin(&mut sender).await;
    Some((sender, code, key))
}

fn about(name: &str) -> [(&str, &str); 3] {
    [("filename", name), ("form", "uten-innlogging"), ("field", "bilde")]
}

async fn announce(sender: &Sender, name: &str, length: usize) -> String {
    let answer = sender.app.send(sender.announcement(length, &about(name))).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.header("location").unwrap().to_owned()
}

async fn ready(sender: &Sender, name: &str, contents: &[u8]) -> (String, Value) {
    let path = announce(sender, name, contents.len()).await;
    sender.app.send(sender.bytes(&path, 0, contents.to_vec())).await;
    let told = sender.decided(&path).await;
    assert_eq!(told["state"], "ready", "{told}");
    (path, told)
}

async fn listed(sender: &Sender) -> Value {
    sender.get(&format!("{UPLOADS}?form=uten-innlogging")).await.json()
}

fn naming(told: &Value) -> Value {
    let file = json!({ "id": told["id"], "name": told["name"], "size": told["size"],
        "media_type": told["media_type"], "sha256": told["sha256"] });
    json!({ "beskrivelse": "Et hull", "kode_i_brev": "AB12",
        "bilde": { "how": "now", "files": [file] } })
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn sent_over_a_cut_network_gone_on_with_elsewhere_and_part_of_the_case(#[case] place: Place) {
    let Some((mut sender, code, key)) = open_on(place).await else { return };
    let file = pdf(700_000);
    let path = announce(&sender, "Hull.pdf", file.len()).await;
    sender.app.send(sender.bytes(&path, 0, cut(&file[..400_000]))).await;
    assert_eq!(offset(&sender.head(&path).await), 400_000);

    // On another device, by the code.
    let opened = sender.app.send(Call::post("/api/v1/draft-code").json(&json!({ "code": code }))).await;
    let here = std::mem::replace(&mut sender.cookie, opened.cookie().unwrap());
    assert_eq!(listed(&sender).await["uploads"][0]["received"], 400_000);
    sender.app.send(sender.bytes(&path, 400_000, file[400_000..].to_vec())).await;
    let told = sender.decided(&path).await;
    assert_eq!(told["state"], "ready", "{told}");

    let send = |cookie: &str| {
        Call::post("/api/v1/forms/uten-innlogging/submissions")
            .cookie(cookie)
            .header("idempotency-key", &key)
            .json(&json!({ "version": 1, "language": "nb", "answers": naming(&told) }))
    };
    let sent = sender.app.send(send(&sender.cookie)).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
    let again = sender.app.send(send(&here)).await;
    assert_eq!((again.status.as_u16(), again.json()), (200, sent.json()));
    let reference = sent.json()["reference"].as_str().unwrap().to_owned();
    let receipt = format!("/api/v1/forms/uten-innlogging/submissions/{reference}");
    let case = sender.get(&receipt).await.json()["case"].clone();
    assert_eq!(
        (&case["files"][0]["name"], &case["files"][0]["sha256"]),
        (&json!("Hull.pdf"), &told["sha256"])
    );
    assert_eq!(sender.get(&format!("{path}/content")).await.body, file, "while the receipt can be seen");
    assert_eq!(sender.app.send(sender.call("DELETE", &path)).await.status, 404, "a case keeps its files");
    sender.app.clock.advance(2 * 60 * MINUTE);
    assert_eq!(sender.get(&format!("{path}/content")).await.problem(), "sign_in_required");
    sender.app.clock.advance(100 * DAY);
    for _ in 0..2 {
        sender.app.app.store.sweep(sender.app.app.clock.now()).await.unwrap();
        sweep(&sender.app.app).await;
    }
    assert_eq!(sender.objects().len(), 1, "the case's file outlives its code");
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn nobody_without_the_code_sees_or_touches_a_file(#[case] place: Place) {
    let Some((mut sender, _, _)) = open_on(place).await else { return };
    let (path, told) = ready(&sender, "Hull.pdf", PDF).await;
    let half = announce(&sender, "Halv.pdf", 1000).await;
    let own = sender.cookie.clone();
    let (_, other_key) = begin(&mut sender).await;
    let other = sender.cookie.clone();
    let ingrid = sender.app.sign_in("ingrid").await;
    let guessed = format!("{UPLOADS}/0192e8a0-0000-7000-8000-000000000000");

    // Another holder's code, somebody signed in, and that somebody with the right code beside the session.
    for cookie in [other.clone(), ingrid.clone(), format!("{own}; {ingrid}")] {
        sender.cookie = cookie;
        for path in [&path, &half, &guessed] {
            for call in [
                sender.call("HEAD", path),
                sender.call("GET", path),
                sender.call("GET", &format!("{path}/content")),
                sender.bytes(path, 0, "x"),
                sender.call("DELETE", path),
            ] {
                assert_eq!(sender.app.send(call).await.status, 404, "{} {path}", sender.cookie);
            }
        }
        assert_eq!(listed(&sender).await["uploads"], json!([]));
    }
    // Without any code the answer is one, whatever there is.
    for cookie in ["", "__Host-draft-uten-innlogging=C7KAQX4M3TRH9WNE", "__Host-draft-prove=C7KAQX4M3TRH9WNE"]
    {
        sender.cookie = cookie.to_owned();
        for path in [&path, &half, &guessed] {
            assert_eq!(sender.get(path).await.problem(), "sign_in_required");
            assert_eq!(sender.app.send(sender.call("DELETE", path)).await.problem(), "sign_in_required");
            assert_eq!(sender.app.send(sender.bytes(path, 0, "x")).await.problem(), "sign_in_required");
        }
        assert_eq!(listed(&sender).await["uploads"], json!([]));
        let none = sender.app.send(sender.announcement(100, &about("a.pdf"))).await;
        assert_eq!(none.problem(), "draft_required");
        let theirs = sender.app.send(sender.announcement(100, &super::about("a.pdf"))).await;
        assert_eq!(theirs.problem(), "sign_in_required", "a form that needs sign-in");
    }
    // Nor does another draft send it.
    let stolen = Call::post("/api/v1/forms/uten-innlogging/submissions")
        .cookie(&other)
        .header("idempotency-key", &other_key)
        .json(&json!({ "version": 1, "language": "nb", "answers": naming(&told) }));
    assert_eq!(sender.app.send(stolen).await.problem(), "invalid_answers");

    sender.cookie = own;
    assert_eq!(sender.get(&path).await.json()["state"], "ready", "nothing has happened to it");
    assert_eq!(listed(&sender).await["uploads"].as_array().unwrap().len(), 2);
    assert_eq!(sender.app.send(sender.call("DELETE", &path)).await.status, 204);
    assert_eq!(sender.objects(), Vec::<PathBuf>::new());
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn who_takes_the_draft_over_has_its_files(#[case] place: Place) {
    let Some((mut sender, code, _)) = open_on(place).await else { return };
    let (path, _) = ready(&sender, "Hull.pdf", PDF).await;
    let ingrid = sender.app.sign_in("ingrid").await;
    let enter = Call::post("/api/v1/draft-code").cookie(&ingrid).json(&json!({ "code": code }));
    assert_eq!(sender.app.send(enter).await.status, 200);
    assert_eq!(sender.get(&path).await.problem(), "sign_in_required", "the code has ended");
    sender.cookie = ingrid;
    assert_eq!(listed(&sender).await["uploads"][0]["name"], "Hull.pdf");
    assert_eq!(sender.get(&format!("{path}/content")).await.body, PDF);
    let given_up = sender.app.send(Call::delete(DRAFT).cookie(&sender.cookie)).await;
    assert_eq!(given_up.status, 204);
    assert_eq!(sender.objects(), Vec::<PathBuf>::new());
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn with_the_draft_the_files_are_gone(#[case] place: Place) {
    let Some((mut sender, code, _)) = open_on(place).await else { return };
    let (path, _) = ready(&sender, "Hull.pdf", PDF).await;
    let half = announce(&sender, "Halv.pdf", 1000).await;
    sender.app.send(sender.bytes(&half, 0, vec![b'x'; 300])).await;
    assert_eq!(sender.objects().len(), 2);
    assert_eq!(sender.app.send(Call::delete(DRAFT).cookie(&sender.cookie)).await.status, 204);
    assert_eq!(sender.objects(), Vec::<PathBuf>::new(), "given up");
    assert_eq!(sender.get(&path).await.problem(), "sign_in_required");
    let entered = sender.app.send(Call::post("/api/v1/draft-code").json(&json!({ "code": code }))).await;
    assert_eq!(entered.problem(), "draft_code_unknown");

    begin(&mut sender).await;
    ready(&sender, "Hull.pdf", PDF).await;
    sender.app.clock.advance(8 * DAY);
    sender.app.app.store.sweep(sender.app.app.clock.now()).await.unwrap();
    sweep(&sender.app.app).await;
    assert_eq!(sender.objects(), Vec::<PathBuf>::new(), "past its day");
    // Whom they belonged to goes with the next sweep, and nothing is left to trip over.
    sender.app.app.store.sweep(sender.app.app.clock.now()).await.unwrap();
    assert_eq!(sweep(&sender.app.app).await, 0);
}

#[tokio::test]
async fn a_draft_and_an_address_have_room_for_so_much() {
    let rules = UploadRules { open_draft_bytes: 3000, ..UploadRules::default() };
    let (sender, _, _) = open_with(Setup { uploads: rules, ..Setup::default() }).await.unwrap();
    assert_eq!(listed(&sender).await["limits"]["draft_bytes"], 3000);
    announce(&sender, "a.pdf", 2000).await;
    let second = sender.app.send(sender.announcement(1001, &about("b.pdf"))).await;
    assert_eq!((second.problem().as_str(), &second.json()["limit"]), ("files_too_large", &3000.into()));

    let (mut sender, _, _) = open_with(Setup::default()).await.unwrap();
    let from = |sender: &Sender, address: &str| sender.announcement(9_999_999, &about("a.pdf")).from(address);
    // A thousand megabytes: a hundred of the largest files, whoever's they are.
    for count in 0..100 {
        if count % 3 == 0 {
            begin(&mut sender).await;
        }
        assert_eq!(sender.app.send(from(&sender, "192.0.2.1")).await.status, 201);
    }
    begin(&mut sender).await;
    let full = sender.app.send(from(&sender, "192.0.2.1")).await;
    assert_eq!(full.problem(), "too_many_tries");
    assert_eq!(full.header("retry-after").unwrap(), full.json()["seconds"].to_string());
    assert_eq!(sender.app.send(from(&sender, "192.0.2.2")).await.status, 201);
    sender.app.clock.advance(10 * MINUTE);
    assert_eq!(sender.app.send(from(&sender, "192.0.2.1")).await.status, 201);
}
