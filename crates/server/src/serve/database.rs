//! Commands on the database: bring it up to date, fill it, copy it, make it of a copy.

use std::{path::Path, sync::Arc};

use content::Pack;
use tracing::info;

use super::{StartError, app::clock, keys, load};
use crate::{
    clock::Clock,
    demo,
    problem::Failure,
    randomness::SystemRandomness,
    settings::Settings,
    storage::{self, Store},
};

/// Brings the database up to date, and opens it with its keys.
///
/// # Errors
/// Where the database cannot be used, or the keys are not its.
pub async fn migrate(settings: &Settings) -> Result<Store, StartError> {
    // Without keys nothing is changed.
    let keys = keys::read(settings)?;
    let store = Store::connect(&settings.database, Arc::new(SystemRandomness)).await?;
    let missing = store.missing_migrations().await?;
    store.migrate().await?;
    let store = keys::unlock(settings, &store, keys).await?;
    info!(database = %settings.database, applied = missing, "the database is up to date");
    Ok(store)
}

/// Brings the database up to date and adds the made-up people.
///
/// # Errors
/// Where content or database cannot be used.
pub async fn seed(settings: &Settings) -> Result<(), StartError> {
    let pack = load(settings)?;
    let store = migrate(settings).await?;
    fill(&pack, &store, clock(settings).as_ref()).await?;
    Ok(store.close().await?)
}

/// Writes a copy of the database, also while a server runs on it.
///
/// # Errors
/// Where the database is not SQLite or cannot be used, or the place is taken.
pub async fn backup(settings: &Settings, to: &Path) -> Result<(), StartError> {
    let store = Store::connect(&settings.database, Arc::new(SystemRandomness)).await?;
    store.backup(to).await?;
    info!(database = %settings.database, copy = %to.display(), "the database is copied");
    Ok(store.close().await?)
}

/// Makes the database of a copy, and brings its tables up to date.
///
/// # Errors
/// Where there is a database already, or the copy is not whole.
pub async fn restore(settings: &Settings, from: &Path) -> Result<(), StartError> {
    storage::restore(from, &settings.database).await?;
    Ok(migrate(settings).await?.close().await?)
}

pub(super) async fn fill(pack: &Pack, store: &Store, clock: &dyn Clock) -> Result<(), StartError> {
    let seeded = demo::seed(pack, store, clock.now()).await;
    let told = |failure: Failure| {
        StartError::Seed(format!("{} {}", failure.code().name(), failure.cause().unwrap_or_default()))
    };
    seeded.map_err(told)
}
