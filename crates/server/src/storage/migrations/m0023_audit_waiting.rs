//! Entries of the audit log that are written with their change, and wait to be chained.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, string, string_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let waiting = Table::create()
            .table("audit_waiting")
            .col(big_integer("place").auto_increment().primary_key())
            .col(big_integer("at"))
            .col(string("actor"))
            .col(string_null("actor_id"))
            .col(string("action"))
            .col(uuid_null("person_id"))
            .col(string("kind"))
            .col(string_null("thing"))
            .col(uuid_null("request_id"))
            .col(uuid("key_id"))
            .col(string("signature"))
            .to_owned();
        manager.create_table(waiting).await
    }
}
