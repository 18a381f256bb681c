//! Who there is, and who is signed in.

/// People who have signed in, and those who have begun a form without.
pub(in crate::storage) mod person {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "person")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The key of a made-up person of the demo.
        #[sea_orm(unique)]
        pub demo_key: Option<String>,
        /// What clients may know the person by.
        #[sea_orm(unique)]
        pub subject: String,
        /// Sealed; nothing of somebody who has not signed in.
        #[sea_orm(unique)]
        pub identity_number: Option<String>,
        /// Sealed.
        pub name: String,
        /// JSON, sealed.
        #[sea_orm(column_type = "Text", nullable)]
        pub address: Option<String>,
        /// Sealed.
        pub email: Option<String>,
        /// Sealed.
        pub phone: Option<String>,
        pub created_at: i64,
        /// When the contact register last heard from the person about the address.
        pub email_verified_at: Option<i64>,
        /// The identity number, hashed with the key: each person once.
        #[sea_orm(unique)]
        pub identity_hash: Option<String>,
        /// The key that what people tell is sealed with; nothing in a row that is not sealed yet.
        pub sealed_with: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who is signed in.
pub(in crate::storage) mod session {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "session")]
    pub struct Model {
        /// The SHA-256 of the secret in the cookie: who reads the table cannot sign in.
        #[sea_orm(primary_key, auto_increment = false)]
        pub key_hash: String,
        /// Stays when the secret is changed.
        #[sea_orm(unique)]
        pub id: Uuid,
        /// Whose; nothing for staff.
        pub person_id: Option<Uuid>,
        /// JSON, sealed; nothing for people.
        #[sea_orm(column_type = "Text", nullable)]
        pub staff: Option<String>,
        pub created_at: i64,
        pub last_used_at: i64,
        pub idle_deadline: i64,
        pub absolute_deadline: i64,
        pub is_shared_device: bool,
        pub browser: String,
        pub system: String,
        /// As `acr` has it.
        pub level: Option<String>,
        /// The provider, where one was asked.
        pub issuer: Option<String>,
        /// What the provider calls its own session.
        pub provider_session: Option<String>,
        /// The ID token, sealed with the secret in the cookie.
        #[sea_orm(column_type = "Text", nullable)]
        pub sealed_token: Option<String>,
        /// The secret before this one.
        pub previous_hash: Option<String>,
        /// Until when that one counts; nothing until the new one has been seen.
        pub previous_until: Option<i64>,
        pub rotated_at: i64,
        /// The key that what people tell is sealed with; nothing in a row that is not sealed yet.
        pub sealed_with: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::person::Entity",
            from = "Column::PersonId",
            to = "super::person::Column::Id"
        )]
        Person,
    }

    impl Related<super::person::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Person.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who has gone to a provider to sign in and has not come back.
pub(in crate::storage) mod pending_sign_in {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "pending_sign_in")]
    pub struct Model {
        /// The SHA-256 of `state`.
        #[sea_orm(primary_key, auto_increment = false)]
        pub state_hash: String,
        /// The SHA-256 of the cookie of the browser that began it.
        pub browser_hash: String,
        /// `person` or `staff`.
        pub realm: String,
        pub nonce: String,
        /// Of PKCE.
        pub verifier: String,
        /// A path of this site.
        #[sea_orm(column_type = "Text")]
        pub return_to: String,
        pub language: String,
        pub level: Option<String>,
        pub is_shared_device: bool,
        pub expires_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a person's own devices seal drafts with.
pub(in crate::storage) mod device_key {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "device_key")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        /// In hexadecimal, sealed.
        pub secret: String,
        /// The key that what people tell is sealed with; nothing in a row that is not sealed yet.
        pub sealed_with: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
