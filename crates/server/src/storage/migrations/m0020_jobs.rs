//! Work that is done after the answer, written together with what it belongs to.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, pk_uuid, string, string_null, string_uniq, text, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("job")
            .col(pk_uuid("id"))
            .col(string("kind"))
            .col(string_uniq("dedupe_key"))
            .col(text("payload"))
            .col(string("state"))
            .col(big_integer("created_at"))
            .col(big_integer("run_at"))
            .col(big_integer("attempts"))
            .col(big_integer("max_attempts"))
            .col(big_integer_null("lease_until"))
            .col(uuid_null("lease_token"))
            .col(string_null("last_error"))
            .col(big_integer_null("ended_at"))
            .to_owned();
        manager.create_table(table).await?;
        manager.create_index(super::m0001_foundation::index("job", &["state", "run_at"])).await?;
        // What was being sent when the server stopped is asked for again: nobody knows whether it went.
        let unsent =
            Query::delete().from_table("email_receipt").and_where(Expr::col("sent_at").is_null()).to_owned();
        manager.execute(unsent).await
    }
}
