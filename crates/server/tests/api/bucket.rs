//! A real S3 server, s3s-fs, that listens on this computer, can be killed, and is started again as it was.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use hyper_util::rt::TokioIo;
use s3s::{
    S3Result,
    auth::SimpleAuth,
    host::{S3Host, VirtualHost},
    s3_error,
    service::S3ServiceBuilder,
};
use server::uploads::{Addressing, Files, S3Settings};
use tokio::{
    net::TcpListener,
    task::{JoinHandle, JoinSet},
};

const BUCKET: &str = "vedlegg";
const PREFIX: &str = "proeve/1";
const KEY_ID: &str = "servicetorg";
const SECRET: &str = "en-prøvehemmelighet";

/// A store that takes the bucket before its host alone.
struct ByHost(String);

impl S3Host for ByHost {
    fn parse_host_header<'a>(&'a self, host: &'a str) -> S3Result<VirtualHost<'a>> {
        let bucket = host.strip_suffix(&self.0).and_then(|bucket| bucket.strip_suffix('.'));
        let bucket = bucket.ok_or_else(|| s3_error!(InvalidRequest, "no bucket before the host"))?;
        Ok(VirtualHost::new(self.0.as_str()).with_bucket(bucket))
    }
}

/// A bucket and its server.
#[derive(Clone)]
pub(crate) struct Bucket {
    root: PathBuf,
    address: SocketAddr,
    addressing: Addressing,
    running: Arc<Mutex<Option<JoinHandle<()>>>>,
}

impl Bucket {
    /// With its bytes below that folder.
    pub(crate) async fn start(root: &Path) -> Self {
        Self::start_with(root, Addressing::Path).await
    }

    /// The same, which stands before the host of its store. A client needs help to find that: not every computer finds
    /// names below `localhost`.
    pub(crate) async fn start_by_host(root: &Path) -> Self {
        Self::start_with(root, Addressing::Host).await
    }

    async fn start_with(root: &Path, addressing: Addressing) -> Self {
        std::fs::create_dir_all(root.join(BUCKET)).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let bucket = Self { root: root.to_owned(), address, addressing, running: Arc::default() };
        bucket.serve(listener);
        bucket
    }

    fn serve(&self, listener: TcpListener) {
        let mut service = S3ServiceBuilder::new(s3s_fs::FileSystem::new(&self.root).unwrap());
        service.set_auth(SimpleAuth::from_single(KEY_ID, SECRET));
        if self.addressing == Addressing::Host {
            service.set_host(ByHost(self.host()));
        }
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

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The host and port of the store.
    fn host(&self) -> String {
        match self.addressing {
            Addressing::Path => self.address.to_string(),
            Addressing::Host => format!("localhost:{}", self.address.port()),
        }
    }

    pub(crate) fn settings(&self) -> S3Settings {
        S3Settings {
            endpoint: format!("http://{}", self.host()),
            region: "us-east-1".to_owned(),
            bucket: BUCKET.to_owned(),
            prefix: PREFIX.to_owned(),
            key_id: KEY_ID.to_owned(),
            secret: SECRET.to_owned(),
            addressing: self.addressing,
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
