//! `PATCH /uploads/{id}`: the next bytes of a file.

use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use contract::{problem::Code, uploads::UploadState};
use http::{HeaderMap, StatusCode};

use super::{
    receive::{self, Received},
    tus::{self, TusCall, UploadId},
};
use crate::{forms::Holders, openapi, problem::Answer, state::AppState};

/// Adds bytes where the last ones ended. What has come when a connection is cut is kept.
#[utoipa::path(
    patch,
    path = "/uploads/{id}",
    tag = "uploads",
    params(
        ("id" = String, Path),
        openapi::InVersionOfTus,
        ("upload-offset" = u64, Header, description = "How many bytes have arrived"),
        ("upload-checksum" = Option<String>, Header, description = "`sha256` and the sum of the body in base64"),
    ),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses(
        (status = 204, headers(("upload-offset" = u64), ("upload-expires" = String))),
        (status = 409, description = "`offset_mismatch`", body = contract::problem::Problem,
            content_type = "application/problem+json"),
        openapi::Always,
        openapi::InTus,
        openapi::Personal,
        openapi::Changes,
        openapi::Named,
        openapi::WithBytes,
    )
)]
pub async fn append_to_upload(
    State(app): State<AppState>,
    Holders(holders): Holders,
    _: TusCall,
    UploadId(id): UploadId,
    headers: HeaderMap,
    body: Body,
) -> Answer<Response> {
    if !tus::carries_bytes(&headers) {
        return Err(Code::UnsupportedMediaType.into());
    }
    let offset = tus::number(&headers, &tus::OFFSET)?;
    let checksum = tus::checksum(&headers)?;
    let file = app.store.attachment(&holders, id, app.clock.now()).await?.ok_or(Code::NotFound)?;
    if offset != file.received {
        return Err(Code::OffsetMismatch { offset: file.received }.into());
    }
    let announced = tus::announced_length(&headers);
    let received = if file.state == UploadState::Uploading {
        match receive::receive(&app, &file, announced, checksum, body).await? {
            Received::More(received) => received,
            Received::Whole => file.length,
        }
    } else if announced.is_some_and(|length| length > 0) {
        return Err(Code::BodyTooLarge { limit: 0 }.into());
    } else {
        // The same call again, after its answer was lost.
        file.received
    };
    Ok((StatusCode::NO_CONTENT, tus::progress(&file, received)).into_response())
}
