//! Sign-in by a provider: where browsers go out to it, come back from it, and sign out of it.
//!
//! These are addresses for the browser's own window, never for calls of the app: an answer is a redirection to a page
//! that says what happened. No address has a name, a number or a token in it.

mod begin;
mod finish;
mod front_channel;
mod page;
mod return_path;
mod sign_out;
mod staff_page;

use std::time::Duration;

pub(crate) use self::page::page as plain_page;

use axum::{
    Router,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use contract::session::{SignInLevel, StaffRole};
use http::HeaderMap;

use crate::{
    extract::header_text,
    oidc::{Provider, ProviderFault, Registration},
    state::{App, AppState},
    storage::Realm,
};

/// Who is asked who somebody is.
#[derive(Debug, Default)]
pub struct Providers {
    /// For the people whom the municipality serves.
    pub person: Option<PersonProvider>,
    /// For its staff.
    pub staff: Option<StaffProvider>,
}

/// The provider of people, with what is asked of it.
#[derive(Debug)]
pub struct PersonProvider {
    /// Itself.
    pub provider: Provider,
    /// The lowest level that signs in anybody.
    pub level: SignInLevel,
}

/// The provider of staff, with what is asked of it.
#[derive(Debug)]
pub struct StaffProvider {
    /// Itself.
    pub provider: Provider,
    /// The `acr` that must be told, where one must.
    pub acr: Option<String>,
    /// The claim that tells of roles.
    pub roles_claim: String,
    /// What the claim says, and the role that it gives.
    pub roles: Vec<(String, StaffRole)>,
}

/// What has been agreed with both, as the settings have it.
#[derive(Clone, Debug, Default)]
pub struct ProviderSettings {
    /// For people, with the lowest level.
    pub person: Option<(Registration, SignInLevel)>,
    /// For staff.
    pub staff: Option<StaffSettings>,
}

/// What has been agreed with the provider of staff.
#[derive(Clone, Debug)]
pub struct StaffSettings {
    /// With the provider.
    pub registration: Registration,
    /// See [`StaffProvider`].
    pub acr: Option<String>,
    /// See [`StaffProvider`].
    pub roles_claim: String,
    /// See [`StaffProvider`].
    pub roles: Vec<(String, StaffRole)>,
}

/// What came of a sign-in or sign-out: the pages have the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// The person changed their mind.
    Cancelled,
    /// It took too long, was begun in another browser, or has ended before.
    Expired,
    /// The provider does not answer.
    Unavailable,
    /// The provider says no, or what it says does not hold.
    Refused,
    /// The provider knows the person, and no identity number.
    NoNumber,
    /// Seen at a lower level than was asked for.
    LevelTooLow,
    /// Signed out, here and there.
    SignedOut,
    /// Signed out here; the provider does not answer.
    SignedOutHere,
}

impl Outcome {
    /// Its name in the address of the page.
    const fn name(self) -> &'static str {
        match self {
            Self::Cancelled => "avbrutt",
            Self::Expired => "utlopt",
            Self::Unavailable => "utilgjengelig",
            Self::Refused => "avvist",
            Self::NoNumber => "uten-nummer",
            Self::LevelTooLow => "for-lavt",
            Self::SignedOut => "logget-ut",
            Self::SignedOutHere => "logget-ut-her",
        }
    }
}

impl Outcome {
    /// Its name where sign-ins are counted.
    const fn counted(self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Unavailable => "unavailable",
            Self::Refused => "refused",
            Self::NoNumber => "no_number",
            Self::LevelTooLow => "level_too_low",
            Self::SignedOut | Self::SignedOutHere => "signed_out",
        }
    }
}

impl From<ProviderFault> for Outcome {
    fn from(fault: ProviderFault) -> Self {
        match fault {
            ProviderFault::Down(_) => Self::Unavailable,
            ProviderFault::Refused(_) => Self::Refused,
        }
    }
}

impl Providers {
    /// From the settings.
    ///
    /// # Errors
    /// Where this computer has no certificates to trust.
    pub fn new(settings: &ProviderSettings) -> Result<Self, ProviderFault> {
        let person = settings.person.clone().map(|(registration, level)| {
            Ok(PersonProvider { provider: Provider::new(registration)?, level })
        });
        let staff = settings.staff.clone().map(|staff| {
            Ok(StaffProvider {
                provider: Provider::new(staff.registration)?,
                acr: staff.acr,
                roles_claim: staff.roles_claim,
                roles: staff.roles,
            })
        });
        Ok(Self { person: person.transpose()?, staff: staff.transpose()? })
    }

    fn of(&self, realm: Realm) -> Option<&Provider> {
        match realm {
            Realm::Person => self.person.as_ref().map(|person| &person.provider),
            Realm::Staff => self.staff.as_ref().map(|staff| &staff.provider),
        }
    }

    /// Both, where they are set.
    pub fn all(&self) -> impl Iterator<Item = &Provider> {
        [Realm::Person, Realm::Staff].into_iter().filter_map(|realm| self.of(realm))
    }
}

/// The addresses of this slice.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/auth/login", get(begin::begin_person))
        .route("/auth/callback", get(finish::finish_person))
        .route("/auth/logout", post(sign_out::sign_out_person))
        .route("/auth/logout/done", get(sign_out::done_person))
        .route("/auth/logout/frontchannel", get(front_channel::sign_out_by_provider))
        .route("/auth/staff/login", get(begin::begin_staff))
        .route("/auth/staff/callback", get(finish::finish_staff))
        .route("/auth/staff/logout", post(sign_out::sign_out_staff))
        .route("/auth/staff/logout/done", get(sign_out::done_staff))
        .route("/auth/continue.js", get(sign_out::script))
        .route("/ansatt", get(staff_page::staff_page))
}

/// To the page that says what happened, and how to go on to where the person was.
fn to_page(realm: Realm, outcome: Outcome, then: Option<&str>) -> Response {
    let name = outcome.name();
    let to = match (realm, then) {
        (Realm::Staff, _) => format!("/ansatt?melding={name}"),
        (Realm::Person, None) => format!("/logg-inn?melding={name}"),
        (Realm::Person, Some(then)) => {
            format!("/logg-inn?melding={name}&til={}", return_path::escape(then))
        }
    };
    Redirect::to(&to).into_response()
}

/// Whether the browser goes there in its own window. Old browsers do not tell.
fn is_navigation(headers: &HeaderMap) -> bool {
    header_text(headers, "sec-fetch-mode").is_none_or(|mode| mode == "navigate")
        && header_text(headers, "sec-fetch-dest").is_none_or(|destination| destination == "document")
}

/// A call to a provider, given up in time for a page to say so.
async fn in_time<T>(
    app: &App,
    work: impl Future<Output = Result<T, ProviderFault>>,
) -> Result<T, ProviderFault> {
    let patience = app.serving.timeout.min(Duration::from_secs(600)) * 4 / 5;
    match tokio::time::timeout(patience, work).await {
        Ok(done) => done,
        Err(_) => Err(ProviderFault::Down("it takes too long")),
    }
}
