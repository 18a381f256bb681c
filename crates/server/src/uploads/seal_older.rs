//! Seals files that were kept before there were keys of files: in a new place, then in the row, and what is in clear
//! goes the next time, when nobody reads it any more and the sealed bytes have shown that they open. It may be stopped
//! anywhere, and several servers may do it at once, also one of before that goes on keeping files in clear.

use std::{sync::Arc, time::Duration};

use tokio::time::Instant;
use tracing::warn;
use uuid::Uuid;

use super::{Files, FilesError, written};
use crate::{
    randomness::{NoRandomness, sha256},
    state::App,
    storage::{KeptAs, StorageError},
    vault::{FileKey, VaultError},
};

/// No file is begun after this: it is one part of a job that has a time.
const LONGEST: Duration = Duration::from_secs(15);

/// Why something was not sealed.
#[derive(Debug, thiserror::Error)]
enum NotSealed {
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    #[error("sealing a file panicked")]
    Panicked,
}

/// Seals what is in clear, and removes what was. What it does not come to in [`LONGEST`] is left to the next time. Gives
/// how many files it has sealed.
pub async fn seal_older(app: &App) -> usize {
    let ids = match app.uploads.files.ids_in_clear().await {
        Ok(ids) => ids,
        Err(error) => {
            warn!(cause = %error, "files in clear were not found; the next sweep seals them");
            return 0;
        }
    };
    let begun = Instant::now();
    let mut sealed = 0;
    for id in ids {
        if begun.elapsed() > LONGEST {
            break;
        }
        match seal(app, id).await {
            Ok(is_sealed) => sealed += usize::from(is_sealed),
            Err(error) => warn!(file = %id, cause = %error, "a file was not sealed; the next sweep does it"),
        }
    }
    sealed
}

async fn seal(app: &App, id: Uuid) -> Result<bool, NotSealed> {
    match app.store.kept_as(id).await? {
        Some(KeptAs::Clear { sha256 }) => {
            let key = FileKey::new(app.randomness.as_ref())?;
            if !put(app, id, &key, &sha256).await? {
                return Ok(false);
            }
            let is_first = app.store.keep_sealed(id, &key).await?;
            if !is_first {
                app.uploads.files.remove(&Files::kept(id, Some(&key))).await?;
            }
            Ok(is_first)
        }
        Some(KeptAs::Sealed { key, sha256 }) if is_there(app, id, &key, &sha256).await? => {
            app.uploads.files.remove(&Files::kept(id, None)).await?;
            Ok(false)
        }
        Some(KeptAs::Sealed { key, sha256 }) => put(app, id, &key, &sha256).await,
        Some(KeptAs::NotKept) | None => Ok(false),
    }
}

/// Whether the bytes are there, sealed.
async fn is_there(app: &App, id: Uuid, key: &FileKey, kept: &str) -> Result<bool, NotSealed> {
    match app.uploads.files.get(&Files::kept(id, Some(key)), Some(key)).await {
        Ok(bytes) => Ok(sha256(&bytes) == kept),
        Err(error) if error.is_passing() => Err(error.into()),
        Err(_) => Ok(false),
    }
}

/// Puts what is in clear where it is sealed, if it is what was kept.
async fn put(app: &App, id: Uuid, key: &FileKey, kept: &str) -> Result<bool, NotSealed> {
    let files = &app.uploads.files;
    let bytes = files.get(&Files::kept(id, None), None).await?;
    if sha256(&bytes) != kept {
        warn!(file = %id, "the bytes of a file are not those that were kept; it stays as it is");
        return Ok(false);
    }
    let object = Files::kept(id, Some(key));
    let (key, name, randomness) = (key.clone(), object.clone(), Arc::clone(&app.randomness));
    let sealed = tokio::task::spawn_blocking(move || written(Some(&key), &name, bytes, randomness.as_ref()));
    files.put(&object, sealed.await.map_err(|_| NotSealed::Panicked)??).await?;
    Ok(true)
}
