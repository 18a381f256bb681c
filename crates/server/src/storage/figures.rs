//! Counts of what has happened on the pages of forms. Counting adds to a row; what was counted is not kept.

use std::collections::BTreeMap;

use contract::figures::ErrorKind;
use locale::Date;
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QuerySelect, Set,
    sea_query::{Expr, OnConflict},
};

use super::{StorageError, Store, entities::form_figure, to_count};

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// A page was shown.
    Reached,
    /// Somebody went on from it.
    Done,
    /// Somebody went on after no more than so many seconds.
    Span(u32),
    /// A field had to be mended.
    Error(String, ErrorKind),
}

/// Counts by version, page and kind.
pub type Counts = BTreeMap<(u32, String, Counted), u64>;

/// The counts of one kind over several days.
#[derive(FromQueryResult)]
struct Sum {
    version: i64,
    page: String,
    what: String,
    field: String,
    detail: String,
    total: i64,
}

impl Counted {
    fn columns(&self) -> (&'static str, String, String) {
        match self {
            Self::Reached => ("reached", String::new(), String::new()),
            Self::Done => ("done", String::new(), String::new()),
            Self::Span(seconds) => ("span", String::new(), seconds.to_string()),
            Self::Error(field, kind) => ("error", field.clone(), kind.name().to_owned()),
        }
    }

    fn read(what: &str, field: String, detail: &str) -> Option<Self> {
        match what {
            "reached" => Some(Self::Reached),
            "done" => Some(Self::Done),
            "span" => Some(Self::Span(detail.parse().ok()?)),
            "error" => {
                let kind = ErrorKind::ALL.into_iter().find(|kind| kind.name() == detail)?;
                Some(Self::Error(field, kind))
            }
            _ => None,
        }
    }
}

impl Store {
    /// Adds to the counts of a day, all or none.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn count_steps(&self, form: &str, day: Date, counts: &Counts) -> Result<(), StorageError> {
        if counts.is_empty() {
            return Ok(());
        }
        // In the order of the key: two calls at the same moment wait for each other and never both.
        let rows = counts.iter().map(|((version, page, counted), count)| {
            let (what, field, detail) = counted.columns();
            form_figure::ActiveModel {
                form: Set(form.to_owned()),
                day: Set(day.to_string()),
                version: Set(i64::from(*version)),
                page: Set(page.clone()),
                what: Set(what.to_owned()),
                field: Set(field),
                detail: Set(detail),
                count: Set(i64::try_from(*count).unwrap_or(i64::MAX)),
            }
        });
        let before = Expr::col((form_figure::Entity, form_figure::Column::Count));
        let added = Expr::col(("excluded", form_figure::Column::Count));
        let key = [
            form_figure::Column::Form,
            form_figure::Column::Day,
            form_figure::Column::Version,
            form_figure::Column::Page,
            form_figure::Column::What,
            form_figure::Column::Field,
            form_figure::Column::Detail,
        ];
        let transaction = self.write().await?;
        form_figure::Entity::insert_many(rows)
            .on_conflict(
                OnConflict::columns(key).value(form_figure::Column::Count, before.add(added)).to_owned(),
            )
            .exec_without_returning(&transaction)
            .await?;
        Ok(transaction.commit().await?)
    }

    /// The counts of a form over days, both included.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn step_counts(&self, form: &str, from: Date, through: Date) -> Result<Counts, StorageError> {
        // PostgreSQL sums to a decimal number unless told otherwise.
        let total = form_figure::Column::Count.sum().cast_as("bigint");
        let sums: Vec<Sum> = form_figure::Entity::find()
            .select_only()
            .columns([
                form_figure::Column::Version,
                form_figure::Column::Page,
                form_figure::Column::What,
                form_figure::Column::Field,
                form_figure::Column::Detail,
            ])
            .column_as(total, "total")
            .filter(form_figure::Column::Form.eq(form))
            .filter(form_figure::Column::Day.gte(from.to_string()))
            .filter(form_figure::Column::Day.lte(through.to_string()))
            .group_by(form_figure::Column::Version)
            .group_by(form_figure::Column::Page)
            .group_by(form_figure::Column::What)
            .group_by(form_figure::Column::Field)
            .group_by(form_figure::Column::Detail)
            .into_model()
            .all(&self.reader)
            .await?;
        sums.into_iter()
            .map(|sum| {
                let unreadable = || StorageError::Unreadable("form_figure.what".to_owned());
                let counted = Counted::read(&sum.what, sum.field, &sum.detail).ok_or_else(unreadable)?;
                let version = to_count(sum.version, "form_figure.version")?;
                Ok(((version, sum.page, counted), u64::try_from(sum.total).unwrap_or_default()))
            })
            .collect()
    }
}
