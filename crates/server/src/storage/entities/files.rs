//! What is attached.

/// Files that people attach.
pub(in crate::storage) mod attachment {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "attachment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        /// Held by a draft or by a case, or sent for a case; without any, it waits for the sweep.
        pub draft_id: Option<Uuid>,
        pub case_id: Option<Uuid>,
        /// The case that it is sent for, until the case holds it.
        pub for_case_id: Option<Uuid>,
        pub field: String,
        /// The row of a repeated group.
        pub row_id: Option<String>,
        pub client_key: Option<String>,
        /// Sealed.
        #[sea_orm(column_type = "Text")]
        pub name: String,
        /// `Upload-Metadata` as it was sent, sealed.
        #[sea_orm(column_type = "Text")]
        pub metadata: String,
        /// The endings of names of what the field takes, as the form said when the file was announced.
        #[sea_orm(column_type = "Text")]
        pub endings: String,
        /// As announced.
        pub length: i64,
        pub received: i64,
        pub state: String,
        /// JSON.
        #[sea_orm(column_type = "Text", nullable)]
        pub refusal: Option<String>,
        pub media_type: Option<String>,
        /// As kept.
        pub size: Option<i64>,
        pub sha256: Option<String>,
        /// How often somebody has begun to look at it.
        pub attempts: i64,
        /// Until then somebody is looking at it.
        pub leased_until: i64,
        pub created_at: i64,
        pub changed_at: i64,
        /// The key that the bytes are sealed with, sealed; nothing where they are in clear since they are older.
        #[sea_orm(column_type = "Text", nullable)]
        pub file_key: Option<String>,
        /// The key that what people tell is sealed with; nothing in a row that is not sealed yet.
        pub sealed_with: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What has arrived of a file that is not whole or not looked at yet.
pub(in crate::storage) mod attachment_part {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "attachment_part")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub attachment_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub start_at: i64,
        pub length: i64,
        /// Where the bytes are.
        pub object: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
