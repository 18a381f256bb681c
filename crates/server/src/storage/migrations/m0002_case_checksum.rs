//! The checksum of what was sent. Cases that are there already get it from the summary stored with them, which
//! is what was shown; from now on it is written with the case.

use forms::{FileRef, RowKind, Summary};
use locale::Language;
use sea_orm_migration::{
    prelude::*,
    schema::string,
    sea_orm::{ConnectionTrait, FromQueryResult, prelude::Uuid},
};
use serde::Deserialize;

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
        let summary: Stored = serde_json::from_str(&self.summary).map_err(|_| unreadable("summary"))?;
        let version: u32 = self.version.try_into().map_err(|_| unreadable("version"))?;
        let language = Language::from_tag(&self.language).ok_or_else(|| unreadable("language"))?;
        Ok(copy::checksum(&summary.into(), &self.form, version, language))
    }
}

/// A summary as rows of any age hold it. Its own shape, since that of the engine goes on changing: what an
/// older row lacks is what it meant at the time, and what this step does not know is passed over.
#[derive(Deserialize)]
struct Stored {
    #[serde(default)]
    sections: Vec<StoredSection>,
}

#[derive(Deserialize)]
struct StoredSection {
    #[serde(default)]
    page: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    rows: Vec<StoredRow>,
}

#[derive(Deserialize)]
struct StoredRow {
    #[serde(default)]
    field: String,
    #[serde(default)]
    row: Option<String>,
    #[serde(default)]
    kind: StoredKind,
    #[serde(default)]
    label: String,
    #[serde(default)]
    lines: Vec<String>,
    #[serde(default)]
    files: Vec<StoredFile>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredKind {
    #[default]
    Answer,
    Heading,
    Calculated,
}

#[derive(Deserialize)]
struct StoredFile {
    #[serde(default)]
    id: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    size: u64,
    #[serde(default)]
    media_type: String,
    #[serde(default)]
    sha256: String,
}

impl From<Stored> for Summary {
    fn from(stored: Stored) -> Self {
        let sections = stored.sections.into_iter().map(|section| forms::Section {
            page: section.page,
            title: section.title,
            rows: section.rows.into_iter().map(forms::Row::from).collect(),
        });
        Self { sections: sections.collect() }
    }
}

impl From<StoredRow> for forms::Row {
    fn from(stored: StoredRow) -> Self {
        let files = stored.files.into_iter().map(|file| FileRef {
            id: file.id,
            name: file.name,
            size: file.size,
            media_type: file.media_type,
            sha256: file.sha256,
        });
        Self {
            field: stored.field,
            row: stored.row,
            kind: match stored.kind {
                StoredKind::Answer => RowKind::Answer,
                StoredKind::Heading => RowKind::Heading,
                StoredKind::Calculated => RowKind::Calculated,
            },
            label: stored.label,
            lines: stored.lines,
            files: files.collect(),
        }
    }
}
