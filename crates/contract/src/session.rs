//! Who is signed in, and until when.

use locale::Timestamp;
use serde::{Deserialize, Serialize};

/// Milliseconds without a sign of life after which a session ends.
pub const IDLE_MILLIS: i64 = 30 * 60 * 1000;

/// Milliseconds before the end at which the person is asked.
pub const WARN_MILLIS: i64 = 2 * 60 * 1000;

/// The session of whoever asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Nothing where nobody is signed in.
    pub person: Option<SignedIn>,
    /// The server's clock, so that a wrong clock in the browser does no harm.
    pub now: Timestamp,
}

/// A signed-in person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedIn {
    /// Names the person without telling who: the same in each of the person's sessions, opaque, and no
    /// part of the identity number. Lets the browser keep unsaved answers apart.
    pub subject: String,
    /// Given name, middle name and family name.
    pub name: String,
    /// When the session ends unless there is a sign of life.
    pub idle_deadline: Timestamp,
    /// When the session ends in any case.
    pub absolute_deadline: Timestamp,
}

/// The people one can be in a demo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DemoPeople {
    /// Made-up people.
    pub people: Vec<DemoPerson>,
}

/// A made-up person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DemoPerson {
    /// Stable key.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Synthetic: the month has 80 added.
    pub identity_number: String,
    /// What this person is good to try.
    pub story: DemoStory,
}

/// What a made-up person is good to try; the client has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DemoStory {
    /// Nothing sent yet.
    NewHere,
    /// A few cases and a draft.
    SomeCases,
    /// Fifty cases.
    ManyCases,
    /// No address in the register.
    NoAddress,
}

/// A demo sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DemoSignIn {
    /// The key of the person to be.
    pub person: String,
    /// Others use this device as well: nothing of the person may stay on it.
    #[serde(default)]
    pub shared_device: bool,
}

/// What this device may seal unsent answers with. It is kept in memory only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceKey {
    /// 32 bytes in hexadecimal, the same in each of the person's sessions; nothing on a shared device.
    pub secret: Option<String>,
}
