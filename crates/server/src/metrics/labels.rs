//! What sets the series of a measure apart. But for the template of a route, each is one of a few words that stand in
//! this program: nothing that comes from outside, and nothing of a person, can become one.

use contract::uploads::Refusal;
use http::{Method, StatusCode};
use prometheus_client::encoding::EncodeLabelSet;

/// A call that was answered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Call {
    pub(super) route: String,
    pub(super) method: &'static str,
    pub(super) status: &'static str,
}

/// Calls of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Route {
    pub(super) route: String,
    pub(super) method: &'static str,
}

/// A problem that was answered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Problem {
    pub(super) code: &'static str,
}

/// A limit.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Limited {
    pub(crate) limit: &'static str,
}

/// An attempt of a job.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Attempt {
    pub(super) kind: &'static str,
    pub(super) outcome: &'static str,
}

/// A file that the scanner was asked of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Scan {
    pub(super) verdict: &'static str,
}

/// A file that was decided on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct File {
    pub(super) outcome: &'static str,
}

/// A sign-in that has come back from the provider.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct SignIn {
    pub(super) realm: &'static str,
    pub(super) outcome: &'static str,
}

/// Those of HTTP that the server knows; anybody may write another.
pub(crate) fn method(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

/// The class of a status.
pub(super) fn status(status: StatusCode) -> &'static str {
    match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}

/// What became of a file.
pub(super) const fn outcome(refusal: Option<&Refusal>) -> &'static str {
    match refusal {
        None => "kept",
        Some(Refusal::Empty) => "empty",
        Some(Refusal::TypeNotAllowed { .. }) => "type_not_allowed",
        Some(Refusal::NameMismatch { .. }) => "name_mismatch",
        Some(Refusal::Ambiguous) => "ambiguous",
        Some(Refusal::Damaged) => "damaged",
        Some(Refusal::Locked) => "locked",
        Some(Refusal::Macros) => "macros",
        Some(Refusal::TooManyPixels { .. }) => "too_many_pixels",
        Some(Refusal::TooManyPages { .. }) => "too_many_pages",
        Some(Refusal::NotText) => "not_text",
        Some(Refusal::UnpacksTooLarge { .. }) => "unpacks_too_large",
        Some(Refusal::Harmful) => "harmful",
        Some(Refusal::NotScanned) => "not_scanned",
    }
}
