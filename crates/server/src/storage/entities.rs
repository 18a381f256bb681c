//! The tables, as the migrations make them.

/// What a person's own devices seal drafts with.
pub(super) mod device_key {
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

/// Which cases an e-mail has been sent about.
pub(super) mod email_receipt {
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

/// People who have signed in, and those who have begun a form without.
pub(super) mod person {
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
pub(super) mod session {
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
pub(super) mod pending_sign_in {
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

/// What people have begun and not sent.
pub(super) mod draft {
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

/// How often what has happened on the pages of a form.
pub(super) mod form_figure {
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

/// By which code somebody who is not signed in goes on.
pub(super) mod open_draft {
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

/// What people have sent. `CASE` is a word of SQL, so the table has a longer name.
pub(super) mod case_file {
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
pub(super) mod case_event {
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
pub(super) mod submission_key {
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

/// Files that people attach.
pub(super) mod attachment {
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
        /// The key that what people tell is sealed with; nothing in a row that is not sealed yet.
        pub sealed_with: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What has arrived of a file that is not whole or not looked at yet.
pub(super) mod attachment_part {
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

/// The keys that rows are or were sealed with, each with a proof that tells another key of the same name.
pub(super) mod sealing_key {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sealing_key")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        /// A word sealed with it.
        #[sea_orm(column_type = "Text")]
        pub proof: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is still to be done once every row is sealed.
pub(super) mod sealing_task {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sealing_task")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who read or changed what of whose; never changed, and deleted only from the beginning.
pub(super) mod audit_entry {
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

/// The ends of the audit log: the last entry that there is, and the last one that has been deleted.
pub(super) mod audit_mark {
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
pub(super) mod audit_key {
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
