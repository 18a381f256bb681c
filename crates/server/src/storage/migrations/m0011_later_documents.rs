//! Files that are sent for a case after the form: chosen, but not handed in yet.

use sea_orm_migration::{prelude::*, schema::uuid_null};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // With the column, since SQLite adds no foreign key to a table that is there.
        let mut column = uuid_null("for_case_id");
        column.extra("REFERENCES \"case_file\" (\"id\") ON DELETE SET NULL");
        manager.alter_table(Table::alter().table("attachment").add_column(column).to_owned()).await?;
        // As with drafts: a client's id names one file.
        let index = Index::create()
            .name("attachment_for_case_id_client_key")
            .table("attachment")
            .col("for_case_id")
            .col("client_key")
            .unique()
            .to_owned();
        manager.create_index(index).await
    }
}
