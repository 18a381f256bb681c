//! How often what has happened on the pages of forms: one row a day and kind, never one an event.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, string},
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("form_figure")
            .col(string("form"))
            .col(string("day"))
            .col(big_integer("version"))
            .col(string("page"))
            .col(string("what"))
            .col(string("field"))
            .col(string("detail"))
            .col(big_integer("count"))
            .primary_key(
                Index::create()
                    .col("form")
                    .col("day")
                    .col("version")
                    .col("page")
                    .col("what")
                    .col("field")
                    .col("detail"),
            )
            .to_owned();
        manager.create_table(table).await
    }
}
