//! The files that a submission names, held against those that are here, and moved to the case.

use std::collections::BTreeSet;

use forms::FileRef;
use locale::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{READY, SCANNING, UPLOADING, given_up};
use crate::{
    storage::{
        NewCase, StorageError, drafts,
        entities::{attachment, draft},
        sealing::SealedRow,
    },
    vault::Vault,
};

/// Where a file belongs: a field, and the row of a repeated group.
pub type FilePlace = (String, Option<String>);

/// The files that an answer names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFiles {
    /// Where the answer stands.
    pub place: FilePlace,
    /// As it names them.
    pub files: Vec<FileRef>,
}

/// Whether the answers and the files go together.
pub(in crate::storage) enum Settled {
    /// They do; these files go with the case.
    Fits(Vec<Uuid>),
    /// So many files of these answers are on their way or being looked at.
    Pending(u64),
    /// In these places they do not.
    Wrong(Vec<FilePlace>),
}

/// Holds the files that are named against those of the person's draft. A file that is neither named nor on
/// its way to a named place is none of the submission's: the person has taken it out of the answer.
pub(in crate::storage) async fn settle(
    connection: &impl ConnectionTrait,
    vault: &Vault,
    case: &NewCase,
) -> Result<Settled, StorageError> {
    // The draft first, also one without files and one whose time is over: whoever deletes one locks it first as well, so
    // that no two wait for each other.
    let draft = draft::Entity::find().filter(drafts::of(case.person, &case.form));
    let draft = draft.lock_exclusive().one(connection).await?;
    if case.files.is_empty() {
        return Ok(Settled::Fits(Vec::new()));
    }
    let rows = match draft.filter(|draft| draft.deletes_at > case.received.0) {
        // Held until the case has them, so that nobody takes one away in between.
        Some(draft) => {
            attachment::Entity::find()
                .filter(attachment::Column::DraftId.eq(draft.id))
                .filter(attachment::Column::PersonId.eq(case.person))
                .order_by_asc(attachment::Column::Id)
                .lock_exclusive()
                .all(connection)
                .await?
        }
        None => Vec::new(),
    };
    let is_in = |row: &attachment::Model, place: &FilePlace| row.field == place.0 && row.row_id == place.1;
    let is_on_its_way = |row: &&attachment::Model| {
        let is_coming = row.state == UPLOADING && row.changed_at > given_up(case.received);
        (is_coming || row.state == SCANNING) && case.files.iter().any(|named| is_in(row, &named.place))
    };
    let pending = rows.iter().filter(is_on_its_way).count();
    if pending > 0 {
        return Ok(Settled::Pending(pending as u64));
    }
    let rows = rows.into_iter().map(|row| row.opened(vault)).collect::<Result<Vec<_>, _>>()?;
    let mut found = BTreeSet::new();
    let mut wrong = Vec::new();
    for named in &case.files {
        let fits = named.files.iter().all(|file| {
            let row = rows.iter().find(|row| is_in(row, &named.place) && is_as_named(row, file));
            // Twice the same is wrong too.
            row.is_some_and(|row| found.insert(row.id))
        });
        if !fits {
            wrong.push(named.place.clone());
        }
    }
    Ok(if wrong.is_empty() { Settled::Fits(found.into_iter().collect()) } else { Settled::Wrong(wrong) })
}

fn is_as_named(row: &attachment::Model, file: &FileRef) -> bool {
    row.state == READY
        && row.id.to_string() == file.id
        && row.name == file.name
        && row.size.and_then(|size| u64::try_from(size).ok()) == Some(file.size)
        && row.media_type.as_ref() == Some(&file.media_type)
        && row.sha256.as_ref() == Some(&file.sha256)
}

/// Lets the case hold these files. The draft's others become orphans with it.
pub(in crate::storage) async fn move_to_case(
    connection: &impl ConnectionTrait,
    files: &[Uuid],
    case: Uuid,
    now: Timestamp,
) -> Result<(), StorageError> {
    attachment::Entity::update_many()
        .col_expr(attachment::Column::CaseId, Expr::value(case))
        .col_expr(attachment::Column::DraftId, Expr::value(None::<Uuid>))
        .col_expr(attachment::Column::ForCaseId, Expr::value(None::<Uuid>))
        .col_expr(attachment::Column::ChangedAt, Expr::value(now.0))
        .filter(attachment::Column::Id.is_in(files.iter().copied()))
        .exec(connection)
        .await?;
    Ok(())
}
