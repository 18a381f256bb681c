//! A database as it was before anything was sealed, made of one of today.

use sea_orm::{
    ConnectionTrait,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait, Query},
};
use server::vault::{Place, Vault};

use crate::support::{TestApp, keys};

/// Table, what names a row, and what is sealed: what docs/decisions/0017 promises.
pub(super) const SEALED: [(&str, &str, &[&str]); 8] = [
    ("person", "id", &["identity_number", "name", "address", "email", "phone"]),
    ("session", "id", &["staff"]),
    ("device_key", "person_id", &["secret"]),
    ("draft", "id", &["page", "answers"]),
    ("case_file", "id", &["answers", "summary", "next_steps", "checksum"]),
    ("submission_key", "case_id", &["request_hash"]),
    ("attachment", "id", &["name", "metadata", "file_key"]),
    ("audit_key", "id", &["secret"]),
];

/// Which rows are put back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    All,
    /// As where sealing has been stopped.
    EverySecond,
}

/// Puts rows back in clear.
pub(crate) async fn in_clear(app: &TestApp, rows: Rows) {
    let vault = Vault::new(&keys(), app.app.randomness.clone()).unwrap();
    let connection = sea_orm::Database::connect(&app.url).await.unwrap();
    for (table, id, columns) in SEALED {
        let select = Query::select().column(id).columns(columns.iter().copied()).from(table).to_owned();
        let found = connection.query_all(&select).await.unwrap();
        let step = if rows == Rows::All { 1 } else { 2 };
        for found in found.into_iter().step_by(step) {
            let row: Uuid = found.try_get("", id).unwrap();
            let mut update = Query::update().table(table).and_where(Expr::col(id).eq(row)).to_owned();
            update.value("sealed_with", None::<String>);
            for column in columns {
                let sealed: Option<String> = found.try_get("", column).unwrap();
                let place = Place { table, column, row };
                update.value(*column, sealed.map(|sealed| vault.open(place, &sealed).unwrap()));
            }
            if table == "person" {
                update.value("identity_hash", None::<String>);
            }
            connection.execute(&update).await.unwrap();
        }
    }
    connection.close().await.unwrap();
}

/// Puts rows back in clear, and takes the tables back to before there were keys.
pub(crate) async fn before_sealing(app: &TestApp) {
    in_clear(app, Rows::All).await;
    let connection = sea_orm::Database::connect(&app.url).await.unwrap();
    let mut statements = vec!["DROP INDEX person_identity_hash".to_owned()];
    statements.push("ALTER TABLE person DROP COLUMN identity_hash".to_owned());
    // Younger than the keys.
    for table in ["audit_key", "audit_mark", "audit_entry", "audit_waiting"] {
        statements.push(format!("DROP TABLE {table}"));
    }
    if connection.get_database_backend() == sea_orm::DbBackend::Postgres {
        statements.push("DROP FUNCTION audit_entry_stays, audit_entry_is_old".to_owned());
    }
    for (table, ..) in SEALED.into_iter().filter(|(table, ..)| *table != "audit_key") {
        statements.push(format!("DROP INDEX {table}_sealed_with"));
        statements.push(format!("ALTER TABLE {table} DROP COLUMN sealed_with"));
    }
    statements.push("ALTER TABLE attachment DROP COLUMN file_key".to_owned());
    statements.push("DROP TABLE sealing_key".to_owned());
    statements.push("DROP TABLE sealing_task".to_owned());
    let younger = "DELETE FROM seaql_migrations WHERE version IN ('m0012_sealed', 'm0021_audit', \
        'm0023_audit_waiting', 'm0024_file_keys')";
    statements.push(younger.to_owned());
    // What was deleted then stands in the file still.
    statements.push("PRAGMA secure_delete = OFF".to_owned());
    statements.push("CREATE TABLE deleted (answers text)".to_owned());
    let many = "Et hull i veien ".repeat(500);
    statements.extend((0..20).map(|_| format!("INSERT INTO deleted VALUES ('{many}')")));
    statements.push("DROP TABLE deleted".to_owned());
    for statement in statements {
        if connection.get_database_backend() == sea_orm::DbBackend::Sqlite || !statement.starts_with("PRAGMA")
        {
            connection.execute_unprepared(&statement).await.unwrap();
        }
    }
    connection.close().await.unwrap();
}
