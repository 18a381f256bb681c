//! Copies of an SQLite database, made while the server runs, and the way back from one. PostgreSQL has `pg_dump`.

use std::path::Path;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};
use sea_orm_migration::MigratorTrait;

use super::{DatabaseUrl, StorageError, Store, migrations::Migrator};

/// Why there is no copy, or no database made of one.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database is no file.
    #[error("the database is not an SQLite file; PostgreSQL is copied by pg_dump, see docs/operations.md")]
    NotSqlite,
    /// Nothing is ever written over.
    #[error("{0} is there already; choose another place, or move it away")]
    Taken(String),
    /// Not a copy that was made here, or damaged since.
    #[error("{0} is not a whole copy of a database: {1}")]
    Damaged(String, String),
    /// A file cannot be read or written.
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    /// The database says no.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Store {
    /// Writes a copy of the whole database as it is at one moment, while others read and write.
    ///
    /// # Errors
    /// Where the place is taken, or the database is not SQLite or says no.
    pub async fn backup(&self, to: &Path) -> Result<(), BackupError> {
        if self.reader.get_database_backend() != sea_orm::DbBackend::Sqlite {
            return Err(BackupError::NotSqlite);
        }
        if to.exists() {
            return Err(BackupError::Taken(to.display().to_string()));
        }
        // For the database it is reading, for which the readers' connections may do too little. Whoever writes by
        // another store, as a server does, is not held up.
        let statement = Statement::from_sql_and_values(
            sea_orm::DbBackend::Sqlite,
            "VACUUM INTO ?",
            [to.display().to_string().into()],
        );
        self.writer.execute_raw(statement).await.map_err(StorageError::from)?;
        Ok(())
    }
}

/// Makes the database of a copy: looks whether the copy is whole and one of ours, and never writes over anything.
///
/// # Errors
/// Where the copy is damaged or of something else, or there is a database already.
pub async fn restore(from: &Path, database: &DatabaseUrl) -> Result<(), BackupError> {
    let place = database.file().ok_or(BackupError::NotSqlite)?;
    let [file, wal] = [place.clone(), place.with_extension("db-wal")];
    if let Some(taken) = [file, wal].into_iter().find(|file| file.exists()) {
        return Err(BackupError::Taken(taken.display().to_string()));
    }
    let failed = |error| BackupError::File(from.display().to_string(), error);
    std::fs::metadata(from).map_err(failed)?;
    whole(from).await.map_err(|fault| BackupError::Damaged(from.display().to_string(), fault))?;
    if let Some(folder) = place.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    // Under another name first: a database that is there is whole.
    let beginning = place.with_extension("restoring");
    std::fs::copy(from, &beginning).and_then(|_| std::fs::rename(&beginning, &place)).map_err(failed)
}

/// Whether SQLite finds nothing wrong with it, and every change of tables in it is one that this server knows.
async fn whole(copy: &Path) -> Result<(), String> {
    let address = format!("sqlite://{}?mode=ro", copy.display());
    let mut options = ConnectOptions::new(address);
    options.max_connections(1).sqlx_logging(false);
    let opened = Database::connect(options).await.map_err(|error| error.to_string())?;
    let looked = look(&opened).await;
    let closed = opened.close().await.map_err(|error| error.to_string());
    looked.and(closed)
}

async fn look(copy: &DatabaseConnection) -> Result<(), String> {
    let check = Statement::from_string(sea_orm::DbBackend::Sqlite, "PRAGMA integrity_check");
    let told = copy.query_one_raw(check).await.map_err(|error| error.to_string())?;
    let told: String = told
        .map(|row| row.try_get_by_index(0))
        .transpose()
        .map_err(|error| error.to_string())?
        .unwrap_or_default();
    if told != "ok" {
        return Err(told);
    }
    let known: Vec<String> = Migrator::migrations().iter().map(|one| one.name().to_owned()).collect();
    let applied = Statement::from_string(sea_orm::DbBackend::Sqlite, "SELECT version FROM seaql_migrations");
    let applied = copy.query_all_raw(applied).await.map_err(|error| error.to_string())?;
    for row in applied {
        let version: String = row.try_get_by_index(0).map_err(|error| error.to_string())?;
        if !known.contains(&version) {
            return Err(format!("it is from a newer server ({version})"));
        }
    }
    Ok(())
}
