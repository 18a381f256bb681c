//! `DELETE /uploads/{id}`: the person takes a file away again.

use axum::extract::State;
use contract::problem::Code;
use http::StatusCode;

use super::{
    remove_orphans,
    tus::{TusCall, UploadId},
};
use crate::{forms::Holders, openapi, problem::Answer, state::AppState};

/// Removes a file of the person's draft, however far it has come. One that a case holds stays.
#[utoipa::path(
    delete,
    path = "/uploads/{id}",
    tag = "uploads",
    params(
        ("id" = String, Path),
        openapi::InVersionOfTus,
    ),
    responses((status = 204), openapi::Always, openapi::Personal, openapi::Changes, openapi::Named, openapi::InTus)
)]
pub async fn delete_upload(
    State(app): State<AppState>,
    Holders(holders): Holders,
    _: TusCall,
    UploadId(id): UploadId,
) -> Answer<StatusCode> {
    if !app.store.let_attachment_go(&holders, id, app.clock.now()).await? {
        return Err(Code::NotFound.into());
    }
    remove_orphans(&app).await;
    Ok(StatusCode::NO_CONTENT)
}
