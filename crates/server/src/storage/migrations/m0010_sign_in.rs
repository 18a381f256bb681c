//! Sessions of people and of staff with what a provider told at the sign-in, and sign-ins under way.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, boolean, string, string_null, text, text_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A session lasts for hours at the most: making the table anew costs everybody one sign-in.
        manager.drop_table(Table::drop().table("session").to_owned()).await?;
        manager.create_table(session()).await?;
        manager.create_index(super::m0001_foundation::index("session", &["person_id"])).await?;
        manager.create_index(super::m0001_foundation::index("session", &["idle_deadline"])).await?;
        manager.create_index(super::m0001_foundation::index("session", &["previous_hash"])).await?;
        manager.create_index(super::m0001_foundation::index("session", &["provider_session"])).await?;
        manager.create_table(pending_sign_in()).await?;
        manager.create_index(super::m0001_foundation::index("pending_sign_in", &["expires_at"])).await
    }
}

fn session() -> TableCreateStatement {
    Table::create()
        .table("session")
        .col(string("key_hash").primary_key())
        .col(uuid("id").unique_key())
        .col(uuid_null("person_id"))
        .col(text_null("staff"))
        .col(big_integer("created_at"))
        .col(big_integer("last_used_at"))
        .col(big_integer("idle_deadline"))
        .col(big_integer("absolute_deadline"))
        .col(boolean("is_shared_device"))
        .col(string("browser"))
        .col(string("system"))
        .col(string_null("level"))
        .col(string_null("issuer"))
        .col(string_null("provider_session"))
        .col(text_null("sealed_token"))
        .col(string_null("previous_hash"))
        .col(big_integer_null("previous_until"))
        .col(big_integer("rotated_at"))
        .foreign_key(&mut super::m0001_foundation::belongs_to("session", "person_id", "person"))
        .to_owned()
}

fn pending_sign_in() -> TableCreateStatement {
    Table::create()
        .table("pending_sign_in")
        .col(string("state_hash").primary_key())
        .col(string("browser_hash"))
        .col(string("realm"))
        .col(string("nonce"))
        .col(string("verifier"))
        .col(text("return_to"))
        .col(string("language"))
        .col(string_null("level"))
        .col(boolean("is_shared_device"))
        .col(big_integer("expires_at"))
        .to_owned()
}
