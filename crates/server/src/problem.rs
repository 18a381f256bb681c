//! What the server answers when it cannot do what was asked: a code on the wire, the cause in the log.

use std::sync::Arc;

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use contract::problem::{Code, MEDIA_TYPE, Problem};
use http::{
    HeaderValue, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER},
};

use crate::{randomness::NoRandomness, storage::StorageError};

/// Seconds after which a call that failed for a moment is worth another try.
const RETRY_SECONDS: &str = "5";

/// Why a call fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    code: Code,
    /// For the log only.
    cause: Option<Arc<str>>,
}

/// What a handler answers.
pub type Answer<T> = Result<T, Failure>;

impl Failure {
    /// Something the server did not foresee.
    #[must_use]
    pub fn internal(cause: &str) -> Self {
        Self { code: Code::Internal, cause: Some(cause.into()) }
    }

    /// Something that we depend on does not answer; the call may be made again.
    #[must_use]
    pub fn unavailable(cause: &str) -> Self {
        Self { code: Code::Unavailable, cause: Some(cause.into()) }
    }

    /// A part of the address or a header cannot be used.
    #[must_use]
    pub fn parameter(name: &str) -> Self {
        Code::InvalidParameter { name: name.to_owned() }.into()
    }

    /// What the log says.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }

    /// What the client is told.
    #[must_use]
    pub const fn code(&self) -> &Code {
        &self.code
    }

    /// The whole answer, once the request has its id.
    pub(crate) fn render(&self, mut response: Response, request_id: &str) -> Response {
        let mut problem = Problem::new(self.code.clone());
        problem.request_id = Some(request_id.to_owned());
        // A problem is plain data: it always has a JSON form.
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        *response.body_mut() = Body::from(body);
        *response.status_mut() =
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        headers.remove(CONTENT_LENGTH);
        match self.code {
            Code::Timeout | Code::Unavailable => {
                headers.insert(RETRY_AFTER, HeaderValue::from_static(RETRY_SECONDS));
            }
            Code::TooManyTries { seconds } => {
                headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
            }
            _ => {}
        }
        response
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self { code, cause: None }
    }
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        let code = if error.is_passing() { Code::Unavailable } else { Code::Internal };
        Self { code, cause: Some(error.to_string().into()) }
    }
}

impl From<NoRandomness> for Failure {
    fn from(error: NoRandomness) -> Self {
        Self::internal(&error.to_string())
    }
}

/// The body follows in the middleware, which knows the id of the request.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
