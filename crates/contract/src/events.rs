//! Live events: what kind of thing has changed, and which one; what it is now is asked for as ever.

use serde::{Deserialize, Serialize};

/// Something of the signed-in person's has changed, here or on another device.
///
/// ```json
/// {"kind":"case","id":"DRM-7K3F-2M9Q"}
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LiveEvent {
    /// What.
    pub kind: LiveKind,
    /// Which: the reference of a case, the id of a form; empty where the kind says it all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
}

/// What has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LiveKind {
    /// A case: it is new, or something about it is.
    Case,
    /// A draft: saved or gone.
    Draft,
    /// The session has ended. Nothing comes after it.
    SessionEnded,
    /// Something may have been missed: whatever is shown is worth another look.
    Missed,
}
