//! What `cargo xtask bench api` measures beside: the same framework and database, one read, one route,
//! nothing else. `bare_route <address>`

use std::{env, error::Error};

use axum::{Json, Router, extract::State, http::StatusCode, routing::get};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8081".to_owned());
    let mut options = ConnectOptions::new("sqlite::memory:");
    // One connection: a database in memory belongs to its connection.
    options.max_connections(1).sqlx_logging(false);
    let database = Database::connect(options).await?;
    database.execute_unprepared("CREATE TABLE cases (id INTEGER PRIMARY KEY, title TEXT NOT NULL)").await?;
    database.execute_unprepared("INSERT INTO cases (title) VALUES ('one')").await?;
    let router = Router::new().route("/", get(read)).with_state(database);
    axum::serve(tokio::net::TcpListener::bind(address).await?, router).await?;
    Ok(())
}

async fn read(State(database): State<DatabaseConnection>) -> Result<Json<String>, StatusCode> {
    let statement =
        Statement::from_string(database.get_database_backend(), "SELECT title FROM cases WHERE id = 1");
    let failed = |_| StatusCode::INTERNAL_SERVER_ERROR;
    let row = database.query_one_raw(statement).await.map_err(failed)?.ok_or(StatusCode::NOT_FOUND)?;
    row.try_get("", "title").map(Json).map_err(failed)
}
