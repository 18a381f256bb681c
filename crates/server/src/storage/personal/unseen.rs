//! Forgets people who have signed in once, have nothing here, and have not come again.
//!
//! When somebody was last seen, the audit log knows: every sign-in has its entry, and entries are kept for longer.

use locale::Timestamp;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use crate::{
    retention::UNSEEN_MILLIS,
    storage::{
        StorageError,
        entities::{attachment, audit_entry, case_file, draft, person, session},
    },
};

/// The most people forgotten at once; the next sweep takes the others.
const MOST: u64 = 500;

/// Deletes them; who they were.
pub(in crate::storage) async fn forget_unseen(
    transaction: &DatabaseTransaction,
    now: Timestamp,
) -> Result<Vec<Uuid>, StorageError> {
    let before = now.0 - UNSEEN_MILLIS;
    let seen = of_person(audit_entry::Entity, audit_entry::Column::PersonId)
        .and_where(audit_entry::Column::At.gt(before))
        .to_owned();
    let gone: Vec<Uuid> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::CreatedAt.lte(before))
        // Whoever has not signed in goes with the draft.
        .filter(person::Column::IdentityNumber.is_not_null())
        .filter(is_none(of_person(case_file::Entity, case_file::Column::PersonId)))
        .filter(is_none(of_person(draft::Entity, draft::Column::PersonId)))
        .filter(is_none(of_person(attachment::Entity, attachment::Column::PersonId)))
        .filter(is_none(of_person(session::Entity, session::Column::PersonId)))
        .filter(is_none(seen))
        .limit(MOST)
        .lock_exclusive()
        .into_tuple()
        .all(transaction)
        .await?;
    person::Entity::delete_many()
        .filter(person::Column::Id.is_in(gone.iter().copied()))
        .exec(transaction)
        .await?;
    Ok(gone)
}

/// The rows of a table that are the person's.
fn of_person<E: EntityTrait>(table: E, column: E::Column) -> SelectStatement {
    Query::select()
        .expr(Expr::value(1))
        .from(table)
        .and_where(Expr::col((table, column)).equals((person::Entity, person::Column::Id)))
        .to_owned()
}

fn is_none(rows: SelectStatement) -> SimpleExpr {
    Expr::exists(rows).not()
}
