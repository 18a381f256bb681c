//! What every handler can reach.

use std::{path::PathBuf, sync::Arc, time::Duration};

use content::{DemoMode, Pack};

use crate::{
    clock::Clock,
    events::Streams,
    mail::Mail,
    metrics::Metrics,
    oidc::BaseUrl,
    organisations::Lookup,
    randomness::Randomness,
    session::CookiePolicy,
    sign_in::Providers,
    stopping::Stopping,
    storage::Store,
    tries::{Tries, TrustedProxies},
    uploads::Uploads,
};

/// All that the server is made of.
pub struct App {
    /// The municipality's content.
    pub pack: Pack,
    /// The database.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Secrets and ids come from here.
    pub randomness: Arc<dyn Randomness>,
    /// What has been tried too often of late.
    pub tries: Tries,
    /// Where names of organisations come from.
    pub organisations: Lookup,
    /// Where files are, what is taken, and who looks at them.
    pub uploads: Uploads,
    /// How e-mail goes out.
    pub mail: Mail,
    /// Who is asked who somebody is.
    pub providers: Providers,
    /// The streams of live events that are open.
    pub streams: Streams,
    /// How far its end has come.
    pub stopping: Stopping,
    /// What is counted, for whoever runs the server.
    pub metrics: Metrics,
    /// How it serves.
    pub serving: Serving,
}

/// How the server serves.
#[derive(Clone, Debug)]
pub struct Serving {
    /// Whether the made-up people can be signed in as.
    pub demo: DemoMode,
    /// How the session cookie is set.
    pub cookies: CookiePolicy,
    /// Without a sign of life, a session ends after this.
    pub session_idle: Duration,
    /// A session ends in any case after this.
    pub session_absolute: Duration,
    /// This site as browsers know it; nothing where it has not been told.
    pub base: Option<BaseUrl>,
    /// The built site; nothing where only the API is served.
    pub site: Option<PathBuf>,
    /// How long a call may take.
    pub timeout: Duration,
    /// For how many years entries of the audit log are kept.
    pub audit_years: u32,
    /// Whom we believe when they say for whom they speak.
    pub proxies: TrustedProxies,
}

impl Serving {
    /// [`Self::session_idle`] in milliseconds.
    #[must_use]
    pub fn idle_millis(&self) -> i64 {
        i64::try_from(self.session_idle.as_millis()).unwrap_or(i64::MAX)
    }

    /// [`Self::session_absolute`] in milliseconds.
    #[must_use]
    pub fn absolute_millis(&self) -> i64 {
        i64::try_from(self.session_absolute.as_millis()).unwrap_or(i64::MAX)
    }
}

/// What handlers take.
pub type AppState = Arc<App>;
