//! `GET /uploads?form=…`: the files of a draft, and `?case=…&field=…` those for a document that a case
//! awaits.

use axum::{Json, extract::State};
use contract::{
    paths::is_id,
    uploads::{UploadLimits, UploadList},
};
use forms::Access;
use http::request::Parts;

use super::{inspect::Kind, slot::Slot, told, tus::Goal};
use crate::{
    extract::query_value,
    forms::Holder,
    openapi,
    problem::{Answer, Failure},
    state::AppState,
    storage::{AuditAction, NewEntry, StoredAttachment, Target},
};

/// The files of a draft of this form, the person's or that of the code which the browser carries, or what has been
/// chosen for a document that the person's case awaits; and what is taken.
#[utoipa::path(
    get,
    path = "/uploads",
    tag = "uploads",
    params(
        ("form" = Option<String>, Query, description = "This, or `case` and `field`"),
        ("case" = Option<String>, Query),
        ("field" = Option<String>, Query),
        ("row" = Option<String>, Query),
    ),
    responses((status = 200, body = UploadList), openapi::Always, openapi::Personal, openapi::Guarded, openapi::Named)
)]
pub async fn list_uploads(State(app): State<AppState>, mut parts: Parts) -> Answer<Json<UploadList>> {
    let uri = parts.uri.clone();
    let asked = |name: &str| query_value(uri.query(), name).filter(|value| is_id(value));
    let now = app.clock.now();
    if let Some(reference) = asked("case") {
        let field = asked("field").ok_or_else(|| Failure::parameter("field"))?;
        let goal = Goal::Case(reference.to_owned());
        let slot = Slot::find(&app, &mut parts, &goal, field, asked("row"), now).await?;
        let files = match slot.target {
            Target::Case(case) => {
                let files = app.store.later_attachments(slot.person, case, now).await?;
                let entry = NewEntry::new(AuditAction::FilesListed, now).of(slot.person);
                app.store.note(entry.to(case))?;
                files
            }
            Target::Draft(_) => Vec::new(),
        };
        let here = |file: &StoredAttachment| file.field == field && file.row.as_deref() == asked("row");
        let rules = &app.uploads.rules;
        let caps = rules.caps(slot.rules.max_files() as u64, slot.access);
        return Ok(Json(UploadList {
            uploads: files.into_iter().filter(here).map(told).collect(),
            limits: UploadLimits {
                file_bytes: rules.file_bytes.min(slot.rules.max_bytes()),
                files_per_field: u32::try_from(caps.field_files).unwrap_or(u32::MAX),
                draft_bytes: caps.draft_bytes,
                endings: Kind::endings_of(&Kind::taken(slot.rules.types())),
            },
        }));
    }
    let form = asked("form").ok_or_else(|| Failure::parameter("form"))?;
    let holder = Holder::of(&mut parts, &app, form).await?;
    let files = match holder.person() {
        Some(person) => {
            let files = app.store.draft_attachments(person, form, now).await?;
            app.store.note(NewEntry::new(AuditAction::FilesListed, now).of(person).to(form))?;
            files
        }
        None => Vec::new(),
    };
    Ok(Json(UploadList {
        uploads: files.into_iter().map(told).collect(),
        limits: limits(&app, holder.access()),
    }))
}

fn limits(app: &AppState, access: Access) -> UploadLimits {
    let rules = &app.uploads.rules;
    UploadLimits {
        file_bytes: rules.file_bytes,
        files_per_field: rules.field_files,
        draft_bytes: rules.together(access),
        endings: Kind::endings_of(&Kind::ALL),
    }
}
