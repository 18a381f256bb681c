//! Problems as RFC 9457 has them: a code and its parameters, never prose. The client has the words.

use forms::Issue;
use serde::{Deserialize, Serialize};

/// The media type of a problem.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What the API answers when it cannot do what was asked.
///
/// ```json
/// {"type":"urn:servicetorg:problem:not_found","status":404,"code":"not_found","request_id":"0192…"}
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `urn:servicetorg:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP status.
    pub status: u16,
    /// Finds the request in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// What is wrong.
    #[serde(flatten)]
    pub code: Code,
}

/// What is wrong, with what a client needs to say it in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Code {
    /// No such address, or nothing there that this person may see.
    NotFound,
    /// The address exists, but not for this method.
    MethodNotAllowed,
    /// The body is not JSON, or not the JSON that belongs here.
    MalformedJson,
    /// The body is not declared as `application/json`.
    UnsupportedMediaType,
    /// The body is larger than the limit.
    BodyTooLarge {
        /// In bytes.
        limit: u64,
    },
    /// A part of the address or a header cannot be used.
    InvalidParameter {
        /// Its name.
        name: String,
    },
    /// The call comes from another site.
    CrossSite,
    /// Nobody is signed in.
    SignInRequired,
    /// Somebody was signed in, but the session has ended.
    SessionExpired,
    /// The form has no such version any more, or never had.
    FormVersionUnknown {
        /// The version to use.
        latest: u32,
    },
    /// Answers to fields the form does not have.
    UnknownFields {
        /// Their ids, ten at the most.
        fields: Vec<String>,
    },
    /// Answers to fields that the other answers hide.
    HiddenFields {
        /// Their ids, ten at the most.
        fields: Vec<String>,
    },
    /// Answers that must be mended.
    InvalidAnswers {
        /// What is wrong with each.
        issues: Vec<Issue>,
    },
    /// The change does not say which state it is made from (`If-Match` or `If-None-Match`).
    PreconditionRequired,
    /// The draft has been changed elsewhere since.
    DraftChanged {
        /// Its revision now.
        revision: u32,
    },
    /// The submission has no `Idempotency-Key`.
    IdempotencyKeyRequired,
    /// The key has been used for other answers.
    IdempotencyKeyReused,
    /// The server did not finish in time; the call may be made again.
    Timeout,
    /// The server cannot answer now; the call may be made again.
    Unavailable,
    /// Something the server did not foresee. The log knows.
    Internal,
}

impl Code {
    /// The name on the wire.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::MalformedJson => "malformed_json",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::BodyTooLarge { .. } => "body_too_large",
            Self::InvalidParameter { .. } => "invalid_parameter",
            Self::CrossSite => "cross_site",
            Self::SignInRequired => "sign_in_required",
            Self::SessionExpired => "session_expired",
            Self::FormVersionUnknown { .. } => "form_version_unknown",
            Self::UnknownFields { .. } => "unknown_fields",
            Self::HiddenFields { .. } => "hidden_fields",
            Self::InvalidAnswers { .. } => "invalid_answers",
            Self::PreconditionRequired => "precondition_required",
            Self::DraftChanged { .. } => "draft_changed",
            Self::IdempotencyKeyRequired => "idempotency_key_required",
            Self::IdempotencyKeyReused => "idempotency_key_reused",
            Self::Timeout => "timeout",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
        }
    }

    /// The HTTP status that goes with it.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::MalformedJson | Self::InvalidParameter { .. } | Self::IdempotencyKeyRequired => 400,
            Self::SignInRequired | Self::SessionExpired => 401,
            Self::CrossSite => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::DraftChanged { .. } => 412,
            Self::BodyTooLarge { .. } => 413,
            Self::UnsupportedMediaType => 415,
            Self::FormVersionUnknown { .. }
            | Self::UnknownFields { .. }
            | Self::HiddenFields { .. }
            | Self::InvalidAnswers { .. }
            | Self::IdempotencyKeyReused => 422,
            Self::PreconditionRequired => 428,
            Self::Internal => 500,
            Self::Unavailable => 503,
            Self::Timeout => 504,
        }
    }
}

impl Problem {
    /// The problem of a code.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            kind: format!("urn:servicetorg:problem:{}", code.name()),
            status: code.status(),
            request_id: None,
            code,
        }
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}
