//! People as the registers know them.

use forms::Address;
use locale::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::{StorageError, Store, entities::person, from_json, to_json};

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
        found.map(Person::try_from).transpose()
    }

    /// The person with this key.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn person(&self, id: Uuid) -> Result<Option<Person>, StorageError> {
        person::Entity::find_by_id(id).one(&self.reader).await?.map(Person::try_from).transpose()
    }

    /// The person of that identity number, made known where nobody has it; `subject` is for a new one. A name that the
    /// provider tells is taken over; an empty one is not.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn person_of_number(
        &self,
        number: &str,
        subject: String,
        name: &str,
        now: Timestamp,
    ) -> Result<Person, StorageError> {
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
        };
        // Two sign-ins at once make one person.
        let on_conflict = OnConflict::column(person::Column::IdentityNumber).do_nothing().to_owned();
        person::Entity::insert(person::ActiveModel::from(row).reset_all())
            .on_conflict(on_conflict)
            .exec_without_returning(&self.writer)
            .await?;
        if !name.is_empty() {
            person::Entity::update_many()
                .col_expr(person::Column::Name, Expr::value(name))
                .filter(person::Column::IdentityNumber.eq(number))
                .filter(person::Column::Name.ne(name))
                .exec(&self.writer)
                .await?;
        }
        let found = person::Entity::find()
            .filter(person::Column::IdentityNumber.eq(number))
            .one(&self.writer)
            .await?;
        found.ok_or_else(|| StorageError::Unreadable("person.identity_number".to_owned()))?.try_into()
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
        };
        person::Entity::insert(person::ActiveModel::from(model.clone()).reset_all())
            .exec_without_returning(&self.writer)
            .await?;
        model.try_into()
    }
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
