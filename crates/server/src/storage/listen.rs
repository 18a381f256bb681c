//! Hears what other servers on the same PostgreSQL have changed: one connection that does nothing else.

use std::time::Duration;

use sea_orm::{
    DbErr, RuntimeErr,
    sqlx::{self, postgres::PgListener},
};
use tracing::{info, warn};

use super::{
    StorageError, Store,
    changes::{CHANNEL, Change},
};
use crate::randomness::between;

/// The shortest and the longest pause before another try to connect, in milliseconds.
const PAUSES: (u64, u64) = (250, 30_000);

/// A connection that listens already.
pub struct Listening(PgListener);

impl Store {
    /// Begins to listen; nothing on SQLite, where there is nobody else to hear.
    ///
    /// # Errors
    /// Where the database cannot be reached.
    pub async fn listen(&self) -> Result<Option<Listening>, StorageError> {
        if !self.is_postgres() {
            return Ok(None);
        }
        // Not one of the pool's: it is never given back. A pooler in front that shares connections among
        // transactions would lose what is told.
        let mut listener = PgListener::connect(self.url.as_str()).await.map_err(told)?;
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await.map_err(told)?;
        Ok(Some(Listening(listener)))
    }

    /// Listens until the server ends. A connection that is lost is made anew, and whoever listens here is told that
    /// something may have been missed.
    pub async fn keep_listening(&self, first: Option<Listening>) {
        if !self.is_postgres() {
            return;
        }
        let mut listening = first;
        let mut tries = 0;
        loop {
            match listening.take() {
                Some(Listening(listener)) => {
                    tries = 0;
                    let cause = self.hear(listener).await;
                    warn!(cause, "the connection that listens for changes is lost");
                }
                None => match self.listen().await {
                    Ok(again) => {
                        info!("listening for changes");
                        listening = again;
                        self.tell_here(Change::Missed);
                    }
                    Err(error) => {
                        tries += 1;
                        warn!(cause = %error, tries, "cannot listen for changes; sessions and jobs are looked up as before");
                        tokio::time::sleep(self.pause(tries)).await;
                    }
                },
            }
        }
    }

    /// Passes on what is told until the connection is gone; gives why.
    async fn hear(&self, mut listener: PgListener) -> String {
        loop {
            match listener.try_recv().await {
                Ok(Some(told)) => {
                    if let Some(change) = Change::read(told.payload()) {
                        self.tell_here(change);
                    }
                }
                Ok(None) => return "closed by the database".to_owned(),
                Err(error) => return error.to_string(),
            }
        }
    }

    /// Longer with each try, and by chance, so that many servers do not come back at once.
    fn pause(&self, tries: u32) -> Duration {
        let longest = PAUSES.0.saturating_mul(1 << tries.min(10)).min(PAUSES.1);
        // Without randomness the longest pause does.
        let millis = between(self.randomness.as_ref(), longest / 2, longest).unwrap_or(longest);
        Duration::from_millis(millis)
    }
}

fn told(error: sqlx::Error) -> StorageError {
    StorageError::Database(DbErr::Conn(RuntimeErr::Internal(error.to_string())))
}
