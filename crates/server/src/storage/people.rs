//! People as the registers know them.

use forms::Address;
use locale::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};
use tracing::instrument;
use uuid::Uuid;

use super::{
    StorageError, Store,
    audit::{AuditAction, NewEntry},
    entities::{person, sealing_key},
    from_json,
    sealing::{SealedRow, identity_hashes},
    to_json,
};
use crate::vault::Vault;

/// Somebody who can sign in.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// The key of the row.
    pub id: Uuid,
    /// What clients may know the person by.
    pub subject: String,
    /// Eleven digits.
    pub identity_number: String,
    /// Full name.
    pub name: String,
    /// Where the register knows it.
    pub address: Option<Address>,
    /// Where the register knows it.
    pub email: Option<String>,
    /// When the register last heard from the person that it is right: the newer of "updated" and "verified".
    pub email_verified: Option<Timestamp>,
    /// In E.164, where the register knows it.
    pub phone: Option<String>,
}

/// Somebody to make known.
pub struct NewPerson<'a> {
    /// The key of a made-up person.
    pub demo_key: &'a str,
    /// Opaque; no part of the identity number.
    pub subject: String,
    /// Eleven digits.
    pub identity_number: &'a str,
    /// Full name.
    pub name: &'a str,
    /// Where the register knows it.
    pub address: Option<Address>,
    /// Where the register knows it.
    pub email: Option<String>,
    /// When the register last heard from the person that it is right: the newer of "updated" and "verified".
    pub email_verified: Option<Timestamp>,
    /// In E.164, where the register knows it.
    pub phone: Option<String>,
}

impl Store {
    /// The made-up person of that key.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn demo_person(&self, key: &str) -> Result<Option<Person>, StorageError> {
        let found = person::Entity::find().filter(person::Column::DemoKey.eq(key)).one(&self.reader).await?;
        found.map(|row| opened(row, &self.vault)).transpose()
    }

    /// The person with this key.
    ///
    /// # Errors
    /// Where the database fails.
    #[instrument(target = "traces", name = "store.person", skip_all)]
    pub async fn person(&self, id: Uuid) -> Result<Option<Person>, StorageError> {
        let found = person::Entity::find_by_id(id).one(&self.reader).await?;
        found.map(|found| opened(found, &self.vault)).transpose()
    }

    /// The person of that identity number, made known where nobody has it; `subject` is for a new one. A name that the
    /// provider tells is taken over; an empty one is not.
    ///
    /// # Errors
    /// Where the database fails.
    #[instrument(target = "traces", name = "store.person_of_number", skip_all)]
    pub async fn person_of_number(
        &self,
        number: &str,
        subject: String,
        name: &str,
        now: Timestamp,
    ) -> Result<Person, StorageError> {
        let hashes = identity_hashes(&self.vault, number)?.all;
        let found = of_hashes(&hashes).one(&self.reader).await?;
        if let Some(found) = found {
            let found = opened(found, &self.vault)?;
            if name.is_empty() || found.name == name {
                return Ok(found);
            }
        }
        let transaction = self.write().await?;
        // Two sign-ins at once make one person, also while a key is changed and there are two hashes of one number.
        one_by_one(&transaction).await?;
        let found = of_hashes(&hashes).lock_exclusive().one(&transaction).await?;
        let (row, action) = match found {
            Some(found) => {
                let mut row = found.opened(&self.vault)?;
                if !name.is_empty() {
                    name.clone_into(&mut row.name);
                }
                let sealed = row.clone().sealed(&self.vault)?.into_active_model().reset_all();
                person::Entity::update(sealed).exec_without_returning(&transaction).await?;
                (row, AuditAction::PersonRenamed)
            }
            None => {
                let row = person::Model {
                    id: self.new_id(now)?,
                    demo_key: None,
                    subject,
                    identity_number: Some(number.to_owned()),
                    name: name.to_owned(),
                    address: None,
                    email: None,
                    phone: None,
                    created_at: now.0,
                    email_verified_at: None,
                    identity_hash: None,
                    sealed_with: None,
                };
                self.insert_person(&transaction, row.clone()).await?;
                (row, AuditAction::PersonKnown)
            }
        };
        let entry = NewEntry::new(action, now).of(row.id);
        self.commit_logged(transaction, [entry], []).await?;
        row.try_into()
    }

    /// Adds a person.
    ///
    /// # Errors
    /// Where the database fails, or has that person already.
    pub async fn add_person(&self, new: NewPerson<'_>, now: Timestamp) -> Result<Person, StorageError> {
        let model = person::Model {
            id: self.new_id(now)?,
            demo_key: Some(new.demo_key.to_owned()),
            subject: new.subject,
            identity_number: Some(new.identity_number.to_owned()),
            name: new.name.to_owned(),
            address: new.address.as_ref().map(to_json).transpose()?,
            email: new.email,
            phone: new.phone,
            created_at: now.0,
            email_verified_at: new.email_verified.map(|at| at.0),
            identity_hash: None,
            sealed_with: None,
        };
        let transaction = self.write().await?;
        self.insert_person(&transaction, model.clone()).await?;
        let entry = NewEntry::new(AuditAction::PersonKnown, now).of(model.id);
        self.commit_logged(transaction, [entry], []).await?;
        model.try_into()
    }

    /// Adds the row of a person, which is in clear.
    pub(super) async fn insert_person(
        &self,
        connection: &impl ConnectionTrait,
        row: person::Model,
    ) -> Result<(), StorageError> {
        let row = row.sealed(&self.vault)?.into_active_model().reset_all();
        person::Entity::insert(row).exec_without_returning(connection).await?;
        Ok(())
    }
}

/// As the row tells.
pub(super) fn opened(row: person::Model, vault: &Vault) -> Result<Person, StorageError> {
    row.opened(vault)?.try_into()
}

fn of_hashes(hashes: &[String]) -> sea_orm::Select<person::Entity> {
    person::Entity::find().filter(person::Column::IdentityHash.is_in(hashes))
}

/// Who comes here waits for who is here already. On SQLite one writes at a time in any case.
async fn one_by_one(transaction: &DatabaseTransaction) -> Result<(), StorageError> {
    sealing_key::Entity::find()
        .order_by_asc(sealing_key::Column::Id)
        .lock_exclusive()
        .all(transaction)
        .await?;
    Ok(())
}

impl TryFrom<person::Model> for Person {
    type Error = StorageError;

    fn try_from(row: person::Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id,
            subject: row.subject,
            identity_number: row
                .identity_number
                .ok_or_else(|| StorageError::Unreadable("person.identity_number".to_owned()))?,
            name: row.name,
            address: row.address.map(|text| from_json(&text, "person.address")).transpose()?,
            email: row.email,
            email_verified: row.email_verified_at.map(Timestamp),
            phone: row.phone,
        })
    }
}
