//! `GET /uploads/{id}`: what has become of a file.

use axum::{Json, extract::State};
use contract::{problem::Code, uploads::Upload};

use super::{told, tus::UploadId};
use crate::{
    forms::Holders,
    openapi,
    problem::Answer,
    state::AppState,
    storage::{AuditAction, NewEntry},
};

/// The person's file. Somebody else's is not found.
#[utoipa::path(
    get,
    path = "/uploads/{id}",
    tag = "uploads",
    params(("id" = String, Path)),
    responses((status = 200, body = Upload), openapi::Always, openapi::Personal, openapi::Named)
)]
pub async fn get_upload(
    State(app): State<AppState>,
    Holders(holders): Holders,
    UploadId(id): UploadId,
) -> Answer<Json<Upload>> {
    let now = app.clock.now();
    let file = app.store.attachment(&holders, id, now).await?.ok_or(Code::NotFound)?;
    app.store.note(NewEntry::new(AuditAction::FileSeen, now).of(file.person).to(id))?;
    Ok(Json(told(file)))
}
