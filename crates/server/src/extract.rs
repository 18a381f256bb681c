//! Parts of a request as handlers take them, each refused with a problem where it cannot be used.

use axum::{
    body::to_bytes,
    extract::{FromRequest, FromRequestParts, Path, Request},
};
use contract::{paths::is_id, problem::Code};
use http::{
    HeaderMap,
    header::{CONTENT_LENGTH, CONTENT_TYPE},
    request::Parts,
};
use locale::Language;
use serde::de::DeserializeOwned;

use crate::problem::Failure;

/// The largest body, in bytes.
pub const BODY_LIMIT: usize = 64 * 1024;

/// The language asked for by `?lang=`; bokmål where none is.
#[derive(Clone, Copy, Debug)]
pub struct Lang(pub Language);

/// The id in the address.
#[derive(Clone, Debug)]
pub struct Id(pub String);

/// A JSON body.
#[derive(Clone, Debug)]
pub struct JsonBody<T>(pub T);

impl<S: Sync> FromRequestParts<S> for Lang {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let Some(asked) = query_value(parts.uri.query(), "lang") else { return Ok(Self(Language::Nb)) };
        let known = Language::ALL.into_iter().find(|language| language.code() == asked);
        known.map(Self).ok_or_else(|| Failure::parameter("lang"))
    }
}

/// Nothing where no language is asked for.
// Named in full: in scope, its function would stand in the way of the other trait's.
impl<S: Sync> axum::extract::OptionalFromRequestParts<S> for Lang {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, Self::Rejection> {
        if query_value(parts.uri.query(), "lang").is_none() {
            return Ok(None);
        }
        <Self as FromRequestParts<S>>::from_request_parts(parts, state).await.map(Some)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(id)) if is_id(&id) => Ok(Self(id)),
            Ok(_) | Err(_) => Err(Code::NotFound.into()),
        }
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Self::Rejection> {
        if !is_json(request.headers()) {
            return Err(Code::UnsupportedMediaType.into());
        }
        let too_large = || Failure::from(Code::BodyTooLarge { limit: BODY_LIMIT as u64 });
        // What says that it is too large is not read at all.
        let announced =
            request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        if announced.is_some_and(|length: u64| length > BODY_LIMIT as u64) {
            return Err(too_large());
        }
        let bytes = to_bytes(request.into_body(), BODY_LIMIT).await.map_err(|error| {
            let is_limit = std::error::Error::source(&error)
                .is_some_and(|source| source.is::<http_body_util::LengthLimitError>());
            if is_limit { too_large() } else { Code::MalformedJson.into() }
        })?;
        serde_json::from_slice(&bytes).map(Self).map_err(|_| Code::MalformedJson.into())
    }
}

/// The value of a query parameter that needs no decoding, such as a language.
#[must_use]
pub fn query_value<'a>(query: Option<&'a str>, name: &str) -> Option<&'a str> {
    query?.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// The text of a header; nothing where it is missing or not ASCII.
#[must_use]
pub fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}
