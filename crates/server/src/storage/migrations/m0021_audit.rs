//! The audit log: entries that nobody changes or deletes, and its end.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, pk_uuid, string, string_null, text, uuid},
    sea_orm::{ConnectionTrait, DbBackend},
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let entries = Table::create()
            .table("audit_entry")
            .col(big_integer("number").primary_key())
            .col(big_integer("at"))
            .col(string("actor"))
            .col(string("action"))
            .col(uuid("person_id"))
            .col(string_null("thing"))
            .col(string("key_id"))
            .col(string("hash"))
            .to_owned();
        manager.create_table(entries).await?;
        manager.create_index(super::m0001_foundation::index("audit_entry", &["person_id"])).await?;
        manager.create_index(super::m0001_foundation::index("audit_entry", &["key_id"])).await?;
        // One row: whoever appends locks it.
        let end = Table::create().table("audit_end").col(pk_uuid("id")).col(text("sealed")).to_owned();
        manager.create_table(end).await?;
        let first = Query::insert()
            .into_table("audit_end")
            .columns(["id", "sealed"])
            .values_panic([uuid::Uuid::nil().into(), "".into()])
            .to_owned();
        manager.execute(first).await?;
        let connection = manager.get_connection();
        let statements: &[&str] = match connection.get_database_backend() {
            DbBackend::Postgres => &[
                "CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$",
                "CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry \
                 FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays()",
            ],
            _ => &[
                "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry \
                 BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END",
                "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry \
                 BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END",
            ],
        };
        for statement in statements {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
