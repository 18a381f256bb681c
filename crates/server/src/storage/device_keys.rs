//! The secret that a person's own devices seal unsent answers with.

use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, sea_query::OnConflict};
use uuid::Uuid;

use super::{StorageError, Store, entities::device_key, sealing::SealedRow};
use crate::randomness;

/// As long as the key of AES-256.
const SECRET_BYTES: usize = 32;

impl Store {
    /// The person's secret, in hexadecimal; made when it is first asked for, and the same from then on.
    ///
    /// # Errors
    /// Where the database fails or there is no randomness.
    pub async fn device_secret(&self, person: Uuid) -> Result<String, StorageError> {
        if let Some(found) = device_key::Entity::find_by_id(person).one(&self.reader).await? {
            return Ok(found.opened(&self.vault)?.secret);
        }
        let secret = randomness::hex(self.randomness.as_ref(), SECRET_BYTES)?;
        let transaction = self.write().await?;
        let fresh = device_key::Model { person_id: person, secret, sealed_with: None };
        let fresh = fresh.sealed(&self.vault)?.into_active_model().reset_all();
        // Of two devices at the same moment one is first, and both get its secret.
        device_key::Entity::insert(fresh)
            .on_conflict(OnConflict::column(device_key::Column::PersonId).do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&transaction)
            .await?;
        let found = device_key::Entity::find_by_id(person).one(&transaction).await?;
        transaction.commit().await?;
        let found = found.ok_or_else(|| StorageError::Unreadable("device_key.secret".to_owned()))?;
        Ok(found.opened(&self.vault)?.secret)
    }
}
