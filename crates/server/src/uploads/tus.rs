//! What the protocol tus says in headers, read and written.

use std::{
    collections::BTreeMap,
    time::{Duration, UNIX_EPOCH},
};

use axum::{extract::FromRequestParts, response::Response};
use base64::{Engine, engine::general_purpose::STANDARD};
use contract::{
    paths::is_id,
    problem::Code,
    uploads::{CHUNK_MEDIA_TYPE, TUS_VERSION, metadata},
};
use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{CONTENT_LENGTH, CONTENT_TYPE},
    request::Parts,
};
use locale::Timestamp;
use uuid::Uuid;

use crate::{
    extract::{Id, header_text},
    problem::{Answer, Failure},
    storage::StoredAttachment,
};

/// The longest `Upload-Metadata`, in bytes.
const METADATA_LIMIT: usize = 2048;

/// The longest name of a file, in characters.
const NAME_LIMIT: usize = 200;

pub(super) const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
pub(super) const LENGTH: HeaderName = HeaderName::from_static("upload-length");
pub(super) const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
pub(super) const CHECKSUM: HeaderName = HeaderName::from_static("upload-checksum");
pub(super) const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSION: HeaderName = HeaderName::from_static("tus-version");

/// A call in the version of the protocol that the server speaks.
pub struct TusCall;

/// The id of an upload in the address.
pub struct UploadId(pub(super) Uuid);

/// What a file is sent for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// The draft of a form.
    Draft(String),
    /// The case of that reference.
    Case(String),
}

/// What `Upload-Metadata` says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Metadata {
    pub(super) name: String,
    pub(super) goal: Goal,
    pub(super) field: String,
    pub(super) row: Option<String>,
    pub(super) key: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for TusCall {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let is_known = header_text(&parts.headers, RESUMABLE.as_str()) == Some(TUS_VERSION);
        if is_known { Ok(Self) } else { Err(Code::TusVersionUnknown.into()) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for UploadId {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let Id(id) = Id::from_request_parts(parts, state).await?;
        Ok(Self(Uuid::try_parse(&id).map_err(|_| Code::NotFound)?))
    }
}

/// Every answer of these routes names the protocol.
pub async fn answer_in_protocol(mut response: Response) -> Response {
    for name in [RESUMABLE, VERSION] {
        response.headers_mut().insert(name, HeaderValue::from_static(TUS_VERSION));
    }
    response
}

/// A header that is a number of bytes.
pub(super) fn number(headers: &HeaderMap, name: &HeaderName) -> Answer<u64> {
    let text = header_text(headers, name.as_str()).filter(|text| {
        // Rust would take a plus sign too.
        text.bytes().all(|byte| byte.is_ascii_digit())
    });
    text.and_then(|text| text.parse().ok()).ok_or_else(|| Failure::parameter(name.as_str()))
}

/// How long the body says that it is.
pub(super) fn announced_length(headers: &HeaderMap) -> Option<u64> {
    number(headers, &CONTENT_LENGTH).ok()
}

/// Whether the body is bytes of a file.
#[must_use]
pub fn carries_bytes(headers: &HeaderMap) -> bool {
    header_text(headers, CONTENT_TYPE.as_str()) == Some(CHUNK_MEDIA_TYPE)
}

/// The SHA-256 that the body must have, where the call says one.
pub(super) fn checksum(headers: &HeaderMap) -> Answer<Option<[u8; 32]>> {
    if !headers.contains_key(&CHECKSUM) {
        return Ok(None);
    }
    let sum = header_text(headers, CHECKSUM.as_str())
        .and_then(|text| text.strip_prefix("sha256 "))
        .and_then(|text| STANDARD.decode(text).ok())
        .and_then(|bytes| bytes.try_into().ok());
    sum.map(Some).ok_or_else(|| Failure::parameter(CHECKSUM.as_str()))
}

/// `Upload-Metadata`, and as it was sent.
pub(super) fn read_metadata(headers: &HeaderMap) -> Answer<(Metadata, String)> {
    let wrong = || Failure::parameter(METADATA.as_str());
    let sent = header_text(headers, METADATA.as_str()).filter(|text| text.len() <= METADATA_LIMIT);
    let sent = sent.ok_or_else(wrong)?;
    let mut values = BTreeMap::new();
    for pair in sent.split(',') {
        let (name, value) = pair.trim().split_once(' ').unwrap_or((pair.trim(), ""));
        let value = STANDARD.decode(value.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        // A name that comes twice could be read in two ways.
        if values.insert(name, value.ok_or_else(wrong)?).is_some() {
            return Err(wrong());
        }
    }
    let mut id = |name: &str| match values.remove(name) {
        Some(value) if is_id(&value) => Ok(Some(value)),
        Some(_) => Err(Failure::parameter(name)),
        None => Ok(None),
    };
    let (form, field) = (id(metadata::FORM)?, id(metadata::FIELD)?);
    let (row, key, case) = (id(metadata::ROW)?, id(metadata::KEY)?, id(metadata::CASE)?);
    let goal = match (form, case) {
        (Some(form), None) => Goal::Draft(form),
        (None, Some(case)) => Goal::Case(case),
        (Some(_), Some(_)) | (None, None) => return Err(Failure::parameter(metadata::FORM)),
    };
    let name = values.get(metadata::FILE_NAME).and_then(|name| file_name(name));
    let read = Metadata {
        name: name.ok_or_else(|| Failure::parameter(metadata::FILE_NAME))?,
        goal,
        field: field.ok_or_else(|| Failure::parameter(metadata::FIELD))?,
        row,
        key,
    };
    Ok((read, sent.to_owned()))
}

/// How far a file has come, and until when it waits.
pub(super) fn progress(attachment: &StoredAttachment, received: u64) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(OFFSET, received.into());
    let expires = attachment.expires.and_then(|expires| HeaderValue::from_str(&http_date(expires)).ok());
    if let Some(expires) = expires {
        headers.insert(EXPIRES, expires);
    }
    headers
}

fn http_date(time: Timestamp) -> String {
    let millis = u64::try_from(time.0).unwrap_or_default();
    httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_millis(millis))
}

