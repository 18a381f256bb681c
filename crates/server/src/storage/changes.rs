//! Tells what has changed, in this server and in the others on the same database.
//!
//! On PostgreSQL a change is told by NOTIFY in the transaction that makes it: nobody hears of what was rolled back, and
//! every server hears it by its own LISTEN, the one that made it too. SQLite has one server, which is told after the
//! commit. What is told is a hint to look, never the thing itself; who may have missed some looks again.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement};
use tokio::sync::broadcast;
use uuid::Uuid;

use super::{StorageError, Store};

/// Changes that wait for a reader who is slow; who falls further behind looks again at everything.
pub(super) const CAPACITY: usize = 1024;

/// The channel of LISTEN and NOTIFY.
pub(super) const CHANNEL: &str = "servicetorg";

/// What has changed. Ids only, and those that are public where people see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A case of the person's, by its reference.
    Case {
        /// Whose.
        person: Uuid,
        /// Which.
        reference: String,
    },
    /// The person's draft of a form: saved or gone.
    Draft {
        /// Whose.
        person: Uuid,
        /// Of which form.
        form: String,
    },
    /// A session has been ended.
    SessionEnded {
        /// Which.
        session: Uuid,
    },
    /// There is a job to do.
    Job,
    /// Some may have been missed.
    Missed,
}

impl Change {
    /// As it is notified: `kind:id:name`.
    fn write(&self) -> String {
        match self {
            Self::Case { person, reference } => format!("case:{person}:{reference}"),
            Self::Draft { person, form } => format!("draft:{person}:{form}"),
            Self::SessionEnded { session } => format!("session:{session}:"),
            Self::Job => "job::".to_owned(),
            Self::Missed => "missed::".to_owned(),
        }
    }

    /// Nothing for what a newer server tells.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, ':');
        let (kind, id, name) = (parts.next()?, parts.next()?, parts.next()?);
        Some(match kind {
            "case" => Self::Case { person: id.parse().ok()?, reference: name.to_owned() },
            "draft" => Self::Draft { person: id.parse().ok()?, form: name.to_owned() },
            "session" => Self::SessionEnded { session: id.parse().ok()? },
            "job" => Self::Job,
            "missed" => Self::Missed,
            _ => return None,
        })
    }
}

impl Store {
    /// What changes from now on.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// Tells a change that belongs to no transaction.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn tell(&self, change: Change) -> Result<(), StorageError> {
        if self.is_postgres() {
            notify(&self.writer, &change).await
        } else {
            self.tell_here(change);
            Ok(())
        }
    }

    /// Tells those who listen in this server.
    pub(super) fn tell_here(&self, change: Change) {
        // Nobody who listens is fine.
        _ = self.changes.send(change);
    }

    /// Commits, and tells what has changed by it.
    pub(super) async fn commit_and_tell(
        &self,
        transaction: DatabaseTransaction,
        changes: impl IntoIterator<Item = Change>,
    ) -> Result<(), StorageError> {
        if self.is_postgres() {
            for change in changes {
                notify(&transaction, &change).await?;
            }
            return Ok(transaction.commit().await?);
        }
        transaction.commit().await?;
        changes.into_iter().for_each(|change| self.tell_here(change));
        Ok(())
    }

    pub(super) fn is_postgres(&self) -> bool {
        self.writer.get_database_backend() == DbBackend::Postgres
    }
}

async fn notify(connection: &impl ConnectionTrait, change: &Change) -> Result<(), StorageError> {
    let values = [CHANNEL.into(), change.write().into()];
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, "SELECT pg_notify($1, $2)", values);
    connection.execute_raw(statement).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::Change;

    #[test]
    fn what_is_told_is_read_again() {
        let (person, session) = (Uuid::from_u128(7), Uuid::from_u128(8));
        for change in [
            Change::Case { person, reference: "DRM-1".to_owned() },
            Change::Draft { person, form: "meld-feil".to_owned() },
            Change::SessionEnded { session },
            Change::Job,
            Change::Missed,
        ] {
            assert_eq!(Change::read(&change.write()), Some(change));
        }
    }

    #[test]
    fn what_a_newer_server_tells_is_left_alone() {
        for text in ["", "case", "case:x:y", "chat:1:2", "session:7:"] {
            assert_eq!(Change::read(text), None, "{text}");
        }
    }
}
