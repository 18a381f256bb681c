//! Opens the database that an address names, and brings its tables up to date.

use std::{fmt, path::PathBuf, str::FromStr, sync::Arc, time::Duration};

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend,
    sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode},
};
use sea_orm_migration::MigratorTrait;

use super::audit::Audit;
use super::{StorageError, Store, migrations::Migrator};
use crate::{randomness::Randomness, vault::Vault};

/// How long a call waits for a connection, and SQLite for its write lock.
const PATIENCE: Duration = Duration::from_secs(5);

/// After so long without use, a connection is asked whether it still lives before it is used.
const IDLE: Duration = Duration::from_secs(1);

/// Names the lock of PostgreSQL that is held while the tables are brought up to date.
const MIGRATING: i64 = 0x5345_5256_4943_4554;

/// Rows that SQLite's thread may read before anybody takes them: a list, so that the two do not wait for each other.
const ROWS_AHEAD: usize = 256;

const SQLITE_READERS: u32 = 8;
const POSTGRES_CONNECTIONS: u32 = 20;

/// The address of a database; showing it hides the password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

/// An address that names no database this server can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected sqlite://<file>?mode=rwc or postgres://<user>@<host>/<database>")]
pub struct WrongDatabaseUrl;

impl FromStr for DatabaseUrl {
    type Err = WrongDatabaseUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme));
        let readable = !text.starts_with("sqlite:") || SqliteConnectOptions::from_str(text).is_ok();
        if known && readable { Ok(Self(text.to_owned())) } else { Err(WrongDatabaseUrl) }
    }
}

impl DatabaseUrl {
    /// With its password.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// The file, for SQLite.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        let options =
            self.0.starts_with("sqlite:").then(|| SqliteConnectOptions::from_str(&self.0).ok())??;
        (!self.is_in_memory()).then(|| options.get_filename().to_owned())
    }

    fn is_in_memory(&self) -> bool {
        self.0.starts_with("sqlite:") && self.0.contains(":memory:")
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.split_once("://"), self.0.rsplit_once('@')) {
            (Some((scheme, _)), Some((_, place))) if scheme != "sqlite" => {
                write!(formatter, "{scheme}://…@{place}")
            }
            _ => formatter.write_str(&self.0),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// The connections of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolUse {
    /// `reader`, `writer`, or `both`.
    pub name: &'static str,
    /// How many are open.
    pub open: i64,
    /// How many of these do nothing.
    pub idle: i64,
    /// How many there may be.
    pub most: i64,
}

