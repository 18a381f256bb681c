//! Drafts of people who are not signed in, each known by the hash of its code.
//!
//! Such a person is a row of `person` of whom no register tells: draft, submission and case belong to it as to
//! anybody. It goes with its draft; a case keeps it.

use contract::forms_api::DraftContent;
use locale::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, Set,
    sea_query::{Expr, Query, SelectStatement},
};
use tracing::instrument;
use uuid::Uuid;

use super::{
    DraftHead, StorageError, Store,
    audit::{AuditAction, NewEntry},
    drafts,
    entities::{attachment, draft, open_draft, person},
};
use crate::{randomness, retention::CODE_MILLIS};

/// Random bytes of the name by which clients know a person.
const SUBJECT_BYTES: usize = 16;

/// Somebody who goes on by a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenHolder {
    /// The key of the row in `person`.
    pub person: Uuid,
    /// How far it has come.
    pub stage: OpenStage,
}

/// How far a form without sign-in has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenStage {
    /// There is a draft.
    Draft,
    /// It has been sent: the receipt can be seen again for a while.
    Sent,
}

/// What came of entering a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entered {
    /// The form to go on with.
    Opened(String),
    /// No draft that lives has this code.
    Unknown,
    /// The signed-in person has a draft of the form already; nothing was changed.
    Taken,
}

impl Store {
    /// Whose browser it is that carries this code, unless it has been left alone for too long.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn open_holder(
        &self,
        code_hash: &str,
        form: &str,
        now: Timestamp,
    ) -> Result<Option<OpenHolder>, StorageError> {
        let row = by_code(&self.reader, code_hash).await?.filter(|row| row.form == form);
        let Some(row) = row else { return Ok(None) };
        let (stage, changed) = match row.sent_at {
            Some(sent) => (OpenStage::Sent, sent),
            None => match drafts::find(&self.reader, row.person_id, form, now).await? {
                Some(draft) => (OpenStage::Draft, draft.saved_at),
                None => return Ok(None),
            },
        };
        let is_open = now.0 < changed.max(row.opened_at) + CODE_MILLIS;
        Ok(is_open.then_some(OpenHolder { person: row.person_id, stage }))
    }

    /// Keeps the first revision of a draft under the hash of a new code, in one step.
    ///
    /// # Errors
    /// Where the database fails.
    #[instrument(target = "traces", name = "store.begin_open_draft", skip_all)]
    pub async fn begin_open_draft(
        &self,
        form: &str,
        content: &DraftContent,
        code_hash: &str,
        now: Timestamp,
        deletes_at: Timestamp,
    ) -> Result<DraftHead, StorageError> {
        let head = DraftHead { key: self.draft_key()?, revision: 1, saved: now, deletes_at };
        let unknown = person::Model {
            id: self.new_id(now)?,
            demo_key: None,
            subject: randomness::hex(self.randomness.as_ref(), SUBJECT_BYTES)?,
            identity_number: None,
            name: String::new(),
            address: None,
            email: None,
            email_verified_at: None,
            phone: None,
            created_at: now.0,
            identity_hash: None,
            sealed_with: None,
        };
        let id = unknown.id;
        let transaction = self.write().await?;
        self.insert_person(&transaction, unknown).await?;
        open_draft::Entity::insert(open_draft::ActiveModel {
            person_id: Set(id),
            form: Set(form.to_owned()),
            code_hash: Set(code_hash.to_owned()),
            opened_at: Set(now.0),
            sent_at: Set(None),
        })
        .exec_without_returning(&transaction)
        .await?;
        self.insert_draft(&transaction, id, form, content, &head).await?;
        let entry = NewEntry::new(AuditAction::DraftBegun, now).of(id).to(form);
        self.commit_logged(transaction, [entry], []).await?;
        Ok(head)
    }

    /// Somebody enters a code: the browser goes on with the draft or, where somebody is signed in, the draft
    /// becomes theirs and the code ends.
    ///
    /// # Errors
    /// Where the database fails.
    #[instrument(target = "traces", name = "store.enter_code", skip_all)]
    pub async fn enter_code(
        &self,
        code_hash: &str,
        signed_in: Option<Uuid>,
        now: Timestamp,
    ) -> Result<Entered, StorageError> {
        let transaction = self.write().await?;
        let row = by_code(&transaction, code_hash).await?.filter(|row| row.sent_at.is_none());
        let Some(row) = row else { return Ok(Entered::Unknown) };
        if drafts::find(&transaction, row.person_id, &row.form, now).await?.is_none() {
            return Ok(Entered::Unknown);
        }
        match signed_in {
            None => {
                open_draft::Entity::update_many()
                    .col_expr(open_draft::Column::OpenedAt, Expr::value(now.0))
                    .filter(open_draft::Column::PersonId.eq(row.person_id))
                    .exec(&transaction)
                    .await?;
            }
            Some(owner) => {
                if drafts::find(&transaction, owner, &row.form, now).await?.is_some() {
                    return Ok(Entered::Taken);
                }
                // One past its day may still be there.
                drafts::delete(&transaction, owner, &row.form).await?;
                draft::Entity::update_many()
                    .col_expr(draft::Column::PersonId, Expr::value(owner))
                    .filter(draft::Column::PersonId.eq(row.person_id))
                    .exec(&transaction)
                    .await?;
                // Its files too, before they would go with whom they belonged to.
                attachment::Entity::update_many()
                    .col_expr(attachment::Column::PersonId, Expr::value(owner))
                    .filter(attachment::Column::PersonId.eq(row.person_id))
                    .exec(&transaction)
                    .await?;
                person::Entity::delete_by_id(row.person_id).exec(&transaction).await?;
            }
        }
        let change = signed_in.map(|owner| drafts::told_of(owner, &row.form));
        let entry = NewEntry::new(AuditAction::CodeEntered, now).of(signed_in.unwrap_or(row.person_id));
        self.commit_logged(transaction, [entry.to(&row.form)], change).await?;
        Ok(Entered::Opened(row.form))
    }

    /// Gives up a draft that has not been sent, with its code.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn end_open_draft(&self, holder: Uuid, now: Timestamp) -> Result<(), StorageError> {
        let unsent = open_draft::Entity::find()
            .filter(open_draft::Column::PersonId.eq(holder))
            .filter(open_draft::Column::SentAt.is_null());
        let transaction = self.write().await?;
        let unsent = unsent.one(&transaction).await?;
        if unsent.is_some() {
            // Files know by their row which bytes are theirs: whom they belong to stays until those are gone.
            draft::Entity::delete_many()
                .filter(draft::Column::PersonId.eq(holder))
                .exec(&transaction)
                .await?;
            person::Entity::delete_many()
                .filter(person::Column::Id.eq(holder))
                .filter(person::Column::Id.not_in_subquery(with_files()))
                .exec(&transaction)
                .await?;
        }
        let entry =
            unsent.map(|unsent| NewEntry::new(AuditAction::DraftDeleted, now).of(holder).to(unsent.form));
        self.commit_logged(transaction, entry, []).await
    }
}

