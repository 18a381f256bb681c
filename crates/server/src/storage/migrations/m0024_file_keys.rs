//! The key that the bytes of a file are sealed with. A file without one has its bytes in clear until the server has
//! sealed them.

use sea_orm_migration::{prelude::*, schema::text_null};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = text_null("file_key");
        manager.alter_table(Table::alter().table("attachment").add_column(column).to_owned()).await
    }
}
