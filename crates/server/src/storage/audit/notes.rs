//! What was read, noted in memory and written some entries at a time.
//!
//! The answer goes out once its entry is noted. Whoever kills the server in that moment loses what was noted in about the
//! last [`Notes::PAUSE`]; whoever stops it does not. Where the log cannot be written for long, notes are full, and
//! nothing personal can be read any more until it can.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::{Mutex as AsyncMutex, Notify};
use tracing::{instrument, warn};

use super::NewEntry;
use crate::{
    stopping::{Phase, Stopping},
    storage::{StorageError, Store},
};

/// So much is noted at the most: minutes of a busy server.
const MOST: usize = 20_000;

/// Entries of a transaction.
const BATCH: usize = 500;

/// What has been read, and not been written down yet.
#[derive(Default)]
pub(in crate::storage) struct Notes {
    waiting: Mutex<VecDeque<NewEntry>>,
    /// One writes at a time: what is written is in order.
    writing: AsyncMutex<()>,
    noted: Notify,
}

impl Notes {
    /// Between noting and writing, so that what comes together is written together.
    const PAUSE: Duration = Duration::from_millis(200);

    /// After a failure.
    const AGAIN: Duration = Duration::from_secs(2);
}

impl Store {
    /// Notes that something was read; before the answer is given.
    ///
    /// # Errors
    /// Where the log has not been written for so long that no more can be noted.
    pub fn note(&self, entry: NewEntry) -> Result<(), StorageError> {
        let mut waiting = self.audit.notes.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= MOST {
            return Err(StorageError::LogFull);
        }
        waiting.push_back(entry);
        drop(waiting);
        self.audit.notes.noted.notify_one();
        Ok(())
    }

    /// Writes down what has been noted; how much.
    ///
    /// # Errors
    /// Where the database fails; what was not written is noted still. Where nobody knows whether a commit has succeeded,
    /// it is written once more.
    #[instrument(target = "traces", name = "store.write_notes", skip_all)]
    pub async fn write_notes(&self) -> Result<usize, StorageError> {
        let notes = &self.audit.notes;
        let _writing = notes.writing.lock().await;
        let mut written = 0;
        loop {
            let batch: Vec<NewEntry> = {
                let waiting = notes.waiting.lock().unwrap_or_else(PoisonError::into_inner);
                waiting.iter().take(BATCH).cloned().collect()
            };
            if batch.is_empty() {
                return Ok(written);
            }
            let transaction = self.write().await?;
            self.commit_logged(transaction, batch.iter().cloned(), []).await?;
            // Only this task takes any out.
            notes.waiting.lock().unwrap_or_else(PoisonError::into_inner).drain(..batch.len());
            written += batch.len();
        }
    }

    /// Writes down what is noted until all is over; what is left then, [`Self::close`] writes.
    pub async fn keep_writing_notes(&self, stopping: &Stopping) {
        loop {
            tokio::select! {
                biased;
                () = stopping.reached(Phase::Over) => break,
                () = self.audit.notes.noted.notified() => {}
            }
            tokio::time::sleep(Notes::PAUSE).await;
            while let Err(error) = self.write_notes().await {
                warn!(cause = %error, "the audit log could not be written; it is tried again");
                if stopping.phase() == Phase::Over {
                    break;
                }
                tokio::time::sleep(Notes::AGAIN).await;
            }
        }
    }
}
