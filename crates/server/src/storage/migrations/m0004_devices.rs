//! What a person's own devices seal drafts with, and which sessions are on devices that others use as well.

use sea_orm_migration::{
    prelude::*,
    schema::{boolean, pk_uuid, string},
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let key = Table::create()
            .table("device_key")
            .col(pk_uuid("person_id"))
            .col(string("secret"))
            .foreign_key(&mut super::m0001_foundation::belongs_to("device_key", "person_id", "person"))
            .to_owned();
        manager.create_table(key).await?;
        let shared = boolean("is_shared_device").default(false).to_owned();
        manager.alter_table(Table::alter().table("session").add_column(shared).to_owned()).await
    }
}
