//! Fills a database that has the demo's data with so many people and cases, for `cargo xtask bench api`:
//! `many_cases <database> <citizens> <cases>`. Rows are copies of the demo's with keys of their own: what is sealed in
//! them cannot be opened, and nobody who is measured has them.

use std::{env, error::Error};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend};

/// What differs between the databases.
struct Dialect {
    /// Numbers from 1, as `n(i)`.
    numbers: fn(u64) -> String,
    /// A key that a time in milliseconds begins, as the server makes them.
    key: fn(&str) -> String,
    /// A text that no other row has.
    own_text: &'static str,
    columns: fn(&str) -> String,
    after: &'static str,
}

const SQLITE: Dialect = Dialect {
    numbers: |count| {
        format!(
            "(WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < {count}) SELECT i FROM c) n"
        )
    },
    key: |millis| {
        format!(
            "unhex(printf('%012x', {millis}) || '7' || substr(hex(randomblob(2)), 1, 3) || '8' || substr(hex(randomblob(8)), 1, 15))"
        )
    },
    own_text: "hex(randomblob(24))",
    columns: |table| format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"),
    after: "ANALYZE",
};

const POSTGRES: Dialect = Dialect {
    numbers: |count| format!("generate_series(1::bigint, {count}) n(i)"),
    key: |millis| {
        format!(
            "(lpad(to_hex({millis}), 12, '0') || '7' || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid"
        )
    },
    own_text: "md5(random()::text) || md5(random()::text)",
    columns: |table| {
        format!(
            "SELECT column_name AS name FROM information_schema.columns WHERE table_name = '{table}' AND table_schema = current_schema() ORDER BY ordinal_position"
        )
    },
    after: "VACUUM ANALYZE",
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let mut argument = || arguments.next().ok_or("many_cases <database> <citizens> <cases>");
    let (url, citizens, cases) = (argument()?, argument()?.parse::<u64>()?, argument()?.parse::<u64>()?);
    let mut options = ConnectOptions::new(url);
    // Temporary tables belong to their connection.
    options.max_connections(1).sqlx_logging(false);
    let database = Database::connect(options).await?;
    let dialect = if database.get_database_backend() == DbBackend::Sqlite { SQLITE } else { POSTGRES };
    fill(&database, &dialect, citizens, cases).await?;
    Ok(database.close().await?)
}

async fn fill(
    database: &DatabaseConnection,
    dialect: &Dialect,
    citizens: u64,
    cases: u64,
) -> Result<(), Box<dyn Error>> {
    let run = async |sql: String| database.execute_unprepared(&sql).await;
    let person_key = (dialect.key)("1700000000000 + n.i");
    let person = copied(
        database,
        dialect,
        "person",
        &[
            ("id", &person_key),
            ("demo_key", "NULL"),
            ("subject", dialect.own_text),
            ("identity_number", dialect.own_text),
            ("identity_hash", dialect.own_text),
        ],
    )
    .await?;
    run(format!(
        "INSERT INTO person ({}) SELECT {} FROM {}, (SELECT * FROM person WHERE demo_key = 'randi') t",
        person.0,
        person.1,
        (dialect.numbers)(citizens)
    ))
    .await?;
    run("CREATE TEMPORARY TABLE citizen AS SELECT row_number() OVER (ORDER BY id) AS i, id FROM person WHERE demo_key IS NULL".to_owned()).await?;
    run("CREATE INDEX citizen_i ON citizen (i)".to_owned()).await?;
    run("CREATE TEMPORARY TABLE kind AS SELECT row_number() OVER (ORDER BY id) AS k, * FROM case_file"
        .to_owned())
    .await?;
    run("CREATE INDEX kind_k ON kind (k)".to_owned()).await?;
    let case_key = (dialect.key)("1700000000000 + n.i");
    let case = copied(
        database,
        dialect,
        "case_file",
        &[
            ("id", &case_key),
            ("reference", "'MANY-' || n.i"),
            ("person_id", "c.id"),
            ("received_at", "1700000000000 + n.i"),
        ],
    )
    .await?;
    run(format!(
        "INSERT INTO case_file ({}) SELECT {} FROM {} JOIN citizen c ON c.i = n.i % {citizens} + 1 JOIN kind t ON t.k = n.i % (SELECT count(*) FROM kind) + 1",
        case.0,
        case.1,
        (dialect.numbers)(cases)
    ))
    .await?;
    let event_key = (dialect.key)("t.received_at");
    run(format!(
        "INSERT INTO case_event (id, case_id, status, at) SELECT {event_key}, t.id, t.status, t.received_at FROM case_file t WHERE t.reference LIKE 'MANY-%'"
    ))
    .await?;
    run(dialect.after.to_owned()).await?;
    Ok(())
}

/// The columns of a table, and what to write into each: what is told, else what the row `t` has.
async fn copied(
    database: &DatabaseConnection,
    dialect: &Dialect,
    table: &str,
    own: &[(&str, &str)],
) -> Result<(String, String), Box<dyn Error>> {
    let statement =
        sea_orm::Statement::from_string(database.get_database_backend(), (dialect.columns)(table));
    let rows = database.query_all_raw(statement).await?;
    let names = rows.iter().map(|row| row.try_get("", "name")).collect::<Result<Vec<String>, _>>()?;
    let values = names.iter().map(|name| match own.iter().find(|(column, _)| column == name) {
        Some((_, value)) => (*value).to_owned(),
        None => format!("t.{name}"),
    });
    Ok((names.join(", "), values.collect::<Vec<_>>().join(", ")))
}
