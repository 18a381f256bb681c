//! The mailer of the demo: messages become files, as mail programs open them, and go nowhere.

use std::path::PathBuf;

use futures_util::future::BoxFuture;

use super::{MailError, Mailer, Message};

/// Writes each message to a file of its own, `<name>.eml`.
#[derive(Clone, Debug)]
pub struct MailFolder(pub PathBuf);

impl Mailer for MailFolder {
    fn send(&self, message: Message) -> BoxFuture<'_, Result<(), MailError>> {
        Box::pin(async move {
            // The cause without its path, which may name a person of this computer.
            let failed = |error: std::io::Error| MailError(error.kind().to_string());
            tokio::fs::create_dir_all(&self.0).await.map_err(failed)?;
            let file = self.0.join(format!("{}.eml", message.name));
            // Whole or not at all: who watches the folder never reads half a message.
            let part = self.0.join(format!("{}.part", message.name));
            tokio::fs::write(&part, &message.bytes).await.map_err(failed)?;
            tokio::fs::rename(&part, &file).await.map_err(failed)
        })
    }
}
