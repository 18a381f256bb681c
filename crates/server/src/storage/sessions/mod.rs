//! Who is signed in, and until when.
//!
//! A session is known by the hash of the secret in its cookie. The secret is changed now and then; the one before
//! counts until a little after the new one has been seen: calls that were under way, or an answer that was lost on
//! its way, sign nobody out.

mod end;
mod list;
mod secrets;

use contract::session::{Browser, Device, SignInLevel, StaffRole, System};
use locale::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IdenStatic,
    IntoActiveModel, QueryFilter, QueryTrait, SelectA, SelectB, sea_query::Expr,
};
use serde::{Deserialize, Serialize};
use tracing::instrument;
use uuid::Uuid;

pub use self::end::SessionsOf;
use self::end::{end, ended, ended_entries};
use super::{
    Person, StorageError, Store,
    audit::{Actor, AuditAction, NewEntry},
    entities::{person, session},
    from_json, people,
    prepared::Prepared,
    sealing::SealedRow,
    to_json,
};

/// A session that has not been deleted; it may have ended.
#[derive(Clone)]
pub struct StoredSession {
    /// Stays when the secret is changed.
    pub id: Uuid,
    /// Whose.
    pub who: Who,
    /// When it began.
    pub begun: Timestamp,
    /// Ends then unless there is a sign of life.
    pub idle_deadline: Timestamp,
    /// Ends then in any case.
    pub absolute_deadline: Timestamp,
    /// Where the person is signed in.
    pub device: Device,
    /// What the provider told.
    pub provider: Provided,
    /// By which secret it was found.
    pub secret: Secret,
    /// When the secret was last changed.
    pub rotated: Timestamp,
}

/// Somebody who is signed in.
#[derive(Clone)]
pub enum Who {
    /// One of the people the municipality serves.
    Person(Box<Person>),
    /// One of its staff.
    Staff(StaffMember),
}

/// A member of staff as the provider of staff tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffMember {
    /// The provider's own name of them.
    pub subject: String,
    /// Empty where it is not told.
    pub name: String,
    /// Sorted, each once.
    pub roles: Vec<StaffRole>,
}

/// What a provider told at the sign-in; in a demo only a level.
#[derive(Clone, Default)]
pub struct Provided {
    /// Who told.
    pub issuer: Option<String>,
    /// What the provider calls its own session.
    pub session: Option<String>,
    /// How sure it is.
    pub level: Option<SignInLevel>,
    /// The ID token, sealed.
    pub sealed_token: Option<String>,
}

/// The secret that a call came with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secret {
    /// The one of now.
    Current,
    /// The one of now, and the one before has not been told to end.
    Confirming,
    /// The one before; the one of now has been seen.
    Previous,
    /// The one before; nobody has come with the one of now yet.
    Unconfirmed,
}

/// A session to start.
pub struct NewSession<'a> {
    /// The SHA-256 of its secret.
    pub key_hash: String,
    /// Whose.
    pub who: Who,
    /// The session that it takes the place of, by its hash.
    pub replaces: Option<&'a str>,
    /// Ends then unless there is a sign of life.
    pub idle_deadline: Timestamp,
    /// Ends then in any case.
    pub absolute_deadline: Timestamp,
    /// Where.
    pub device: Device,
    /// With what.
    pub browser: Browser,
    /// On what.
    pub system: System,
    /// What the provider told.
    pub provider: Provided,
}

/// A new secret for a session.
pub struct NewSecret<'a> {
    /// The SHA-256 of the one the call came with.
    pub old_hash: &'a str,
    /// The SHA-256 of the new one.
    pub new_hash: String,
    /// The ID token, sealed with the new one.
    pub sealed_token: Option<String>,
}

/// A session as its person sees it in a list.
#[derive(Clone, Debug)]
pub struct ListedSession {
    /// Its key.
    pub id: Uuid,
    /// With what.
    pub browser: Browser,
    /// On what.
    pub system: System,
    /// When it began.
    pub begun: Timestamp,
    /// The last sign of life that was written.
    pub last_used: Timestamp,
}

impl StoredSession {
    /// Whether it is over.
    #[must_use]
    pub fn has_ended(&self, now: Timestamp) -> bool {
        now >= self.idle_deadline || now >= self.absolute_deadline
    }
}

