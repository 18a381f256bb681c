//! Looks for what is harmful in a file. An adapter: the real scanner is another program, see [`super::Clamd`]; the
//! one here, of a demo, knows one harmless example, which all scanners know.

use bytes::Bytes;
use futures_util::future::BoxFuture;

/// What a scanner says of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found.
    Clean,
    /// Something was.
    Harmful,
}

/// The scanner does not answer. A file that is not scanned is not kept.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the scanner: {0}")]
pub struct ScannerError(pub String);

/// Looks at files.
pub trait Scanner: Send + Sync {
    /// Looks at one, as it was sent.
    fn scan(&self, bytes: Bytes) -> BoxFuture<'_, Result<Verdict, ScannerError>>;
}

/// Finds the test file of EICAR and nothing else, always alike.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExampleScanner;

/// In two pieces, so that no scanner takes this program for the test file.
const EXAMPLE: [&str; 2] = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"];

impl Scanner for ExampleScanner {
    fn scan(&self, bytes: Bytes) -> BoxFuture<'_, Result<Verdict, ScannerError>> {
        let example = EXAMPLE.concat();
        let found = bytes.windows(example.len()).any(|window| window == example.as_bytes());
        Box::pin(async move { Ok(if found { Verdict::Harmful } else { Verdict::Clean }) })
    }
}
