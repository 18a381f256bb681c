//! Slow and greedy clients, on real connections. Times are short here; what is waited for is what happens, not time.

use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{Router, body::Body, routing::get};
use bytes::Bytes;
use futures_util::stream;
use server::{
    connections::{ConnectionCounts, ConnectionRules, serve},
    stopping::Stopping,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
};

use crate::{
    support::{Setup, TestApp},
    uploads::Sender,
};

const SOON: Duration = Duration::from_millis(100);

/// Longer than any test takes.
const NEVER: Duration = Duration::from_secs(600);

const FRONT: &str = "GET /health/live HTTP/1.1\r\nhost: servicetorg.example\r\n\r\n";

fn rules() -> ConnectionRules {
    ConnectionRules {
        most: 100,
        of_address: 100,
        proxies: "".parse().unwrap(),
        head: NEVER,
        stalled: NEVER,
        counts: ConnectionCounts::default(),
    }
}

/// A server on a port of its own, for as long as the test runs.
async fn start(router: Router, rules: ConnectionRules) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(serve(listener, router, rules, Stopping::default()));
    address
}

async fn start_app(rules: ConnectionRules) -> (SocketAddr, TestApp) {
    let app = TestApp::with_people().await;
    (start(app.router(), rules).await, app)
}

/// All that comes until the connection ends, however it does.
async fn rest(connection: &mut TcpStream) -> String {
    let mut all = Vec::new();
    let mut buffer = [0; 4096];
    let reading = async {
        while let Ok(length @ 1..) = connection.read(&mut buffer).await {
            all.extend_from_slice(&buffer[..length]);
        }
    };
    tokio::time::timeout(Duration::from_secs(30), reading).await.unwrap();
    String::from_utf8(all).unwrap()
}

/// One answer without a body to speak of, on a connection that goes on.
async fn ask(connection: &mut TcpStream) -> String {
    connection.write_all(FRONT.as_bytes()).await.unwrap();
    answer(connection).await
}

async fn answer(connection: &mut TcpStream) -> String {
    let mut buffer = vec![0; 4096];
    let reading = tokio::time::timeout(Duration::from_secs(30), connection.read(&mut buffer));
    let length = reading.await.unwrap().unwrap_or_default();
    String::from_utf8(buffer[..length].to_vec()).unwrap()
}

#[tokio::test]
async fn a_head_that_does_not_end_ends_the_connection() {
    let (address, _app) = start_app(ConnectionRules { head: SOON, ..rules() }).await;
    for begun in ["", "GET", "GET / HTTP/1.1\r\nhost: a\r\nx-slow: "] {
        let mut connection = TcpStream::connect(address).await.unwrap();
        connection.write_all(begun.as_bytes()).await.unwrap();
        assert!(!rest(&mut connection).await.contains("200 OK"), "{begun}");
    }
    // Between two calls too.
    let mut connection = TcpStream::connect(address).await.unwrap();
    assert!(ask(&mut connection).await.starts_with("HTTP/1.1 200"));
    assert_eq!(rest(&mut connection).await, "");
}

#[tokio::test]
async fn a_head_that_drips_ends_the_connection() {
    let (address, _app) = start_app(ConnectionRules { head: SOON, ..rules() }).await;
    let connection = TcpStream::connect(address).await.unwrap();
    let (mut from, mut to) = connection.into_split();
    let drip = async {
        let mut pace = tokio::time::interval(SOON / 20);
        to.write_all(b"GET / HTTP/1.1\r\nx-slow: ").await.unwrap();
        // Each byte comes in good time; all of them do not.
        while to.write_all(b"x").await.is_ok() {
            pace.tick().await;
        }
    };
    let mut all = Vec::new();
    tokio::select! {
        _ = from.read_to_end(&mut all) => {}
        () = drip => {}
    }
    assert!(!String::from_utf8(all).unwrap().contains("200 OK"));
}

