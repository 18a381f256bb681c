//! The real program: its last traces arrive, and a collector that hangs or is gone does no harm.

use std::{net::SocketAddr, os::fd::OwnedFd, path::Path, process::Stdio, time::Duration};

use reqwest::Client;
use tokio::{
    io::AsyncReadExt,
    net::TcpListener,
    process::{Child, Command},
    task::JoinHandle,
    time::timeout,
};

use super::{collector::TestCollector, support::pack_folder};

/// The longest that the test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(60);

/// More than a lot of spans.
const MANY: usize = 600;

/// Hands the socket on its standard input to the program that takes its place, as systemd does.
const HAND_OVER: &str = r#"exec 3<&0 </dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec "$0" "$@""#;

struct Server {
    child: Child,
    /// Read all the time: a server whose log nobody takes waits.
    log: JoinHandle<String>,
    address: SocketAddr,
    client: Client,
}

impl Server {
    fn start(folder: &Path, endpoint: &str) -> Self {
        let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();
        let database = format!("sqlite://{}?mode=rwc", folder.join("test.db").display());
        let mut child = Command::new("sh")
            .args(["-c", HAND_OVER, env!("CARGO_BIN_EXE_servicetorg-server"), "serve", "--demo"])
            .args(["--listen", &address.to_string(), "--database", &database, "--notice", "0"])
            .args(["--address-calls", "1000000", "--traces-endpoint", endpoint])
            .arg("--content")
            .arg(pack_folder())
            .arg("--files")
            .arg(folder.join("files"))
            .arg("--mail")
            .arg(folder.join("mail"))
            .stdin(Stdio::from(OwnedFd::from(socket)))
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut log = child.stderr.take().unwrap();
        let log = tokio::spawn(async move {
            let mut text = String::new();
            log.read_to_string(&mut text).await.unwrap();
            text
        });
        Self { child, log, address, client: Client::builder().timeout(PATIENCE).build().unwrap() }
    }

    /// The socket waits until the server serves.
    async fn call(&self) {
        let call = self.client.get(format!("http://{}/api/v1/services", self.address));
        assert_eq!(call.send().await.unwrap().status(), 200);
    }

    /// Tells it to stop; what it wrote into its log.
    async fn end(mut self) -> String {
        let id = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
        let log = timeout(PATIENCE, self.log).await.unwrap().unwrap();
        assert_eq!(timeout(PATIENCE, self.child.wait()).await.unwrap().unwrap().code(), Some(0), "{log}");
        log
    }
}

#[tokio::test]
async fn the_last_traces_arrive() {
    let folder = tempfile::tempdir().unwrap();
    let collector = TestCollector::start().await;
    let server = Server::start(folder.path(), &collector.endpoint);
    server.call().await;
    let log = server.end().await;
    let told = collector.only("GET /api/v1/services");
    assert!(log.contains(&format!(" trace_id={}", told.trace)), "{log}");
    assert!(!log.contains("takes no traces"), "{log}");
}

#[tokio::test]
async fn a_collector_that_hangs_or_is_gone_does_no_harm_and_is_told_of_once() {
    let folder = tempfile::tempdir().unwrap();
    let collector = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}/v1/traces", collector.local_addr().unwrap());
    let server = Server::start(folder.path(), &endpoint);
    for _ in 0..MANY {
        server.call().await;
    }
    // It takes the call, and never answers.
    let hanging = timeout(PATIENCE, collector.accept()).await.unwrap().unwrap();
    for _ in 0..MANY {
        server.call().await;
    }
    // Gone: the lot under way fails, and so do those that follow.
    drop((hanging, collector));
    server.call().await;
    let log = server.end().await;
    assert_eq!(log.matches("the collector takes no traces").count(), 1, "{log}");
}