/// The name without folders, and without signs that would show it otherwise than it is.
fn file_name(sent: &str) -> Option<String> {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown = last.chars().filter(|sign| !sign.is_control() && !turns_text(*sign));
    let name: String = shown.collect();
    let name = name.trim().trim_start_matches('.').trim_start();
    (!name.is_empty() && name.chars().count() <= NAME_LIMIT).then(|| name.to_owned())
}

/// Signs that let what follows run the other way: `exe.gpj` would be read as `jpg.exe`.
const fn turns_text(sign: char) -> bool {
    matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::{Goal, METADATA, file_name, http_date, read_metadata};
    use http::{HeaderMap, HeaderValue};
    use locale::Timestamp;

    fn read(text: &str) -> Result<super::Metadata, String> {
        let headers = HeaderMap::from_iter([(METADATA, HeaderValue::from_str(text).unwrap())]);
        let read = read_metadata(&headers).map(|(read, _)| read);
        read.map_err(|failure| format!("{:?}", failure.code()))
    }

    #[test]
    fn metadata_is_read_in_any_order_and_strange_names_are_left() {
        let read = read(
            "field ZmllbGQ=,form Zm9ybQ==, filename S3ZpdHQucGRm,filetype YXBwbGljYXRpb24vcGRm,key YQ==",
        );
        let read = read.unwrap();
        assert_eq!(
            (read.goal, read.field.as_str(), read.name.as_str()),
            (Goal::Draft("form".to_owned()), "field", "Kvitt.pdf")
        );
        assert_eq!((read.key.as_deref(), read.row), (Some("a"), None));
    }

    #[test]
    fn metadata_that_cannot_be_used_is_refused() {
        for wrong in [
            "",
            "filename",
            "filename !!",
            "form Zm9ybQ==,form Zm9ybQ==",
            "form Li4v,field YQ==,filename YQ==",
            "form YQ==,case YQ==,field YQ==,filename YQ==",
            "field YQ==,filename YQ==",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_name_has_no_folders_and_hides_nothing() {
        assert_eq!(file_name("../../etc/passwd").as_deref(), Some("passwd"));
        assert_eq!(file_name(r"C:\fakepath\Bilde æøå.jpg").as_deref(), Some("Bilde æøå.jpg"));
        assert_eq!(file_name("\u{202e}gpj.exe\r\n").as_deref(), Some("gpj.exe"));
        for nothing in ["", "..", "/", " . ", "\u{202e}"] {
            assert_eq!(file_name(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn a_date_as_http_writes_it() {
        assert_eq!(http_date(Timestamp(784_111_777_000)), "Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