/// From now on only the receipt is to be seen, and the code opens nothing. Does nothing for those signed in.
pub(super) async fn mark_sent(
    transaction: &DatabaseTransaction,
    person: Uuid,
    now: Timestamp,
) -> Result<(), StorageError> {
    open_draft::Entity::update_many()
        .col_expr(open_draft::Column::SentAt, Expr::value(now.0))
        .filter(open_draft::Column::PersonId.eq(person))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Codes of what was sent end; whoever has neither draft, file nor case any more goes.
pub(super) async fn sweep(transaction: &DatabaseTransaction, now: Timestamp) -> Result<(), StorageError> {
    open_draft::Entity::delete_many()
        .filter(open_draft::Column::SentAt.lte(now.0 - CODE_MILLIS))
        .exec(transaction)
        .await?;
    let with_draft = Query::select().column(draft::Column::PersonId).from(draft::Entity).to_owned();
    let left = Query::select()
        .column(open_draft::Column::PersonId)
        .from(open_draft::Entity)
        .and_where(open_draft::Column::SentAt.is_null())
        .and_where(open_draft::Column::PersonId.not_in_subquery(with_draft))
        .and_where(open_draft::Column::PersonId.not_in_subquery(with_files()))
        .to_owned();
    person::Entity::delete_many().filter(person::Column::Id.in_subquery(left)).exec(transaction).await?;
    Ok(())
}

/// Everybody of whom there are files.
fn with_files() -> SelectStatement {
    Query::select().column(attachment::Column::PersonId).from(attachment::Entity).to_owned()
}

async fn by_code(
    connection: &impl ConnectionTrait,
    code_hash: &str,
) -> Result<Option<open_draft::Model>, StorageError> {
    Ok(open_draft::Entity::find().filter(open_draft::Column::CodeHash.eq(code_hash)).one(connection).await?)
}
