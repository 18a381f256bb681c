//! `GET /uploads?form=…`: the files of a draft.

use axum::{Json, extract::State};
use contract::{
    paths::is_id,
    uploads::{UploadLimits, UploadList},
};
use http::Uri;

use super::{inspect::Kind, told};
use crate::{
    extract::query_value,
    openapi,
    problem::{Answer, Failure},
    session::{SignedInPerson, Standing},
    state::AppState,
};

/// The files of the person's draft of this form, and what is taken.
#[utoipa::path(
    get,
    path = "/uploads",
    tag = "uploads",
    params(("form" = String, Query)),
    responses((status = 200, body = UploadList), openapi::Always, openapi::Personal, openapi::Guarded)
)]
pub async fn list_uploads(
    State(app): State<AppState>,
    SignedInPerson(person): SignedInPerson,
    standing: Standing,
    uri: Uri,
) -> Answer<Json<UploadList>> {
    let form = query_value(uri.query(), "form").filter(|form| is_id(form));
    let form = form.ok_or_else(|| Failure::parameter("form"))?;
    standing.check(app.pack.form_level(form))?;
    let files = app.store.draft_attachments(person.id, form, app.clock.now()).await?;
    let rules = &app.uploads.rules;
    Ok(Json(UploadList {
        uploads: files.into_iter().map(told).collect(),
        limits: UploadLimits {
            file_bytes: rules.file_bytes,
            files_per_field: rules.field_files,
            draft_bytes: rules.draft_bytes,
            endings: Kind::endings_of(&Kind::ALL),
        },
    }))
}
