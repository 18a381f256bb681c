//! Where the bytes are: a folder, or whatever else an object store can be.
//!
//! A file that is on its way is in `parts/<id>/`, one that is kept is `files/<id>`. Names that people have
//! given never become part of an address here.

use std::{collections::BTreeSet, path::Path, str::FromStr, sync::Arc};

use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, stream::BoxStream};
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, local::LocalFileSystem, path::Path as Address};
use uuid::Uuid;

const PARTS: &str = "parts";
const KEPT: &str = "files";

/// The bytes of all files.
#[derive(Clone, Debug)]
pub struct Files(Arc<dyn ObjectStore>);

/// Why bytes were not read or written. Its text names addresses of ours only.
#[derive(Debug, thiserror::Error)]
#[error("the file store: {0}")]
pub struct FilesError(String);

impl From<object_store::Error> for FilesError {
    fn from(error: object_store::Error) -> Self {
        Self(error.to_string())
    }
}

impl Files {
    /// Keeps them in a folder, which is made where it is missing.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn in_folder(folder: &Path) -> Result<Self, FilesError> {
        std::fs::create_dir_all(folder)
            .map_err(|error| FilesError(format!("{}: {error}", folder.display())))?;
        // What the database says has arrived is on the disk, and folders that are empty go.
        let store = LocalFileSystem::new_with_prefix(folder)?.with_automatic_cleanup(true).with_fsync(true);
        Ok(Self(Arc::new(store)))
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
    pub(super) fn kept(id: Uuid) -> String {
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
