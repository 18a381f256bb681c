//! Accepts connections, no more than there is room for, and ends those that are slow on purpose.
//!
//! `axum::serve` has neither: it gives hyper no timer, so that a head may take for ever, and counts nothing.
//! Bodies are limited where they are read: JSON by the time of a call, files by the rate of `uploads::receive`.

use std::{
    collections::HashMap,
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{Router, body::Body, extract::ConnectInfo};
use http::{HeaderValue, Request, header::CONNECTION};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use prometheus_client::metrics::{counter::Counter, gauge::Gauge};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, mpsc},
};
use tokio_io_timeout::TimeoutStream;
use tower::Service;
use tracing::warn;

use crate::{
    stopping::{Phase, Stopping},
    tries::{TrustedProxies, network},
};

/// The most bytes of a head: address, cookies and all.
const HEAD_BYTES: usize = 64 * 1024;

/// How long somebody who was let in at the last moment may take to begin to speak.
const FIRST_CALL: Duration = Duration::from_secs(2);

/// After the system had no room for another connection.
const PAUSE: Duration = Duration::from_secs(1);

/// How many connections there may be, and how slow.
#[derive(Clone, Debug)]
pub struct ConnectionRules {
    /// At once; more wait to be accepted.
    pub most: usize,
    /// Of one address at once; more are closed.
    pub of_address: usize,
    /// Who may have as many as they like: they speak for many.
    pub proxies: TrustedProxies,
    /// From the end of one call to the end of the head of the next.
    pub head: Duration,
    /// How long somebody may take none of the bytes that are ready for them.
    pub stalled: Duration,
    /// Where they are counted.
    pub counts: ConnectionCounts,
}

/// How many connections there are and were.
#[derive(Clone, Debug, Default)]
pub struct ConnectionCounts {
    /// Those that are open.
    pub open: Gauge,
    /// Those that were closed at once, since their address had too many.
    pub closed: Counter,
}

impl ConnectionRules {
    /// From the end of one call to the end of the head of the next. Proxies that keep connections must let go sooner.
    pub const HEAD: Duration = Duration::from_secs(30);

    /// A phone in a tunnel has as long to go on taking an answer.
    pub const STALLED: Duration = Duration::from_secs(60);
}

/// Serves until the server drains, then finishes the calls under way, until that is over.
pub async fn serve(listener: TcpListener, router: Router, rules: ConnectionRules, stopping: Stopping) {
    let places = Arc::new(Semaphore::new(rules.most));
    let seats = Seats::default();
    // Each connection has the other end, until it is over.
    let (under_way, mut all_over) = mpsc::channel::<Infallible>(1);
    let mut drains = std::pin::pin!(stopping.reached(Phase::Draining));
    loop {
        let (place, stream, peer) = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            () = &mut drains => break,
        };
        let seat = if rules.proxies.contains(peer.ip()) {
            None
        } else {
            // Closed without a word: whoever has so many reads none.
            let Some(seat) = seats.take(network(peer.ip()), rules.of_address) else {
                rules.counts.closed.inc();
                continue;
            };
            Some(seat)
        };
        let mut io = TimeoutStream::new(stream);
        io.set_write_timeout(Some(rules.stalled));
        let (router, leaving) = (router.clone(), stopping.clone());
        let spoken = Arc::new(Semaphore::new(0));
        let speaks = spoken.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            // Whoever waits for the first call is let through, and so is whoever comes later.
            speaks.close();
            // A router is always ready.
            let answer = router.clone().call(request.map(Body::new));
            let stopping = leaving.clone();
            async move {
                let mut answer = answer.await.map_err(|never: Infallible| never)?;
                // The next call is made on a new connection then, to whichever server listens: a connection that is
                // closed while it is silent may be closed in the moment in which a call is on its way.
                if stopping.phase() > Phase::Serving {
                    answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
                }
                Ok::<_, Infallible>(answer)
            }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(rules.head)
            .max_buf_size(HEAD_BYTES)
            .serve_connection(TokioIo::new(Box::pin(io)), service);
        let (stopping, under_way) = (stopping.clone(), under_way.clone());
        let open = rules.counts.open.clone();
        open.inc();
        tokio::spawn(async move {
            // What goes wrong on a connection is its other end's: it went away, or spoke no HTTP.
            let mut connection = std::pin::pin!(connection);
            tokio::select! {
                _ = connection.as_mut() => {}
                () = finish(&stopping, &spoken) => {
                    connection.as_mut().graceful_shutdown();
                    _ = connection.await;
                }
            }
            open.dec();
            drop((place, seat, under_way));
        });
    }
    drop((listener, under_way));
    tokio::select! {
        _ = all_over.recv() => {}
        () = stopping.reached(Phase::Over) => warn!("calls under way are given up: they took too long"),
    }
}

/// Returns once a connection is to end after the call that is under way. One on which nothing was said yet has a little
/// time: whoever has just been let in is about to speak, and would be turned away without a word.
async fn finish(stopping: &Stopping, spoken: &Semaphore) {
    stopping.reached(Phase::Draining).await;
    _ = tokio::time::timeout(FIRST_CALL, spoken.acquire()).await;
}

/// The next connection, once there is a place for it.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> (Option<OwnedSemaphorePermit>, TcpStream, SocketAddr) {
    // Nobody closes the semaphore.
    let place = places.clone().acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (place, stream, peer),
            Err(error) if is_of_one(&error) => {}
            Err(error) => {
                warn!(cause = %error, "no connection can be accepted for a moment");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// Whether only this connection failed.
fn is_of_one(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// How many connections each address has.
#[derive(Clone, Default)]
struct Seats(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One of them, until it is dropped.
struct Seat(Seats, IpAddr);

impl Seats {
    fn take(&self, address: IpAddr, most: usize) -> Option<Seat> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(address).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Seat(self.clone(), address))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Self(Seats(taken), address) = self;
        let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(address) {
            *count -= 1;
            if *count == 0 {
                taken.remove(address);
            }
        }
    }
}
