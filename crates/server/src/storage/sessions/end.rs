//! Ends sessions before their time, on every server at once.

use locale::Timestamp;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{StaffMember, has_secret};
use crate::storage::{
    StorageError, Store,
    audit::{Actor, AuditAction, NewEntry},
    changes::Change,
    entities::session,
    from_json,
    sealing::SealedRow,
};

/// Sessions that are ended in one transaction.
const BATCH: usize = 500;

/// Whose sessions an administrator ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionsOf {
    /// All there are: people's and staff's.
    Everybody,
    /// Of one of the people.
    Person(Uuid),
    /// Of one of the staff, as the provider of staff names them.
    Staff(String),
}

impl Store {
    /// Ends a session, if there is one of that secret.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn end_session(&self, key_hash: &str, now: Timestamp) -> Result<(), StorageError> {
        self.end_sessions(has_secret(key_hash), now, None).await.map(drop)
    }

    /// Ends one of a person's sessions; whether there was one.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn end_one_session(
        &self,
        person: Uuid,
        id: Uuid,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let one = Condition::all().add(session::Column::PersonId.eq(person)).add(session::Column::Id.eq(id));
        Ok(self.end_sessions(one, now, None).await? > 0)
    }

    /// Ends all of a person's sessions but one.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn end_other_sessions(
        &self,
        person: Uuid,
        but: Uuid,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let others =
            Condition::all().add(session::Column::PersonId.eq(person)).add(session::Column::Id.ne(but));
        self.end_sessions(others, now, None).await.map(drop)
    }

    /// Ends the sessions that came of a session of a provider's; how many.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn end_provider_session(
        &self,
        issuer: &str,
        session: &str,
        now: Timestamp,
    ) -> Result<u64, StorageError> {
        let of_provider = Condition::all()
            .add(session::Column::Issuer.eq(issuer))
            .add(session::Column::ProviderSession.eq(session));
        // Nobody of ours has asked.
        self.end_sessions(of_provider, now, Some(Actor::Server)).await
    }

    /// Ends all sessions of somebody, or of everybody, for whoever gave the command; how many.
    ///
    /// # Errors
    /// Where the database fails; those that have been ended stay so.
    pub async fn end_sessions_of(&self, whose: &SessionsOf, now: Timestamp) -> Result<u64, StorageError> {
        let ids = self.sessions_of(whose).await?;
        let mut ended = 0;
        for ids in ids.chunks(BATCH) {
            let these = Condition::all().add(session::Column::Id.is_in(ids.iter().copied()));
            ended += self.end_sessions(these, now, Some(Actor::Command)).await?;
        }
        Ok(ended)
    }

    async fn sessions_of(&self, whose: &SessionsOf) -> Result<Vec<Uuid>, StorageError> {
        let person = session::Column::PersonId;
        let (which, subject) = match whose {
            SessionsOf::Everybody => (Condition::all(), None),
            SessionsOf::Person(id) => (Condition::all().add(person.eq(*id)), None),
            SessionsOf::Staff(subject) => (Condition::all().add(person.is_null()), Some(subject)),
        };
        let Some(subject) = subject else {
            let ids = session::Entity::find().select_only().column(session::Column::Id).filter(which);
            return Ok(ids.into_tuple().all(&self.writer).await?);
        };
        let mut ids = Vec::new();
        for row in session::Entity::find().filter(which).all(&self.writer).await? {
            let row = row.opened(&self.vault)?;
            let staff = row.staff.as_deref().map(|staff| from_json::<StaffMember>(staff, "session.staff"));
            if staff.transpose()?.is_some_and(|staff| staff.subject == *subject) {
                ids.push(row.id);
            }
        }
        Ok(ids)
    }

    /// Ends them, and tells every server; how many.
    async fn end_sessions(
        &self,
        which: Condition,
        now: Timestamp,
        by: Option<Actor>,
    ) -> Result<u64, StorageError> {
        let transaction = self.write().await?;
        let gone = end(&transaction, which).await?;
        let rows = gone.into_iter().map(|row| row.opened(&self.vault)).collect::<Result<Vec<_>, _>>()?;
        let entries = ended_entries(&rows, now, by);
        self.commit_logged(transaction, entries, rows.iter().map(ended)).await?;
        Ok(rows.len() as u64)
    }
}

pub(super) fn ended(session: &session::Model) -> Change {
    Change::SessionEnded { session: session.id }
}

/// Of sessions, opened: whose they were, unless somebody else has ended them.
pub(super) fn ended_entries(gone: &[session::Model], now: Timestamp, by: Option<Actor>) -> Vec<NewEntry> {
    let entry = |session: &session::Model| {
        let entry = NewEntry::new(AuditAction::SessionEnded, now).to(session.id);
        let staff = session.staff.as_deref().and_then(|staff| serde_json::from_str(staff).ok());
        let entry = match (session.person_id, staff) {
            (Some(person), _) => entry.of(person),
            (None, Some(StaffMember { subject, .. })) => entry.by(Actor::Staff(subject)),
            (None, None) => entry,
        };
        match &by {
            Some(by) => entry.by(by.clone()),
            None => entry,
        }
    };
    gone.iter().map(entry).collect()
}

/// Ends them; gives which, sealed.
pub(super) async fn end(
    connection: &impl ConnectionTrait,
    which: Condition,
) -> Result<Vec<session::Model>, StorageError> {
    // Locked: of two calls that end the same at once, one does, and tells of it.
    let gone = session::Entity::find().filter(which).lock_exclusive().all(connection).await?;
    session::Entity::delete_many()
        .filter(session::Column::Id.is_in(gone.iter().map(|row| row.id)))
        .exec(connection)
        .await?;
    Ok(gone)
}
