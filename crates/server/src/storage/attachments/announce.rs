//! A file is announced: counted against the limits and given its row, once for each id of the client's.

use contract::uploads::UploadState;
use locale::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{SCANNING, StoredAttachment, UPLOADING, is_under_way, later, stored};
use crate::{
    storage::{
        StorageError, Store,
        audit::{AuditAction, NewEntry},
        entities::{attachment, draft},
        sealing::SealedRow,
    },
    vault::FileKey,
};

/// What a file is sent for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The person's draft of this form.
    Draft(String),
    /// A document that the person's case awaits.
    Case(Uuid),
}

/// A file to be.
#[derive(Clone, Debug)]
pub struct NewAttachment {
    /// Whose.
    pub person: Uuid,
    /// What it is sent for.
    pub target: Target,
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
    /// There is no such case, or it is closed.
    NoCase,
    /// The case has the document already.
    Received,
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
        let holder = match hold(&transaction, new, now).await? {
            Ok(holder) => holder,
            Err(refused) => return Ok(refused),
        };
        let rows = attachment::Entity::find()
            .filter(attachment::Column::PersonId.eq(new.person))
            .filter(is_under_way())
            .all(&transaction)
            .await?;
        if let Some(earlier) = earlier(&rows, holder, new) {
            let found = stored(earlier.clone(), holder.deletes_at(), &self.vault)?;
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
        if let Some(full) = full(&rows, holder, new, caps) {
            return Ok(full);
        }
        let row = attachment::Model {
            id: self.new_id(now)?,
            person_id: new.person,
            draft_id: holder.draft(),
            case_id: None,
            for_case_id: holder.case(),
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
            file_key: Some(FileKey::new(self.vault.randomness())?.text().to_string()),
            sealed_with: None,
        };
        let row = row.sealed(&self.vault)?;
        attachment::Entity::insert(row.clone().into_active_model().reset_all())
            .exec_without_returning(&transaction)
            .await?;
        let entry = NewEntry::new(AuditAction::FileAnnounced, now).of(new.person).to(row.id);
        self.commit_logged(transaction, [entry], []).await?;
        Ok(Announced::New(stored(row, holder.deletes_at(), &self.vault)?))
    }
}

/// What a file belongs to until it is sent.
#[derive(Clone, Copy)]
enum Holder {
    Draft { id: Uuid, deletes_at: i64 },
    Case(Uuid),
}

impl Holder {
    const fn draft(self) -> Option<Uuid> {
        match self {
            Self::Draft { id, .. } => Some(id),
            Self::Case(_) => None,
        }
    }

    const fn case(self) -> Option<Uuid> {
        match self {
            Self::Draft { .. } => None,
            Self::Case(id) => Some(id),
        }
    }

    const fn deletes_at(self) -> Option<i64> {
        match self {
            Self::Draft { deletes_at, .. } => Some(deletes_at),
            Self::Case(_) => None,
        }
    }

    fn has(self, row: &attachment::Model) -> bool {
        match self {
            Self::Draft { id, .. } => row.draft_id == Some(id),
            Self::Case(id) => row.for_case_id == Some(id),
        }
    }
}

/// Draft or case, locked: two files announced at the same moment are counted one after the other.
async fn hold(
    transaction: &DatabaseTransaction,
    new: &NewAttachment,
    now: Timestamp,
) -> Result<Result<Holder, Announced>, StorageError> {
    match &new.target {
        Target::Draft(form) => {
            let draft = draft::Entity::find()
                .filter(draft::Column::PersonId.eq(new.person))
                .filter(draft::Column::Form.eq(form))
                .filter(draft::Column::DeletesAt.gt(now.0))
                .lock_exclusive()
                .one(transaction)
                .await?;
            let held = |draft: draft::Model| Holder::Draft { id: draft.id, deletes_at: draft.deletes_at };
            Ok(draft.map(held).ok_or(Announced::NoDraft))
        }
        Target::Case(id) => {
            if later::open_case(transaction, new.person, *id).await?.is_none() {
                return Ok(Err(Announced::NoCase));
            }
            let place = (new.field.clone(), new.row.clone());
            let is_there = !later::received(transaction, *id, &place).await?.is_empty();
            Ok(if is_there { Err(Announced::Received) } else { Ok(Holder::Case(*id)) })
        }
    }
}

fn earlier<'a>(
    rows: &'a [attachment::Model],
    holder: Holder,
    new: &NewAttachment,
) -> Option<&'a attachment::Model> {
    let key = new.key.as_ref()?;
    rows.iter().find(|row| holder.has(row) && row.client_key.as_ref() == Some(key))
}

/// What there is too much of with the new file, if anything. A file that was refused takes no room, but it
/// is counted: looking at files costs more than keeping them.
fn full(
    rows: &[attachment::Model],
    holder: Holder,
    new: &NewAttachment,
    caps: &AttachmentCaps,
) -> Option<Announced> {
    let kept = || rows.iter().filter(|row| row.state != super::REFUSED);
    let bytes = |row: &attachment::Model| u64::try_from(row.size.unwrap_or(row.length)).unwrap_or(u64::MAX);
    let together =
        |sum: &mut dyn Iterator<Item = u64>| sum.fold(new.length, |sum, next| sum.saturating_add(next));
    let of_draft = || kept().filter(|row| holder.has(row));
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
        .col_expr(attachment::Column::ForCaseId, Expr::value(None::<Uuid>))
        .filter(attachment::Column::Id.eq(id))
        .exec(transaction)
        .await?;
    Ok(())
}
