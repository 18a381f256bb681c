//! Files from before their bytes were sealed.

use contract::uploads::UploadState;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect};
use uuid::Uuid;

use super::stored;
use crate::{
    storage::{StorageError, Store, entities::attachment, sealing::SealedRow},
    vault::FileKey,
};

/// How the bytes of a file are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeptAs {
    /// Somebody sends or looks at them still, or they were refused.
    NotKept,
    /// In clear.
    Clear {
        /// Of the bytes as they were kept.
        sha256: String,
    },
    /// Sealed, unless a server of before has kept them for a row of now.
    Sealed {
        /// With this.
        key: FileKey,
        /// Of the bytes as they were kept.
        sha256: String,
    },
}

impl Store {
    /// How the bytes of a file are kept; nothing where there is no such file.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn kept_as(&self, id: Uuid) -> Result<Option<KeptAs>, StorageError> {
        let row = attachment::Entity::find_by_id(id).one(&self.writer).await?;
        let Some(row) = row else { return Ok(None) };
        let file = stored(row, None, &self.vault)?;
        Ok(Some(match (file.file_key, file.state) {
            (Some(key), UploadState::Ready { sha256, .. }) => KeptAs::Sealed { key, sha256 },
            (None, UploadState::Ready { sha256, .. }) => KeptAs::Clear { sha256 },
            (_, _) => KeptAs::NotKept,
        }))
    }

    /// From now on the bytes are those that this key has sealed. Tells whether they were in clear until now: of two who
    /// seal them at once, one is first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn keep_sealed(&self, id: Uuid, key: &FileKey) -> Result<bool, StorageError> {
        let transaction = self.write().await?;
        let row = attachment::Entity::find_by_id(id).lock_exclusive().one(&transaction).await?;
        let Some(row) = row.filter(|row| row.file_key.is_none()) else { return Ok(false) };
        let mut row = row.opened(&self.vault)?;
        row.file_key = Some(key.text().to_string());
        let row = row.sealed(&self.vault)?.into_active_model().reset_all();
        attachment::Entity::update(row).exec_without_returning(&transaction).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
