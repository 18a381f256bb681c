//! What a person's archive holds beside drafts, cases and files, and which cases there are.

use contract::{
    personal::{LeftOut, OwnLogEntry, OwnSession},
    session::SignInLevel,
};
use locale::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::storage::{
    StorageError, Store,
    entities::{audit_entry, case_file, email_receipt, person, session},
    from_json,
};

/// The most cases of an archive: somebody sends as many in decades, and each costs a query or two.
const CASES: u64 = 5000;

/// The most entries of the log in an archive: some years of daily use, in two megabytes.
const ENTRIES: u64 = 10_000;

/// What there is of a person.
#[derive(Clone, Debug)]
pub struct Overview {
    /// When the person was made known.
    pub known_since: Timestamp,
    /// Those that have not ended, the one used last first.
    pub sessions: Vec<OwnSession>,
    /// Reference and service of each case, the newest first.
    pub cases: Vec<(String, String)>,
    /// The entries of the log, the oldest first.
    pub log: Vec<OwnLogEntry>,
    /// What is not among them.
    pub left_out: LeftOut,
}

impl Store {
    /// What there is of a person; nothing where nobody is known by that id.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn overview(&self, person: Uuid, now: Timestamp) -> Result<Option<Overview>, StorageError> {
        let known: Option<i64> = person::Entity::find_by_id(person)
            .select_only()
            .column(person::Column::CreatedAt)
            .into_tuple()
            .one(&self.reader)
            .await?;
        let Some(known) = known else { return Ok(None) };
        let own = case_file::Entity::find().filter(case_file::Column::PersonId.eq(person));
        let all = own.clone().count(&self.reader).await?;
        let cases: Vec<(String, String)> = own
            .select_only()
            .columns([case_file::Column::Reference, case_file::Column::Service])
            .order_by_desc(case_file::Column::ReceivedAt)
            .order_by_desc(case_file::Column::Id)
            .limit(CASES)
            .into_tuple()
            .all(&self.reader)
            .await?;
        let (log, entries_left_out) = self.own_log(person).await?;
        Ok(Some(Overview {
            known_since: Timestamp(known),
            sessions: self.own_sessions(person, now).await?,
            left_out: LeftOut { cases: all.saturating_sub(cases.len() as u64), log: entries_left_out },
            cases,
            log,
        }))
    }

    /// When an e-mail was sent about a case, where one was.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn email_sent_at(&self, case: Uuid) -> Result<Option<Timestamp>, StorageError> {
        let found = email_receipt::Entity::find_by_id(case).one(&self.reader).await?;
        Ok(found.and_then(|found| found.sent_at).map(Timestamp))
    }

    /// The newest entries of the log in their order, and how many there are before them.
    async fn own_log(&self, person: Uuid) -> Result<(Vec<OwnLogEntry>, u64), StorageError> {
        let own = audit_entry::Entity::find().filter(audit_entry::Column::PersonId.eq(person));
        let all = own.clone().count(&self.reader).await?;
        let newest = own.order_by_desc(audit_entry::Column::Number).limit(ENTRIES).all(&self.reader).await?;
        let left_out = all.saturating_sub(newest.len() as u64);
        let told = |row: audit_entry::Model| OwnLogEntry {
            at: Timestamp(row.at),
            who: row.actor,
            what: row.action,
            kind: row.kind,
            thing: row.thing,
        };
        Ok((newest.into_iter().rev().map(told).collect(), left_out))
    }

    async fn own_sessions(&self, person: Uuid, now: Timestamp) -> Result<Vec<OwnSession>, StorageError> {
        let rows = session::Entity::find()
            .filter(session::Column::PersonId.eq(person))
            .filter(session::Column::IdleDeadline.gt(now.0))
            .filter(session::Column::AbsoluteDeadline.gt(now.0))
            .order_by_desc(session::Column::LastUsedAt)
            .order_by_desc(session::Column::Id)
            .all(&self.reader)
            .await?;
        let told = |row: session::Model| {
            Ok(OwnSession {
                begun: Timestamp(row.created_at),
                last_used: Timestamp(row.last_used_at),
                idle_deadline: Timestamp(row.idle_deadline),
                absolute_deadline: Timestamp(row.absolute_deadline),
                browser: from_json(&row.browser, "session.browser")?,
                system: from_json(&row.system, "session.system")?,
                shared_device: row.is_shared_device,
                level: row.level.as_deref().and_then(SignInLevel::from_acr),
                provider: row.issuer,
            })
        };
        rows.into_iter().map(told).collect()
    }
}
