//! Tidies up: files that nothing holds, files that were never sent to their end, bytes without a row, and
//! whole files that nobody looks at since a server stopped in the middle.

use tracing::warn;
use uuid::Uuid;

use super::{FilesError, finish};
use crate::{state::App, storage::StorageError};

/// Ids looked up at once.
const BATCH: usize = 200;

/// Why something was not removed.
#[derive(Debug, thiserror::Error)]
enum NotRemoved {
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Files(#[from] FilesError),
}

/// Gives up what was never sent to its end, and removes what nothing holds. Gives how many files.
pub async fn sweep(app: &App) -> usize {
    if let Err(error) = app.store.let_unfinished_attachments_go(app.clock.now()).await {
        warn!(cause = %error, "unfinished files were not given up");
    }
    remove_orphans(app).await
}

/// Removes the files that nothing holds. What fails is left to the next time. Gives how many.
pub async fn remove_orphans(app: &App) -> usize {
    try_remove_orphans(app).await.unwrap_or_else(|error| {
        warn!(cause = %error, "files were not removed; the next sweep takes them");
        0
    })
}

/// Removes bytes without a row, such as a stopped server may leave. Gives how many files.
pub async fn remove_strays(app: &App) -> usize {
    try_remove_strays(app).await.unwrap_or_else(|error| {
        warn!(cause = %error, "bytes without a row were not removed");
        0
    })
}

/// Removes the bytes of files whose rows are gone. Gives how many are left: to [`remove_strays`].
pub async fn remove_bytes(app: &App, files: &[Uuid]) -> usize {
    let mut left = 0;
    for file in files {
        if let Err(error) = app.uploads.files.remove_all(*file).await {
            warn!(cause = %error, "bytes without a row were not removed");
            left += 1;
        }
    }
    left
}

/// Looks at whole files that nobody looks at.
pub async fn resume_waiting(app: &App) {
    match app.store.attachments_waiting(app.clock.now()).await {
        Ok(waiting) => {
            for id in waiting {
                finish::look_at(app, id).await;
            }
        }
        Err(error) => warn!(cause = %error, "waiting files were not found"),
    }
}

async fn try_remove_orphans(app: &App) -> Result<usize, NotRemoved> {
    let orphans = app.store.orphaned_attachments().await?;
    for id in &orphans {
        // The bytes first: as long as the row is there, they are not forgotten.
        app.uploads.files.remove_all(*id).await?;
        app.store.forget_attachment(*id).await?;
    }
    Ok(orphans.len())
}

async fn try_remove_strays(app: &App) -> Result<usize, NotRemoved> {
    let ids: Vec<Uuid> = app.uploads.files.ids().await?.into_iter().collect();
    let mut removed = 0;
    for batch in ids.chunks(BATCH) {
        let known = app.store.known_attachments(batch).await?;
        for id in batch.iter().filter(|id| !known.contains(id)) {
            app.uploads.files.remove_all(*id).await?;
            removed += 1;
        }
    }
    Ok(removed)
}
