//! A new program takes the place of an old one while people use it: no connection is refused and no call fails. With
//! the real program, on a socket that is handed over as systemd does.

use std::{
    net::SocketAddr,
    os::fd::OwnedFd,
    path::Path,
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use sea_orm::ConnectionTrait;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    process::{Child, Command},
    sync::mpsc,
    task::JoinSet,
    time::timeout,
};

use super::support::{answers, pack_folder};

/// The longest that the test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(60);

/// Answers that each client gets before and after something happens.
const ENOUGH: usize = 10;

/// Hands the socket on its standard input to the program that takes its place, as systemd does.
const HAND_OVER: &str = r#"exec 3<&0 </dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec "$0" "$@""#;

/// The program, running.
struct Server {
    child: Child,
    /// Read all the time: a server whose log nobody takes waits.
    log: mpsc::UnboundedReceiver<String>,
}

impl Server {
    /// Once it serves.
    async fn start(folder: &Path, socket: &std::net::TcpListener) -> Self {
        let address = socket.local_addr().unwrap().to_string();
        let database = format!("sqlite://{}?mode=rwc", folder.join("test.db").display());
        let mut command = Command::new("sh");
        command
            .args(["-c", HAND_OVER, env!("CARGO_BIN_EXE_servicetorg-server"), "serve", "--demo"])
            .args(["--listen", &address, "--database", &database, "--notice", "1", "--log", "text"])
            .args(["--session-calls", "1000000", "--person-calls", "1000000", "--address-calls", "1000000"])
            .arg("--content")
            .arg(pack_folder())
            .arg("--files")
            .arg(folder.join("files"))
            .arg("--mail")
            .arg(folder.join("mail"))
            .stdin(Stdio::from(OwnedFd::from(socket.try_clone().unwrap())))
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (tell, log) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                _ = tell.send(line);
            }
        });
        let mut server = Self { child, log };
        server.says("serving at").await;
        server
    }

    /// Waits for a line of its log.
    async fn says(&mut self, words: &str) {
        let mut seen = String::new();
        let reading = async {
            while let Some(line) = self.log.recv().await {
                if line.contains(words) {
                    return;
                }
                seen += &line;
            }
            panic!("the server ended without saying {words}: {seen}");
        };
        timeout(PATIENCE, reading).await.unwrap();
    }

    async fn tell_to_stop(&self) {
        let id = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
    }

    /// Waits for its end, which must be a good one.
    async fn ends(mut self) {
        self.says("stopped").await;
        assert_eq!(timeout(PATIENCE, self.child.wait()).await.unwrap().unwrap().code(), Some(0));
    }
}

/// One connection, which is kept for as long as the server keeps it.
struct Client {
    address: SocketAddr,
    kept: Option<BufReader<TcpStream>>,
}

struct Got {
    status: u16,
    head: String,
}

impl Client {
    fn new(address: SocketAddr) -> Self {
        Self { address, kept: None }
    }

    /// A call, made once: whatever goes wrong fails the test.
    async fn call(&mut self, method: &str, path: &str, headers: &str, body: &str) -> Got {
        let mut connection = match self.kept.take() {
            Some(kept) => kept,
            None => BufReader::new(TcpStream::connect(self.address).await.unwrap()),
        };
        let length = body.len();
        let call = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{headers}\r\n{body}",
            self.address
        );
        connection.write_all(call.as_bytes()).await.unwrap();
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            let read = connection.read_line(&mut head).await.unwrap();
            assert_ne!(read, 0, "{method} {path}: the connection ended before its answer: {head}");
        }
        let head = head.to_lowercase();
        let value = |name: &str| head.lines().find_map(|line| line.strip_prefix(name));
        let length = value("content-length: ").map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        connection.read_exact(&mut body).await.unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        if value("connection: ") != Some("close") {
            self.kept = Some(connection);
        }
        Got { status, head }
    }

    /// The cookie of a session.
    async fn sign_in(&mut self) -> String {
        let got = self.call("POST", "/api/v1/demo/sign-in", "", r#"{"person":"ingrid"}"#).await;
        assert_eq!(got.status, 200);
        let set = got.head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
        format!("cookie: {}\r\n", set.split(';').next().unwrap())
    }
}

