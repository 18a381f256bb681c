//! The checksum of what was sent. Cases that are there already get it from the summary stored with them, which
//! is what was shown; from now on it is written with the case.

use forms::Summary;
use locale::Language;
use sea_orm_migration::{
    prelude::*,
    schema::string,
    sea_orm::{ConnectionTrait, FromQueryResult, prelude::Uuid},
};

use crate::copy;

/// How many cases are held in memory at a time.
const BATCH: u64 = 500;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = string("checksum").default("").to_owned();
        manager.alter_table(Table::alter().table("case_file").add_column(column).to_owned()).await?;
        let connection = manager.get_connection();
        let mut after = Uuid::nil();
        loop {
            let batch = Query::select()
                .columns(["id", "form", "version", "language", "summary"])
                .from("case_file")
                .and_where(Expr::col("id").gt(after))
                .order_by("id", Order::Asc)
                .limit(BATCH)
                .to_owned();
            let rows = connection.query_all(&batch).await?;
            for row in &rows {
                let case = Case::from_query_result(row, "")?;
                let id = case.id;
                after = id;
                let update = Query::update()
                    .table("case_file")
                    .value("checksum", case.checksum()?)
                    .and_where(Expr::col("id").eq(id))
                    .to_owned();
                connection.execute(&update).await?;
            }
            if rows.is_empty() {
                return Ok(());
            }
        }
    }
}

#[derive(FromQueryResult)]
struct Case {
    id: Uuid,
    form: String,
    version: i64,
    language: String,
    summary: String,
}

impl Case {
    fn checksum(self) -> Result<String, DbErr> {
        // The message names the column only: what is in it may be personal.
        let unreadable = |column: &str| DbErr::Custom(format!("case_file.{column} cannot be read"));
        let summary: Summary = serde_json::from_str(&self.summary).map_err(|_| unreadable("summary"))?;
        let version: u32 = self.version.try_into().map_err(|_| unreadable("version"))?;
        let language = Language::from_tag(&self.language).ok_or_else(|| unreadable("language"))?;
        Ok(copy::checksum(&summary, &self.form, version, language))
    }
}
