//! Everything the server remembers. The only module that talks to the database.
//!
//! One set of entities and migrations serves SQLite and PostgreSQL; the address chooses. Identifiers are
//! UUIDs of version 7, points in time milliseconds since 1970, dates and JSON are text: both databases
//! read and compare them alike. What is not there is `None`, never an error. What people tell is sealed (`sealing`).

mod attachments;
mod audit;
mod backup;
mod cases;
mod changes;
mod connect;
mod device_keys;
mod drafts;
mod email_receipts;
mod entities;
mod figures;
mod jobs;
mod listen;
mod migrations;
mod open_drafts;
mod passing;
mod people;
mod personal;
mod prepared;
mod reference;
mod sealing;
mod sessions;
mod sign_ins;
mod sweep;

use std::sync::Arc;

use locale::{Date, Timestamp};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, SqlErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use serde::{Serialize, de::DeserializeOwned};
use tokio::sync::broadcast;
use tracing::{instrument, warn};
use uuid::Uuid;

pub use self::{
    attachments::{
        Announced, AttachmentCaps, Claimed, Delivered, FilePlace, KeptAs, KeptFile, KeptParts, NamedFiles,
        NewAttachment, Part, StoredAttachment, Target,
    },
    audit::{Actor, AuditAction, AuditEntry, Chained, NewEntry, Origin, Verified, within},
    backup::{BackupError, restore},
    cases::{CaseHead, NewCase, StoredCase, SubmissionKey, Submitted},
    changes::Change,
    connect::{DatabaseUrl, PoolUse, WrongDatabaseUrl},
    drafts::{DraftHead, Expected, SavedDraft, StoredDraft},
    email_receipts::EmailStanding,
    figures::{Counted, Counts},
    jobs::{ClaimedJob, JobCounts, JobRow, JobState, NewJob, Work},
    listen::Listening,
    open_drafts::{Entered, OpenHolder, OpenStage},
    people::{NewPerson, Person},
    personal::{Cases, Counted as KeptCounted, Erased, Holdings, Overview},
    sealing::{KeyUse, Resealed, WrongKeysFile},
    sessions::{
        ListedSession, NewSecret, NewSession, Provided, Secret, SessionsOf, StaffMember, StoredSession, Who,
    },
    sign_ins::{PendingSignIn, Realm},
    sweep::Swept,
};
use crate::{
    randomness::{self, NoRandomness, Randomness},
    vault::{Vault, VaultError},
};

/// The database.
#[derive(Clone)]
pub struct Store {
    /// For SQLite a pool beside the writer's, so that reading never waits for writing.
    reader: DatabaseConnection,
    /// For SQLite a pool of one: writers queue here instead of failing in the database.
    writer: DatabaseConnection,
    randomness: Arc<dyn Randomness>,
    /// What is sealed; see `sealing`.
    vault: Arc<Vault>,
    /// The log of who has read and changed what.
    audit: Arc<audit::Audit>,
    /// For connections beside the pools.
    url: DatabaseUrl,
    /// To those who follow changes in this server.
    changes: broadcast::Sender<Change>,
}

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The driver or the database says no.
    #[error("the database: {0}")]
    Database(#[from] DbErr),
    /// A row holds what no version of the server has written.
    #[error("a stored value cannot be read: {0}")]
    Unreadable(String),
    /// The tables have been made by a newer program. Holds the steps that this one does not know.
    #[error(
        "the database is newer than this program, which does not know {0}; start the program that brought it up to \
        date, or a newer one: a database is never taken back"
    )]
    Newer(String),
    /// No random bytes for ids and references.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// A value is not sealed or opened.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The audit log has not been written for so long that no more can be noted: nothing personal is read until it is.
    #[error("the audit log has not been written for long: nothing more can be noted in it")]
    LogFull,
    /// The keys are not those of the database.
    #[error(transparent)]
    Keys(#[from] WrongKeysFile),
}

impl StorageError {
    /// Whether the same call may succeed a little later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Database(error) => passing::is_passing(error) || is_foreign_key_violation(error),
            Self::LogFull => true,
            _ => false,
        }
    }

    fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Database(error) if is_unique_violation(error))
    }
}

impl Store {
    /// Whether the database answers.
    ///
    /// # Errors
    /// Where it does not.
    pub async fn ping(&self) -> Result<(), StorageError> {
        self.reader.execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    /// Writes down what has been noted, and ends the connections; SQLite folds its write-ahead log into the file.
    ///
    /// # Errors
    /// Where the database does not let go.
    pub async fn close(self) -> Result<(), StorageError> {
        if let Err(error) = self.write_notes().await {
            warn!(cause = %error, "what was read of late could not be written into the audit log");
        }
        let same = matches!(self.writer.get_database_backend(), sea_orm::DbBackend::Postgres);
        self.writer.close().await?;
        if !same {
            self.reader.close().await?;
        }
        Ok(())
    }

    /// The same database with ids and references from another source.
    #[must_use]
    pub fn with_randomness(&self, randomness: Arc<dyn Randomness>) -> Self {
        Self { randomness, ..self.clone() }
    }

    /// A transaction that may write. SQLite takes the write lock at once: upgrading later ignores its
    /// time-out and fails under load. Its span is the waiting for those who write before.
    #[instrument(target = "traces", name = "store.write", skip_all)]
    async fn write(&self) -> Result<DatabaseTransaction, StorageError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.writer.begin_with_options(options).await?)
    }

    fn new_id(&self, now: Timestamp) -> Result<Uuid, StorageError> {
        Ok(randomness::id(self.randomness.as_ref(), now)?)
    }
}

fn is_unique_violation(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// What the row belongs to has been deleted since it was looked at, such as a person by a command: asked again, the call
/// finds it gone.
fn is_foreign_key_violation(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_)))
}

fn to_json<T: Serialize>(value: &T) -> Result<String, StorageError> {
    serde_json::to_string(value).map_err(|error| StorageError::Unreadable(error.to_string()))
}

/// The message names the column only: what is in it may be personal.
fn from_json<T: DeserializeOwned>(text: &str, column: &str) -> Result<T, StorageError> {
    serde_json::from_str(text).map_err(|_| StorageError::Unreadable(column.to_owned()))
}

fn to_date(text: &str, column: &str) -> Result<Date, StorageError> {
    Date::parse_iso(text).ok_or_else(|| StorageError::Unreadable(column.to_owned()))
}

fn to_count(number: i64, column: &str) -> Result<u32, StorageError> {
    u32::try_from(number).map_err(|_| StorageError::Unreadable(column.to_owned()))
}
