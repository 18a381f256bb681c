//! What systemd and this process tell each other: sockets that are handed over, and when it is ready and when it stops.

use std::{io, net::SocketAddr};

use listenfd::ListenFd;
use sd_notify::NotifyState;
use tracing::warn;

/// The socket that was handed over with its address, where one was (`LISTEN_FDS`). It stays open while no server runs:
/// who calls then waits in its queue.
///
/// # Errors
/// Where what was handed over is no socket of TCP that listens.
pub fn handed_over() -> io::Result<Option<(std::net::TcpListener, SocketAddr)>> {
    let Some(listener) = ListenFd::from_env().take_tcp_listener(0)? else { return Ok(None) };
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok(Some((listener, address)))
}

/// The server takes calls.
pub fn tell_ready() {
    tell(NotifyState::Ready);
}

/// The server has begun to end.
pub fn tell_stopping() {
    tell(NotifyState::Stopping);
}

/// Does nothing where no systemd listens.
fn tell(state: NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        warn!(cause = %error, "systemd was not told");
    }
}
