//! What only a bucket can do: be down, be shared by servers, and hold more than a page of names.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU32, Ordering},
};

use axum::{Router, body::Body};
use bytes::Bytes;
use futures_util::{StreamExt, future::BoxFuture, stream};
use server::{
    router::router,
    state::App,
    uploads::{
        ExampleScanner, Files, S3Settings, Scanner, ScannerError, Uploads, Verdict, remove_strays,
        resume_waiting,
    },
};
use tower::ServiceExt;
use uuid::Uuid;

use super::{PDF, Place, Sender, offset, pdf};
use crate::{
    bucket::Bucket,
    support::{Call, Database, FilesIn, Setup},
};

/// The bytes that are written down at once.
const PART: usize = 256 * 1024;

impl Sender {
    fn bucket(&self) -> &Bucket {
        self.app.bucket.as_ref().unwrap()
    }
}

/// Counts, and does something the first time before it answers as that of a demo does.
struct Watcher {
    looks: AtomicU32,
    kills: std::sync::Mutex<Option<Bucket>>,
}

impl Scanner for Watcher {
    fn scan(&self, bytes: Bytes) -> BoxFuture<'_, Result<Verdict, ScannerError>> {
        self.looks.fetch_add(1, Ordering::SeqCst);
        let kills = self.kills.lock().unwrap().take();
        Box::pin(async move {
            if let Some(bucket) = kills {
                bucket.kill().await;
            }
            ExampleScanner.scan(bytes).await
        })
    }
}

fn watcher() -> Arc<Watcher> {
    Arc::new(Watcher { looks: AtomicU32::new(0), kills: std::sync::Mutex::default() })
}

#[tokio::test]
async fn a_store_that_is_killed_in_the_middle_of_an_upload_costs_nothing_that_has_come() {
    let sender = Sender::on(Place::Bucket).await.unwrap();
    let file = pdf(5 * PART);
    let path = sender.announce("a.pdf", file.len()).await;
    let bucket = sender.bucket().clone();
    let (first, rest) =
        (Bytes::copy_from_slice(&file[..2 * PART]), Bytes::copy_from_slice(&file[2 * PART..]));
    let store = bucket.clone();
    // The rest is sent when the first parts are written down, to a store that is gone by then.
    let written = {
        let kept = bucket.folder();
        move || super::files_below(&kept).len() >= 2
    };
    let pieces = stream::iter([first]).chain(stream::once(async move {
        while !written() {
            tokio::task::yield_now().await;
        }
        store.kill().await;
        rest
    }));
    let body = Body::from_stream(pieces.map(Ok::<_, std::convert::Infallible>));
    let cut = sender.app.send(sender.bytes(&path, 0, body)).await;
    assert_eq!((cut.status.as_u16(), cut.problem().as_str()), (503, "unavailable"));
    assert!(cut.headers.contains_key("retry-after"));
    let arrived = offset(&sender.head(&path).await);
    assert!(
        arrived == PART || arrived == 2 * PART,
        "whole parts, and of those what was written down: {arrived}"
    );
    let down = sender.app.send(sender.bytes(&path, arrived, file[arrived..].to_vec())).await;
    assert_eq!(down.problem(), "unavailable");
    assert_eq!(offset(&sender.head(&path).await), arrived);
    bucket.restart().await;
    let sent = sender.app.send(sender.bytes(&path, arrived, file[arrived..].to_vec())).await;
    assert_eq!((sent.status.as_u16(), offset(&sent)), (204, file.len()));
    assert_eq!(sender.decided(&path).await["state"], "ready");
    let content = format!("{path}/content");
    assert!(sender.get(&content).await.body == file, "byte for byte");
    // Nothing is left of the attempts.
    assert_eq!(sender.objects().len(), 1);
    bucket.kill().await;
    assert_eq!(sender.get(&content).await.problem(), "unavailable");
    bucket.restart().await;
    assert!(sender.get(&content).await.body == file);
}

/// However long the store is gone: a file is not refused for that.
#[tokio::test]
async fn a_file_waits_for_a_store_that_is_down() {
    let scanner = watcher();
    let setup = Setup { files: FilesIn::Bucket, scanner: scanner.clone(), ..Setup::default() };
    let sender = Sender::with(setup).await.unwrap();
    *scanner.kills.lock().unwrap() = Some(sender.bucket().clone());
    let path = sender.upload("a.pdf", PDF).await;
    while scanner.looks.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    for _ in 0..7 {
        sender.app.clock.advance(61_000);
        resume_waiting(&sender.app.app).await;
        assert_eq!(sender.get(&path).await.json()["state"], "scanning");
    }
    sender.bucket().restart().await;
    sender.app.clock.advance(61_000);
    resume_waiting(&sender.app.app).await;
    assert_eq!(sender.get(&path).await.json()["state"], "ready");
    assert_eq!(sender.get(&format!("{path}/content")).await.body, PDF);
}

