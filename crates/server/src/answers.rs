//! Shapes of good answers: public content that may be kept and asked for again, and personal ones.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
};
use serde::Serialize;

use crate::{extract::header_text, problem::Answer, problem::Failure, randomness::sha256};

/// Public content: may be kept, but is asked for each time, and is not sent again where it is the same.
///
/// # Errors
/// Where the content has no JSON form.
pub fn public_json<T: Serialize>(request: &HeaderMap, content: &T) -> Answer<Response> {
    let body = serde_json::to_vec(content).map_err(|error| Failure::internal(&error.to_string()))?;
    let kind = HeaderValue::from_static("application/json");
    Ok(unless_known(request, kind, body))
}

/// Any public content, with a tag made of its bytes. The tag is weak: compression changes the bytes on the
/// wire, not what they say.
#[must_use]
pub fn unless_known(request: &HeaderMap, kind: HeaderValue, body: Vec<u8>) -> Response {
    let tag = format!("W/\"{}\"", &sha256(&body)[..32]);
    let known = header_text(request, IF_NONE_MATCH.as_str())
        .is_some_and(|tags| tags.split(',').any(|known| known.trim() == tag));
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(CONTENT_TYPE, kind)], body).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    response
}

/// A personal answer with the revision it shows as its tag; never kept.
#[must_use]
pub fn with_revision<T: Serialize>(status: StatusCode, revision: u32, content: &T) -> Response {
    (status, [(ETAG, format!("\"{revision}\""))], Json(content)).into_response()
}
