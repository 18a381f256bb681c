//! Where the bytes are: a folder, a bucket, or whatever else an object store can be.
//!
//! Nothing is written over with something else: a part has a name of its own, and a kept file is the same whoever
//! writes it. So no store needs to put under conditions.
//!
//! A file that is on its way is in `sealed/parts/<id>/`, one that is kept is `sealed/files/<id>/<id of its key>`, both
//! sealed with the key of the file. What is in `parts/` and `files/` is from before, in clear, and is sealed by
//! `super::seal_older`. Names that people have given never become part of an address here.

use std::{collections::BTreeSet, path::Path, str::FromStr, sync::Arc};

use bytes::{Bytes, BytesMut};
use futures_util::{
    StreamExt, TryStreamExt,
    stream::{self, BoxStream},
};
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, local::LocalFileSystem, path::Path as Address};
use uuid::Uuid;

use super::s3::{self, S3Settings};
use crate::vault::{Damaged, FileKey, Opener, Sealed};

const SEALED: &str = "sealed/";
const PARTS: &str = "sealed/parts";
const KEPT: &str = "sealed/files";
const CLEAR_PARTS: &str = "parts";
const CLEAR: &str = "files";
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

impl From<Damaged> for FilesError {
    fn from(damaged: Damaged) -> Self {
        Self { cause: damaged.to_string(), is_passing: false }
    }
}

/// What is written: sealed, but for a file whose first bytes came before there were keys of files.
pub(super) enum Written {
    Sealed(Sealed),
    AsItBegan(Bytes),
}

/// Bytes as they were sent, piece by piece.
pub(crate) type Pieces = BoxStream<'static, Result<Bytes, FilesError>>;

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
        self.write(&probe, written.clone()).await?;
        let read = self.read(&probe).await;
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
    pub(super) fn part(id: Uuid, key: Option<&FileKey>, start: u64, nonce: Uuid) -> String {
        let place = if key.is_some() { PARTS } else { CLEAR_PARTS };
        format!("{place}/{id}/{start:020}-{nonce}")
    }

    /// Where a file is that is kept.
    pub(crate) fn kept(id: Uuid, key: Option<&FileKey>) -> String {
        key.map_or_else(|| format!("{CLEAR}/{id}"), |key| format!("{KEPT}/{id}/{}", key.id()))
    }

    pub(super) async fn put(&self, object: &str, written: Written) -> Result<(), FilesError> {
        match written {
            Written::Sealed(sealed) => self.write(object, sealed.into_bytes()).await,
            Written::AsItBegan(bytes) => self.write(object, bytes).await,
        }
    }

    async fn write(&self, object: &str, bytes: Bytes) -> Result<(), FilesError> {
        self.0.put(&Address::from(object), PutPayload::from(bytes)).await?;
        Ok(())
    }

    async fn read(&self, object: &str) -> Result<Bytes, FilesError> {
        Ok(self.0.get(&Address::from(object)).await?.bytes().await?)
    }

    /// All of an object.
    pub(super) async fn get(&self, object: &str, key: Option<&FileKey>) -> Result<Bytes, FilesError> {
        let read = self.read(object).await?;
        let Some(key) = key_for(object, key)? else { return Ok(read) };
        let mut opener = key.opener(object);
        opener.push(&read);
        let mut bytes = BytesMut::with_capacity(read.len());
        while let Some(segment) = opener.next_segment()? {
            bytes.extend_from_slice(&segment);
        }
        bytes.extend_from_slice(&opener.last_segment()?);
        Ok(bytes.freeze())
    }

    /// An object piece by piece; nothing where there is none. The first piece is opened already: what is damaged from its
    /// beginning is an error here, and what is damaged later breaks off.
    pub(crate) async fn find(
        &self,
        object: &str,
        key: Option<&FileKey>,
    ) -> Result<Option<Pieces>, FilesError> {
        let read = match self.0.get(&Address::from(object)).await {
            Ok(found) => found.into_stream(),
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let read = read.map_err(FilesError::from).boxed();
        let Some(key) = key_for(object, key)? else { return Ok(Some(read)) };
        let mut pieces = opened(read, key.opener(object));
        let first = pieces.try_next().await?;
        Ok(Some(stream::iter(first.map(Ok)).chain(pieces).boxed()))
    }

    /// None there is fine too.
    pub(super) async fn remove(&self, object: &str) -> Result<(), FilesError> {
        match self.0.delete(&Address::from(object)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn remove_parts(&self, id: Uuid) -> Result<(), FilesError> {
        self.remove_below(&format!("{PARTS}/{id}")).await?;
        self.remove_below(&format!("{CLEAR_PARTS}/{id}")).await
    }

    pub(super) async fn remove_all(&self, id: Uuid) -> Result<(), FilesError> {
        self.remove_parts(id).await?;
        self.remove_below(&format!("{KEPT}/{id}")).await?;
        self.remove(&Self::kept(id, None)).await
    }

    async fn remove_below(&self, place: &str) -> Result<(), FilesError> {
        for address in self.below(place).try_collect::<Vec<_>>().await? {
            self.remove(address.as_ref()).await?;
        }
        Ok(())
    }

    /// The ids of all files of which there are bytes.
    pub(super) async fn ids(&self) -> Result<BTreeSet<Uuid>, FilesError> {
        let mut ids = BTreeSet::new();
        for place in [PARTS, KEPT, CLEAR_PARTS, CLEAR] {
            ids.extend(self.ids_below(place).await?);
        }
        Ok(ids)
    }

    /// The ids of all files that are kept in clear, or were.
    pub(super) async fn ids_in_clear(&self) -> Result<BTreeSet<Uuid>, FilesError> {
        self.ids_below(CLEAR).await
    }

    async fn ids_below(&self, place: &str) -> Result<BTreeSet<Uuid>, FilesError> {
        let mut ids = BTreeSet::new();
        let mut addresses = self.below(place);
        while let Some(address) = addresses.try_next().await? {
            let rest = address.as_ref().strip_prefix(place).and_then(|rest| rest.strip_prefix('/'));
            let id = rest.and_then(|rest| rest.split('/').next());
            ids.extend(id.and_then(|id| Uuid::from_str(id).ok()));
        }
        Ok(ids)
    }

    fn below(&self, place: &str) -> BoxStream<'static, Result<Address, object_store::Error>> {
        self.0.list(Some(&Address::from(place))).map_ok(|found| found.location).boxed()
    }
}

/// What opens an object, by its place: a server of before may have written in clear for a file that has a key.
fn key_for<'a>(object: &str, key: Option<&'a FileKey>) -> Result<Option<&'a FileKey>, Damaged> {
    match (object.starts_with(SEALED), key) {
        (true, None) => Err(Damaged),
        (true, key) => Ok(key),
        (false, _) => Ok(None),
    }
}

/// Opens what is read, segment by segment.
fn opened(read: Pieces, opener: Opener) -> Pieces {
    stream::try_unfold((read, Some(opener)), |(mut read, opener)| async move {
        let Some(mut opener) = opener else { return Ok(None) };
        loop {
            if let Some(segment) = opener.next_segment()? {
                return Ok(Some((segment, (read, Some(opener)))));
            }
            match read.try_next().await? {
                Some(piece) => opener.push(&piece),
                None => return Ok(Some((opener.last_segment()?, (read, None)))),
            }
        }
    })
    .boxed()
}
