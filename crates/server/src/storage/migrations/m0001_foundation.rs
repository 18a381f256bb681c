//! People, sessions, drafts, cases with what happened to them, and the keys of submissions.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, pk_uuid, string, string_null, string_uniq, text, text_null, uuid},
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(person()).await?;
        manager.create_table(session()).await?;
        manager.create_index(index("session", &["person_id"])).await?;
        manager.create_index(index("session", &["idle_deadline"])).await?;
        manager.create_table(draft()).await?;
        manager.create_index(index("draft", &["person_id", "form"]).unique().to_owned()).await?;
        manager.create_index(index("draft", &["deletes_at"])).await?;
        manager.create_table(case_file()).await?;
        manager.create_index(index("case_file", &["person_id", "received_at"])).await?;
        manager.create_table(case_event()).await?;
        manager.create_index(index("case_event", &["case_id", "at"])).await?;
        manager.create_table(submission_key()).await
    }
}

fn person() -> TableCreateStatement {
    Table::create()
        .table("person")
        .col(pk_uuid("id"))
        .col(string_null("demo_key").unique_key())
        .col(string_uniq("subject"))
        .col(string_uniq("identity_number"))
        .col(string("name"))
        .col(text_null("address"))
        .col(string_null("email"))
        .col(string_null("phone"))
        .col(big_integer("created_at"))
        .to_owned()
}

fn session() -> TableCreateStatement {
    Table::create()
        .table("session")
        .col(string("key_hash").primary_key())
        .col(uuid("person_id"))
        .col(big_integer("created_at"))
        .col(big_integer("idle_deadline"))
        .col(big_integer("absolute_deadline"))
        .foreign_key(&mut belongs_to("session", "person_id", "person"))
        .to_owned()
}

fn draft() -> TableCreateStatement {
    Table::create()
        .table("draft")
        .col(pk_uuid("id"))
        .col(uuid("person_id"))
        .col(string("form"))
        .col(string("key"))
        .col(big_integer("revision"))
        .col(big_integer("version"))
        .col(string("page"))
        .col(text("answers"))
        .col(big_integer("saved_at"))
        .col(big_integer("deletes_at"))
        .foreign_key(&mut belongs_to("draft", "person_id", "person"))
        .to_owned()
}

fn case_file() -> TableCreateStatement {
    Table::create()
        .table("case_file")
        .col(pk_uuid("id"))
        .col(string_uniq("reference"))
        .col(uuid("person_id"))
        .col(string("service"))
        .col(string("form"))
        .col(big_integer("version"))
        .col(string("language"))
        .col(text("title"))
        .col(string("status"))
        .col(big_integer("received_at"))
        .col(string("answer_by"))
        .col(text("answers"))
        .col(text("summary"))
        .col(text("next_steps"))
        .foreign_key(&mut belongs_to("case_file", "person_id", "person"))
        .to_owned()
}

fn case_event() -> TableCreateStatement {
    Table::create()
        .table("case_event")
        .col(pk_uuid("id"))
        .col(uuid("case_id"))
        .col(string("status"))
        .col(big_integer("at"))
        .foreign_key(&mut belongs_to("case_event", "case_id", "case_file"))
        .to_owned()
}

fn submission_key() -> TableCreateStatement {
    Table::create()
        .table("submission_key")
        .col(uuid("person_id"))
        .col(string("key"))
        .col(string("request_hash"))
        .col(uuid("case_id"))
        .col(big_integer("created_at"))
        .primary_key(Index::create().col("person_id").col("key"))
        .foreign_key(&mut belongs_to("submission_key", "person_id", "person"))
        .foreign_key(&mut belongs_to("submission_key", "case_id", "case_file"))
        .to_owned()
}

/// Deleting a person or a case takes along what belongs to it.
pub(super) fn belongs_to(
    table: &'static str,
    column: &'static str,
    owner: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(owner, "id").on_delete(ForeignKeyAction::Cascade).to_owned()
}

pub(super) fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create().name(format!("{table}_{}", columns.join("_"))).table(table).to_owned();
    for column in columns {
        index.col(*column);
    }
    index
}
