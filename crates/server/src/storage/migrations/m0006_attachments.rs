//! Files: what has arrived of them, where they stand, and whether draft or case holds them.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, pk_uuid, string, string_null, text, text_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(attachment()).await?;
        // A client's id names one file of a draft. Files without a draft or an id never meet here, since
        // nothing is not equal to nothing.
        manager.create_index(index("attachment", &["draft_id", "client_key"]).unique().to_owned()).await?;
        manager.create_index(index("attachment", &["person_id"])).await?;
        manager.create_index(index("attachment", &["case_id"])).await?;
        manager.create_index(index("attachment", &["state"])).await?;
        manager.create_table(attachment_part()).await
    }
}

fn attachment() -> TableCreateStatement {
    Table::create()
        .table("attachment")
        .col(pk_uuid("id"))
        .col(uuid("person_id"))
        .col(uuid_null("draft_id"))
        .col(uuid_null("case_id"))
        .col(string("field"))
        .col(string_null("row_id"))
        .col(string_null("client_key"))
        .col(text("name"))
        .col(text("metadata"))
        .col(text("endings"))
        .col(big_integer("length"))
        .col(big_integer("received"))
        .col(string("state"))
        .col(text_null("refusal"))
        .col(string_null("media_type"))
        .col(big_integer_null("size"))
        .col(string_null("sha256"))
        .col(big_integer("attempts"))
        .col(big_integer("leased_until"))
        .col(big_integer("created_at"))
        .col(big_integer("changed_at"))
        .foreign_key(
            ForeignKey::create()
                .from("attachment", "person_id")
                .to("person", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(&mut held_by("draft_id", "draft"))
        .foreign_key(&mut held_by("case_id", "case_file"))
        .to_owned()
}

fn attachment_part() -> TableCreateStatement {
    Table::create()
        .table("attachment_part")
        .col(uuid("attachment_id"))
        .col(big_integer("start_at"))
        .col(big_integer("length"))
        .col(string("object"))
        .primary_key(Index::create().col("attachment_id").col("start_at"))
        .foreign_key(
            ForeignKey::create()
                .from("attachment_part", "attachment_id")
                .to("attachment", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

/// The row outlives what held it: it tells the sweep which bytes to remove.
fn held_by(column: &'static str, holder: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from("attachment", column)
        .to(holder, "id")
        .on_delete(ForeignKeyAction::SetNull)
        .to_owned()
}

fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create().name(format!("{table}_{}", columns.join("_"))).table(table).to_owned();
    for column in columns {
        index.col(*column);
    }
    index
}
