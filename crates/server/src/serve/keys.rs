//! The keys of the database: where they are, and how they are made, chosen, changed and taken out.

use std::{path::PathBuf, sync::Arc};

use content::DemoMode;
use tracing::info;

use super::{StartError, migrate};
use crate::{
    randomness::SystemRandomness,
    settings::Settings,
    storage::{Resealed, Store},
    vault::{self, KeyId, Keys, KeysFileError},
};

/// The keys of a demo whose database is no file.
const DEMO_KEYS: &str = "data/servicetorg.keys.toml";

/// After so many rows a rotation says how far it is.
const TELL_EVERY: u64 = 500;

/// Where the keys are: beside the database, where a demo says nothing of it.
///
/// # Errors
/// Where nothing says where.
fn place(settings: &Settings) -> Result<PathBuf, StartError> {
    if let Some(place) = &settings.keys_file {
        return Ok(place.clone());
    }
    if settings.demo == DemoMode::Off {
        return Err(StartError::NoKeysFile);
    }
    let beside = settings.database.file().map(|file| file.with_extension("keys.toml"));
    Ok(beside.unwrap_or_else(|| DEMO_KEYS.into()))
}

/// The keys; nothing where a demo may make its own.
pub(super) fn read(settings: &Settings) -> Result<Option<Keys>, StartError> {
    match vault::read(&place(settings)?) {
        Err(KeysFileError::Missing(_)) if settings.demo == DemoMode::On => Ok(None),
        found => Ok(Some(found?)),
    }
}

/// The database, opened with its keys. A new demo gets new ones.
pub(super) async fn unlock(
    settings: &Settings,
    store: &Store,
    keys: Option<Keys>,
) -> Result<Store, StartError> {
    let keys = match keys {
        Some(keys) => keys,
        None if store.has_keys().await? => return Err(KeysFileError::Missing(place(settings)?).into()),
        None => {
            let place = place(settings)?;
            info!(keys_file = %place.display(), "the demo has new keys");
            vault::create(&place, &SystemRandomness)?
        }
    };
    unlock_with(store, &keys).await
}

async fn unlock_with(store: &Store, keys: &Keys) -> Result<Store, StartError> {
    Ok(store.unlock(keys, Arc::new(SystemRandomness)).await?)
}

/// Makes the keys file or, where there is one, adds a key to it. Says what to do next.
///
/// # Errors
/// Where the file cannot be read or written.
pub fn new_key(settings: &Settings) -> Result<String, StartError> {
    let place = place(settings)?;
    let shown = place.display();
    match vault::create(&place, &SystemRandomness) {
        Ok(keys) => Ok(format!(
            "{shown} is made, with the key `{}`.\n\
            Copy it to a safe place apart from copies of the database: without it nobody reads what is sealed.",
            keys.active(),
        )),
        Err(KeysFileError::Taken(_)) => {
            let id = vault::add_key(&place, &SystemRandomness)?;
            Ok(format!(
                "the key `{id}` is added to {shown}; it seals nothing yet.\n\
                Copy the file, start every server again with it, and then: servicetorg-server keys use {id}",
            ))
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Lets another key of the file seal. Says what to do next.
///
/// # Errors
/// Where there is none of that name, or the file cannot be read or written.
pub fn use_key(settings: &Settings, id: &KeyId) -> Result<String, StartError> {
    vault::use_key(&place(settings)?, id)?;
    Ok(format!(
        "`{id}` seals once a server has started again with the file.\n\
        Start every server again, and then: servicetorg-server keys rotate",
    ))
}

/// Takes a key out of the file, unless rows are sealed with it.
///
/// # Errors
/// Where it is in use, or file or database cannot be used.
pub async fn remove_key(settings: &Settings, id: &KeyId) -> Result<String, StartError> {
    let place = place(settings)?;
    let others = vault::without(&place, id)?;
    let store = Store::connect(&settings.database, Arc::new(SystemRandomness)).await?;
    unlock_with(&store, &others).await?.close().await?;
    vault::remove_key(&place, id)?;
    Ok(format!(
        "`{id}` is taken out of {}.\n\
        Keep it elsewhere for as long as copies of the database from before the change of keys.",
        place.display(),
    ))
}

/// Seals every row with the key that is chosen, while servers read and write. Stopped anywhere, it goes on where it was.
/// `tell` is told how far it is.
///
/// # Errors
/// Where file or database cannot be used, or a row does not open.
pub async fn rotate(settings: &Settings, tell: &mut dyn FnMut(&str)) -> Result<(), StartError> {
    let store = migrate(settings).await?;
    let active = store.active_key()?.to_string();
    let uses = store.key_uses().await?;
    let total: u64 = uses.iter().filter(|each| each.id != active).map(|each| each.rows).sum();
    tell(&format!("{total} rows to seal with `{active}`"));
    let (mut done, mut told) = (0, 0);
    while let Resealed::Some(rows) = store.reseal_some().await? {
        done += rows;
        if done - told >= TELL_EVERY {
            told = done;
            tell(&format!("{done} of {total}"));
        }
    }
    tell(&format!("{done} rows are sealed with `{active}` now; all are"));
    for other in store.key_uses().await?.into_iter().filter(|each| each.id != active) {
        tell(&match other.rows {
            0 => format!("`{0}` seals no row: servicetorg-server keys remove {0}", other.id),
            // Written since: the rotation has ended, and its key is still in use.
            rows => format!(
                "`{}` seals {rows} rows again: a server still runs with the older choice; start it again, and rotate again",
                other.id
            ),
        });
    }
    Ok(store.close().await?)
}
