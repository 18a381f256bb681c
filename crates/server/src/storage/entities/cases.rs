//! What was sent.

/// What people have sent. `CASE` is a word of SQL, so the table has a longer name.
pub(in crate::storage) mod case_file {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_file")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        #[sea_orm(unique)]
        pub reference: String,
        pub person_id: Uuid,
        pub service: String,
        pub form: String,
        pub version: i64,
        /// The language the form was seen in.
        pub language: String,
        /// The service's name in that language, for when the catalogue no longer has it.
        pub title: String,
        pub status: String,
        pub received_at: i64,
        /// A date.
        pub answer_by: String,
        /// JSON, sealed.
        #[sea_orm(column_type = "Text")]
        pub answers: String,
        /// JSON, sealed: the answers as they were shown.
        #[sea_orm(column_type = "Text")]
        pub summary: String,
        /// JSON, sealed: what the receipt said happens next.
        #[sea_orm(column_type = "Text")]
        pub next_steps: String,
        /// SHA-256 of the summary in its canonical form, as it was when it was sent. Sealed: of few possible answers
        /// it would tell which.
        pub checksum: String,
        /// The key that what people tell is sealed with; nothing in a row that is not sealed yet.
        pub sealed_with: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What has happened to a case.
pub(in crate::storage) mod case_event {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_event")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub case_id: Uuid,
        pub status: String,
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The keys that submissions came with, so that the same one again makes no second case.
pub(in crate::storage) mod submission_key {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "submission_key")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        /// The SHA-256 of what was sent, sealed.
        pub request_hash: String,
        pub case_id: Uuid,
        pub created_at: i64,
        /// The key that what people tell is sealed with; nothing in a row that is not sealed yet.
        pub sealed_with: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Which cases an e-mail has been sent about.
pub(in crate::storage) mod email_receipt {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "email_receipt")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: Uuid,
        /// The same; servers before the queue of jobs told here that they had begun.
        pub claimed_at: i64,
        pub sent_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
