//! `POST /uploads`: a file is announced, and its first bytes may come with it.

use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use contract::{paths, problem::Code, uploads::UploadState};
use forms::Access;
use http::{StatusCode, header::LOCATION, request::Parts};

use super::{
    finish,
    inspect::Kind,
    receive::{self, Received},
    slot::Slot,
    tus::{self, TusCall},
};
use crate::{
    openapi,
    problem::Answer,
    state::AppState,
    storage::{Announced, NewAttachment},
    tries::{Source, Tried, Whose},
};

/// What the files of a person or an address are counted in.
const MEGABYTE: u64 = 1_000_000;

/// Announces a file of a draft, the person's or that of the code which the browser carries, or of a document that
/// the person's case awaits. The same `key` with the same file gives the same upload.
#[utoipa::path(
    post,
    path = "/uploads",
    tag = "uploads",
    params(
        openapi::InVersionOfTus,
        ("upload-length" = u64, Header, description = "In bytes"),
        ("upload-metadata" = String, Header, description = "`filename`, `field`, and `form` or `case`; `row` \
            where the field stands in a repeated group, `key` for the client's own id of the file"),
        ("upload-checksum" = Option<String>, Header, description = "`sha256` and the sum of the body in base64"),
    ),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream",
        description = "The first bytes; may be left out"),
    responses(
        (status = 201, headers(("location" = String), ("upload-offset" = u64), ("upload-expires" = String))),
        (status = 409, description = "`draft_required`, `document_received` or `upload_key_reused`",
            body = contract::problem::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`too_many_files`", body = contract::problem::Problem,
            content_type = "application/problem+json"),
        openapi::Always,
        openapi::InTus,
        openapi::Personal,
        openapi::Changes,
        openapi::Named,
        openapi::WithBytes,
    )
)]
pub async fn announce_upload(
    State(app): State<AppState>,
    source: Source,
    _: TusCall,
    mut parts: Parts,
    body: Body,
) -> Answer<Response> {
    let headers = parts.headers.clone();
    let length = tus::number(&headers, &tus::LENGTH)?;
    let (metadata, sent) = tus::read_metadata(&headers)?;
    let now = app.clock.now();
    let (field, row) = (metadata.field.as_str(), metadata.row.as_deref());
    let slot = Slot::find(&app, &mut parts, &metadata.goal, field, row, now).await?;
    let limit = app.uploads.rules.file_bytes.min(slot.rules.max_bytes());
    if length > limit {
        return Err(Code::FileTooLarge { limit }.into());
    }
    let checksum = tus::checksum(&headers)?;
    let (tried, whose) = match slot.access {
        Access::Open => (Tried::OpenMegabyte, source.into()),
        Access::SignedIn => (Tried::PersonMegabyte, Whose::Person(slot.person)),
    };
    app.tries.check(tried, whose, now)?;
    let new = NewAttachment {
        person: slot.person,
        target: slot.target,
        field: metadata.field,
        row: metadata.row,
        key: metadata.key,
        name: metadata.name,
        metadata: sent,
        endings: Kind::endings_of(&Kind::taken(slot.rules.types())),
        length,
    };
    let caps = app.uploads.rules.caps(slot.rules.max_files() as u64, slot.access);
    let mut file = match app.store.announce_attachment(&new, &caps, now).await? {
        Announced::New(file) => {
            let megabytes = u32::try_from(length / MEGABYTE).unwrap_or(u32::MAX).saturating_add(1);
            app.tries.count_many(tried, megabytes, whose, now);
            file
        }
        Announced::Again(file) => file,
        Announced::NoDraft => return Err(Code::DraftRequired.into()),
        Announced::NoCase => return Err(Code::NotFound.into()),
        Announced::Received => return Err(Code::DocumentReceived.into()),
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
