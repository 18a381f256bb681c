//! How a test's server is made.

use std::{sync::Arc, time::Duration};

use content::{DemoMode, Pack};
use locale::Timestamp;
use server::{
    clock::FixedClock,
    events::Streams,
    mail::{Mail, MailFolder, Mailer},
    metrics::Metrics,
    oidc::BaseUrl,
    organisations::{Lookup, RegisterSource},
    randomness::{Randomness, SeededRandomness, SystemRandomness},
    router::router,
    session::CookiePolicy,
    sign_in::Providers,
    state::{App, Serving},
    stopping::Stopping,
    storage::Store,
    tries::{CallRates, Tries, TrustedProxies},
    uploads::{ExampleScanner, Files, Scanner, UploadRules, Uploads},
};

use super::{Database, START, TestApp, database_url, keys, pack_folder};
use crate::bucket::Bucket;

/// Where the bytes of files are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FilesIn {
    Folder,
    Bucket,
}

/// How a test app differs from the usual one.
pub(crate) struct Setup {
    pub(crate) database: Database,
    pub(crate) files: FilesIn,
    pub(crate) demo: DemoMode,
    pub(crate) cookies: CookiePolicy,
    pub(crate) organisations: RegisterSource,
    /// Files of the site; none means no site.
    pub(crate) site: &'static [(&'static str, &'static str)],
    pub(crate) scanner: Arc<dyn Scanner>,
    pub(crate) uploads: UploadRules,
    /// The content.
    pub(crate) pack: Pack,
    pub(crate) sends_mail: bool,
    pub(crate) providers: Providers,
    pub(crate) base: Option<BaseUrl>,
    pub(crate) timeout: Duration,
    pub(crate) proxies: TrustedProxies,
    pub(crate) rates: CallRates,
    /// One that others follow too.
    pub(crate) clock: Option<Arc<FixedClock>>,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            database: Database::Sqlite,
            files: FilesIn::Folder,
            demo: DemoMode::On,
            cookies: CookiePolicy::Secure,
            organisations: RegisterSource::MadeUp,
            site: &[],
            scanner: Arc::new(ExampleScanner),
            uploads: UploadRules::default(),
            pack: Pack::load(&pack_folder()).unwrap(),
            sends_mail: true,
            providers: Providers::default(),
            base: None,
            timeout: Duration::from_secs(30),
            proxies: TrustedProxies::default(),
            rates: CallRates::default(),
            clock: None,
        }
    }
}

impl Setup {
    /// The server; nothing where there is no such database, which is said, and fails in CI.
    pub(crate) async fn start(self) -> Option<TestApp> {
        let folder = tempfile::tempdir().unwrap();
        let url = database_url(self.database, folder.path()).await?;
        let start = || Arc::new(FixedClock::new(Timestamp::parse(START).unwrap()));
        let clock = self.clock.unwrap_or_else(start);
        let randomness: Arc<dyn Randomness> = Arc::new(SeededRandomness::new("tests"));
        let store = Store::connect(&url.parse().unwrap(), randomness.clone()).await.unwrap();
        store.migrate().await.unwrap();
        // Nonces from elsewhere: what the seed gives stays the same whatever is sealed.
        let store = store.unlock(&keys(), Arc::new(SystemRandomness)).await.unwrap();
        let site = (!self.site.is_empty()).then(|| folder.path().join("site"));
        for (name, contents) in self.site {
            let file = folder.path().join("site").join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, contents).unwrap();
        }
        let organisations = Lookup::new(self.organisations);
        let serving = Serving {
            demo: self.demo,
            cookies: self.cookies,
            // What the client is told in the contract.
            session_idle: Duration::from_millis(contract::session::IDLE_MILLIS.unsigned_abs()),
            session_absolute: Duration::from_secs(8 * 60 * 60),
            base: self.base,
            site,
            timeout: self.timeout,
            audit_years: 5,
            proxies: self.proxies,
        };
        let bucket = match self.files {
            FilesIn::Folder => None,
            FilesIn::Bucket => Some(Bucket::start(&folder.path().join("s3")).await),
        };
        let files = match &bucket {
            None => Files::in_folder(&folder.path().join("files")).unwrap(),
            Some(bucket) => bucket.files(),
        };
        let uploads = Uploads::new(files, self.scanner, self.uploads);
        let mailer: Arc<dyn Mailer> = Arc::new(MailFolder(folder.path().join("mail")));
        let mail =
            Mail { mailer: self.sends_mail.then_some(mailer), from: "ikke-svar@example.no".to_owned() };
        let tries = Tries::new(self.rates);
        let app = Arc::new(App {
            pack: self.pack,
            store,
            clock: clock.clone(),
            randomness,
            stopping: Stopping::default(),
            metrics: Metrics::new(tries.refused()),
            tries,
            streams: Streams::default(),
            organisations,
            uploads,
            mail,
            providers: self.providers,
            serving,
        });
        Some(TestApp { router: router(&app), app, clock, folder, url, bucket })
    }
}
