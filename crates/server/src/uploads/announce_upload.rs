//! `POST /uploads`: a file is announced, and its first bytes may come with it.

use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use contract::{
    paths,
    problem::Code,
    uploads::{UploadState, metadata},
};
use forms::{AttachmentRules, FieldKind};
use http::{HeaderMap, StatusCode, header::LOCATION};
use locale::Timestamp;
use uuid::Uuid;

use super::{
    finish,
    inspect::Kind,
    receive::{self, Received},
    tus::{self, Metadata, TusCall},
};
use crate::{
    openapi,
    problem::{Answer, Failure},
    session::{SignedInPerson, Standing},
    state::AppState,
    storage::{Announced, NewAttachment},
};

/// Announces a file of the person's draft. The same `key` with the same file gives the same upload.
#[utoipa::path(
    post,
    path = "/uploads",
    tag = "uploads",
    params(
        openapi::InVersionOfTus,
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
        openapi::InTus,
        openapi::Personal,
        openapi::Changes,
        openapi::WithBytes,
    )
)]
pub async fn announce_upload(
    State(app): State<AppState>,
    SignedInPerson(person): SignedInPerson,
    standing: Standing,
    _: TusCall,
    headers: HeaderMap,
    body: Body,
) -> Answer<Response> {
    let length = tus::number(&headers, &tus::LENGTH)?;
    let (metadata, sent) = tus::read_metadata(&headers)?;
    standing.check(app.pack.form_level(&metadata.form))?;
    let now = app.clock.now();
    let rules = field_rules(&app, person.id, &metadata, now).await?;
    let limit = app.uploads.rules.file_bytes.min(rules.max_bytes());
    if length > limit {
        return Err(Code::FileTooLarge { limit }.into());
    }
    let checksum = tus::checksum(&headers)?;
    let new = NewAttachment {
        person: person.id,
        form: metadata.form,
        field: metadata.field,
        row: metadata.row,
        key: metadata.key,
        name: metadata.name,
        metadata: sent,
        endings: Kind::endings_of(&Kind::taken(rules.types())),
        length,
    };
    let caps = app.uploads.rules.caps(rules.max_files() as u64);
    let mut file = match app.store.announce_attachment(&new, &caps, now).await? {
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

/// What the field of the draft takes. A form that is not there, a field that takes no files, and a row that
/// the field does not stand in are refused.
async fn field_rules(
    app: &AppState,
    person: Uuid,
    told: &Metadata,
    now: Timestamp,
) -> Answer<AttachmentRules> {
    app.pack.newest_version(&told.form).ok_or_else(|| Failure::parameter(metadata::FORM))?;
    let draft = app.store.draft(person, &told.form, now).await?.ok_or(Code::DraftRequired)?;
    let edition = app.pack.form(&told.form, Some(draft.content.version));
    let edition = edition.ok_or_else(|| Failure::parameter(metadata::FORM))?;
    let field = edition.form.field(&told.field).map(|field| &field.kind);
    let Some(FieldKind::Attachment(rules)) = field else { return Err(Failure::parameter(metadata::FIELD)) };
    if edition.form.rows_of(&told.field).is_some() != told.row.is_some() {
        return Err(Failure::parameter(metadata::ROW));
    }
    Ok(rules.clone())
}
