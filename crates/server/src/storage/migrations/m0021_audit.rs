//! The audit log: entries that nobody changes, and that are deleted only up to the anchor; its ends, and its key.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, pk_uuid, string, string_null, text, uuid, uuid_null},
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
            .col(string_null("actor_id"))
            .col(string("action"))
            .col(uuid_null("person_id"))
            .col(string("kind"))
            .col(string_null("thing"))
            .col(uuid_null("request_id"))
            .col(uuid("key_id"))
            .col(string("hash"))
            .to_owned();
        manager.create_table(entries).await?;
        manager.create_index(super::m0001_foundation::index("audit_entry", &["person_id"])).await?;
        manager.create_index(super::m0001_foundation::index("audit_entry", &["at"])).await?;
        // Whoever appends locks the end.
        let marks = Table::create()
            .table("audit_mark")
            .col(string("name").primary_key())
            .col(big_integer("number"))
            .col(string("hash"))
            .col(string("signature"))
            .to_owned();
        manager.create_table(marks).await?;
        for name in ["anchor", "end"] {
            let mark = Query::insert()
                .into_table("audit_mark")
                .columns(["name", "number", "hash", "signature"])
                .values_panic([name.into(), 0.into(), "".into(), "".into()])
                .to_owned();
            manager.execute(mark).await?;
        }
        let keys = Table::create()
            .table("audit_key")
            .col(pk_uuid("id"))
            .col(text("secret"))
            .col(string_null("sealed_with"))
            .to_owned();
        manager.create_table(keys).await?;
        manager.create_index(super::m0001_foundation::index("audit_key", &["sealed_with"])).await?;
        let connection = manager.get_connection();
        let statements: &[&str] = match connection.get_database_backend() {
            DbBackend::Postgres => &[
                "CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$",
                "CREATE FUNCTION audit_entry_is_old() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN IF OLD.number > (SELECT number FROM audit_mark WHERE name = 'anchor') THEN \
                 RAISE EXCEPTION 'the audit log is deleted up to its anchor'; END IF; RETURN OLD; END $$",
                "CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR TRUNCATE ON audit_entry \
                 FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays()",
                "CREATE TRIGGER audit_entry_is_old BEFORE DELETE ON audit_entry \
                 FOR EACH ROW EXECUTE FUNCTION audit_entry_is_old()",
            ],
            _ => &[
                "CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_entry \
                 BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END",
                "CREATE TRIGGER audit_entry_is_old BEFORE DELETE ON audit_entry \
                 WHEN OLD.number > (SELECT number FROM audit_mark WHERE name = 'anchor') \
                 BEGIN SELECT RAISE(ABORT, 'the audit log is deleted up to its anchor'); END",
            ],
        };
        for statement in statements {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
