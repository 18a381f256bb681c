//! Work that the server does after the answer, as staff see it where it was given up.

use locale::Timestamp;
use serde::{Deserialize, Serialize};

/// The jobs that were given up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobList {
    /// The latest first, at most 200.
    pub jobs: Vec<JobCard>,
}

/// A job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobCard {
    /// Its key.
    pub id: String,
    /// What is to be done.
    pub kind: JobKind,
    /// How far it has come.
    pub state: JobState,
    /// How often it has been tried.
    pub attempts: u32,
    /// Why the last attempt failed; nothing where none has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<JobFault>,
    /// When it was asked for.
    pub created: Timestamp,
    /// When it was given up or done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Timestamp>,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// An e-mail that says that a case was received.
    EmailReceipt,
    /// Deleting what is over.
    Sweep,
    /// Something that this version of the server does not know.
    Other,
}

/// How far a job has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// For its time, or for a worker.
    Waiting,
    /// Somebody does it.
    Running,
    /// It is done.
    Done,
    /// Given up.
    Dead,
}

/// Why an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JobFault {
    /// The e-mail could not be handed over.
    MailRefused,
    /// The server sends no e-mail.
    MailOff,
    /// The person's address is no longer known to be right.
    AddressNotVerified,
    /// What the job is about is gone.
    Gone,
    /// The database did not do what was asked.
    Database,
    /// It took too long.
    TimedOut,
    /// The server has a fault.
    Panicked,
    /// The server that did it stopped in the middle, each time.
    WorkerLost,
    /// Something that this version of the server does not know.
    Other,
}

impl JobFault {
    /// The name on the wire and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MailRefused => "mail_refused",
            Self::MailOff => "mail_off",
            Self::AddressNotVerified => "address_not_verified",
            Self::Gone => "gone",
            Self::Database => "database",
            Self::TimedOut => "timed_out",
            Self::Panicked => "panicked",
            Self::WorkerLost => "worker_lost",
            Self::Other => "other",
        }
    }

    /// The fault of that name.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let all = [
            Self::MailRefused,
            Self::MailOff,
            Self::AddressNotVerified,
            Self::Gone,
            Self::Database,
            Self::TimedOut,
            Self::Panicked,
            Self::WorkerLost,
        ];
        all.into_iter().find(|fault| fault.name() == name).unwrap_or(Self::Other)
    }
}

impl JobKind {
    /// The name on the wire and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::EmailReceipt => "email_receipt",
            Self::Sweep => "sweep",
            Self::Other => "other",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn of(name: &str) -> Self {
        [Self::EmailReceipt, Self::Sweep].into_iter().find(|kind| kind.name() == name).unwrap_or(Self::Other)
    }
}
