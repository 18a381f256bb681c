//! `servicetorg-server health`: asks a running server whether it is ready, for who has no other program to ask with.

use std::{
    io::{Read, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    time::Duration,
};

/// How long the server may take.
const PATIENCE: Duration = Duration::from_secs(3);

/// Enough for the first line of the answer.
const LINE_BYTES: u64 = 64;

/// Asks the server that listens there, on this computer.
///
/// # Errors
/// What is wrong, in a sentence.
pub fn ask(listen: SocketAddr) -> Result<(), String> {
    let line = first_line(here(listen)).map_err(|error| format!("nobody answers at {listen}: {error}"))?;
    match line.split(' ').nth(1) {
        Some("200") => Ok(()),
        Some(status) => Err(format!("the server at {listen} is not ready: {status}")),
        None => Err(format!("what listens at {listen} is no server of ours")),
    }
}

/// Who listens on every address listens on loopback.
fn here(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        ip if !ip.is_unspecified() => ip,
        IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
    };
    SocketAddr::new(ip, listen.port())
}

fn first_line(server: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&server, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(b"GET /health/ready HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
    let mut line = Vec::new();
    stream.take(LINE_BYTES).read_to_end(&mut line)?;
    Ok(String::from_utf8_lossy(&line).lines().next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::here;

    #[test]
    fn every_address_is_asked_on_loopback() {
        for (listen, asked) in [
            ("0.0.0.0:8080", "127.0.0.1:8080"),
            ("[::]:8080", "[::1]:8080"),
            ("192.0.2.7:80", "192.0.2.7:80"),
        ] {
            assert_eq!(here(listen.parse().unwrap()), asked.parse().unwrap());
        }
    }
}
