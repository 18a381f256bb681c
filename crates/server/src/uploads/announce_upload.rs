//! `POST /uploads`: a file is announced, and its first bytes may come with it.

use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use contract::{paths, problem::Code, uploads::UploadState};
use http::{HeaderMap, StatusCode, header::LOCATION};

use super::{
    finish,
    receive::{self, Received},
    tus::{self, TusCall},
};
use crate::{
    openapi,
    problem::{Answer, Failure},
    session::SignedInPerson,
    state::AppState,
    storage::{Announced, NewAttachment},
};

/// Announces a file of the person's draft. The same `key` with the same file gives the same upload.
#[utoipa::path(
    post,
    path = "/uploads",
    tag = "uploads",
    params(
        ("tus-resumable" = String, Header, description = "`1.0.0`"),
        ("upload-length" = u64, Header, description = "In bytes"),
        ("upload-metadata" = String, Header, description = "`filename`, `form` and `field`; `row` where the \
            field stands in a repeated group, `key` for the client's own id of the file"),
        ("upload-checksum" = Option<String>, Header, description = "`sha256` and the sum of the body in base64"),
    ),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream",
        description = "The first bytes; may be left out"),
    responses(
        (status = 201, headers(("location" = String), ("upload-offset" = u64), ("upload-expires" = String))),
        (status = 409, description = "`draft_required` or `upload_key_reused`",
            body = contract::problem::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`too_many_files`", body = contract::problem::Problem,
            content_type = "application/problem+json"),
        openapi::Always,
        openapi::Personal,
        openapi::Changes,
        openapi::WithBytes,
    )
)]
pub async fn announce_upload(
    State(app): State<AppState>,
    SignedInPerson(person): SignedInPerson,
    _: TusCall,
    headers: HeaderMap,
    body: Body,
) -> Answer<Response> {
    let length = tus::number(&headers, &tus::LENGTH)?;
    let limit = app.uploads.rules.file_bytes;
    if length > limit {
        return Err(Code::FileTooLarge { limit }.into());
    }
    let (metadata, sent) = tus::read_metadata(&headers)?;
    app.pack.newest_version(&metadata.form).ok_or_else(|| Failure::parameter("form"))?;
    let checksum = tus::checksum(&headers)?;
    let new = NewAttachment {
        person: person.id,
        form: metadata.form,
        field: metadata.field,
        row: metadata.row,
        key: metadata.key,
        name: metadata.name,
        metadata: sent,
        length,
    };
    let now = app.clock.now();
    let mut file = match app.store.announce_attachment(&new, &app.uploads.rules.caps(), now).await? {
        Announced::New(file) | Announced::Again(file) => file,
        Announced::NoDraft => return Err(Code::DraftRequired.into()),
        Announced::KeyReused => return Err(Code::UploadKeyReused.into()),
        Announced::TooMany(limit) => return Err(Code::TooManyFiles { limit }.into()),
        Announced::TooLarge(limit) => return Err(Code::FilesTooLarge { limit }.into()),
    };
    if length == 0 {
        finish::begin(&app, file.id);
    } else if tus::carries_bytes(&headers) && file.received == 0 && file.state == UploadState::Uploading {
        let announced = tus::announced_length(&headers);
        file.received = match receive::receive(&app, &file, announced, checksum, body).await? {
            Received::More(received) => received,
            Received::Whole => length,
        };
    }
    let address = paths::upload(&file.id.to_string());
    let progress = tus::progress(&file, file.received);
    Ok((StatusCode::CREATED, [(LOCATION, address)], progress).into_response())
}
