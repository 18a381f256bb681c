//! What is being filled in.

/// What people have begun and not sent.
pub(in crate::storage) mod draft {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "draft")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub form: String,
        /// Names the draft to the client, up to and including its submission.
        pub key: String,
        pub revision: i64,
        pub version: i64,
        /// Sealed: where a person is tells something of the answers.
        pub page: String,
        /// JSON, sealed.
        #[sea_orm(column_type = "Text")]
        pub answers: String,
        pub saved_at: i64,
        pub deletes_at: i64,
        /// The key that what people tell is sealed with; nothing in a row that is not sealed yet.
        pub sealed_with: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// By which code somebody who is not signed in goes on.
pub(in crate::storage) mod open_draft {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "open_draft")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        pub form: String,
        /// The SHA-256 of the code: who reads the table cannot go on with a draft.
        #[sea_orm(unique)]
        pub code_hash: String,
        /// When it was begun, or the code last entered.
        pub opened_at: i64,
        /// When it was sent, until the receipt is no longer shown.
        pub sent_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How often what has happened on the pages of a form.
pub(in crate::storage) mod form_figure {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "form_figure")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub form: String,
        /// A date.
        #[sea_orm(primary_key, auto_increment = false)]
        pub day: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub page: String,
        /// `reached`, `done`, `span` or `error`.
        #[sea_orm(primary_key, auto_increment = false)]
        pub what: String,
        /// Of an error; otherwise empty.
        #[sea_orm(primary_key, auto_increment = false)]
        pub field: String,
        /// The kind of an error, the seconds of a span; otherwise empty.
        #[sea_orm(primary_key, auto_increment = false)]
        pub detail: String,
        pub count: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
