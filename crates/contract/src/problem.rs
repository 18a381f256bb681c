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
#[serde(try_from = "FlatProblem")]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
    /// The person must sign in at a higher level of assurance.
    LevelRequired,
    /// Signed in, and without the role that this needs.
    RoleRequired,
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
    /// No draft with this code: it is wrong, has expired, or what it belonged to has been sent.
    DraftCodeUnknown,
    /// The person has a draft of this form already.
    DraftExists,
    /// Too often in a short time.
    TooManyTries {
        /// Seconds until the next try.
        seconds: u32,
    },
    /// The submission has no `Idempotency-Key`.
    IdempotencyKeyRequired,
    /// The key has been used for other answers.
    IdempotencyKeyReused,
    /// A file belongs to a draft, and there is none of this form.
    DraftRequired,
    /// The file is larger than any that is taken.
    FileTooLarge {
        /// In bytes.
        limit: u64,
    },
    /// With this file the draft, or all that the person has under way, would be larger than the limit.
    FilesTooLarge {
        /// In bytes.
        limit: u64,
    },
    /// The field, or the person, has as many files as can be.
    TooManyFiles {
        /// How many.
        limit: u64,
    },
    /// The bytes do not begin where the last ones ended.
    OffsetMismatch {
        /// How many have arrived.
        offset: u64,
    },
    /// The bytes are others than those that were sent. None of them is kept.
    ChecksumMismatch,
    /// Not the version of the protocol that the server speaks.
    TusVersionUnknown,
    /// The client's id names another file already.
    UploadKeyReused,
    /// Files are still on their way or being looked at.
    UploadsPending {
        /// How many.
        count: u64,
    },
    /// The file is not there to be fetched yet, or was refused.
    UploadNotReady,
    /// The document has been handed in already, with other files.
    DocumentReceived,
    /// The contact register has no address that is known to be right.
    EmailNotVerified,
    /// The e-mail could not be handed over, or another call is doing so; the call may be made again.
    EmailNotSent,
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
            Self::LevelRequired => "level_required",
            Self::RoleRequired => "role_required",
            Self::FormVersionUnknown { .. } => "form_version_unknown",
            Self::UnknownFields { .. } => "unknown_fields",
            Self::HiddenFields { .. } => "hidden_fields",
            Self::InvalidAnswers { .. } => "invalid_answers",
            Self::PreconditionRequired => "precondition_required",
            Self::DraftChanged { .. } => "draft_changed",
            Self::DraftCodeUnknown => "draft_code_unknown",
            Self::DraftExists => "draft_exists",
            Self::TooManyTries { .. } => "too_many_tries",
            Self::IdempotencyKeyRequired => "idempotency_key_required",
            Self::IdempotencyKeyReused => "idempotency_key_reused",
            Self::DraftRequired => "draft_required",
            Self::FileTooLarge { .. } => "file_too_large",
            Self::FilesTooLarge { .. } => "files_too_large",
            Self::TooManyFiles { .. } => "too_many_files",
            Self::OffsetMismatch { .. } => "offset_mismatch",
            Self::ChecksumMismatch => "checksum_mismatch",
            Self::TusVersionUnknown => "tus_version_unknown",
            Self::UploadKeyReused => "upload_key_reused",
            Self::UploadsPending { .. } => "uploads_pending",
            Self::UploadNotReady => "upload_not_ready",
            Self::DocumentReceived => "document_received",
            Self::EmailNotVerified => "email_not_verified",
            Self::EmailNotSent => "email_not_sent",
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
            Self::CrossSite | Self::LevelRequired | Self::RoleRequired => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::DraftExists
            | Self::DraftRequired
            | Self::OffsetMismatch { .. }
            | Self::UploadKeyReused
            | Self::UploadsPending { .. }
            | Self::UploadNotReady
            | Self::DocumentReceived
            | Self::EmailNotVerified => 409,
            Self::DraftChanged { .. } | Self::TusVersionUnknown => 412,
            Self::BodyTooLarge { .. } | Self::FileTooLarge { .. } | Self::FilesTooLarge { .. } => 413,
            Self::UnsupportedMediaType => 415,
            Self::FormVersionUnknown { .. }
            | Self::UnknownFields { .. }
            | Self::HiddenFields { .. }
            | Self::InvalidAnswers { .. }
            | Self::DraftCodeUnknown
            | Self::IdempotencyKeyReused
            | Self::TooManyFiles { .. } => 422,
            Self::PreconditionRequired => 428,
            Self::TooManyTries { .. } => 429,
            // A status of tus.
            Self::ChecksumMismatch => 460,
            Self::Internal => 500,
            Self::EmailNotSent => 502,
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

/// A problem as it is read: all parameters of all codes side by side. Reading the tagged enum as it is
/// written would cost the browser twenty times the code.
#[derive(Deserialize)]
struct FlatProblem {
    #[serde(rename = "type", default)]
    kind: String,
    status: u16,
    request_id: Option<String>,
    code: String,
    limit: Option<u64>,
    offset: Option<u64>,
    count: Option<u64>,
    name: Option<String>,
    latest: Option<u32>,
    revision: Option<u32>,
    seconds: Option<u32>,
    fields: Option<Vec<String>>,
    issues: Option<Vec<Issue>>,
}

impl TryFrom<FlatProblem> for Problem {
    type Error = &'static str;

