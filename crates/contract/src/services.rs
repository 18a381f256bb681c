//! The service catalogue. Names follow CPSV-AP-NO where it has them (channel, cost, thematic area).

use serde::{Deserialize, Serialize};

use crate::front::{ChannelKind, ContactChannel};

/// All services with what search needs; small enough to search in the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Catalogue {
    /// In the order to show.
    pub themes: Vec<Theme>,
    /// By theme, then by title.
    pub services: Vec<ServiceEntry>,
    /// What people look for here that others offer.
    pub elsewhere: Vec<Elsewhere>,
}

/// A theme of Los, the national vocabulary of public services.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Theme {
    /// The last part of the Los address: `trafikk-og-transport`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// One line that says what is there.
    pub summary: String,
}

/// A service as search and lists need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceEntry {
    /// What lists show.
    pub card: ServiceCard,
    /// Its themes, the main one first.
    pub themes: Vec<String>,
    /// Other words people use for it, everyday words included.
    pub keywords: Vec<String>,
}

/// A service in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceCard {
    /// Stable key, in addresses.
    pub id: String,
    /// Its name.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// The form that starts it on line, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
}

/// Something another body offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Elsewhere {
    /// What people look for.
    pub title: String,
    /// Who offers it.
    pub provider: String,
    /// Where.
    pub url: String,
    /// Words people use for it.
    pub keywords: Vec<String>,
}

/// All that the page of a service tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Service {
    /// What lists show.
    pub card: ServiceCard,
    /// Its main theme.
    pub theme: Theme,
    /// Who it is for: paragraphs.
    pub audience: Vec<String>,
    /// What it costs.
    pub cost: String,
    /// What to have at hand, an item each; empty where nothing is needed.
    pub required_evidence: Vec<String>,
    /// What happens after it is sent, a step each.
    pub next_steps: Vec<String>,
    /// How long it takes.
    pub processing_time: ProcessingTime,
    /// The law it rests on, where there is one.
    pub legal_resources: Vec<LegalResource>,
    /// Ways to use it, in the order of the channel strategy.
    pub channels: Vec<ServiceChannel>,
}

/// How long a service takes: the municipality's own standard, and the law's limit where there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProcessingTime {
    /// How many.
    pub amount: u16,
    /// Of what.
    pub unit: TimeUnit,
    /// What is counted and from when, in a sentence.
    pub note: String,
}

/// What a processing time is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    /// Monday to Friday but for public holidays.
    WorkingDays,
    /// Seven days.
    Weeks,
    /// To the same day of the month.
    Months,
}

/// A law or regulation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LegalResource {
    /// What to call it.
    pub name: String,
    /// Where it is published.
    pub url: String,
}

/// A way to use a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceChannel {
    /// The channel as it stands now.
    pub channel: ContactChannel,
    /// What the strategy says of it for this purpose.
    pub class: ChannelClass,
    /// What the channel is used for here.
    pub purpose: Purpose,
}

/// What a person wants of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To know something.
    Information,
    /// To talk something over.
    Interaction,
    /// To get something done.
    Transaction,
}

/// How the channel strategy ranks a channel for a purpose. None is ever hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChannelClass {
    /// The one to use.
    Primary,
    /// A good second.
    Secondary,
    /// Slow or costly: only where nothing else will do.
    Unwanted,
}

impl ChannelKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::SelfService, Self::Chat, Self::Phone, Self::Counter, Self::Email, Self::Letter];
}
