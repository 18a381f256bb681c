//! Documents that come after the form: files are sent for a case, and handed in together, once.

use std::collections::BTreeSet;

use contract::minside::CaseStatus;
use locale::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    FilePlace, LIST_LIMIT, READY, SCANNING, StoredAttachment, UPLOADING, in_order, move_to_case, stored,
};
use crate::storage::{
    StorageError, Store,
    audit::{AuditAction, NewEntry},
    changes::Change,
    entities::{attachment, case_file},
};

/// What came of handing a document in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivered {
    /// The case has it: these files, now or before.
    Here,
    /// The case has the document with other files; nothing was written.
    Otherwise,
    /// So many of the files are on their way or being looked at; nothing was written.
    Pending(u64),
    /// Some of the files are not there, or are none of this document; nothing was written.
    Wrong,
    /// There is no such case, or it is closed.
    NoCase,
}

impl Store {
    /// Gives the case the files of a document, and lets others go that were chosen for it.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn deliver_document(
        &self,
        person: Uuid,
        case: Uuid,
        place: &FilePlace,
        files: &BTreeSet<Uuid>,
        now: Timestamp,
    ) -> Result<Delivered, StorageError> {
        let transaction = self.write().await?;
        let open = open_case(&transaction, person, case).await?;
        let here = received(&transaction, case, place).await?;
        if !here.is_empty() {
            return Ok(if here == *files { Delivered::Here } else { Delivered::Otherwise });
        }
        let Some(open) = open else { return Ok(Delivered::NoCase) };
        let rows = attachment::Entity::find()
            .filter(attachment::Column::ForCaseId.eq(case))
            .filter(attachment::Column::PersonId.eq(person))
            .filter(of_place(place))
            .lock_exclusive()
            .all(&transaction)
            .await?;
        let (named, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| files.contains(&row.id));
        let pending = named.iter().filter(|row| row.state == UPLOADING || row.state == SCANNING).count();
        if pending > 0 {
            return Ok(Delivered::Pending(pending as u64));
        }
        if files.is_empty() || named.len() != files.len() || named.iter().any(|row| row.state != READY) {
            return Ok(Delivered::Wrong);
        }
        let named: Vec<Uuid> = named.into_iter().map(|row| row.id).collect();
        move_to_case(&transaction, &named, case, now).await?;
        attachment::Entity::update_many()
            .col_expr(attachment::Column::ForCaseId, Expr::value(None::<Uuid>))
            .filter(attachment::Column::Id.is_in(others.into_iter().map(|row| row.id)))
            .exec(&transaction)
            .await?;
        let entry = NewEntry::new(AuditAction::CaseDocumentSent, now).of(person).to(case);
        let change = Change::Case { person, reference: open.reference };
        self.commit_logged(transaction, [entry], [change]).await?;
        Ok(Delivered::Here)
    }

    /// The files that were sent for a case and not handed in yet, in the order in which they were announced.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn later_attachments(
        &self,
        person: Uuid,
        case: Uuid,
        now: Timestamp,
    ) -> Result<Vec<StoredAttachment>, StorageError> {
        let of_person = attachment::Column::PersonId.eq(person);
        let rows =
            in_order(attachment::Column::ForCaseId.eq(case)).filter(of_person).all(&self.writer).await?;
        let found = rows.into_iter().take(LIST_LIMIT).map(|row| stored(row, None, &self.vault));
        let found: Vec<StoredAttachment> = found.collect::<Result<_, _>>()?;
        Ok(found.into_iter().filter(|found| found.expires.is_none_or(|expires| expires > now)).collect())
    }
}

/// The person's case unless it is closed, locked.
pub(super) async fn open_case(
    transaction: &DatabaseTransaction,
    person: Uuid,
    case: Uuid,
) -> Result<Option<case_file::Model>, StorageError> {
    let found = case_file::Entity::find_by_id(case)
        .filter(case_file::Column::PersonId.eq(person))
        .lock_exclusive()
        .one(transaction)
        .await?;
    Ok(found.filter(|case| case.status != crate::storage::cases::status_name(CaseStatus::Closed)))
}

/// The files of a document that the case has.
pub(super) async fn received(
    connection: &impl ConnectionTrait,
    case: Uuid,
    place: &FilePlace,
) -> Result<BTreeSet<Uuid>, StorageError> {
    let found: Vec<Uuid> = attachment::Entity::find()
        .select_only()
        .column(attachment::Column::Id)
        .filter(attachment::Column::CaseId.eq(case))
        .filter(of_place(place))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(found.into_iter().collect())
}

fn of_place((field, row): &FilePlace) -> sea_orm::Condition {
    let row = match row {
        Some(row) => attachment::Column::RowId.eq(row),
        None => attachment::Column::RowId.is_null(),
    };
    sea_orm::Condition::all().add(attachment::Column::Field.eq(field)).add(row)
}
