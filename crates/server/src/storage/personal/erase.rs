//! Deletes a person: all but the cases, or all.
//!
//! Rows are locked in the order of everything else that locks several: cases, drafts, files, and whose they are last.
//! What belongs to a person goes with the row of the person, by the foreign keys. What the audit log has of them stays:
//! its entries are chained, and know the person by a random id alone.

use locale::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select, sea_query::Expr,
};
use uuid::Uuid;

use super::unsent;
use crate::storage::{
    Person, StorageError, Store, attachments,
    audit::{AuditAction, NewEntry},
    changes::Change,
    entities::{attachment, case_file, draft, person, session, submission_key},
    jobs, people,
    sealing::identity_hashes,
};

/// What is to be done with the cases of a person who is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cases {
    /// They stay, and so do name and identity number, since they belong to somebody.
    Keep,
    /// They go as well.
    Delete,
}

/// How much there is of a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Drafts.
    pub drafts: u64,
    /// Files that no case has.
    pub files: u64,
    /// Sessions.
    pub sessions: u64,
    /// Cases.
    pub cases: u64,
    /// Files that a case has.
    pub case_files: u64,
}

/// What came of deleting a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// What is gone.
    pub gone: Holdings,
    /// What is still there.
    pub stays: Holdings,
    /// The files whose rows are gone, and whose bytes are to follow.
    pub files: Vec<Uuid>,
}

impl Store {
    /// Who has that identity number.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn find_person(&self, number: &str) -> Result<Option<Person>, StorageError> {
        let hashes = identity_hashes(&self.vault, number)?.all;
        let found = person::Entity::find().filter(person::Column::IdentityHash.is_in(hashes));
        let found = found.one(&self.reader).await?;
        found.map(|found| people::opened(found, &self.vault)).transpose()
    }

    /// How much there is of a person.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn holdings(&self, person: Uuid) -> Result<Holdings, StorageError> {
        holdings(&self.reader, person).await
    }

    /// Deletes a person, in one step, and ends their sessions everywhere. Where cases stay, so does the person, without
    /// what the contact register has told.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn erase_person(
        &self,
        person: Uuid,
        cases: Cases,
        now: Timestamp,
    ) -> Result<Erased, StorageError> {
        let transaction = self.write().await?;
        let own = case_file::Entity::find().filter(case_file::Column::PersonId.eq(person));
        lock(&transaction, own, case_file::Column::Id).await?;
        let unsent = unsent::delete(&transaction, person).await?;
        let sessions = end_sessions(&transaction, person).await?;
        let before = held_now(&transaction, person).await?;
        jobs::forget_of(&transaction, person).await?;

        let deleted = unsent.count();
        let mut gone = Holdings {
            drafts: deleted.drafts,
            files: deleted.files,
            sessions: sessions.len() as u64,
            ..Holdings::default()
        };
        let mut files = Vec::new();
        let mut entries = unsent.entries(person, now);
        let mut changes = unsent.changes(person);
        if cases == Cases::Keep && !before.references.is_empty() {
            clear(&transaction, person).await?;
            if entries.is_empty() {
                entries.push(NewEntry::new(AuditAction::UnsentDeleted, now).of(person));
            }
        } else {
            gone.cases = before.references.len() as u64;
            gone.case_files = before.case_files;
            files = before.files;
            person::Entity::delete_by_id(person).exec(&transaction).await?;
            let told = |reference| Change::Case { person, reference };
            changes.extend(before.references.into_iter().map(told));
            entries.push(NewEntry::new(AuditAction::PersonDeleted, now).of(person));
        }
        let ended = |session: &Uuid| NewEntry::new(AuditAction::SessionEnded, now).of(person).to(session);
        entries.splice(0..0, sessions.iter().map(ended));
        changes.extend(sessions.iter().map(|session| Change::SessionEnded { session: *session }));
        let stays = holdings(&transaction, person).await?;
        self.commit_logged(transaction, entries, changes).await?;
        Ok(Erased { gone, stays, files })
    }
}

/// What goes with the row of a person.
struct Held {
    references: Vec<String>,
    case_files: u64,
    /// Those whose bytes are not gone yet as well.
    files: Vec<Uuid>,
}

/// With the person locked, so that nothing is added any more.
async fn held_now(transaction: &DatabaseTransaction, person: Uuid) -> Result<Held, StorageError> {
    let own = attachment::Entity::find().filter(attachment::Column::PersonId.eq(person));
    lock(transaction, own, attachment::Column::Id).await?;
    lock(transaction, person::Entity::find_by_id(person), person::Column::Id).await?;
    let references = case_file::Entity::find()
        .select_only()
        .column(case_file::Column::Reference)
        .filter(case_file::Column::PersonId.eq(person))
        .into_tuple()
        .all(transaction)
        .await?;
    let files: Vec<(Uuid, Option<Uuid>)> = attachment::Entity::find()
        .select_only()
        .columns([attachment::Column::Id, attachment::Column::CaseId])
        .filter(attachment::Column::PersonId.eq(person))
        .into_tuple()
        .all(transaction)
        .await?;
    Ok(Held {
        references,
        case_files: files.iter().filter(|(_, case)| case.is_some()).count() as u64,
        files: files.into_iter().map(|(file, _)| file).collect(),
    })
}

/// In the order of their ids, as everybody does who locks several.
async fn lock<E: EntityTrait<Column: Copy>>(
    transaction: &DatabaseTransaction,
    which: Select<E>,
    id: E::Column,
) -> Result<(), StorageError> {
    let which = which.select_only().column(id).order_by_asc(id).lock_exclusive();
    which.into_tuple::<Uuid>().all(transaction).await?;
    Ok(())
}

async fn end_sessions(transaction: &DatabaseTransaction, person: Uuid) -> Result<Vec<Uuid>, StorageError> {
    let own = || session::Column::PersonId.eq(person);
    let ended = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(own())
        .order_by_asc(session::Column::Id)
        .lock_exclusive()
        .into_tuple()
        .all(transaction)
        .await?;
    session::Entity::delete_many().filter(own()).exec(transaction).await?;
    Ok(ended)
}

/// Takes away what cases do not need of the person.
async fn clear(transaction: &DatabaseTransaction, person: Uuid) -> Result<(), StorageError> {
    person::Entity::update_many()
        .col_expr(person::Column::Address, Expr::value(None::<String>))
        .col_expr(person::Column::Email, Expr::value(None::<String>))
        .col_expr(person::Column::Phone, Expr::value(None::<String>))
        .col_expr(person::Column::EmailVerifiedAt, Expr::value(None::<i64>))
        .filter(person::Column::Id.eq(person))
        .exec(transaction)
        .await?;
    submission_key::Entity::delete_many()
        .filter(submission_key::Column::PersonId.eq(person))
        .exec(transaction)
        .await?;
    Ok(())
}

async fn holdings(connection: &impl ConnectionTrait, person: Uuid) -> Result<Holdings, StorageError> {
    let files = attachment::Entity::find().filter(attachment::Column::PersonId.eq(person));
    let of_cases = attachment::Column::CaseId.is_not_null();
    Ok(Holdings {
        drafts: draft::Entity::find().filter(draft::Column::PersonId.eq(person)).count(connection).await?,
        files: files.clone().filter(attachments::is_under_way()).count(connection).await?,
        sessions: session::Entity::find()
            .filter(session::Column::PersonId.eq(person))
            .count(connection)
            .await?,
        cases: case_file::Entity::find()
            .filter(case_file::Column::PersonId.eq(person))
            .count(connection)
            .await?,
        case_files: files.filter(of_cases).count(connection).await?,
    })
}
