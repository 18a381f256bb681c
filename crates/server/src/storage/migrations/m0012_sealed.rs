//! Which key what people tell is sealed with, a row at a time, and the hash by which a person is found.
//!
//! A migration has no keys: it only makes room. Rows without a key are sealed when the server or a command opens the
//! database (`storage/sealing`), and what was in clear is then wiped.

use sea_orm_migration::{
    prelude::*,
    schema::{string, string_null, text},
    sea_orm::ConnectionTrait,
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

/// The tables with what people tell.
const SEALED: [&str; 7] =
    ["person", "session", "device_key", "draft", "case_file", "submission_key", "attachment"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in SEALED {
            let key = string_null("sealed_with");
            manager.alter_table(Table::alter().table(table).add_column(key).to_owned()).await?;
            manager.create_index(super::m0001_foundation::index(table, &["sealed_with"])).await?;
        }
        let hash = string_null("identity_hash");
        manager.alter_table(Table::alter().table("person").add_column(hash).to_owned()).await?;
        let unique = super::m0001_foundation::index("person", &["identity_hash"]).unique().to_owned();
        manager.create_index(unique).await?;
        let keys = Table::create()
            .table("sealing_key")
            .col(string("id").primary_key())
            .col(text("proof"))
            .to_owned();
        manager.create_table(keys).await?;
        let tasks = Table::create().table("sealing_task").col(string("name").primary_key()).to_owned();
        manager.create_table(tasks).await?;
        let connection = manager.get_connection();
        let somebody = Query::select().column("id").from("person").limit(1).to_owned();
        if connection.query_one(&somebody).await?.is_some() {
            let wipe = Query::insert()
                .into_table("sealing_task")
                .columns(["name"])
                .values_panic(["wipe".into()])
                .to_owned();
            connection.execute(&wipe).await?;
        }
        Ok(())
    }
}
