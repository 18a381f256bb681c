//! `HEAD /uploads/{id}`: how many bytes have arrived.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use contract::problem::Code;
use http::{HeaderValue, StatusCode, header::CACHE_CONTROL};

use super::tus::{self, TusCall, UploadId};
use crate::{
    forms::Holders,
    openapi,
    problem::Answer,
    state::AppState,
    storage::{AuditAction, NewEntry},
};

/// Where to go on.
#[utoipa::path(
    head,
    path = "/uploads/{id}",
    tag = "uploads",
    params(
        ("id" = String, Path),
        openapi::InVersionOfTus,
    ),
    responses(
        (status = 200, headers(
            ("upload-offset" = u64),
            ("upload-length" = u64),
            ("upload-metadata" = String),
            ("upload-expires" = String),
        )),
        openapi::Always,
        openapi::InTus,
        openapi::Personal,
        openapi::Named,
    )
)]
pub async fn head_upload(
    State(app): State<AppState>,
    Holders(holders): Holders,
    _: TusCall,
    UploadId(id): UploadId,
) -> Answer<Response> {
    let now = app.clock.now();
    let file = app.store.attachment(&holders, id, now).await?.ok_or(Code::NotFound)?;
    app.store.note(NewEntry::new(AuditAction::FileSeen, now).of(file.person).to(id))?;
    let mut headers = tus::progress(&file, file.received);
    headers.insert(tus::LENGTH, file.length.into());
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(metadata) = HeaderValue::from_str(&file.metadata) {
        headers.insert(tus::METADATA, metadata);
    }
    Ok((StatusCode::OK, headers).into_response())
}
