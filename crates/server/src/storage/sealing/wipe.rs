//! Once every row is sealed, what it was in clear is wiped out of the file.

use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, Statement};
use tracing::{info, warn};

use crate::storage::{StorageError, Store, entities::sealing_task};

/// Left by the migration in a database with people.
const WIPE: &str = "wipe";

impl Store {
    /// Wipes what was in clear, if that is still to be done.
    pub(super) async fn wipe(&self) -> Result<(), StorageError> {
        if sealing_task::Entity::find_by_id(WIPE).one(&self.writer).await?.is_none() {
            return Ok(());
        }
        if self.writer.get_database_backend() == DbBackend::Sqlite {
            // Written anew, the file has no free pages, and an empty log no older ones.
            let wiped = match self.writer.execute_unprepared("VACUUM").await {
                Ok(_) => self.empty_log().await?,
                Err(error) => {
                    warn!(cause = %error, "the file is in use");
                    false
                }
            };
            if !wiped {
                warn!(
                    "what was in clear is sealed, but not wiped yet: it will be at the next start without other readers"
                );
                return Ok(());
            }
            info!("what was in clear is wiped");
        } else {
            // It would keep everybody out for as long as it takes.
            warn!("what was in clear is sealed; VACUUM FULL wipes it: see docs/operations.md");
        }
        sealing_task::Entity::delete_by_id(WIPE).exec(&self.writer).await?;
        Ok(())
    }

    async fn empty_log(&self) -> Result<bool, StorageError> {
        let statement = Statement::from_string(DbBackend::Sqlite, "PRAGMA wal_checkpoint(TRUNCATE)");
        let told = self.writer.query_one_raw(statement).await?;
        let busy: Option<i64> = told.map(|row| row.try_get_by_index(0)).transpose()?;
        Ok(busy == Some(0))
    }
}