#[tokio::test]
async fn a_body_of_json_that_does_not_end_is_refused() {
    let app = Setup { timeout: SOON, ..Setup::default() }.start().await.unwrap();
    let address = start(app.router(), rules()).await;
    let mut connection = TcpStream::connect(address).await.unwrap();
    let head = "POST /api/v1/draft-code HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
        content-length: 100\r\n\r\n{";
    connection.write_all(head.as_bytes()).await.unwrap();
    let refused = rest(&mut connection).await;
    assert!(refused.starts_with("HTTP/1.1 504") && refused.contains(r#""code":"timeout""#), "{refused}");
}

#[tokio::test]
async fn a_file_that_drips_is_cut_off_and_what_has_come_is_kept() {
    let setup = Setup { timeout: Duration::from_secs(1), ..Setup::default() };
    let sender = Sender::with(setup).await.unwrap();
    let path = sender.announce("a.pdf", 1_000_000).await;
    let mut pace = tokio::time::interval(Duration::from_millis(20));
    let drip = stream::poll_fn(move |context| {
        pace.poll_tick(context).map(|_| Some(Ok::<_, Infallible>(Bytes::from_static(b"%"))))
    });
    let cut = sender.app.send(sender.bytes(&path, 0, Body::from_stream(drip))).await;
    assert_eq!(cut.problem(), "timeout");
    let kept: u64 = sender.head(&path).await.header("upload-offset").unwrap().parse().unwrap();
    assert!((10..5000).contains(&kept), "{kept}");
}

/// Tells when it is dropped.
struct Dropped(Mutex<Option<oneshot::Sender<()>>>);

impl Drop for Dropped {
    fn drop(&mut self) {
        if let Some(sender) = self.0.lock().unwrap().take() {
            _ = sender.send(());
        }
    }
}

#[tokio::test]
async fn who_does_not_take_the_answer_is_left() {
    let (sender, dropped) = oneshot::channel();
    let guard = Arc::new(Mutex::new(Some(Dropped(Mutex::new(Some(sender))))));
    let endless = move || {
        let guard = guard.lock().unwrap().take();
        let pieces = stream::repeat_with(move || {
            _ = &guard;
            Ok::<_, Infallible>(Bytes::from_static(&[b'x'; 65_536]))
        });
        async move { Body::from_stream(pieces) }
    };
    let router = Router::new().route("/endless", get(endless));
    let address = start(router, ConnectionRules { stalled: SOON, ..rules() }).await;
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection.write_all(b"GET /endless HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    // Nothing is read: when all buffers are full the server waits, and then does not.
    tokio::time::timeout(Duration::from_secs(30), dropped).await.unwrap().unwrap();
}

#[tokio::test]
async fn an_address_has_so_many_connections_and_a_proxy_of_ours_more() {
    let (address, _app) = start_app(ConnectionRules { of_address: 2, ..rules() }).await;
    let (mut one, mut two) =
        (TcpStream::connect(address).await.unwrap(), TcpStream::connect(address).await.unwrap());
    assert!(ask(&mut one).await.starts_with("HTTP/1.1 200"));
    assert!(ask(&mut two).await.starts_with("HTTP/1.1 200"));
    let mut three = TcpStream::connect(address).await.unwrap();
    _ = three.write_all(FRONT.as_bytes()).await;
    assert_eq!(rest(&mut three).await, "");
    assert!(ask(&mut one).await.starts_with("HTTP/1.1 200"), "those that are there go on");

    let proxies = "127.0.0.1".parse().unwrap();
    let (address, _app) = start_app(ConnectionRules { of_address: 2, proxies, ..rules() }).await;
    let mut connections = Vec::new();
    for _ in 0..5 {
        let mut connection = TcpStream::connect(address).await.unwrap();
        assert!(ask(&mut connection).await.starts_with("HTTP/1.1 200"));
        connections.push(connection);
    }
}

#[tokio::test]
async fn when_all_places_are_taken_the_next_waits_and_is_not_lost() {
    let (address, _app) = start_app(ConnectionRules { most: 2, ..rules() }).await;
    let (mut one, mut two) =
        (TcpStream::connect(address).await.unwrap(), TcpStream::connect(address).await.unwrap());
    assert!(ask(&mut one).await.starts_with("HTTP/1.1 200"));
    assert!(ask(&mut two).await.starts_with("HTTP/1.1 200"));
    let mut three = TcpStream::connect(address).await.unwrap();
    three.write_all(FRONT.as_bytes()).await.unwrap();
    for _ in 0..10 {
        assert!(ask(&mut two).await.starts_with("HTTP/1.1 200"));
    }
    assert!(three.try_read(&mut [0; 1]).is_err(), "it is not served yet");
    drop(one);
    assert!(answer(&mut three).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let (address, _app) = start_app(rules()).await;
    let lines = |count: usize| (0..count).map(|number| format!("x-{number}: y\r\n")).collect::<String>();
    let long = "x".repeat(500_000);
    for (name, head) in [
        ("address", format!("GET /{long} HTTP/1.1\r\n")),
        ("header", format!("GET / HTTP/1.1\r\nx-long: {long}\r\n")),
        ("cookie", format!("GET / HTTP/1.1\r\ncookie: a={long}\r\n")),
        ("headers", format!("GET / HTTP/1.1\r\n{}", lines(200))),
        ("all of them", format!("GET / HTTP/1.1\r\n{}", lines(50_000))),
    ] {
        let mut connection = TcpStream::connect(address).await.unwrap();
        // It may be refused before all of it is written.
        _ = connection.write_all(format!("{head}host: a\r\nconnection: close\r\n\r\n").as_bytes()).await;
        let refused = rest(&mut connection).await;
        let status = refused.split(' ').nth(1).unwrap_or_default();
        assert!(matches!(status, "414" | "431"), "{name}: {refused}");
    }
}

#[tokio::test]
async fn what_is_no_http_is_refused() {
    let (address, _app) = start_app(rules()).await;
    for odd in [
        "\r\n\r\n",
        "\u{16}\u{3}\u{1}",
        "GET / HTTP/1.1\r\nhost: a\r\nx: a\u{0}b\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\ncontent-length: 3\r\nx y: z\r\n\r\n",
        "GET /\u{1b}[31m HTTP/1.1\r\nhost: a\r\n\r\n",
    ] {
        let mut connection = TcpStream::connect(address).await.unwrap();
        connection.write_all(odd.as_bytes()).await.unwrap();
        connection.shutdown().await.unwrap();
        let refused = rest(&mut connection).await;
        assert!(refused.is_empty() || refused.starts_with("HTTP/1.1 400"), "{odd:?}: {refused}");
    }
}
