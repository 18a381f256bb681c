//! Takes bytes from a connection into parts, as they come and no more than one part in memory.
//!
//! It runs as a task of its own: a connection that goes away, and whoever waits for the answer with it, does
//! not keep it from writing down what has come.

use axum::body::{Body, BodyDataStream};
use bytes::{Bytes, BytesMut};
use contract::problem::Code;
use futures_util::StreamExt;
use sha2::{Digest, Sha256};
use tokio::time::{Duration, Instant};
use uuid::Uuid;

use super::{Files, finish, written};
use crate::{
    problem::{Answer, Failure},
    randomness,
    state::AppState,
    storage::{KeptParts, Part, StorageError, StoredAttachment},
    vault::FileKey,
};

/// The bytes of a part. What a connection costs that goes silent instead of ending.
const PART: usize = 256 * 1024;

/// Bytes a second that a call must bring on the whole, beyond the time of any call: less is not a slow phone, it is
/// somebody who holds a connection. What has come is kept.
const SLOWEST: u64 = 1000;

/// How far a file has come.
pub(super) enum Received {
    /// So many bytes have arrived.
    More(u64),
    /// All have.
    Whole,
}

/// How the bytes ended.
enum End {
    /// With the body.
    Complete,
    /// Before it.
    Cut,
    /// There were more than are missing.
    Surplus,
}

struct Receiver {
    app: AppState,
    id: Uuid,
    file_key: Option<FileKey>,
    /// Bytes that have arrived, those of this call included where they are kept as they come.
    at: u64,
    missing: u64,
    /// The sum that must come out before anything of this call is kept.
    checksum: Option<[u8; 32]>,
    held_back: Vec<Part>,
    hash: Sha256,
    whole: bool,
}

/// Receives what a call brings for a file that is not whole.
pub(super) async fn receive(
    app: &AppState,
    file: &StoredAttachment,
    announced: Option<u64>,
    checksum: Option<[u8; 32]>,
    body: Body,
) -> Answer<Received> {
    let missing = file.length.saturating_sub(file.received);
    if announced.is_some_and(|length| length > missing) {
        return Err(Code::BodyTooLarge { limit: missing }.into());
    }
    let receiver = Receiver {
        app: app.clone(),
        id: file.id,
        file_key: file.file_key.clone(),
        at: file.received,
        missing,
        checksum,
        held_back: Vec::new(),
        hash: Sha256::new(),
        whole: false,
    };
    let task = tokio::spawn(receiver.run(body.into_data_stream()));
    task.await.unwrap_or_else(|_| Err(Failure::internal("receiving a file panicked")))
}

impl Receiver {
    async fn run(mut self, mut body: BodyDataStream) -> Answer<Received> {
        let start = self.at;
        let end = match self.take_in(&mut body).await {
            Ok(end) => end,
            Err(failure) => {
                self.drop_held_back().await;
                return Err(failure);
            }
        };
        if self.checksum.is_some() {
            self.keep_what_matches(start, &end).await?;
        }
        if self.whole {
            finish::begin(&self.app, self.id);
            return Ok(Received::Whole);
        }
        match end {
            End::Complete => Ok(Received::More(self.at)),
            // Nobody may be there to read it any more.
            End::Cut => Err(Code::Timeout.into()),
            End::Surplus => Err(Code::BodyTooLarge { limit: self.missing }.into()),
        }
    }

    async fn take_in(&mut self, body: &mut BodyDataStream) -> Answer<End> {
        let mut buffer = BytesMut::new();
        let mut left = self.missing;
        let begun = Instant::now();
        let end = loop {
            // For each piece there is the time of a call, and for all of them as much as their bytes may take.
            let taken = Duration::from_millis(1000 * (self.missing - left) / SLOWEST);
            let piece = Instant::now() + self.app.serving.timeout;
            let latest = piece.min(begun + 3 * self.app.serving.timeout + taken);
            let bytes = match tokio::time::timeout_at(latest, body.next()).await {
                Ok(Some(Ok(bytes))) => bytes,
                Ok(None) => break End::Complete,
                Ok(Some(Err(_))) | Err(_) => break End::Cut,
            };
            let length = bytes.len() as u64;
            if length > left {
                break End::Surplus;
            }
            left -= length;
            buffer.extend_from_slice(&bytes);
            while buffer.len() >= PART {
                let part = buffer.split_to(PART).freeze();
                self.keep(part).await?;
            }
        };
        if !buffer.is_empty() {
            self.keep(buffer.freeze()).await?;
        }
        Ok(end)
    }

    /// Writes a part, and writes down that it has arrived unless the sum must be right first.
    async fn keep(&mut self, bytes: Bytes) -> Answer<()> {
        let length = bytes.len() as u64;
        let nonce = randomness::id(self.app.randomness.as_ref(), self.app.clock.now())?;
        let held_back: u64 = self.held_back.iter().map(|part| part.length).sum();
        let key = self.file_key.as_ref();
        let part = Part { length, object: Files::part(self.id, key, self.at + held_back, nonce) };
        if self.checksum.is_some() {
            self.hash.update(&bytes);
        }
        let written = written(key, &part.object, bytes, self.app.randomness.as_ref());
        let written = written.map_err(StorageError::from)?;
        self.app.uploads.files.put(&part.object, written).await?;
        self.held_back.push(part);
        if self.checksum.is_some() { Ok(()) } else { self.write_down().await }
    }

    async fn keep_what_matches(&mut self, start: u64, end: &End) -> Answer<()> {
        debug_assert_eq!(start, self.at);
        let sum: [u8; 32] = std::mem::take(&mut self.hash).finalize().into();
        if matches!(end, End::Complete) && self.checksum == Some(sum) {
            return if self.held_back.is_empty() { Ok(()) } else { self.write_down().await };
        }
        self.drop_held_back().await;
        if matches!(end, End::Complete) { Err(Code::ChecksumMismatch.into()) } else { Ok(()) }
    }

    /// Writes down that the parts have arrived.
    async fn write_down(&mut self) -> Answer<()> {
        let now = self.app.clock.now();
        match self.app.store.keep_parts(self.id, self.at, &self.held_back, now).await? {
            KeptParts::More(received) => self.at = received,
            KeptParts::Whole => self.whole = true,
            KeptParts::Elsewhere => {
                self.drop_held_back().await;
                // Another call has brought these bytes in the meantime, or the file is gone.
                return Err(Code::OffsetMismatch { offset: self.at }.into());
            }
        }
        self.held_back.clear();
        Ok(())
    }

    /// What cannot be removed now goes with the file.
    async fn drop_held_back(&mut self) {
        for part in std::mem::take(&mut self.held_back) {
            _ = self.app.uploads.files.remove(&part.object).await;
        }
    }
}
