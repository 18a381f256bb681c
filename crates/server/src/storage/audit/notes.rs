//! What was read, noted in memory; and chaining it some entries at a time, with what waits since it was changed.
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
use tracing::{error, instrument, warn};

use super::{NewEntry, chain::END, waiting::Unchained};
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

/// What a turn has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chained {
    /// Entries that are in the chain now.
    pub written: usize,
    /// Entries that wait and are not as they were written: they stay where they are, to be looked at.
    pub unfit: usize,
}

impl Notes {
    /// Between noting and writing, so that what comes together is written together.
    const PAUSE: Duration = Duration::from_millis(200);

    /// For what nobody has told of.
    const LOOK: Duration = Duration::from_secs(30);

    /// After a failure.
    const AGAIN: Duration = Duration::from_secs(2);

    /// That there is something to chain.
    pub(super) fn tell(&self) {
        self.noted.notify_one();
    }
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
        self.audit.notes.tell();
        Ok(())
    }

    /// Chains what waits, written with its change by any server, and what has been noted here.
    ///
    /// # Errors
    /// Where the database fails; what was not written is noted still. Where nobody knows whether a commit has succeeded,
    /// it is written once more.
    #[instrument(target = "traces", name = "store.write_notes", skip_all)]
    pub async fn write_notes(&self) -> Result<Chained, StorageError> {
        let notes = &self.audit.notes;
        let _writing = notes.writing.lock().await;
        let mut chained = Chained { written: 0, unfit: 0 };
        let mut after = i64::MIN;
        loop {
            let batch: Vec<NewEntry> = {
                let noted = notes.waiting.lock().unwrap_or_else(PoisonError::into_inner);
                noted.iter().take(BATCH).cloned().collect()
            };
            if batch.is_empty() && self.waiting(&self.reader, after, 1).await?.last.is_none() {
                return Ok(chained);
            }
            let transaction = self.write().await?;
            // Locked before looking at what waits: of two servers, each finds what the other has left.
            let end = self.mark(&transaction, END).await?;
            let waiting = self.waiting(&transaction, after, BATCH as u64).await?;
            chained.unfit += waiting.unfit;
            after = waiting.last.unwrap_or(after);
            let (places, waiting): (Vec<i64>, Vec<Unchained>) = waiting.entries.into_iter().unzip();
            let mut entries = waiting;
            entries.extend(batch.iter().map(Unchained::from));
            entries.sort_by_key(|entry| entry.at);
            let written = entries.len();
            self.remove_waiting(&transaction, &places).await?;
            self.chain(&transaction, end, entries).await?;
            transaction.commit().await?;
            // Only this task takes any out.
            notes.waiting.lock().unwrap_or_else(PoisonError::into_inner).drain(..batch.len());
            chained.written += written;
        }
    }

    /// Chains what waits and what is noted until all is over; what is left then, [`Self::close`] writes.
    pub async fn keep_writing_notes(&self, stopping: &Stopping) {
        // What a server has left that was killed is found by the next one that looks, at its start or a little later.
        let mut look = tokio::time::interval(Notes::LOOK);
        let mut unfit = 0;
        loop {
            tokio::select! {
                biased;
                () = stopping.reached(Phase::Over) => break,
                () = self.audit.notes.noted.notified() => tokio::time::sleep(Notes::PAUSE).await,
                _ = look.tick() => {}
            }
            match self.write_notes().await {
                Ok(chained) if chained.unfit > unfit => {
                    unfit = chained.unfit;
                    error!(unfit, "entries that wait for the audit log are not as they were written");
                }
                Ok(chained) => unfit = chained.unfit,
                Err(error) => {
                    warn!(cause = %error, "the audit log could not be written; it is tried again");
                    if stopping.phase() < Phase::Over {
                        tokio::time::sleep(Notes::AGAIN).await;
                    }
                    self.audit.notes.tell();
                }
            }
        }
    }
}
