//! A ZIP that goes out while it is made: no more of it is in memory than what somebody is about to take.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use locale::{LocalDateTime, Timestamp};
use tokio::sync::mpsc;
use zip::{
    CompressionMethod, DateTime, ZipWriter,
    result::ZipError,
    write::{SimpleFileOptions, StreamWriter},
};

use crate::{storage::StorageError, uploads::FilesError};

/// Bytes that are packed at once: less than a millisecond of work.
const PIECE: usize = 64 * 1024;

/// Pieces that wait for whoever takes them.
const WAITING: usize = 4;

/// Most of it are pictures and PDFs, which are packed already: more work would make it no smaller.
const LEVEL: i64 = 1;

/// The archive as it comes; an error is its end, and says that it is not whole.
pub(crate) type Pieces = mpsc::Receiver<io::Result<Bytes>>;

/// Why an archive is not whole.
#[derive(Debug, thiserror::Error)]
pub(super) enum Broken {
    /// Whoever wanted it has gone.
    #[error("nobody takes it any more")]
    Left,
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error("the archive: {0}")]
    Zip(#[from] ZipError),
    #[error("the archive: {0}")]
    Write(#[from] io::Error),
    #[error("what is kept has no JSON form: {0}")]
    Json(#[from] serde_json::Error),
}

/// An archive in the making.
pub(super) struct Archive {
    zip: ZipWriter<StreamWriter<Made>>,
    made: Made,
    options: SimpleFileOptions,
    to: mpsc::Sender<io::Result<Bytes>>,
}

/// What is made and not on its way yet.
#[derive(Clone, Default)]
struct Made(Arc<Mutex<Vec<u8>>>);

impl Archive {
    /// An empty one, whose files bear this time.
    pub(super) fn begin(now: Timestamp) -> (Self, Pieces) {
        let (to, pieces) = mpsc::channel(WAITING);
        let made = Made::default();
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(LEVEL))
            .last_modified_time(time(now))
            .unix_permissions(0o600);
        (Self { zip: ZipWriter::new_stream(made.clone()), made, options, to }, pieces)
    }

    /// From now on bytes are those of a file of this name.
    pub(super) fn file(&mut self, name: &str) -> Result<(), Broken> {
        Ok(self.zip.start_file(name, self.options)?)
    }

    /// Adds bytes to the file that was begun last, once there is room for them.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> Result<(), Broken> {
        for piece in bytes.chunks(PIECE) {
            self.zip.write_all(piece)?;
            self.send().await?;
        }
        Ok(())
    }

    /// Writes its directory, without which it does not open.
    pub(super) async fn end(self) -> Result<(), Broken> {
        let Self { zip, made, to, .. } = self;
        zip.finish()?;
        to.send(Ok(made.take())).await.map_err(|_| Broken::Left)
    }

    /// Where to tell that it is not whole.
    pub(super) fn complaints(&self) -> mpsc::Sender<io::Result<Bytes>> {
        self.to.clone()
    }

    async fn send(&self) -> Result<(), Broken> {
        let bytes = self.made.take();
        if bytes.is_empty() {
            return Ok(());
        }
        self.to.send(Ok(bytes)).await.map_err(|_| Broken::Left)
    }
}

impl Made {
    fn take(&self) -> Bytes {
        Bytes::from(std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

impl Write for Made {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// In Norway; of a clock that is far out, the first one that a ZIP knows.
fn time(now: Timestamp) -> DateTime {
    let LocalDateTime { date, time: at } = now.in_norway();
    DateTime::from_date_and_time(date.year(), date.month(), date.day(), at.hour(), at.minute(), 0)
        .unwrap_or_default()
}

/// A part of a path that every system takes: letters, digits and a few signs, not too many, so that it leads nowhere
/// else and shows as what it is.
pub(super) fn safe(name: &str) -> String {
    const BEGINNING: usize = 80;
    const END: usize = 20;
    let safe = |sign: char| if sign.is_alphanumeric() || "._-".contains(sign) { sign } else { '_' };
    let signs: Vec<char> = name.chars().map(safe).collect();
    let text: String = if signs.len() <= BEGINNING + END {
        signs.into_iter().collect()
    } else {
        // The ending says what it is.
        signs[..BEGINNING].iter().chain(&signs[signs.len() - END..]).collect()
    };
    // Windows drops dots at the end.
    text.trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn a_name_leads_nowhere_and_keeps_its_ending() {
        for (name, kept) in [
            ("Bilde 1.jpg", "Bilde_1.jpg"),
            ("../../etc/passwd", ".._.._etc_passwd"),
            ("C:\\æøå.pdf", "C__æøå.pdf"),
            ("\u{202e}gpj.exe", "_gpj.exe"),
            ("slutt...", "slutt"),
            ("", ""),
        ] {
            assert_eq!(safe(name), kept);
        }
        let long = safe(&format!("{}.pdf", "a".repeat(300)));
        assert!(long.len() == 100 && long.ends_with("a.pdf"), "{long}");
    }
}
