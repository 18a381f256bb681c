//! Files are looked at by clamd, the daemon of ClamAV: each is streamed to it (`INSTREAM` of its protocol).

use std::{path::PathBuf, str::FromStr, time::Duration};

use bytes::Bytes;
use clamav_client::tokio::{Socket, Tcp, scan_buffer};
use futures_util::future::BoxFuture;
use tokio::time::timeout;

use super::{Scanner, ScannerError, Verdict};

/// How long one file may take: clamd itself gives up after two minutes.
const PATIENCE: Duration = Duration::from_secs(50);

/// Where Debian's clamd listens.
pub const DEFAULT_CLAMD: &str = "unix:/run/clamav/clamd.ctl";

/// Where a clamd listens: `unix:/path` or `tcp://host:port`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClamdAddress {
    /// A socket in the file system.
    Unix(PathBuf),
    /// Host and port. What is sent is not encrypted: the same machine or a network of one's own.
    Tcp(String),
}

impl FromStr for ClamdAddress {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if let Some(path) = text.strip_prefix("unix:") {
            return if path.starts_with('/') { Ok(Self::Unix(path.into())) } else { Err(()) };
        }
        let place = text.strip_prefix("tcp://").ok_or(())?;
        let (host, port) = place.rsplit_once(':').ok_or(())?;
        if host.is_empty() || port.parse::<u16>().is_err() {
            Err(())
        } else {
            Ok(Self::Tcp(place.to_owned()))
        }
    }
}

/// Asks a clamd of each file. Whatever it does not call clean or harmful, such as a file larger than its
/// `StreamMaxLength`, has not been scanned.
#[derive(Clone, Debug)]
pub struct Clamd(pub ClamdAddress);

impl Scanner for Clamd {
    fn scan(&self, bytes: Bytes) -> BoxFuture<'_, Result<Verdict, ScannerError>> {
        Box::pin(async move {
            let asked = async {
                match &self.0 {
                    ClamdAddress::Unix(socket_path) => {
                        scan_buffer(&bytes, Socket { socket_path }, None).await
                    }
                    ClamdAddress::Tcp(host_address) => scan_buffer(&bytes, Tcp { host_address }, None).await,
                }
            };
            let answer = timeout(PATIENCE, asked)
                .await
                .map_err(|_| ScannerError("no answer in time".to_owned()))?
                .map_err(|error| ScannerError(error.to_string()))?;
            verdict(&answer)
        })
    }
}

/// Reads an answer such as `stream: OK` or `stream: Win.Test.EICAR_HDB-1 FOUND`.
fn verdict(answer: &[u8]) -> Result<Verdict, ScannerError> {
    let text = String::from_utf8_lossy(answer);
    let text = text.trim_end_matches(['\0', '\n']);
    match text.strip_prefix("stream: ") {
        Some("OK") => Ok(Verdict::Clean),
        Some(found) if found.ends_with(" FOUND") => Ok(Verdict::Harmful),
        _ => Err(ScannerError(text.chars().take(200).collect())),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::unix("unix:/run/clamav/clamd.ctl", Ok(ClamdAddress::Unix("/run/clamav/clamd.ctl".into())))]
    #[case::tcp("tcp://localhost:3310", Ok(ClamdAddress::Tcp("localhost:3310".to_owned())))]
    #[case::ipv6("tcp://[::1]:3310", Ok(ClamdAddress::Tcp("[::1]:3310".to_owned())))]
    #[case::relative("unix:clamd.ctl", Err(()))]
    #[case::no_port("tcp://localhost", Err(()))]
    #[case::no_host("tcp://:3310", Err(()))]
    #[case::large_port("tcp://localhost:99999", Err(()))]
    #[case::other("https://localhost:3310", Err(()))]
    fn an_address_is_read(#[case] text: &str, #[case] address: Result<ClamdAddress, ()>) {
        assert_eq!(text.parse(), address);
    }

    #[rstest]
    #[case::clean("stream: OK\0", Some(Verdict::Clean))]
    #[case::harmful("stream: Eicar-Test-Signature FOUND\0", Some(Verdict::Harmful))]
    #[case::too_large("INSTREAM size limit exceeded. ERROR\0", None)]
    #[case::nothing("", None)]
    #[case::half("stream: ", None)]
    fn only_a_plain_answer_is_a_verdict(#[case] answer: &str, #[case] expected: Option<Verdict>) {
        assert_eq!(verdict(answer.as_bytes()).ok(), expected);
    }
}
