//! Looks at a whole file and decides: kept, or refused and why. Fails closed: what cannot be looked at is
//! tried again later, and refused in the end.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use contract::uploads::Refusal;
use tracing::warn;
use uuid::Uuid;

use super::{Files, FilesError, ScannerError, Verdict, inspect, written};
use crate::{
    metrics::Scanned,
    randomness::sha256,
    state::{App, AppState},
    storage::{Claimed, KeptFile, StorageError},
};

/// Milliseconds for which a file belongs to whoever looks at it; after that it is taken up again.
const LEASE_MILLIS: i64 = 60_000;

/// How often a file is tried that could not be looked at.
const ATTEMPTS: u32 = 5;

/// A file that is kept, with its bytes.
struct Accepted {
    media_type: &'static str,
    bytes: Bytes,
}

/// Why a file could not be looked at.
#[derive(Debug, thiserror::Error)]
enum Unseen {
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error(transparent)]
    Scanner(#[from] ScannerError),
    #[error("the parts of a file do not add up")]
    Incomplete,
    #[error("looking at a file panicked")]
    Panicked,
}

impl Unseen {
    /// Whether the bytes cannot be had for a while. That is no reason to refuse a file, however long it lasts.
    fn is_of_the_store(&self) -> bool {
        matches!(self, Self::Files(error) if error.is_passing())
    }
}

/// Starts to look at a file.
pub(super) fn begin(app: &AppState, id: Uuid) {
    let app = app.clone();
    tokio::spawn(async move { look_at(&app, id).await });
}

/// Looks at a file, unless somebody does already.
pub(super) async fn look_at(app: &App, id: Uuid) {
    // Closed only when the server is gone.
    let Ok(_place) = app.uploads.places.acquire().await else { return };
    if let Err(error) = decide(app, id).await {
        warn!(cause = %error, "a file could not be looked at; it is tried again");
    }
}

async fn decide(app: &App, id: Uuid) -> Result<(), Unseen> {
    let now = app.clock.now();
    let claimed = app.store.claim_attachment(id, now, now.plus_millis(LEASE_MILLIS)).await?;
    let Some(claimed) = claimed else { return Ok(()) };
    let decided = match examine(app, &claimed).await {
        Ok(decided) => decided,
        Err(error) if claimed.attempt >= ATTEMPTS && !error.is_of_the_store() => {
            warn!(cause = %error, "a file could not be looked at; it is refused");
            Err(Refusal::NotScanned)
        }
        Err(error) => return Err(error),
    };
    let object = Files::kept(id, claimed.file_key.as_ref());
    let files = &app.uploads.files;
    match decided {
        Ok(Accepted { media_type, bytes }) => {
            let kept = KeptFile { media_type, size: bytes.len() as u64, sha256: sha256(&bytes) };
            // The bytes first: what is ready is there.
            let (key, name, randomness) = (claimed.file_key, object.clone(), Arc::clone(&app.randomness));
            let sealed = blocking(move || written(key.as_ref(), &name, bytes, randomness.as_ref())).await?;
            files.put(&object, sealed.map_err(StorageError::from)?).await?;
            if !app.store.accept_attachment(id, &kept, app.clock.now()).await? {
                return Ok(());
            }
            app.metrics.decided(None);
        }
        Err(refusal) => {
            app.store.refuse_attachment(id, &refusal, app.clock.now()).await?;
            app.metrics.decided(Some(&refusal));
        }
    }
    Ok(files.remove_parts(id).await?)
}

async fn examine(app: &App, claimed: &Claimed) -> Result<Result<Accepted, Refusal>, Unseen> {
    if claimed.length == 0 {
        return Ok(Err(Refusal::Empty));
    }
    let bytes = gather(app, claimed).await?;
    let rules = app.uploads.rules;
    let (name, seen) = (claimed.name.clone(), bytes.clone());
    let kinds = inspect::Kind::taken(claimed.endings.iter().map(String::as_str));
    let kind = blocking(move || inspect::identify(&seen, &name, &kinds, rules.unpacked_bytes));
    let kind = match kind.await? {
        Ok(kind) => kind,
        Err(refusal) => return Ok(Err(refusal)),
    };
    // As it was sent, and before anything of ours reads its inside.
    let scanned = app.uploads.scanner.scan(bytes.clone()).await;
    app.metrics.scanned(match scanned {
        Ok(Verdict::Clean) => Scanned::Clean,
        Ok(Verdict::Harmful) => Scanned::Harmful,
        Err(_) => Scanned::Failed,
    });
    if scanned? == Verdict::Harmful {
        return Ok(Err(Refusal::Harmful));
    }
    let cleaned = blocking(move || inspect::clean(kind, bytes, rules.pixels)).await?;
    Ok(cleaned.map(|bytes| Accepted { media_type: kind.media_type(), bytes }))
}

async fn gather(app: &App, claimed: &Claimed) -> Result<Bytes, Unseen> {
    let length = usize::try_from(claimed.length).map_err(|_| Unseen::Incomplete)?;
    let mut bytes = BytesMut::with_capacity(length);
    for object in &claimed.objects {
        let part = app.uploads.files.get(object, claimed.file_key.as_ref()).await?;
        bytes.extend_from_slice(&part);
    }
    if bytes.len() == length { Ok(bytes.freeze()) } else { Err(Unseen::Incomplete) }
}

/// Work that keeps a processor busy stays away from the threads that answer calls.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Unseen> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Unseen::Panicked)
}
