//! `GET /uploads/{id}/content`: the file itself.

use std::fmt::Write;

use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use contract::{problem::Code, uploads::UploadState};
use futures_util::TryStreamExt;
use http::{
    HeaderName,
    header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
};
use tracing::warn;

use super::{Files, tus::UploadId};
use crate::{
    forms::Holders,
    openapi,
    problem::{Answer, Failure},
    state::AppState,
    storage::{AuditAction, NewEntry},
};

/// What people have sent runs nothing and loads nothing, should a browser show it after all.
const SANDBOX: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// The person's file, to be saved. One that is not ready is not served.
#[utoipa::path(
    get,
    path = "/uploads/{id}/content",
    tag = "uploads",
    params(("id" = String, Path)),
    responses(
        (status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 409, description = "`upload_not_ready`", body = contract::problem::Problem,
            content_type = "application/problem+json"),
        openapi::Always,
        openapi::Personal,
        openapi::Named,
    )
)]
pub async fn get_content(
    State(app): State<AppState>,
    Holders(holders): Holders,
    UploadId(id): UploadId,
) -> Answer<Response> {
    let now = app.clock.now();
    let file = app.store.attachment(&holders, id, now).await?.ok_or(Code::NotFound)?;
    let UploadState::Ready { media_type, .. } = file.state else { return Err(Code::UploadNotReady.into()) };
    app.store.note(NewEntry::new(AuditAction::FileRead, now).of(file.person).to(id))?;
    let object = Files::kept(id, file.file_key.as_ref());
    let found = app.uploads.files.find(&object, file.file_key.as_ref()).await;
    let found = found.inspect_err(|error| warn!(file = %id, cause = %error, "a file cannot be read"))?;
    let bytes = found.ok_or_else(|| {
        warn!(file = %id, "the bytes of a file are lost");
        Failure::internal("the bytes of a file are lost")
    })?;
    let bytes = bytes.inspect_err(move |error| warn!(file = %id, cause = %error, "a file broke off"));
    let headers: [(HeaderName, String); 4] = [
        (CONTENT_TYPE, media_type),
        (CONTENT_LENGTH, file.size.to_string()),
        (CONTENT_DISPOSITION, disposition(&file.name)),
        (CONTENT_SECURITY_POLICY, SANDBOX.to_owned()),
    ];
    Ok((headers, Body::from_stream(bytes)).into_response())
}

/// As RFC 6266 has it: a plain name for old clients, the real one in UTF-8.
fn disposition(name: &str) -> String {
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || " ._-".contains(sign);
    let plain: String = name.chars().map(|sign| if is_plain(sign) { sign } else { '_' }).collect();
    let mut text = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"._-".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_name_cannot_leave_its_quotes() {
        assert_eq!(
            disposition("Bilde \"1\"; æ.jpg"),
            "attachment; filename=\"Bilde _1__ _.jpg\"; filename*=UTF-8''Bilde%20%221%22%3B%20%C3%A6.jpg"
        );
    }
}
