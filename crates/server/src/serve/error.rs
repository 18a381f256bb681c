//! Why the server does not start, or a command does nothing.

use std::net::SocketAddr;

use crate::{
    oidc::ProviderFault,
    organisations::RegisterDown,
    personal::PersonFault,
    randomness::NoRandomness,
    storage::{BackupError, StorageError},
    uploads::FilesError,
    vault::KeysFileError,
};

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The content has faults: each is a line.
    #[error("the content cannot be served:\n{0}")]
    Content(String),
    /// The database cannot be used.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Nothing says where the keys of the database are.
    #[error(
        "the setting `keys_file` is missing: what people tell is sealed in the database, and it says where the keys are; \
        `servicetorg-server keys new --keys-file FILE` makes them"
    )]
    NoKeysFile,
    /// The keys cannot be used.
    #[error(transparent)]
    Keys(#[from] KeysFileError),
    /// The folder or the store for files cannot be used.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// The computer gives no random numbers.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// Nobody takes what a command tells.
    #[error("cannot write: {0}")]
    Output(std::io::Error),
    /// Nothing can listen there.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// The socket that was handed over listens elsewhere.
    #[error(
        "the socket that was handed over listens on {socket}, and the setting `listen` says {address}: they must be the same"
    )]
    OtherSocket {
        /// As the setting has it.
        address: SocketAddr,
        /// As it was handed over.
        socket: SocketAddr,
    },
    /// The demo data does not go in.
    #[error("the demo data: {0}")]
    Seed(String),
    /// There are no figures to show.
    #[error("the figures: {0}")]
    Figures(String),
    /// There is no copy of the database, or no database made of one.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// What is kept of a person was not written or deleted.
    #[error(transparent)]
    Person(#[from] PersonFault),
    /// The client of the register of organisations cannot be made.
    #[error(transparent)]
    Register(#[from] RegisterDown),
    /// The client of a provider of sign-in cannot be made.
    #[error(transparent)]
    Provider(#[from] ProviderFault),
}