/// Another server on the same database and bucket, with connections of its own to both.
async fn another(sender: &Sender) -> (Arc<App>, Router) {
    let Ok(mut app) = Arc::try_unwrap(sender.app.another_app().await) else { unreachable!("it is new") };
    let Uploads { scanner, rules, .. } = app.uploads.clone();
    app.uploads = Uploads::new(sender.bucket().files(), scanner, rules);
    let app = Arc::new(app);
    (app.clone(), router(&app))
}

#[tokio::test]
async fn what_is_begun_on_one_server_is_finished_on_another_and_looked_at_once() {
    let scanner = watcher();
    let setup = Setup {
        database: Database::Postgres,
        files: FilesIn::Bucket,
        scanner: scanner.clone(),
        ..Setup::default()
    };
    let Some(sender) = Sender::with(setup).await else { return };
    let (app, other) = another(&sender).await;
    let file = pdf(PART + 1000);
    let path = sender.announce("a.pdf", file.len()).await;
    let half = sender.app.send(sender.bytes(&path, 0, file[..PART].to_vec())).await;
    assert_eq!(half.status, 204);
    // Neither takes what the other is about to get for left behind.
    assert_eq!((remove_strays(&app).await, remove_strays(&sender.app.app).await), (0, 0));
    let rest = sender.bytes(&path, PART, file[PART..].to_vec());
    let rest = other.clone().oneshot(rest.request()).await.unwrap();
    assert_eq!(rest.status(), 204);
    // Both look for work while one of them has taken it.
    let done = AtomicBool::new(false);
    let looking = async {
        while !done.load(Ordering::SeqCst) {
            tokio::join!(resume_waiting(&app), resume_waiting(&sender.app.app));
            tokio::task::yield_now().await;
        }
    };
    let decided = async {
        let told = sender.decided(&path).await;
        done.store(true, Ordering::SeqCst);
        told
    };
    let ((), told) = tokio::join!(looking, decided);
    assert_eq!(told["state"], "ready", "{told}");
    assert_eq!(scanner.looks.load(Ordering::SeqCst), 1);
    let content = format!("{path}/content");
    assert!(sender.get(&content).await.body == file);
    let theirs = other.oneshot(Call::get(&content).cookie(&sender.cookie).request()).await.unwrap();
    let theirs = axum::body::to_bytes(theirs.into_body(), usize::MAX).await.unwrap();
    assert!(theirs == file, "byte for byte");
}

/// A page of names has a thousand.
#[tokio::test]
async fn what_is_left_behind_is_removed_beyond_the_first_page() {
    let sender = Sender::on(Place::Bucket).await.unwrap();
    let (path, _) = sender.ready("a.pdf", PDF).await;
    let stray = sender.bucket().folder().join("parts/0192e8a0-0000-7000-8000-000000000000");
    std::fs::create_dir_all(&stray).unwrap();
    for part in 0..1100 {
        std::fs::write(stray.join(format!("{part:020}-1")), "left behind").unwrap();
    }
    assert_eq!(remove_strays(&sender.app.app).await, 1);
    assert_eq!(sender.objects().len(), 1);
    assert_eq!(sender.get(&format!("{path}/content")).await.body, PDF);
}

#[tokio::test]
async fn before_it_starts_a_server_tries_its_bucket() {
    let folder = tempfile::tempdir().unwrap();
    let bucket = Bucket::start(folder.path()).await;
    let good = bucket.settings();
    let check = async |settings: S3Settings| Files::in_s3(&settings).unwrap().check(Uuid::from_u128(7)).await;
    check(good.clone()).await.unwrap();
    check(S3Settings { prefix: String::new(), ..good.clone() }).await.unwrap();
    for wrong in [
        S3Settings { secret: "feil".to_owned(), ..good.clone() },
        S3Settings { key_id: "feil".to_owned(), ..good.clone() },
    ] {
        let fault = check(wrong.clone()).await.unwrap_err().to_string();
        assert!(fault.starts_with("the file store: ") && !fault.contains(&wrong.secret), "{fault}");
    }
    let left: Vec<_> = super::files_below(&bucket.folder());
    assert!(left.is_empty(), "{left:?}");
    bucket.kill().await;
    assert!(check(good).await.is_err_and(|fault| fault.is_passing()));
}
