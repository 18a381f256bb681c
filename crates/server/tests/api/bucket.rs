//! A real S3 server, s3s-fs, that listens on this computer, can be killed, and is started again as it was.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use hyper_util::rt::TokioIo;
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use server::uploads::{Addressing, Files, S3Settings};
use tokio::{
    net::TcpListener,
    task::{JoinHandle, JoinSet},
};

const BUCKET: &str = "vedlegg";
const PREFIX: &str = "proeve/1";
const KEY_ID: &str = "servicetorg";
const SECRET: &str = "en-prøvehemmelighet";

/// A bucket and its server.
#[derive(Clone)]
pub(crate) struct Bucket {
    root: PathBuf,
    address: SocketAddr,
    running: Arc<Mutex<Option<JoinHandle<()>>>>,
}

impl Bucket {
    /// With its bytes below that folder.
    pub(crate) async fn start(root: &Path) -> Self {
        std::fs::create_dir_all(root.join(BUCKET)).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let bucket = Self { root: root.to_owned(), address, running: Arc::default() };
        bucket.serve(listener);
        bucket
    }

    fn serve(&self, listener: TcpListener) {
        let mut service = S3ServiceBuilder::new(s3s_fs::FileSystem::new(&self.root).unwrap());
        service.set_auth(SimpleAuth::from_single(KEY_ID, SECRET));
        let service = service.build();
        let task = tokio::spawn(async move {
            // They end with this task.
            let mut connections = JoinSet::new();
            loop {
                let (connection, _) = listener.accept().await.unwrap();
                let service = service.clone();
                connections.spawn(async move {
                    let http = hyper::server::conn::http1::Builder::new();
                    // Whoever hangs up has no answer to read.
                    _ = http.serve_connection(TokioIo::new(connection), service).await;
                });
            }
        });
        *self.running.lock().unwrap() = Some(task);
    }

    /// Ends it in the middle of whatever it does.
    pub(crate) async fn kill(&self) {
        let task = self.running.lock().unwrap().take();
        if let Some(task) = task {
            task.abort();
            assert!(task.await.is_err_and(|end| end.is_cancelled()));
        }
    }

    /// Starts it again with what it has kept.
    pub(crate) async fn restart(&self) {
        self.serve(TcpListener::bind(self.address).await.unwrap());
    }

    pub(crate) fn settings(&self) -> S3Settings {
        S3Settings {
            endpoint: format!("http://{}", self.address),
            region: "us-east-1".to_owned(),
            bucket: BUCKET.to_owned(),
            prefix: PREFIX.to_owned(),
            key_id: KEY_ID.to_owned(),
            secret: SECRET.to_owned(),
            addressing: Addressing::Path,
        }
    }

    /// A client of its own.
    pub(crate) fn files(&self) -> Files {
        Files::in_s3(&self.settings()).unwrap()
    }

    /// Where it keeps what is below the prefix.
    pub(crate) fn folder(&self) -> PathBuf {
        self.root.join(BUCKET).join(PREFIX)
    }
}