/// Calls without end; each answer is told. Returns how many there were.
async fn visit(
    address: SocketAddr,
    me: usize,
    keeps: bool,
    told: mpsc::UnboundedSender<usize>,
    done: Arc<AtomicBool>,
) -> usize {
    let mut client = Client::new(address);
    let cookie = client.sign_in().await;
    let headers = if keeps { cookie.clone() } else { format!("{cookie}connection: close\r\n") };
    let mut count = 0;
    while !done.load(Ordering::Relaxed) {
        let status = if count % 3 == 0 {
            let key = format!("{headers}idempotency-key: {me}-{count}\r\n");
            let body = serde_json::json!({ "version": 2, "language": "nb", "answers": answers() });
            client.call("POST", "/api/v1/forms/prove/submissions", &key, &body.to_string()).await.status
        } else {
            client.call("GET", "/api/v1/services", &headers, "").await.status
        };
        assert!(status == 200 || status == 201, "{status}");
        count += 1;
        told.send(me).unwrap();
    }
    count
}

async fn cases(folder: &Path) -> usize {
    let database =
        sea_orm::Database::connect(format!("sqlite://{}", folder.join("test.db").display())).await.unwrap();
    let select =
        sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, "SELECT COUNT(*) FROM case_file");
    let row = database.query_one_raw(select).await.unwrap().unwrap();
    usize::try_from(row.try_get_by_index::<i64>(0).unwrap()).unwrap()
}

/// Until each client has had some more answers.
async fn more(told: &mut mpsc::UnboundedReceiver<usize>, clients: usize) {
    while told.try_recv().is_ok() {}
    let mut counts = vec![0; clients];
    let waiting = async {
        while counts.iter().any(|count| *count < ENOUGH) {
            counts[told.recv().await.unwrap()] += 1;
        }
    };
    timeout(PATIENCE, waiting).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_call_is_lost_when_the_program_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    let first = Server::start(folder.path(), &socket).await;

    let before = cases(folder.path()).await;
    let (tell, mut told) = mpsc::unbounded_channel();
    let done = Arc::new(AtomicBool::new(false));
    let mut clients = JoinSet::new();
    for (me, keeps) in [true, true, false, false].into_iter().enumerate() {
        clients.spawn(visit(address, me, keeps, tell.clone(), done.clone()));
    }
    let mut listening = Client::new(address);
    let cookie = listening.sign_in().await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let call = format!("GET /api/v1/events HTTP/1.1\r\nhost: {address}\r\n{cookie}\r\n");
    stream.write_all(call.as_bytes()).await.unwrap();
    more(&mut told, 4).await;

    // As `systemctl restart`: the old one ends before the new one starts, and the socket waits.
    first.tell_to_stop().await;
    first.ends().await;
    let mut rest = String::new();
    timeout(PATIENCE, stream.read_to_string(&mut rest)).await.unwrap().unwrap();
    assert!(rest.contains("retry: "), "a browser comes back soon: {rest}");
    let second = Server::start(folder.path(), &socket).await;
    more(&mut told, 4).await;

    // Both at once on one socket.
    let third = Server::start(folder.path(), &socket).await;
    second.tell_to_stop().await;
    second.ends().await;
    more(&mut told, 4).await;

    done.store(true, Ordering::Relaxed);
    let mut sent = 0;
    while let Some(count) = clients.join_next().await {
        let count = count.expect("no call failed");
        sent += count.div_ceil(3);
    }
    third.tell_to_stop().await;
    third.ends().await;
    assert_eq!(cases(folder.path()).await, before + sent, "what was sent is there, once");
}

#[tokio::test]
async fn a_socket_that_listens_elsewhere_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let database = format!("sqlite://{}?mode=rwc", folder.path().join("test.db").display());
    let told = Command::new("sh")
        .args(["-c", HAND_OVER, env!("CARGO_BIN_EXE_servicetorg-server"), "serve", "--demo"])
        .args(["--listen", "127.0.0.1:1", "--database", &database, "--content"])
        .arg(pack_folder())
        .arg("--files")
        .arg(folder.path().join("files"))
        .stdin(Stdio::from(OwnedFd::from(socket)))
        .output()
        .await
        .unwrap();
    assert_eq!(told.status.code(), Some(1));
    let said = String::from_utf8(told.stderr).unwrap();
    assert!(said.contains("must be the same"), "{said}");
}
