//! Drafts of people who are not signed in: a person of whom no register tells, and the hash of the code.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, pk_uuid, string, string_uniq},
    sea_orm::{ConnectionTrait, DbBackend},
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

/// As m0001 makes the column, and without its `NOT NULL`.
const KNOWN: &str = "\"identity_number\" varchar NOT NULL UNIQUE";
const PERHAPS_KNOWN: &str = "\"identity_number\" varchar NULL UNIQUE";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        if manager.get_database_backend() == DbBackend::Sqlite {
            // SQLite cannot drop a NOT NULL, and making the table anew would delete all that belongs to people.
            // Its manual (lang_altertable, "Making Other Kinds Of Table Schema Changes") allows this for changes
            // that leave the content as it is.
            connection.execute_unprepared("PRAGMA writable_schema = ON").await?;
            let change = format!(
                "UPDATE sqlite_schema SET sql = replace(sql, '{KNOWN}', '{PERHAPS_KNOWN}') \
                 WHERE type = 'table' AND name = 'person' AND instr(sql, '{KNOWN}') > 0"
            );
            let changed = connection.execute_unprepared(&change).await;
            connection.execute_unprepared("PRAGMA writable_schema = RESET").await?;
            // A table that is written otherwise must not pass unseen: no draft could be begun.
            if changed?.rows_affected() != 1 {
                return Err(DbErr::Migration("the table person is not as m0001 makes it".to_owned()));
            }
        } else {
            connection
                .execute_unprepared("ALTER TABLE person ALTER COLUMN identity_number DROP NOT NULL")
                .await?;
        }
        let table = Table::create()
            .table("open_draft")
            .col(pk_uuid("person_id"))
            .col(string("form"))
            .col(string_uniq("code_hash"))
            .col(big_integer("opened_at"))
            .col(big_integer_null("sent_at"))
            .foreign_key(&mut super::m0001_foundation::belongs_to("open_draft", "person_id", "person"))
            .to_owned();
        manager.create_table(table).await
    }
}
