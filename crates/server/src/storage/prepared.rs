//! Statements of the hottest calls, whose text is written once: writing it anew takes longer than the database takes
//! to answer (decision 0034).

use std::sync::OnceLock;

use sea_orm::{ConnectionTrait, DbBackend, Statement, Value, sea_query::SelectStatement};

/// A query that is asked with other values each time.
pub(super) struct Prepared {
    sqlite: OnceLock<Statement>,
    postgres: OnceLock<Statement>,
}

impl Prepared {
    pub(super) const fn new() -> Self {
        Self { sqlite: OnceLock::new(), postgres: OnceLock::new() }
    }

    /// As `query` writes it at the first call, with `values` instead of those that it names itself, in their order.
    pub(super) fn with<const VALUES: usize>(
        &self,
        connection: &impl ConnectionTrait,
        values: [Value; VALUES],
        query: impl FnOnce() -> SelectStatement,
    ) -> Statement {
        let backend = connection.get_database_backend();
        let text = if backend == DbBackend::Sqlite { &self.sqlite } else { &self.postgres };
        let written = text.get_or_init(|| backend.build(&query()));
        debug_assert_eq!(written.values.as_ref().map_or(0, |values| values.0.len()), VALUES);
        Statement::from_sql_and_values(backend, written.sql.as_str(), values)
    }
}
