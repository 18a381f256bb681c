//! Who has the store of files alone has nothing of what people have sent.

use std::path::{Path, PathBuf};

use rstest::rstest;
use sea_orm::ConnectionTrait;
use server::{randomness::SystemRandomness, storage::Resealed, uploads::seal_older};

use super::{PDF, Place, Sender};
use crate::support::{Call, Database, Setup, keys};

/// Several segments long, and known again wherever it stands.
fn letter() -> Vec<u8> {
    let told = b"Et stort hull i veien ved skolen. ".repeat(6000);
    [&PDF[..9], &told, &PDF[9..]].concat()
}

/// Whether anything of it stands there as it was sent.
fn tells(object: &Path) -> bool {
    let bytes = std::fs::read(object).unwrap();
    [&b"%PDF"[..], b"hull i veien", b"ved skolen"]
        .iter()
        .any(|told| bytes.windows(told.len()).any(|window| window == *told))
}

async fn content(sender: &Sender, path: &str) -> Vec<u8> {
    let answer = sender.get(&format!("{path}/content")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()));
    answer.body
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn who_has_the_store_alone_reads_nothing(#[case] place: Place) {
    let Some(sender) = Sender::on(place).await else { return };
    let (path, told) = sender.ready("hull.pdf", &letter()).await;
    let half = sender.announce("halv.pdf", letter().len()).await;
    sender.app.send(sender.bytes(&half, 0, letter()[..100_000].to_vec())).await;
    let objects = sender.objects();
    assert_eq!(objects.len(), 2);
    for object in &objects {
        assert!(!tells(object), "{}", object.display());
        assert!(std::fs::metadata(object).unwrap().len() >= 100_000);
    }
    assert_eq!(
        (told["size"].as_u64(), content(&sender, &path).await),
        (Some(letter().len() as u64), letter())
    );
    // It goes on where it was.
    sender.app.send(sender.bytes(&half, 100_000, letter()[100_000..].to_vec())).await;
    assert_eq!(sender.decided(&half).await["state"], "ready");
    assert_eq!(content(&sender, &half).await, letter());
}

fn kept(sender: &Sender) -> PathBuf {
    let [object] = &sender.objects()[..] else { panic!("{:?}", sender.objects()) };
    object.clone()
}

#[tokio::test]
async fn what_has_been_changed_in_the_store_is_not_given_out() {
    let sender = Sender::new().await;
    let (path, _) = sender.ready("hull.pdf", &letter()).await;
    let object = kept(&sender);
    let whole = std::fs::read(&object).unwrap();
    let content = format!("{path}/content");
    for place in [0, 10, 40, 60_000] {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        std::fs::write(&object, changed).unwrap();
        let answer = sender.get(&content).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (500, "internal"), "{place}");
    }
    for length in [whole.len() - 1, 80_000] {
        std::fs::write(&object, &whole[..length]).unwrap();
        let answer = sender.app.open(Call::get(&content).cookie(&sender.cookie)).await;
        let read = axum::body::to_bytes(answer.into_body(), usize::MAX).await;
        assert!(read.is_err(), "{length}: it looks whole");
    }
    std::fs::write(&object, whole).unwrap();
    assert_eq!(self::content(&sender, &path).await, letter());
}

/// Of another file, under this one's name.
#[tokio::test]
async fn files_that_were_exchanged_are_not_given_out() {
    let sender = Sender::new().await;
    let (path, _) = sender.ready("en.pdf", &letter()).await;
    let first = kept(&sender);
    sender.ready("to.pdf", PDF).await;
    let second = sender.objects().into_iter().find(|object| *object != first).unwrap();
    std::fs::copy(second, first).unwrap();
    assert_eq!(sender.get(&format!("{path}/content")).await.problem(), "internal");
}

/// Makes a file what it was before there were keys of files.
async fn in_clear(sender: &Sender, path: &str, bytes: &[u8]) -> PathBuf {
    let id = path.rsplit('/').next().unwrap();
    let sealed = kept(sender);
    let clear = sender.files_folder().join("files").join(id);
    std::fs::create_dir_all(clear.parent().unwrap()).unwrap();
    std::fs::write(&clear, bytes).unwrap();
    std::fs::remove_file(sealed).unwrap();
    without_key(sender).await;
    clear
}

