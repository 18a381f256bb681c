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
    /// How one signs in here, and out.
    #[serde(default)]
    pub way: SignInWay,
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
    /// At which level the provider has seen who it is; in a demo the highest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<SignInLevel>,
}

/// How sure a provider is of who somebody is: the levels of eIDAS that ID-porten has. A higher one has all that
/// a lower one has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SignInLevel {
    /// "Betydelig": MinID and higher.
    #[serde(rename = "idporten-loa-substantial")]
    Substantial,
    /// "Høyt": BankID, Buypass, Commfides.
    #[serde(rename = "idporten-loa-high")]
    High,
}

impl SignInLevel {
    /// Its name in `acr` and `acr_values`.
    #[must_use]
    pub const fn acr(self) -> &'static str {
        match self {
            Self::Substantial => "idporten-loa-substantial",
            Self::High => "idporten-loa-high",
        }
    }

    /// The level that a provider names; the older names of ID-porten count too.
    #[must_use]
    pub fn from_acr(acr: &str) -> Option<Self> {
        match acr {
            "idporten-loa-substantial" | "Level3" => Some(Self::Substantial),
            "idporten-loa-high" | "Level4" => Some(Self::High),
            _ => None,
        }
    }
}

/// Who uses the device of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// Only the person, as far as the person has said.
    Own,
    /// Others as well: nothing of the person may stay there.
    Shared,
}

/// Where a person is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionList {
    /// This one first, then the one used last.
    pub sessions: Vec<SessionCard>,
}

/// A session of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionCard {
    /// Names it to end it; signs nobody in.
    pub id: String,
    /// What the browser said it is when the person signed in.
    pub browser: Browser,
    /// What it runs on.
    pub system: System,
    /// When the person signed in.
    pub begun: Timestamp,
    /// The last sign of life, to the minute.
    pub last_used: Timestamp,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// The browsers that people know by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Browser {
    /// Google Chrome, and others that say they are it.
    Chrome,
    /// Microsoft Edge.
    Edge,
    /// Mozilla Firefox.
    Firefox,
    /// Apple Safari.
    Safari,
    /// Samsung Internet.
    Samsung,
    /// Opera.
    Opera,
    /// Any other, or none that it tells.
    Other,
}

/// The devices and systems that people know by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum System {
    /// An iPhone.
    Iphone,
    /// An iPad; newer ones say that they are a Mac.
    Ipad,
    /// A phone or tablet with Android.
    Android,
    /// A computer with Windows.
    Windows,
    /// A computer of Apple's.
    Mac,
    /// A Chromebook.
    Chromebook,
    /// A computer with Linux.
    Linux,
    /// Any other, or none that it tells.
    Other,
}

/// A signed-in member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffSession {
    /// As the provider tells; empty where it does not.
    pub name: String,
    /// What they may do.
    pub roles: Vec<StaffRole>,
    /// When the session ends unless there is a sign of life.
    pub idle_deadline: Timestamp,
    /// When the session ends in any case.
    pub absolute_deadline: Timestamp,
}

/// What staff may do. None has what another has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StaffRole {
    /// Works on cases.
    CaseWorker,
    /// Meets people in the service centre.
    ServiceCentre,
    /// Writes content and forms.
    Editor,
    /// Sees figures and how the server does.
    Administrator,
}

impl StaffRole {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::CaseWorker, Self::ServiceCentre, Self::Editor, Self::Administrator];

    /// Its name on the wire and in settings.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CaseWorker => "case_worker",
            Self::ServiceCentre => "service_centre",
            Self::Editor => "editor",
            Self::Administrator => "administrator",
        }
    }
}

/// How people sign in here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignInWay {
    /// They cannot.
    #[default]
    Off,
    /// As made-up people.
    Demo,
    /// By the provider.
    Provider,
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