impl Store {
    /// Starts a session and ends the one it replaces, in one step.
    ///
    /// # Errors
    /// Where the database fails.
    #[instrument(target = "traces", name = "store.start_session", skip_all)]
    pub async fn start_session(
        &self,
        new: NewSession<'_>,
        now: Timestamp,
    ) -> Result<StoredSession, StorageError> {
        let idle_deadline = new.idle_deadline.min(new.absolute_deadline);
        let id = self.new_id(now)?;
        let (person_id, staff) = match &new.who {
            Who::Person(person) => (Some(person.id), None),
            Who::Staff(staff) => (None, Some(to_json(staff)?)),
        };
        let transaction = self.write().await?;
        let replaced = match new.replaces {
            Some(old) => {
                let gone = end(&transaction, has_secret(old)).await?;
                gone.into_iter().map(|row| row.opened(&self.vault)).collect::<Result<Vec<_>, _>>()?
            }
            None => Vec::new(),
        };
        let entries = ended_entries(&replaced, now, None).into_iter();
        let begun = NewEntry::new(AuditAction::SignedIn, now).to(id);
        let begun = match &new.who {
            Who::Person(person) => begun.of(person.id),
            Who::Staff(staff) => begun.by(Actor::Staff(staff.subject.clone())),
        };
        let row = session::Model {
            key_hash: new.key_hash,
            id,
            person_id,
            staff,
            created_at: now.0,
            last_used_at: now.0,
            idle_deadline: idle_deadline.0,
            absolute_deadline: new.absolute_deadline.0,
            is_shared_device: new.device == Device::Shared,
            browser: to_json(&new.browser)?,
            system: to_json(&new.system)?,
            level: new.provider.level.map(|level| level.acr().to_owned()),
            issuer: new.provider.issuer.clone(),
            provider_session: new.provider.session.clone(),
            sealed_token: new.provider.sealed_token.clone(),
            previous_hash: None,
            previous_until: None,
            rotated_at: now.0,
            sealed_with: None,
        };
        let row = row.sealed(&self.vault)?.into_active_model().reset_all();
        session::Entity::insert(row).exec_without_returning(&transaction).await?;
        self.commit_logged(transaction, entries.chain([begun]), replaced.iter().map(ended)).await?;
        Ok(StoredSession {
            id,
            who: new.who,
            begun: now,
            idle_deadline,
            absolute_deadline: new.absolute_deadline,
            device: new.device,
            provider: new.provider,
            secret: Secret::Current,
            rotated: now,
        })
    }

    /// The session of that secret, and whose it is.
    ///
    /// # Errors
    /// Where the database fails.
    #[instrument(target = "traces", name = "store.session", skip_all)]
    pub async fn session(
        &self,
        key_hash: &str,
        now: Timestamp,
    ) -> Result<Option<StoredSession>, StorageError> {
        let statement = FIND.with(&self.reader, [key_hash.into(), key_hash.into()], || {
            session::Entity::find().filter(has_secret("")).find_also_related(person::Entity).into_query()
        });
        let Some(found) = self.reader.query_one_raw(statement).await? else { return Ok(None) };
        let row = session::Model::from_query_result(&found, SelectA.as_str())?;
        let person = person::Model::from_query_result_optional(&found, SelectB.as_str())?;
        let secret = match (row.key_hash == key_hash, &row.previous_hash, row.previous_until) {
            (true, Some(_), None) => Secret::Confirming,
            (true, _, _) => Secret::Current,
            (false, _, None) => Secret::Unconfirmed,
            (false, _, Some(until)) if now.0 < until => Secret::Previous,
            (false, _, Some(_)) => return Ok(None),
        };
        let row = row.opened(&self.vault)?;
        let who = match (person, &row.staff) {
            (Some(person), None) => Who::Person(Box::new(people::opened(person, &self.vault)?)),
            (None, Some(staff)) => Who::Staff(from_json(staff, "session.staff")?),
            _ => return Err(StorageError::Unreadable("session.person_id".to_owned())),
        };
        let level = row.level.as_deref().map(|acr| {
            SignInLevel::from_acr(acr).ok_or_else(|| StorageError::Unreadable("session.level".to_owned()))
        });
        Ok(Some(StoredSession {
            id: row.id,
            who,
            begun: Timestamp(row.created_at),
            idle_deadline: Timestamp(row.idle_deadline),
            absolute_deadline: Timestamp(row.absolute_deadline),
            device: if row.is_shared_device { Device::Shared } else { Device::Own },
            provider: Provided {
                issuer: row.issuer,
                session: row.provider_session,
                level: level.transpose()?,
                sealed_token: row.sealed_token,
            },
            secret,
            rotated: Timestamp(row.rotated_at),
        }))
    }

    /// Puts the idle deadline off. A session that has ended meanwhile stays ended.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn prolong_session(
        &self,
        id: Uuid,
        idle_deadline: Timestamp,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        session::Entity::update_many()
            .col_expr(session::Column::IdleDeadline, Expr::value(idle_deadline.0))
            .col_expr(session::Column::LastUsedAt, Expr::value(now.0))
            .filter(session::Column::Id.eq(id))
            .filter(session::Column::IdleDeadline.gt(now.0))
            .filter(session::Column::IdleDeadline.lt(idle_deadline.0))
            .exec(&self.writer)
            .await?;
        Ok(())
    }
}

/// A session by its secret, and whose it is: asked at every call.
static FIND: Prepared = Prepared::new();

fn has_secret(hash: &str) -> Condition {
    Condition::any().add(session::Column::KeyHash.eq(hash)).add(session::Column::PreviousHash.eq(hash))
}
