//! What `cargo xtask bench api` measures beside: the same framework and database, one read, one route,
//! nothing else. `bare_route <address> <database> <reference of a case>`

use std::{env, error::Error, sync::Arc, time::Duration};

use axum::{Json, Router, extract::State, http::StatusCode, routing::get};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};

/// As many as the server has.
const CONNECTIONS: u32 = 8;

/// As the server does.
const IDLE: Duration = Duration::from_secs(1);

struct Bare {
    database: DatabaseConnection,
    reference: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let mut argument = || arguments.next().ok_or("bare_route <address> <database> <reference>");
    let (address, database, reference) = (argument()?, argument()?, argument()?);
    let mut options = ConnectOptions::new(database);
    options.max_connections(CONNECTIONS).sqlx_logging(false).test_before_acquire_if_idle_for(IDLE);
    let bare = Bare { database: Database::connect(options).await?, reference };
    let router = Router::new().route("/", get(read)).with_state(Arc::new(bare));
    axum::serve(tokio::net::TcpListener::bind(address).await?, router).await?;
    Ok(())
}

async fn read(State(bare): State<Arc<Bare>>) -> Result<Json<String>, StatusCode> {
    let statement = Statement::from_sql_and_values(
        bare.database.get_database_backend(),
        "SELECT title FROM case_file WHERE reference = $1",
        [bare.reference.as_str().into()],
    );
    let failed = |_| StatusCode::INTERNAL_SERVER_ERROR;
    let row = bare.database.query_one_raw(statement).await.map_err(failed)?.ok_or(StatusCode::NOT_FOUND)?;
    row.try_get("", "title").map(Json).map_err(failed)
}
