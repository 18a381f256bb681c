//! E-mail: an adapter that sends, and what the municipality writes in one.
//!
//! An e-mail lies open on its way and in inboxes that others read. It says that something has been received
//! and nothing of what; see `docs/decisions/0013-an-e-mail-says-only-that-something-came.md`.

mod folder;
mod receipt;

use std::sync::Arc;

use futures_util::future::BoxFuture;

pub use self::folder::MailFolder;
pub(crate) use self::receipt::{Received, received};

/// A message that is ready to go, as RFC 5322 has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Names it: the same message sent again has the same, so that whoever receives both can tell.
    /// Letters, digits and hyphens.
    pub name: String,
    /// With lines that end in CR LF.
    pub bytes: Vec<u8>,
}

/// The message could not be handed over. It may be tried again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the mail: {0}")]
pub struct MailError(pub String);

/// How e-mail goes out.
#[derive(Clone)]
pub struct Mail {
    /// Who delivers; nobody where none is set up, and then no e-mail is offered.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// The address that e-mails are from.
    pub from: String,
}

/// Hands messages over to whoever delivers them.
pub trait Mailer: Send + Sync {
    /// Hands one over.
    fn send(&self, message: Message) -> BoxFuture<'_, Result<(), MailError>>;
}
