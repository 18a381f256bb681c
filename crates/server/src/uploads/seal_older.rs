//! Seals files that were kept before there were keys of files: in a new place, then in the row, and what is in clear
//! goes the next time, when nobody reads it any more. It may be stopped anywhere, and several servers may do it at once.

use std::sync::Arc;

use tracing::warn;
use uuid::Uuid;

use super::{Files, FilesError, written};
use crate::{
    randomness::{NoRandomness, sha256},
    state::App,
    storage::{KeptAs, StorageError},
    vault::{FileKey, VaultError},
};

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

/// Seals what is in clear, and removes what was. Gives how many files it has sealed.
pub async fn seal_older(app: &App) -> usize {
    let ids = match app.uploads.files.ids_in_clear().await {
        Ok(ids) => ids,
        Err(error) => {
            warn!(cause = %error, "files in clear were not found; the next sweep seals them");
            return 0;
        }
    };
    let mut sealed = 0;
    for id in ids {
        match seal(app, id).await {
            Ok(is_sealed) => sealed += usize::from(is_sealed),
            Err(error) => warn!(file = %id, cause = %error, "a file was not sealed; the next sweep does it"),
        }
    }
    sealed
}

async fn seal(app: &App, id: Uuid) -> Result<bool, NotSealed> {
    let files = &app.uploads.files;
    let clear = Files::kept(id, None);
    let kept = match app.store.kept_as(id).await? {
        Some(KeptAs::Clear(kept)) => kept,
        Some(KeptAs::Sealed) => {
            files.remove(&clear).await?;
            return Ok(false);
        }
        Some(KeptAs::ClearYet) | None => return Ok(false),
    };
    let bytes = files.get(&clear, None).await?;
    if sha256(&bytes) != kept {
        warn!(file = %id, "the bytes of a file are not those that were kept; it stays as it is");
        return Ok(false);
    }
    let key = FileKey::new(app.randomness.as_ref())?;
    let object = Files::kept(id, Some(&key));
    let (sealing, name, randomness) = (key.clone(), object.clone(), Arc::clone(&app.randomness));
    let sealed =
        tokio::task::spawn_blocking(move || written(Some(&sealing), &name, bytes, randomness.as_ref()));
    files.put(&object, sealed.await.map_err(|_| NotSealed::Panicked)??).await?;
    let is_first = app.store.keep_sealed(id, &key).await?;
    if !is_first {
        files.remove(&object).await?;
    }
    Ok(is_first)
}
