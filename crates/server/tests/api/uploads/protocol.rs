//! tus 1.0.0 as its clients speak it.

use base64::{Engine, engine::general_purpose::STANDARD};
use rstest::rstest;
use sha2::{Digest, Sha256};

use super::{Place, Sender, UPLOADS, about, cut, encoded, offset, pdf};
use crate::support::{Call, TestApp};

#[tokio::test]
async fn the_server_says_what_it_speaks() {
    let sender = Sender::new().await;
    let answer = sender.app.send(Call::new("OPTIONS", UPLOADS)).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("tus-version"), Some("1.0.0"));
    assert_eq!(
        answer.header("tus-extension"),
        Some("creation,creation-with-upload,termination,expiration,checksum")
    );
    assert_eq!(answer.header("tus-max-size"), Some("30000000"));
    let path = sender.announce("a.pdf", 100).await;
    for call in [
        sender.announcement(100, &about("b.pdf")),
        sender.call("HEAD", &path),
        sender.bytes(&path, 0, "x"),
        sender.call("DELETE", &path),
    ] {
        let answer = sender.app.send(call.header("tus-resumable", "0.2.2")).await;
        assert_eq!((answer.status.as_u16(), answer.header("tus-version")), (412, Some("1.0.0")));
    }
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn a_cut_connection_costs_nothing_that_has_come(#[case] place: Place) {
    let Some(sender) = Sender::on(place).await else { return };
    let file = pdf(700_001);
    let path = sender.announce("Kvittering.pdf", file.len()).await;
    let answer = sender.app.send(sender.bytes(&path, 0, cut(&file[..612_345]))).await;
    assert_eq!(answer.problem(), "timeout");
    let head = sender.head(&path).await;
    assert_eq!((head.status.as_u16(), offset(&head)), (200, 612_345));
    assert_eq!(head.header("upload-length"), Some("700001"));
    assert_eq!(head.header("cache-control"), Some("no-store"));
    assert_eq!(head.header("upload-metadata"), Some(encoded(&about("Kvittering.pdf")).as_str()));
    assert_eq!(head.header("upload-expires"), Some("Tue, 24 Nov 2026 09:00:00 GMT"));
    assert_eq!(sender.get(&path).await.json()["state"], "uploading");

    let answer = sender.app.send(sender.bytes(&path, 612_345, file[612_345..].to_vec())).await;
    assert_eq!((answer.status.as_u16(), offset(&answer)), (204, 700_001));
    assert_eq!(sender.decided(&path).await["state"], "ready");
    assert_eq!(sender.get(&format!("{path}/content")).await.body, file);
    assert_eq!(sender.objects().len(), 1, "the parts are gone");
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn bytes_that_begin_elsewhere_are_refused(#[case] place: Place) {
    let Some(sender) = Sender::on(place).await else { return };
    let file = pdf(1000);
    let path = sender.announce("a.pdf", file.len()).await;
    sender.app.send(sender.bytes(&path, 0, file[..400].to_vec())).await;
    for wrong in [0, 399, 401, 1000] {
        let answer = sender.app.send(sender.bytes(&path, wrong, "x")).await;
        assert_eq!((answer.problem().as_str(), answer.status.as_u16()), ("offset_mismatch", 409));
        assert_eq!(answer.json()["offset"], 400);
    }
    let answer = sender.app.send(sender.bytes(&path, 400, "x").header("upload-offset", "+400")).await;
    assert_eq!(answer.problem(), "invalid_parameter");
    let answer = sender.app.send(sender.bytes(&path, 400, "x").header("content-type", "text/plain")).await;
    assert_eq!(answer.problem(), "unsupported_media_type");
    assert_eq!(offset(&sender.head(&path).await), 400);
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_bytes_at_the_same_moment_arrive_once(#[case] place: Place) {
    let Some(sender) = Sender::on(place).await else { return };
    let file = pdf(600_000);
    let path = sender.announce("a.pdf", file.len()).await;
    let (first, second) = tokio::join!(
        sender.app.send(sender.bytes(&path, 0, file.clone())),
        sender.app.send(sender.bytes(&path, 0, file.clone())),
    );
    // One may have come just after the other; never do both count.
    let statuses = [first.status.as_u16(), second.status.as_u16()];
    assert!(statuses.iter().all(|status| [204, 409].contains(status)), "{statuses:?}");
    let arrived = offset(&sender.head(&path).await);
    if arrived < file.len() {
        sender.app.send(sender.bytes(&path, arrived, file[arrived..].to_vec())).await;
    }
    assert_eq!(sender.decided(&path).await["state"], "ready");
    assert_eq!(sender.get(&format!("{path}/content")).await.body, file);
}

#[tokio::test]
async fn the_last_bytes_twice_are_fine() {
    let sender = Sender::new().await;
    let file = pdf(1000);
    let path = sender.upload("a.pdf", &file).await;
    let again = sender.app.send(sender.bytes(&path, 1000, "")).await;
    assert_eq!((again.status.as_u16(), offset(&again)), (204, 1000));
    let first = sender.decided(&path).await;
    let again = sender.app.send(sender.bytes(&path, 1000, "")).await;
    assert_eq!(again.status, 204);
    assert_eq!(sender.get(&path).await.json(), first, "nothing is looked at a second time");
}

#[tokio::test]
async fn more_bytes_than_announced_are_refused() {
    let sender = Sender::new().await;
    let path = sender.announce("a.pdf", 1000).await;
    let announced = sender.bytes(&path, 0, "x").header("content-length", "1001");
    let answer = sender.app.send(announced).await;
    assert_eq!((answer.problem().as_str(), &answer.json()["limit"]), ("body_too_large", &1000.into()));
    let piece = Ok::<_, std::io::Error>(vec![0; 1001]);
    let streamed = axum::body::Body::from_stream(futures_util::stream::iter([piece]));
    let answer = sender.app.send(sender.bytes(&path, 0, streamed)).await;
    assert_eq!(answer.problem(), "body_too_large");
    assert_eq!(offset(&sender.head(&path).await), 0);
}

#[tokio::test]
async fn bytes_may_come_with_the_announcement() {
    let sender = Sender::new().await;
    let file = pdf(1000);
    let call = sender.announcement(file.len(), &about("a.pdf"));
    let call = call.header("content-type", "application/offset+octet-stream").body(file[..600].to_vec());
    let answer = sender.app.send(call).await;
    assert_eq!((answer.status.as_u16(), offset(&answer)), (201, 600));
    let path = answer.header("location").unwrap().to_owned();
    sender.app.send(sender.bytes(&path, 600, file[600..].to_vec())).await;
    assert_eq!(sender.decided(&path).await["state"], "ready");
}

#[tokio::test]
async fn a_sum_that_is_wrong_keeps_nothing() {
    let sender = Sender::new().await;
    let file = pdf(600_000);
    let path = sender.announce("a.pdf", file.len()).await;
    let sum = |bytes: &[u8]| format!("sha256 {}", STANDARD.encode(Sha256::digest(bytes)));
    let wrong = sender.bytes(&path, 0, file.clone()).header("upload-checksum", &sum(b"other"));
    let answer = sender.app.send(wrong).await;
    assert_eq!((answer.problem().as_str(), answer.status.as_u16()), ("checksum_mismatch", 460));
    assert_eq!((offset(&sender.head(&path).await), sender.objects().len()), (0, 0));
    let cut_off = sender.bytes(&path, 0, cut(&file[..500_000])).header("upload-checksum", &sum(&file));
    sender.app.send(cut_off).await;
    assert_eq!(offset(&sender.head(&path).await), 0, "what cannot be checked is not kept");
    let unknown = sender.bytes(&path, 0, "x").header("upload-checksum", "md5 AAAA");
    assert_eq!(sender.app.send(unknown).await.problem(), "invalid_parameter");
    let right = sender.bytes(&path, 0, file.clone()).header("upload-checksum", &sum(&file));
    assert_eq!(offset(&sender.app.send(right).await), file.len());
    assert_eq!(sender.decided(&path).await["state"], "ready");
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn the_same_file_announced_again_is_the_same(#[case] place: Place) {
    let Some(sender) = Sender::on(place).await else { return };
    let with = |name| [&about(name)[..], &[("key", "fil-1")]].concat();
    let first = sender.app.send(sender.announcement(1000, &with("a.pdf"))).await;
    let path = first.header("location").unwrap().to_owned();
    sender.app.send(sender.bytes(&path, 0, pdf(1000)[..300].to_vec())).await;
    let again = sender.app.send(sender.announcement(1000, &with("a.pdf"))).await;
    assert_eq!((again.status.as_u16(), again.header("location")), (201, Some(path.as_str())));
    assert_eq!(offset(&again), 300);
    let other = sender.app.send(sender.announcement(1000, &with("b.pdf"))).await;
    assert_eq!(other.problem(), "upload_key_reused");
    // After a refusal another file may take the same row.
    sender.app.send(sender.bytes(&path, 300, vec![b'x'; 700])).await;
    assert_eq!(sender.decided(&path).await["state"], "refused");
    let other = sender.app.send(sender.announcement(1000, &with("b.pdf"))).await;
    assert_eq!(other.status, 201);
    assert_ne!(other.header("location"), Some(path.as_str()));
    let list = sender.get(&format!("{UPLOADS}?form=prove")).await.json();
    assert_eq!((list["uploads"].as_array().unwrap().len(), &list["uploads"][0]["key"]), (1, &"fil-1".into()));
}

#[rstest]
#[case("upload-length", "")]
#[case("upload-length", "-1")]
#[case("upload-length", "1e3")]
#[case("upload-metadata", "")]
#[case("upload-metadata", "filename YS5wZGY=,form cHJvdmU=")]
#[case("upload-metadata", "filename YS5wZGY=,form Zmlubi1pa2tl,field YQ==")]
#[case("upload-metadata", "filename YS5wZGY=,form cHJvdmU=,field Li4vLi4=")]
#[case("upload-metadata", "filename Li4=,form cHJvdmU=,field YQ==")]
#[tokio::test]
async fn an_announcement_that_cannot_be_used_is_refused(#[case] name: &str, #[case] value: &str) {
    let sender = Sender::new().await;
    let call = sender.announcement(100, &about("a.pdf")).header(name, value);
    assert_eq!(sender.app.send(call).await.problem(), "invalid_parameter");
}

#[tokio::test]
async fn a_file_belongs_to_a_draft_and_to_one_person() {
    let sender = Sender::new().await;
    let path = sender.announce("a.pdf", 1000).await;
    let jonas = Sender { cookie: sender.app.sign_in("jonas").await, app: sender.app };
    for call in [
        jonas.call("HEAD", &path),
        jonas.bytes(&path, 0, "x"),
        jonas.call("DELETE", &path),
        jonas.call("GET", &path),
        jonas.call("GET", &format!("{path}/content")),
        jonas.call("GET", &format!("{UPLOADS}/1")),
        jonas.call("GET", &format!("{UPLOADS}/..%2f1")),
    ] {
        assert_eq!(jonas.app.send(call).await.status, 404);
    }
    let none = jonas.app.send(jonas.announcement(1000, &about("a.pdf"))).await;
    assert_eq!(none.problem(), "draft_required");
    let list = jonas.get(&format!("{UPLOADS}?form=prove")).await.json();
    assert_eq!(list["uploads"], serde_json::json!([]));
    let nobody = Sender { cookie: String::new(), app: jonas.app };
    assert_eq!(nobody.get(&path).await.problem(), "sign_in_required");
    assert_eq!(nobody.app.send(nobody.bytes(&path, 0, "x")).await.problem(), "sign_in_required");
}

#[rstest]
#[case("sec-fetch-site", "cross-site")]
#[case("origin", "https://ond.example")]
#[tokio::test]
async fn another_site_sends_nothing(#[case] name: &str, #[case] value: &str) {
    let sender = Sender::new().await;
    let path = sender.announce("a.pdf", 1000).await;
    for call in
        [sender.announcement(10, &about("b.pdf")), sender.bytes(&path, 0, "x"), sender.call("DELETE", &path)]
    {
        assert_eq!(sender.app.send(call.header(name, value)).await.problem(), "cross_site");
    }
    // The names of methods are not taken from headers: a post stays a post.
    let disguised = sender.call("POST", &path).header("x-http-method-override", "DELETE");
    assert_eq!(sender.app.send(disguised).await.problem(), "method_not_allowed");
    assert_eq!(sender.head(&path).await.status, 200);
}

#[tokio::test]
async fn a_file_that_stays_unfinished_is_given_up() {
    let sender = Sender::new().await;
    let path = sender.announce("a.pdf", 1000).await;
    sender.app.send(sender.bytes(&path, 0, pdf(1000)[..300].to_vec())).await;
    sender.app.clock.advance(24 * 60 * 60 * 1000);
    let app: &TestApp = &sender.app;
    let cookie = app.sign_in("ingrid").await;
    let head = Call::new("HEAD", &path).cookie(&cookie).header("tus-resumable", "1.0.0");
    assert_eq!(app.send(head).await.status, 404);
    assert_eq!(server::uploads::sweep(&app.app).await, 1);
    assert_eq!(sender.objects(), Vec::<std::path::PathBuf>::new());
}
