//! Files that people attach: announced for a draft, received in parts, looked at, moved to the case.
//!
//! The bytes are elsewhere (`crate::uploads`); the rows say which there are. A row that neither a draft nor
//! a case holds, and that is sent for no case, is an orphan: its bytes are removed first, then the row.

mod announce;
mod later;
mod older;
mod outcome;
mod parts;
mod remove;
mod settle;

use contract::uploads::UploadState;
use locale::Timestamp;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

pub use self::{
    announce::{Announced, AttachmentCaps, NewAttachment, Target},
    later::Delivered,
    older::KeptAs,
    outcome::{Claimed, KeptFile},
    parts::{KeptParts, Part},
    settle::{FilePlace, NamedFiles},
};
pub(super) use self::{
    remove::let_go,
    settle::{Settled, move_to_case, settle},
};
use super::{
    StorageError, Store,
    entities::{attachment, draft},
    from_json,
    sealing::SealedRow,
};
use crate::{
    retention::{LATER_FILE_MILLIS, UNFINISHED_FILE_MILLIS},
    vault::{FileKey, Vault},
};

/// The longest list of files.
const LIST_LIMIT: usize = 1000;

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAttachment {
    /// The key of the row.
    pub id: Uuid,
    /// Whose.
    pub person: Uuid,
    /// The field that it answers.
    pub field: String,
    /// The row of a repeated group.
    pub row: Option<String>,
    /// The client's own id.
    pub key: Option<String>,
    /// As the person called it.
    pub name: String,
    /// `Upload-Metadata` as it was sent.
    pub metadata: String,
    /// In bytes, as announced.
    pub length: u64,
    /// How many of them have arrived.
    pub received: u64,
    /// In bytes: as kept, or as announced.
    pub size: u64,
    /// What its bytes are sealed with; nothing where they are in clear since they are older.
    pub file_key: Option<FileKey>,
    /// How far it has come.
    pub state: UploadState,
    /// When it last changed; of a file that a case holds, when the case got it.
    pub changed: Timestamp,
    /// When it is given up; nothing once a case holds it.
    pub expires: Option<Timestamp>,
}

impl Store {
    /// The file of that id, one of these persons', where a draft that still lives or a case has it.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn attachment(
        &self,
        persons: &[Uuid],
        id: Uuid,
        now: Timestamp,
    ) -> Result<Option<StoredAttachment>, StorageError> {
        let row = attachment::Entity::find_by_id(id)
            .filter(attachment::Column::PersonId.is_in(persons.iter().copied()))
            // Read where it is written: a client that has just sent bytes asks how many have arrived.
            .one(&self.writer)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let deletes_at = match row.draft_id {
            Some(draft) => {
                draft::Entity::find_by_id(draft).one(&self.writer).await?.map(|row| row.deletes_at)
            }
            None if row.case_id.is_some() || row.for_case_id.is_some() => None,
            None => return Ok(None),
        };
        let found = stored(row, deletes_at, &self.vault)?;
        Ok(Some(found).filter(|found| found.expires.is_none_or(|expires| expires > now)))
    }

    /// The files of the person's draft of a form, in the order in which they were announced.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn draft_attachments(
        &self,
        person: Uuid,
        form: &str,
        now: Timestamp,
    ) -> Result<Vec<StoredAttachment>, StorageError> {
        let draft = living_draft(person, form, now).one(&self.writer).await?;
        let Some(draft) = draft else { return Ok(Vec::new()) };
        let rows = in_order(attachment::Column::DraftId.eq(draft.id)).all(&self.writer).await?;
        let found = rows.into_iter().map(|row| stored(row, Some(draft.deletes_at), &self.vault));
        let found: Vec<StoredAttachment> = found.take(LIST_LIMIT).collect::<Result<_, _>>()?;
        Ok(found.into_iter().filter(|found| found.expires.is_none_or(|expires| expires > now)).collect())
    }

    /// The files of a case, in the order in which they were announced.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn case_attachments(&self, case: Uuid) -> Result<Vec<StoredAttachment>, StorageError> {
        let rows = in_order(attachment::Column::CaseId.eq(case)).all(&self.reader).await?;
        rows.into_iter().take(LIST_LIMIT).map(|row| stored(row, None, &self.vault)).collect()
    }
}

const UPLOADING: &str = "uploading";
const SCANNING: &str = "scanning";
const READY: &str = "ready";
const REFUSED: &str = "refused";

/// Of a draft, or sent for a case: what no case holds yet.
pub(super) fn is_under_way() -> Condition {
    Condition::any()
        .add(attachment::Column::DraftId.is_not_null())
        .add(attachment::Column::ForCaseId.is_not_null())
}

/// Unfinished files whose last bytes came before this are given up.
const fn given_up(now: Timestamp) -> i64 {
    now.0 - UNFINISHED_FILE_MILLIS
}

fn in_order(filter: sea_orm::sea_query::SimpleExpr) -> sea_orm::Select<attachment::Entity> {
    attachment::Entity::find()
        .filter(filter)
        .order_by_asc(attachment::Column::CreatedAt)
        .order_by_asc(attachment::Column::Id)
}

fn living_draft(person: Uuid, form: &str, now: Timestamp) -> sea_orm::Select<draft::Entity> {
    draft::Entity::find()
        .filter(draft::Column::PersonId.eq(person))
        .filter(draft::Column::Form.eq(form))
        .filter(draft::Column::DeletesAt.gt(now.0))
}

/// Of an opened row.
fn file_key(text: Option<&str>) -> Result<Option<FileKey>, StorageError> {
    let unreadable = || StorageError::Unreadable("attachment.file_key".to_owned());
    text.map(|text| FileKey::read(text).ok_or_else(unreadable)).transpose()
}

/// Of a row as it is: sealed.
fn stored(
    row: attachment::Model,
    deletes_at: Option<i64>,
    vault: &Vault,
) -> Result<StoredAttachment, StorageError> {
    let row = row.opened(vault)?;
    let unreadable = |column: &str| StorageError::Unreadable(format!("attachment.{column}"));
    let bytes = |number: i64, column: &str| u64::try_from(number).map_err(|_| unreadable(column));
    let length = bytes(row.length, "length")?;
    let state = match row.state.as_str() {
        UPLOADING => UploadState::Uploading,
        SCANNING => UploadState::Scanning,
        READY => UploadState::Ready {
            media_type: row.media_type.ok_or_else(|| unreadable("media_type"))?,
            sha256: row.sha256.ok_or_else(|| unreadable("sha256"))?,
        },
        REFUSED => {
            let refusal = row.refusal.ok_or_else(|| unreadable("refusal"))?;
            UploadState::Refused { refusal: from_json(&refusal, "attachment.refusal")? }
        }
        _ => return Err(unreadable("state")),
    };
    let unfinished =
        matches!(state, UploadState::Uploading).then_some(row.changed_at + UNFINISHED_FILE_MILLIS);
    let not_handed_in = row.for_case_id.map(|_| row.changed_at + LATER_FILE_MILLIS);
    Ok(StoredAttachment {
        id: row.id,
        person: row.person_id,
        field: row.field,
        row: row.row_id,
        key: row.client_key,
        name: row.name,
        metadata: row.metadata,
        length,
        received: bytes(row.received, "received")?,
        file_key: file_key(row.file_key.as_deref())?,
        size: row.size.map_or(Ok(length), |size| bytes(size, "size"))?,
        state,
        changed: Timestamp(row.changed_at),
        expires: [unfinished, not_handed_in, deletes_at].into_iter().flatten().min().map(Timestamp),
    })
}
