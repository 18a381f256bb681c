//! The front page: who the municipality is, what is going on, what most people come for, how to get in touch.

use locale::{TimeOfDay, Timestamp, Weekday};
use serde::{Deserialize, Serialize};

use crate::services::ServiceCard;

/// All that the front page and the frame around every page show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Front {
    /// Whose service square this is.
    pub municipality: Municipality,
    /// For everyone, most serious first.
    pub notices: Vec<Notice>,
    /// What most people come for, in the order to show.
    pub popular: Vec<ServiceCard>,
    /// How to get in touch, in the strategy's order for information.
    pub contact: Vec<ContactChannel>,
    /// Whether the server runs with test people instead of real sign-in.
    pub demo: bool,
}

/// Whose service square this is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Municipality {
    /// `Drammen kommune`.
    pub name: String,
    /// `Drammen`, for use in sentences.
    pub short_name: String,
    /// Nine digits.
    pub organisation_number: String,
    /// The switchboard, in E.164: `+4732040000`.
    pub phone: String,
    /// Where letters go, a line each.
    pub postal_address: Vec<String>,
}

/// A notice for everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notice {
    /// Stable key.
    pub id: String,
    /// How serious.
    pub level: NoticeLevel,
    /// One line.
    pub title: String,
    /// A few sentences.
    pub body: String,
    /// When it was last changed.
    pub updated: Timestamp,
}

/// How serious a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeLevel {
    /// Life or health at risk.
    Crisis,
    /// Something does not work as it should.
    Disruption,
    /// Good to know.
    Information,
}

/// A way to reach the municipality, as it stands now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactChannel {
    /// Stable key.
    pub id: String,
    /// What kind of channel.
    pub kind: ChannelKind,
    /// What to call it.
    pub name: String,
    /// Where it leads: a phone number in E.164, an e-mail address, a street address or a page of the site.
    pub target: String,
    /// The standing hours, a line for each group of days that are alike; empty where always open.
    pub hours: Vec<HoursLine>,
    /// Whether it is open now, and until or from when.
    pub open: OpenState,
    /// How soon to expect an answer, by the municipality's service standard.
    pub response: String,
}

/// What kind of channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// This site.
    SelfService,
    /// A written conversation now.
    Chat,
    /// A call.
    Phone,
    /// The service centre in person.
    Counter,
    /// An e-mail.
    Email,
    /// A letter on paper.
    Letter,
}

/// Days that keep the same hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HoursLine {
    /// The first of the days.
    pub from: Weekday,
    /// The last of the days; the same as `from` for a single day.
    pub to: Weekday,
    /// Opens at; closed on those days where nothing.
    pub opens: Option<TimeOfDay>,
    /// Closes at.
    pub closes: Option<TimeOfDay>,
}

/// Whether a channel is open now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case", try_from = "FlatOpenState")]
pub enum OpenState {
    /// Never closes.
    Always,
    /// Open, until this time today.
    Open {
        /// Closes at.
        until: TimeOfDay,
    },
    /// Closed, until this point in time.
    Closed {
        /// Opens next; nothing where no opening is planned.
        opens: Option<Timestamp>,
    },
}

/// An opening state as it is read: small code for the browser, the same wire.
#[derive(Deserialize)]
struct FlatOpenState {
    state: String,
    until: Option<TimeOfDay>,
    opens: Option<Timestamp>,
}

impl TryFrom<FlatOpenState> for OpenState {
    type Error = &'static str;

    fn try_from(flat: FlatOpenState) -> Result<Self, Self::Error> {
        match (flat.state.as_str(), flat.until) {
            ("always", _) => Ok(Self::Always),
            ("open", Some(until)) => Ok(Self::Open { until }),
            ("closed", _) => Ok(Self::Closed { opens: flat.opens }),
            _ => Err("an opening state is always, open (until) or closed"),
        }
    }
}
