//! Sign-ins under way at a provider: each ends once, in the browser that began it.

use contract::session::{Device, SignInLevel};
use locale::{Language, Timestamp};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::{StorageError, Store, entities::pending_sign_in};

/// Who signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Realm {
    /// One of the people the municipality serves.
    Person,
    /// One of its staff.
    Staff,
}

/// A sign-in under way.
#[derive(Clone, PartialEq, Eq)]
pub struct PendingSignIn {
    /// Who signs in.
    pub realm: Realm,
    /// Must come back in the ID token.
    pub nonce: String,
    /// Of PKCE: proves to the provider that whoever redeems the code asked for it.
    pub verifier: String,
    /// A path of this site.
    pub then: String,
    /// The language of the page.
    pub language: Language,
    /// What was asked for.
    pub level: Option<SignInLevel>,
    /// Where.
    pub device: Device,
}

impl Realm {
    const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Staff => "staff",
        }
    }
}

impl Store {
    /// Remembers a sign-in by the hashes of its `state` and of the browser's cookie.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn begin_sign_in(
        &self,
        state_hash: String,
        browser_hash: String,
        pending: PendingSignIn,
        expires: Timestamp,
    ) -> Result<(), StorageError> {
        let row = pending_sign_in::Model {
            state_hash,
            browser_hash,
            realm: pending.realm.name().to_owned(),
            nonce: pending.nonce,
            verifier: pending.verifier,
            return_to: pending.then,
            language: pending.language.code().to_owned(),
            level: pending.level.map(|level| level.acr().to_owned()),
            is_shared_device: pending.device == Device::Shared,
            expires_at: expires.0,
        };
        pending_sign_in::Entity::insert(pending_sign_in::ActiveModel::from(row).reset_all())
            .exec_without_returning(&self.writer)
            .await?;
        Ok(())
    }

    /// Takes the sign-in of that `state`, once: not in another browser, and not after it has expired.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn finish_sign_in(
        &self,
        state_hash: &str,
        browser_hash: &str,
        now: Timestamp,
    ) -> Result<Option<PendingSignIn>, StorageError> {
        let transaction = self.write().await?;
        let own = || {
            pending_sign_in::Entity::find_by_id(state_hash)
                .filter(pending_sign_in::Column::BrowserHash.eq(browser_hash))
                .filter(pending_sign_in::Column::ExpiresAt.gt(now.0))
        };
        let Some(row) = own().one(&transaction).await? else { return Ok(None) };
        let taken = pending_sign_in::Entity::delete_by_id(state_hash).exec(&transaction).await?;
        transaction.commit().await?;
        // On PostgreSQL two calls may have read it; one has deleted it.
        if taken.rows_affected != 1 {
            return Ok(None);
        }
        let unreadable = |column: &str| StorageError::Unreadable(format!("pending_sign_in.{column}"));
        let level = row.level.as_deref().map(|acr| SignInLevel::from_acr(acr).ok_or(unreadable("level")));
        Ok(Some(PendingSignIn {
            realm: match row.realm.as_str() {
                "person" => Realm::Person,
                "staff" => Realm::Staff,
                _ => return Err(unreadable("realm")),
            },
            nonce: row.nonce,
            verifier: row.verifier,
            then: row.return_to,
            language: Language::from_tag(&row.language).ok_or(unreadable("language"))?,
            level: level.transpose()?,
            device: if row.is_shared_device { Device::Shared } else { Device::Own },
        }))
    }
}

/// Deletes those that nobody came back from.
pub(super) async fn sweep(connection: &impl ConnectionTrait, now: Timestamp) -> Result<u64, StorageError> {
    let swept = pending_sign_in::Entity::delete_many()
        .filter(pending_sign_in::Column::ExpiresAt.lte(now.0))
        .exec(connection)
        .await?;
    Ok(swept.rows_affected)
}