impl Store {
    /// `sqlite` or `postgres`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        if self.url.0.starts_with("sqlite:") { "sqlite" } else { "postgres" }
    }

    /// How much of each pool is in use.
    #[must_use]
    pub fn pools(&self) -> Vec<PoolUse> {
        let told = |name, open: u32, idle: usize, most: u32| PoolUse {
            name,
            open: open.into(),
            idle: i64::try_from(idle).unwrap_or(i64::MAX),
            most: most.into(),
        };
        if self.kind() == "postgres" {
            let pool = self.reader.get_postgres_connection_pool();
            return vec![told("both", pool.size(), pool.num_idle(), POSTGRES_CONNECTIONS)];
        }
        let pools = [("reader", &self.reader, SQLITE_READERS), ("writer", &self.writer, 1)];
        let of = |(name, pool, most): (_, &DatabaseConnection, _)| {
            let pool = pool.get_sqlite_connection_pool();
            told(name, pool.size(), pool.num_idle(), most)
        };
        pools.into_iter().map(of).collect()
    }

    /// The names of the keys that this server has, and whether each `seals` or only `opens`.
    #[must_use]
    pub fn key_names(&self) -> Vec<(String, &'static str)> {
        let active = self.vault.active().ok();
        let told =
            |id: &crate::vault::KeyId| (id.to_string(), if active == Some(id) { "seals" } else { "opens" });
        self.vault.ids().map(told).collect()
    }

    /// Connects, without touching the tables. Nothing sealed is read or written before [`Store::unlock`].
    ///
    /// # Errors
    /// Where the database cannot be reached.
    pub async fn connect(url: &DatabaseUrl, randomness: Arc<dyn Randomness>) -> Result<Self, StorageError> {
        if !url.0.starts_with("sqlite:") {
            let pool = Database::connect(options(url, POSTGRES_CONNECTIONS)).await?;
            return Ok(Self::new(pool.clone(), pool, randomness, url));
        }
        if let Some(folder) = url.file().as_deref().and_then(std::path::Path::parent) {
            std::fs::create_dir_all(folder).map_err(|error| {
                StorageError::Database(sea_orm::DbErr::Conn(sea_orm::RuntimeErr::Internal(error.to_string())))
            })?;
        }
        let writer = sqlite(url, 1, "OFF").await?;
        // A database in memory belongs to its connection: there is no second one.
        let reader =
            if url.is_in_memory() { writer.clone() } else { sqlite(url, SQLITE_READERS, "ON").await? };
        Ok(Self::new(reader, writer, randomness, url))
    }

    fn new(
        reader: DatabaseConnection,
        writer: DatabaseConnection,
        randomness: Arc<dyn Randomness>,
        url: &DatabaseUrl,
    ) -> Self {
        let vault = Arc::new(Vault::without_keys(randomness.clone()));
        let (changes, _) = tokio::sync::broadcast::channel(super::changes::CAPACITY);
        Self { reader, writer, randomness, vault, audit: Audit::closed(), url: url.clone(), changes }
    }

    /// Brings the tables up to date, all steps together or none. Does nothing where they are.
    ///
    /// # Errors
    /// Where a migration fails, or where a newer program has made the tables; nothing has changed then.
    pub async fn migrate(&self) -> Result<(), StorageError> {
        self.step(None).await
    }

    /// Takes so many of the steps that the database lacks, as an older program would have: so that tests can make
    /// databases of any age.
    ///
    /// # Errors
    /// As [`Self::migrate`].
    pub async fn migrate_steps(&self, steps: u32) -> Result<(), StorageError> {
        self.step(Some(steps)).await
    }

    async fn step(&self, steps: Option<u32>) -> Result<(), StorageError> {
        let transaction = self.write().await?;
        if transaction.get_database_backend() == DbBackend::Postgres {
            // Of servers that start at once, each waits for the one before and finds what it has done.
            transaction.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATING})")).await?;
        }
        refuse_newer(&transaction).await?;
        Migrator::up(&transaction, steps).await?;
        Ok(transaction.commit().await?)
    }

    /// The names of all steps, in their order.
    #[must_use]
    pub fn migrations() -> Vec<String> {
        Migrator::migrations().iter().map(|step| step.name().to_owned()).collect()
    }

    /// How many migrations the database lacks.
    ///
    /// # Errors
    /// Where the database does not answer, or a newer program has made its tables.
    pub async fn missing_migrations(&self) -> Result<usize, StorageError> {
        refuse_newer(&self.writer).await?;
        Ok(Migrator::get_pending_migrations(&self.writer).await?.len())
    }
}

/// There is no way back: tables that are newer than the program are left as they are.
async fn refuse_newer(connection: &impl ConnectionTrait) -> Result<(), StorageError> {
    let known = Store::migrations();
    let applied = Migrator::get_migration_models(connection).await?;
    let names = applied.into_iter().map(|step| step.version);
    let unknown: Vec<String> = names.filter(|name| !known.contains(name)).collect();
    if unknown.is_empty() { Ok(()) } else { Err(StorageError::Newer(unknown.join(", "))) }
}

fn options(url: &DatabaseUrl, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.0.clone());
    // Statements never reach the log: what they carry is personal.
    options
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        // To ask before each use whether it still lives costs as much as the use.
        .test_before_acquire_if_idle_for(IDLE)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    options
}

async fn sqlite(
    url: &DatabaseUrl,
    connections: u32,
    query_only: &'static str,
) -> Result<DatabaseConnection, StorageError> {
    let mut options = options(url, connections);
    // Opening a file again costs more than keeping it, and a database in memory would be lost.
    options.idle_timeout(None).max_lifetime(None).map_sqlx_sqlite_opts(move |options| {
        options
            .journal_mode(SqliteJournalMode::Wal)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .row_buffer_size(ROWS_AHEAD)
            .pragma("query_only", query_only)
            // What is deleted is gone from the file, not only from its index.
            .pragma("secure_delete", "ON")
    });
    Ok(Database::connect(options).await?)
}

#[cfg(test)]
mod tests {
    use super::DatabaseUrl;

    #[test]
    fn only_known_databases() {
        for wrong in ["", "mysql://localhost/x", "data/servicetorg.db", "sqlite://x.db?mode=nonsense"] {
            assert!(wrong.parse::<DatabaseUrl>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let url: DatabaseUrl = "postgres://servicetorg:hemmelig@db.example:5432/servicetorg".parse().unwrap();
        assert_eq!(format!("{url:?} {url}"), "postgres://…@db.example:5432/servicetorg ".repeat(2).trim());
    }

    #[test]
    fn the_file_of_sqlite() {
        let url: DatabaseUrl = "sqlite://data/servicetorg.db?mode=rwc".parse().unwrap();
        assert_eq!(url.file().unwrap().to_str(), Some("data/servicetorg.db"));
        assert_eq!("sqlite::memory:".parse::<DatabaseUrl>().unwrap().file(), None);
    }
}