    fn try_from(flat: FlatProblem) -> Result<Self, Self::Error> {
        const MISSING: &str = "a parameter of the code is missing";
        let code = match flat.code.as_str() {
            "not_found" => Code::NotFound,
            "method_not_allowed" => Code::MethodNotAllowed,
            "malformed_json" => Code::MalformedJson,
            "unsupported_media_type" => Code::UnsupportedMediaType,
            "body_too_large" => Code::BodyTooLarge { limit: flat.limit.ok_or(MISSING)? },
            "invalid_parameter" => Code::InvalidParameter { name: flat.name.ok_or(MISSING)? },
            "cross_site" => Code::CrossSite,
            "sign_in_required" => Code::SignInRequired,
            "session_expired" => Code::SessionExpired,
            "level_required" => Code::LevelRequired,
            "role_required" => Code::RoleRequired,
            "form_version_unknown" => Code::FormVersionUnknown { latest: flat.latest.ok_or(MISSING)? },
            "unknown_fields" => Code::UnknownFields { fields: flat.fields.ok_or(MISSING)? },
            "hidden_fields" => Code::HiddenFields { fields: flat.fields.ok_or(MISSING)? },
            "invalid_answers" => Code::InvalidAnswers { issues: flat.issues.ok_or(MISSING)? },
            "precondition_required" => Code::PreconditionRequired,
            "draft_changed" => Code::DraftChanged { revision: flat.revision.ok_or(MISSING)? },
            "draft_code_unknown" => Code::DraftCodeUnknown,
            "draft_exists" => Code::DraftExists,
            "too_many_tries" => Code::TooManyTries { seconds: flat.seconds.ok_or(MISSING)? },
            "idempotency_key_required" => Code::IdempotencyKeyRequired,
            "idempotency_key_reused" => Code::IdempotencyKeyReused,
            "draft_required" => Code::DraftRequired,
            "file_too_large" => Code::FileTooLarge { limit: flat.limit.ok_or(MISSING)? },
            "files_too_large" => Code::FilesTooLarge { limit: flat.limit.ok_or(MISSING)? },
            "too_many_files" => Code::TooManyFiles { limit: flat.limit.ok_or(MISSING)? },
            "offset_mismatch" => Code::OffsetMismatch { offset: flat.offset.ok_or(MISSING)? },
            "checksum_mismatch" => Code::ChecksumMismatch,
            "tus_version_unknown" => Code::TusVersionUnknown,
            "upload_key_reused" => Code::UploadKeyReused,
            "uploads_pending" => Code::UploadsPending { count: flat.count.ok_or(MISSING)? },
            "upload_not_ready" => Code::UploadNotReady,
            "document_received" => Code::DocumentReceived,
            "email_not_verified" => Code::EmailNotVerified,
            "email_not_sent" => Code::EmailNotSent,
            "timeout" => Code::Timeout,
            "unavailable" => Code::Unavailable,
            "internal" => Code::Internal,
            _ => return Err("a code that this version does not know"),
        };
        Ok(Self { kind: flat.kind, status: flat.status, request_id: flat.request_id, code })
    }
}

#[cfg(test)]
mod tests {
    use forms::Issue;

    use super::{Code, Problem};

    /// One of each; the match makes sure that none is forgotten.
    fn all() -> Vec<Code> {
        let issue = Issue::of("email", forms::Code::TooLong { max: 3, length: 5 });
        let fields = vec!["a".to_owned()];
        let codes = vec![
            Code::NotFound,
            Code::MethodNotAllowed,
            Code::MalformedJson,
            Code::UnsupportedMediaType,
            Code::BodyTooLarge { limit: 65_536 },
            Code::InvalidParameter { name: "lang".to_owned() },
            Code::CrossSite,
            Code::SignInRequired,
            Code::SessionExpired,
            Code::LevelRequired,
            Code::RoleRequired,
            Code::FormVersionUnknown { latest: 2 },
            Code::UnknownFields { fields: fields.clone() },
            Code::HiddenFields { fields },
            Code::InvalidAnswers { issues: vec![issue] },
            Code::PreconditionRequired,
            Code::DraftChanged { revision: 7 },
            Code::DraftCodeUnknown,
            Code::DraftExists,
            Code::TooManyTries { seconds: 30 },
            Code::IdempotencyKeyRequired,
            Code::IdempotencyKeyReused,
            Code::DraftRequired,
            Code::FileTooLarge { limit: 3 },
            Code::FilesTooLarge { limit: 3 },
            Code::TooManyFiles { limit: 3 },
            Code::OffsetMismatch { offset: 3 },
            Code::ChecksumMismatch,
            Code::TusVersionUnknown,
            Code::UploadKeyReused,
            Code::UploadsPending { count: 3 },
            Code::UploadNotReady,
            Code::DocumentReceived,
            Code::EmailNotVerified,
            Code::EmailNotSent,
            Code::Timeout,
            Code::Unavailable,
            Code::Internal,
        ];
        assert_eq!(codes.len(), 38, "a new code is listed here too");
        codes
    }

    #[test]
    fn every_problem_is_read_as_it_was_written() {
        for code in all() {
            let problem = Problem { request_id: Some("r".to_owned()), ..Problem::new(code) };
            let json = serde_json::to_value(&problem).unwrap();
            assert_eq!(json["code"], problem.code.name());
            assert_eq!(json["status"], problem.code.status());
            assert_eq!(serde_json::from_value::<Problem>(json).unwrap(), problem);
        }
    }

    #[test]
    fn an_unknown_code_is_refused() {
        let unknown = r#"{"type":"x","status":418,"code":"teapot"}"#;
        assert!(serde_json::from_str::<Problem>(unknown).is_err());
    }

    #[test]
    fn the_wire_is_what_it_was() {
        let problems: Vec<Problem> = all().into_iter().map(Problem::new).collect();
        insta::assert_json_snapshot!(problems);
    }
}
