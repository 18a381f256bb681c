//! Where a file may go, and what is taken there: a field of a draft, or a document that a case awaits.

use contract::{problem::Code, uploads::metadata};
use forms::{Access, AttachmentRules, FieldKind};
use http::request::Parts;
use locale::Timestamp;
use uuid::Uuid;

use super::tus::Goal;
use crate::{
    forms::Holder,
    minside::is_awaited,
    problem::{Answer, Failure},
    session::{SignedInPerson, Standing},
    state::AppState,
    storage::Target,
};
use axum::extract::FromRequestParts;

/// A place for files that the caller may use.
pub(super) struct Slot {
    /// Whose.
    pub(super) person: Uuid,
    /// What holds the files until they are sent.
    pub(super) target: Target,
    /// What is taken.
    pub(super) rules: AttachmentRules,
    /// Whether somebody is signed in.
    pub(super) access: Access,
}

impl Slot {
    /// The place that a call names. Somebody else's case, one that awaits nothing there, a draft that is not there,
    /// a field that takes no files, and a row that the field does not stand in are refused.
    pub(super) async fn find(
        app: &AppState,
        parts: &mut Parts,
        goal: &Goal,
        field: &str,
        row: Option<&str>,
        now: Timestamp,
    ) -> Answer<Self> {
        match goal {
            Goal::Draft(form) => Self::of_draft(app, parts, form, field, row, now).await,
            Goal::Case(reference) => {
                let SignedInPerson(person) = SignedInPerson::from_request_parts(parts, app).await?;
                let standing = Standing::from_request_parts(parts, app).await?;
                Self::of_case(app, person.id, standing, reference, field, row).await
            }
        }
    }

    async fn of_draft(
        app: &AppState,
        parts: &mut Parts,
        form: &str,
        field: &str,
        row: Option<&str>,
        now: Timestamp,
    ) -> Answer<Self> {
        let holder = Holder::of(parts, app, form).await?;
        app.pack.newest_version(form).ok_or_else(|| Failure::parameter(metadata::FORM))?;
        let person = holder.person().ok_or(Code::DraftRequired)?;
        let draft = app.store.draft(person, form, now).await?.ok_or(Code::DraftRequired)?;
        let rules = rules(app, form, draft.content.version, field, row)?;
        Ok(Self { person, target: Target::Draft(form.to_owned()), rules, access: holder.access() })
    }

    async fn of_case(
        app: &AppState,
        person: Uuid,
        standing: Standing,
        reference: &str,
        field: &str,
        row: Option<&str>,
    ) -> Answer<Self> {
        let (case, _) = app.store.case(person, reference).await?.ok_or(Code::NotFound)?;
        standing.check(app.pack.service_level(&case.head.service))?;
        if !is_awaited(&case, field, row) {
            return Err(Code::NotFound.into());
        }
        let rules = rules(app, &case.form, case.version, field, row)?;
        Ok(Self { person, target: Target::Case(case.head.id), rules, access: Access::SignedIn })
    }
}

fn rules(
    app: &AppState,
    form: &str,
    version: u32,
    field: &str,
    row: Option<&str>,
) -> Answer<AttachmentRules> {
    let edition = app.pack.form(form, Some(version)).ok_or_else(|| Failure::parameter(metadata::FORM))?;
    let kind = edition.form.field(field).map(|field| &field.kind);
    let Some(FieldKind::Attachment(rules)) = kind else { return Err(Failure::parameter(metadata::FIELD)) };
    if edition.form.rows_of(field).is_some() != row.is_some() {
        return Err(Failure::parameter(metadata::ROW));
    }
    Ok(rules.clone())
}