/// As rows of before are.
async fn without_key(sender: &Sender) {
    let connection = sea_orm::Database::connect(&sender.app.url).await.unwrap();
    connection.execute_unprepared("UPDATE attachment SET file_key = NULL").await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn a_file_that_was_begun_before_is_sent_to_its_end_and_sealed_then() {
    let sender = Sender::new().await;
    let path = sender.announce("begynt.pdf", letter().len()).await;
    without_key(&sender).await;
    sender.app.send(sender.bytes(&path, 0, letter()[..100_000].to_vec())).await;
    assert_eq!(seal_older(&sender.app.app).await, 0);
    sender.app.send(sender.bytes(&path, 100_000, letter()[100_000..].to_vec())).await;
    assert_eq!(sender.decided(&path).await["state"], "ready");
    assert!(tells(&kept(&sender)));
    assert_eq!(seal_older(&sender.app.app).await, 1);
    assert_eq!(seal_older(&sender.app.app).await, 0);
    assert!(!tells(&kept(&sender)));
    assert_eq!(content(&sender, &path).await, letter());
}

/// A server of the version before goes on beside a new one: it takes bytes and keeps files in clear, also those that a new
/// one has given a key.
#[tokio::test]
async fn what_a_server_of_before_has_kept_for_a_file_with_a_key_is_not_lost() {
    let sender = Sender::new().await;
    let (path, _) = sender.ready("ny.pdf", &letter()).await;
    let id = path.rsplit('/').next().unwrap();
    let clear = sender.files_folder().join("files").join(id);
    std::fs::create_dir_all(clear.parent().unwrap()).unwrap();
    std::fs::remove_file(kept(&sender)).unwrap();
    std::fs::write(&clear, letter()).unwrap();
    assert_eq!(seal_older(&sender.app.app).await, 1);
    assert_eq!(content(&sender, &path).await, letter());
    assert!(clear.exists());
    assert_eq!(seal_older(&sender.app.app).await, 0);
    assert!(!tells(&kept(&sender)));
    assert_eq!(content(&sender, &path).await, letter());
}

#[tokio::test]
async fn parts_that_a_server_of_before_has_taken_are_read() {
    let sender = Sender::new().await;
    let path = sender.announce("halvt.pdf", letter().len()).await;
    sender.app.send(sender.bytes(&path, 0, letter()[..100_000].to_vec())).await;
    // Where that one would have put the part.
    let sealed = kept(&sender);
    let id = path.rsplit('/').next().unwrap();
    let object = format!("parts/{id}/0-1");
    let clear = sender.files_folder().join(&object);
    std::fs::create_dir_all(clear.parent().unwrap()).unwrap();
    std::fs::write(&clear, &letter()[..100_000]).unwrap();
    std::fs::remove_file(sealed).unwrap();
    let connection = sea_orm::Database::connect(&sender.app.url).await.unwrap();
    let moved = format!("UPDATE attachment_part SET object = '{object}'");
    connection.execute_unprepared(&moved).await.unwrap();
    connection.close().await.unwrap();
    sender.app.send(sender.bytes(&path, 100_000, letter()[100_000..].to_vec())).await;
    assert_eq!(sender.decided(&path).await["state"], "ready");
    assert_eq!(content(&sender, &path).await, letter());
}

#[rstest]
#[case::sqlite(Database::Sqlite)]
#[case::postgres(Database::Postgres)]
#[tokio::test]
async fn a_change_of_keys_touches_no_file(#[case] database: Database) {
    let Some(sender) = Sender::with(Setup { database, ..Setup::default() }).await else { return };
    let (path, _) = sender.ready("hull.pdf", &letter()).await;
    let before = std::fs::read(kept(&sender)).unwrap();
    let mut keys = keys();
    let first = keys.active().clone();
    let second = keys.add(&SystemRandomness).unwrap();
    keys.choose(&second).unwrap();
    let Sender { app, cookie } = sender;
    let app = app.restarted_with_keys(&keys).await;
    while let Resealed::Some(_) = app.app.store.reseal_some().await.unwrap() {}
    keys.remove(&first).unwrap();
    let sender = Sender { app: app.restarted_with_keys(&keys).await, cookie };
    assert_eq!(content(&sender, &path).await, letter());
    assert_eq!(std::fs::read(kept(&sender)).unwrap(), before);
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn older_files_are_sealed_once_and_read_all_the_while(#[case] place: Place) {
    let Some(sender) = Sender::on(place).await else { return };
    let (path, _) = sender.ready("gammel.pdf", &letter()).await;
    let clear = in_clear(&sender, &path, &letter()).await;
    assert_eq!(content(&sender, &path).await, letter());
    // Two servers.
    let other = sender.app.another_app().await;
    let (here, there) = tokio::join!(seal_older(&sender.app.app), seal_older(&other));
    assert_eq!(here + there, 1);
    assert_eq!(content(&sender, &path).await, letter());
    assert!(clear.exists(), "somebody may be reading it");
    assert_eq!(seal_older(&other).await, 0);
    assert!(!clear.exists());
    assert!(!tells(&kept(&sender)));
    assert_eq!(content(&sender, &path).await, letter());
}

#[tokio::test]
async fn an_older_file_that_is_damaged_stays_as_it_is() {
    let sender = Sender::new().await;
    let (path, _) = sender.ready("gammel.pdf", &letter()).await;
    let clear = in_clear(&sender, &path, b"something else").await;
    assert_eq!(seal_older(&sender.app.app).await, 0);
    assert_eq!(std::fs::read(&clear).unwrap(), b"something else");
}
