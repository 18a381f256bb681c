//! Databases of a test's own, and their keys.

use std::{path::Path, sync::Arc};

use sea_orm::ConnectionTrait;
use server::{
    randomness::{SeededRandomness, SystemRandomness, hex},
    storage::Store,
    vault::Keys,
};

/// The variable with the address of a PostgreSQL cluster where tests may make databases.
const POSTGRES: &str = "SERVICETORG_TEST_POSTGRES";

/// Which database a story is told on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Database {
    Sqlite,
    Postgres,
}

/// Those of every test's database.
pub(crate) fn keys() -> Keys {
    Keys::new(&SeededRandomness::new("keys")).unwrap()
}

/// Another program on a database, which has the keys too.
pub(crate) async fn store_on(url: &str) -> Store {
    let store = Store::connect(&url.parse().unwrap(), Arc::new(SystemRandomness)).await.unwrap();
    store.unlock(&keys(), Arc::new(SystemRandomness)).await.unwrap()
}

/// The address of a new, empty database: in that folder, or of the cluster for tests, where there is one.
pub(crate) async fn database_url(database: Database, folder: &Path) -> Option<String> {
    match database {
        Database::Sqlite => Some(format!("sqlite://{}?mode=rwc", folder.join("test.db").display())),
        Database::Postgres => new_postgres_database().await,
    }
}

/// The address of a new, empty database.
async fn new_postgres_database() -> Option<String> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let Some(cluster) = set(POSTGRES) else {
        assert!(set("CI").is_none(), "{POSTGRES} must be set in CI");
        eprintln!("SKIPPED on PostgreSQL: {POSTGRES} is not set");
        return None;
    };
    let name = format!("test_{}", hex(&SystemRandomness, 8).unwrap());
    let admin = sea_orm::Database::connect(&cluster).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    admin.close().await.unwrap();
    let (base, query) = cluster.split_once('?').unwrap_or((&cluster, ""));
    let (server, _) = base.rsplit_once('/').unwrap();
    Some(format!("{server}/{name}?{query}"))
}
