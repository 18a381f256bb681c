//! Files: sent over a flaky network, looked at, kept, fetched again, moved to the case, and gone when they
//! should be.

mod addresses;
mod certificate;
mod clamd;
mod contents;
mod copied;
mod later;
mod life;
mod limits;
mod open;
mod protocol;
mod s3;
mod sealed;

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    time::Duration,
};

use axum::body::Body;
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde_json::{Value, json};

use super::support::{Answered, Call, Database, FilesIn, Setup, TestApp, save_draft};

const UPLOADS: &str = "/api/v1/uploads";
pub(crate) const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

pub(crate) use self::later::{case_of, ready as ready_for_case};

/// A PDF of that many bytes.
pub(crate) fn pdf(length: usize) -> Vec<u8> {
    let filling = vec![b' '; length - PDF.len()];
    [&PDF[..9], &filling, &PDF[9..]].concat()
}

/// Where a story keeps what it tells.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// Rows in SQLite, bytes in a folder.
    Sqlite,
    /// Rows in PostgreSQL, bytes in a folder.
    Postgres,
    /// Rows in SQLite, bytes in a bucket of a real S3 server.
    Bucket,
}

impl Place {
    pub(crate) fn setup(self) -> Setup {
        let (database, files) = match self {
            Self::Sqlite => (Database::Sqlite, FilesIn::Folder),
            Self::Postgres => (Database::Postgres, FilesIn::Folder),
            Self::Bucket => (Database::Sqlite, FilesIn::Bucket),
        };
        Setup { database, files, ..Setup::default() }
    }
}

/// Somebody with a draft, who sends files.
pub(crate) struct Sender {
    pub(crate) app: TestApp,
    pub(crate) cookie: String,
}

impl Sender {
    pub(crate) async fn new() -> Self {
        Self::with(Setup::default()).await.unwrap()
    }

    pub(crate) async fn on(place: Place) -> Option<Self> {
        Self::with(place.setup()).await
    }

    pub(crate) async fn with(setup: Setup) -> Option<Self> {
        let app = setup.start().await?;
        app.seed().await;
        let sender = Self { cookie: app.sign_in("ingrid").await, app };
        sender.begin_draft().await;
        Some(sender)
    }

    async fn begin_draft(&self) {
        let saved = save_draft(&self.cookie, ("if-none-match", "*"), &json!({}));
        assert_eq!(self.app.send(saved).await.status, 201);
    }

    pub(crate) fn call(&self, method: &str, path: &str) -> Call {
        Call::new(method, path).cookie(&self.cookie).header("tus-resumable", "1.0.0")
    }

    pub(crate) fn announcement(&self, length: usize, metadata: &[(&str, &str)]) -> Call {
        self.call("POST", UPLOADS)
            .header("upload-length", &length.to_string())
            .header("upload-metadata", &encoded(metadata))
    }

    /// The address of a new upload.
    pub(crate) async fn announce(&self, name: &str, length: usize) -> String {
        let answer = self.app.send(self.announcement(length, &about(name))).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.header("location").unwrap().to_owned()
    }

    pub(crate) fn bytes(&self, path: &str, offset: usize, body: impl Into<Body>) -> Call {
        self.call("PATCH", path)
            .header("content-type", "application/offset+octet-stream")
            .header("upload-offset", &offset.to_string())
            .body(body)
    }

    /// Sends a whole file; its address.
    pub(crate) async fn upload(&self, name: &str, contents: &[u8]) -> String {
        let path = self.announce(name, contents.len()).await;
        let answer = self.app.send(self.bytes(&path, 0, contents.to_vec())).await;
        assert_eq!((answer.status.as_u16(), offset(&answer)), (204, contents.len()));
        path
    }

    pub(crate) async fn head(&self, path: &str) -> Answered {
        self.app.send(self.call("HEAD", path)).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answered {
        self.app.send(Call::get(path).cookie(&self.cookie)).await
    }

    /// What has become of a file once it is decided.
    /// Until the file has been looked at, and the parts it came in are gone, which is the last that is done with it.
    pub(crate) async fn decided(&self, path: &str) -> Value {
        let id = path.rsplit('/').next();
        let is_part = |object: &PathBuf| {
            let of = object.parent();
            of.and_then(Path::file_name) == id.map(OsStr::new)
                && of.and_then(Path::parent).and_then(Path::file_name) == Some(OsStr::new("parts"))
        };
        for _ in 0..1000 {
            let told = self.get(path).await.json();
            if told["state"] != "scanning" && !self.objects().iter().any(is_part) {
                return told;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("nobody looks at the file");
    }

    async fn refusal(&self, name: &str, contents: &[u8]) -> Value {
        let path = self.upload(name, contents).await;
        let told = self.decided(&path).await;
        assert_eq!(told["state"], "refused", "{told}");
        assert_eq!(self.get(&format!("{path}/content")).await.problem(), "upload_not_ready");
        told["refusal"].clone()
    }

    pub(crate) async fn ready(&self, name: &str, contents: &[u8]) -> (String, Value) {
        let path = self.upload(name, contents).await;
        let told = self.decided(&path).await;
        assert_eq!(told["state"], "ready", "{told}");
        (path, told)
    }

    /// The folder for files, or that of the bucket.
    pub(crate) fn files_folder(&self) -> PathBuf {
        match &self.app.bucket {
            None => self.app.folder.path().join("files"),
            Some(bucket) => bucket.folder(),
        }
    }

    /// All that is in it.
    pub(crate) fn objects(&self) -> Vec<PathBuf> {
        files_below(&self.files_folder())
    }
}

/// All files in a folder and in those in it; none where there is no folder yet.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found
}

fn about(name: &str) -> [(&str, &str); 3] {
    [("filename", name), ("form", "prove"), ("field", "vedlegg")]
}

fn encoded(metadata: &[(&str, &str)]) -> String {
    let pairs: Vec<String> =
        metadata.iter().map(|(name, value)| format!("{name} {}", STANDARD.encode(value))).collect();
    pairs.join(",")
}

fn offset(answer: &Answered) -> usize {
    answer.header("upload-offset").unwrap().parse().unwrap()
}

/// A body that breaks off after these bytes.
fn cut(bytes: &[u8]) -> Body {
    let pieces: Vec<Result<Bytes, std::io::Error>> = bytes
        .chunks(50_000)
        .map(|piece| Ok(Bytes::copy_from_slice(piece)))
        .chain([Err(std::io::Error::other("the connection is cut"))])
        .collect();
    Body::from_stream(futures_util::stream::iter(pieces))
}
