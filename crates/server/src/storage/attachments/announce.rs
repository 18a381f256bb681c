//! A file is announced: counted against the limits and given its row, once for each id of the client's.

use contract::uploads::UploadState;
use locale::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{SCANNING, StoredAttachment, UPLOADING, stored};
use crate::storage::{
    StorageError, Store,
    entities::{attachment, draft},
};

/// A file to be.
#[derive(Clone, Debug)]
pub struct NewAttachment {
    /// Whose.
    pub person: Uuid,
    /// The form of the draft.
    pub form: String,
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
    /// The endings of names of what the field takes.
    pub endings: Vec<String>,
    /// In bytes.
    pub length: u64,
}

/// How much there may be.
#[derive(Clone, Copy, Debug)]
pub struct AttachmentCaps {
    /// Files of a field.
    pub field_files: u64,
    /// All files of a draft together, in bytes.
    pub draft_bytes: u64,
    /// All files of a person that no case holds, in bytes.
    pub person_bytes: u64,
    /// All files of a person that no case holds, refused ones included.
    pub person_files: u64,
}

/// What came of an announcement.
#[derive(Clone, Debug)]
pub enum Announced {
    /// It has a row now.
    New(StoredAttachment),
    /// It had one already.
    Again(StoredAttachment),
    /// There is no draft of the form.
    NoDraft,
    /// The client's id names another file.
    KeyReused,
    /// As many files as there may be, which is so many.
    TooMany(u64),
    /// More bytes than there may be, which are so many.
    TooLarge(u64),
}

impl Store {
    /// Gives a file its row.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn announce_attachment(
        &self,
        new: &NewAttachment,
        caps: &AttachmentCaps,
        now: Timestamp,
    ) -> Result<Announced, StorageError> {
        let transaction = self.write().await?;
        let draft = draft::Entity::find()
            .filter(draft::Column::PersonId.eq(new.person))
            .filter(draft::Column::Form.eq(&new.form))
            .filter(draft::Column::DeletesAt.gt(now.0))
            // Two files announced at the same moment are counted one after the other.
            .lock_exclusive()
            .one(&transaction)
            .await?;
        let Some(draft) = draft else { return Ok(Announced::NoDraft) };
        let rows = attachment::Entity::find()
            .filter(attachment::Column::PersonId.eq(new.person))
            .filter(attachment::Column::DraftId.is_not_null())
            .all(&transaction)
            .await?;
        if let Some(earlier) = earlier(&rows, draft.id, new) {
            let found = stored(earlier.clone(), Some(draft.deletes_at))?;
            let over = matches!(found.state, UploadState::Refused { .. })
                || found.expires.is_some_and(|expires| expires <= now);
            if !over {
                let same = found.name == new.name
                    && found.length == new.length
                    && found.field == new.field
                    && found.row == new.row;
                return Ok(if same { Announced::Again(found) } else { Announced::KeyReused });
            }
            // Another try in the same place: the old one is left to the sweep.
            let_go(&transaction, earlier.id).await?;
        }
        if let Some(full) = full(&rows, draft.id, new, caps) {
            return Ok(full);
        }
        let row = attachment::Model {
            id: self.new_id(now)?,
            person_id: new.person,
            draft_id: Some(draft.id),
            case_id: None,
            field: new.field.clone(),
            row_id: new.row.clone(),
            client_key: new.key.clone(),
            name: new.name.clone(),
            metadata: new.metadata.clone(),
            endings: new.endings.join(" "),
            length: i64::try_from(new.length).unwrap_or(i64::MAX),
            received: 0,
            // Of nothing, everything is here.
            state: if new.length == 0 { SCANNING } else { UPLOADING }.to_owned(),
            refusal: None,
            media_type: None,
            size: None,
            sha256: None,
            attempts: 0,
            leased_until: 0,
            created_at: now.0,
            changed_at: now.0,
        };
        attachment::Entity::insert(attachment::ActiveModel::from(row.clone()).reset_all())
            .exec_without_returning(&transaction)
            .await?;
        transaction.commit().await?;
        Ok(Announced::New(stored(row, Some(draft.deletes_at))?))
    }
}

fn earlier<'a>(
    rows: &'a [attachment::Model],
    draft: Uuid,
    new: &NewAttachment,
) -> Option<&'a attachment::Model> {
    let key = new.key.as_ref()?;
    rows.iter().find(|row| row.draft_id == Some(draft) && row.client_key.as_ref() == Some(key))
}

/// What there is too much of with the new file, if anything. A file that was refused takes no room, but it
/// is counted: looking at files costs more than keeping them.
fn full(
    rows: &[attachment::Model],
    draft: Uuid,
    new: &NewAttachment,
    caps: &AttachmentCaps,
) -> Option<Announced> {
    let kept = || rows.iter().filter(|row| row.state != super::REFUSED);
    let bytes = |row: &attachment::Model| u64::try_from(row.size.unwrap_or(row.length)).unwrap_or(u64::MAX);
    let together =
        |sum: &mut dyn Iterator<Item = u64>| sum.fold(new.length, |sum, next| sum.saturating_add(next));
    let of_draft = || kept().filter(|row| row.draft_id == Some(draft));
    let of_field = of_draft().filter(|row| row.field == new.field && row.row_id == new.row).count();
    if of_field as u64 >= caps.field_files {
        return Some(Announced::TooMany(caps.field_files));
    }
    if rows.len() as u64 >= caps.person_files {
        return Some(Announced::TooMany(caps.person_files));
    }
    if together(&mut of_draft().map(bytes)) > caps.draft_bytes {
        return Some(Announced::TooLarge(caps.draft_bytes));
    }
    if together(&mut kept().map(bytes)) > caps.person_bytes {
        return Some(Announced::TooLarge(caps.person_bytes));
    }
    None
}

async fn let_go(transaction: &DatabaseTransaction, id: Uuid) -> Result<(), StorageError> {
    attachment::Entity::update_many()
        .col_expr(attachment::Column::DraftId, Expr::value(None::<Uuid>))
        .filter(attachment::Column::Id.eq(id))
        .exec(transaction)
        .await?;
    Ok(())
}
