//! Who read and changed what.

/// Who read or changed what of whose; never changed, and deleted only from the beginning.
pub(in crate::storage) mod audit_entry {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        pub at: i64,
        pub actor: String,
        pub actor_id: Option<String>,
        pub action: String,
        pub person_id: Option<Uuid>,
        pub kind: String,
        pub thing: Option<String>,
        pub request_id: Option<Uuid>,
        /// What the hash is made with.
        pub key_id: Uuid,
        pub hash: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// An entry that was written with its change, until it is chained.
pub(in crate::storage) mod audit_waiting {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_waiting")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub place: i64,
        pub at: i64,
        pub actor: String,
        pub actor_id: Option<String>,
        pub action: String,
        pub person_id: Option<Uuid>,
        pub kind: String,
        pub thing: Option<String>,
        pub request_id: Option<Uuid>,
        /// What the signature is made with.
        pub key_id: Uuid,
        pub signature: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The ends of the audit log: the last entry that there is, and the last one that has been deleted.
pub(in crate::storage) mod audit_mark {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_mark")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub number: i64,
        pub hash: String,
        /// Empty where nothing has been marked yet.
        pub signature: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What the audit log is chained with.
pub(in crate::storage) mod audit_key {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_key")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// In hexadecimal, sealed.
        pub secret: String,
        /// The key that it is sealed with.
        pub sealed_with: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
