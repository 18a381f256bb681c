//! Where the bytes are: a folder, a bucket, or whatever else an object store can be.
//!
//! Nothing is written over with something else: a part has a name of its own, and a kept file is the same whoever
//! writes it. So no store needs to put under conditions.
//!
//! A file that is on its way is in `parts/<id>/`, one that is kept is `files/<id>`. Names that people have
//! given never become part of an address here.

use std::{collections::BTreeSet, path::Path, str::FromStr, sync::Arc};

use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, stream::BoxStream};
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, local::LocalFileSystem, path::Path as Address};
use uuid::Uuid;

use super::s3::{self, S3Settings};

const PARTS: &str = "parts";
const KEPT: &str = "files";
const PROBES: &str = "probes";

/// The bytes of all files.
#[derive(Clone, Debug)]
pub struct Files(Arc<dyn ObjectStore>);

/// Why bytes were not read or written. Its text names addresses of ours only.
#[derive(Debug, thiserror::Error)]
#[error("the file store: {cause}")]
pub struct FilesError {
    cause: String,
    is_passing: bool,
}

impl FilesError {
    /// Whether it may be gone when it is tried again: the store does not answer, is full, or does not let us in.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        self.is_passing
    }
}

impl From<object_store::Error> for FilesError {
    fn from(error: object_store::Error) -> Self {
        use object_store::Error::{Generic, PermissionDenied, Unauthenticated};
        let is_passing = matches!(error, Generic { .. } | PermissionDenied { .. } | Unauthenticated { .. });
        Self { cause: error.to_string(), is_passing }
    }
}

impl Files {
    /// Keeps them in a folder, which is made where it is missing.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn in_folder(folder: &Path) -> Result<Self, FilesError> {
        std::fs::create_dir_all(folder).map_err(|error| FilesError {
            cause: format!("{}: {error}", folder.display()),
            is_passing: true,
        })?;
        // What the database says has arrived is on the disk, and folders that are empty go.
        let store = LocalFileSystem::new_with_prefix(folder)?.with_automatic_cleanup(true).with_fsync(true);
        Ok(Self(Arc::new(store)))
    }

    /// Keeps them in a bucket, which is there already.
    ///
    /// # Errors
    /// Where the settings make no address. The store itself is asked by [`Self::check`] first.
    pub fn in_s3(settings: &S3Settings) -> Result<Self, FilesError> {
        s3::store(settings).map(Self)
    }

    /// Writes, reads, lists and removes something small, under a name that nobody else has.
    ///
    /// # Errors
    /// The first of these that cannot be done.
    pub async fn check(&self, nonce: Uuid) -> Result<(), FilesError> {
        let probe = format!("{PROBES}/{nonce}");
        let written = Bytes::copy_from_slice(nonce.as_bytes());
        self.put(&probe, written.clone()).await?;
        let read = self.get(&probe).await;
        let listed = self.below(PROBES).try_collect::<Vec<_>>().await;
        self.remove(&probe).await?;
        if read? == written && listed?.contains(&Address::from(probe)) {
            return Ok(());
        }
        let cause = "what has just been written is not there".to_owned();
        Err(FilesError { cause, is_passing: true })
    }

    /// Keeps them in any store.
    #[must_use]
    pub fn in_store(store: Arc<dyn ObjectStore>) -> Self {
        Self(store)
    }

    /// Where a part goes that begins there. Two that begin at the same place do not overwrite each other.
    pub(super) fn part(id: Uuid, start: u64, nonce: Uuid) -> String {
        format!("{PARTS}/{id}/{start:020}-{nonce}")
    }

    /// Where a file is that is kept.
    pub(crate) fn kept(id: Uuid) -> String {
        format!("{KEPT}/{id}")
    }

    pub(super) async fn put(&self, object: &str, bytes: Bytes) -> Result<(), FilesError> {
        self.0.put(&Address::from(object), PutPayload::from(bytes)).await?;
        Ok(())
    }

    pub(super) async fn get(&self, object: &str) -> Result<Bytes, FilesError> {
        Ok(self.0.get(&Address::from(object)).await?.bytes().await?)
    }

    pub(super) async fn stream(
        &self,
        object: &str,
    ) -> Result<impl Stream<Item = Result<Bytes, object_store::Error>> + use<>, FilesError> {
        Ok(self.0.get(&Address::from(object)).await?.into_stream())
    }

    /// The same, where there is such an object.
    pub(crate) async fn find(
        &self,
        object: &str,
    ) -> Result<Option<impl Stream<Item = Result<Bytes, object_store::Error>> + use<>>, FilesError> {
        match self.0.get(&Address::from(object)).await {
            Ok(found) => Ok(Some(found.into_stream())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// None there is fine too.
    pub(super) async fn remove(&self, object: &str) -> Result<(), FilesError> {
        match self.0.delete(&Address::from(object)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn remove_parts(&self, id: Uuid) -> Result<(), FilesError> {
        let addresses = self.below(&format!("{PARTS}/{id}"));
        for address in addresses.try_collect::<Vec<_>>().await? {
            self.remove(address.as_ref()).await?;
        }
        Ok(())
    }

    pub(super) async fn remove_all(&self, id: Uuid) -> Result<(), FilesError> {
        self.remove_parts(id).await?;
        self.remove(&Self::kept(id)).await
    }

    /// The ids of all files of which there are bytes.
    pub(super) async fn ids(&self) -> Result<BTreeSet<Uuid>, FilesError> {
        let mut ids = BTreeSet::new();
        for place in [PARTS, KEPT] {
            let mut addresses = self.below(place);
            while let Some(address) = addresses.try_next().await? {
                let id = address.as_ref().split('/').nth(1).and_then(|id| Uuid::from_str(id).ok());
                ids.extend(id);
            }
        }
        Ok(ids)
    }

    fn below(&self, place: &str) -> BoxStream<'static, Result<Address, object_store::Error>> {
        self.0.list(Some(&Address::from(place))).map_ok(|found| found.location).boxed()
    }
}
