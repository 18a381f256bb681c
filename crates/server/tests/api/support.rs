//! A whole server with a clock that stands still, on a database of its own.

use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use axum::{Router, body::Body, extract::ConnectInfo, response::Response};
use content::{DemoMode, Pack};
use http::{HeaderMap, Method, Request, StatusCode};
use locale::Timestamp;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use server::{
    clock::FixedClock,
    demo,
    events::Streams,
    jobs,
    mail::{Mail, MailFolder, Mailer},
    metrics::Metrics,
    oidc::BaseUrl,
    organisations::{Lookup, RegisterSource},
    randomness::{Randomness, SeededRandomness, SystemRandomness, hex},
    router::router,
    session::CookiePolicy,
    sign_in::Providers,
    state::{App, AppState, Serving},
    stopping::Stopping,
    storage::Store,
    tries::{CallRates, Refused, Tries, TrustedProxies},
    uploads::{ExampleScanner, Files, Scanner, UploadRules, Uploads},
    vault::Keys,
};
use tempfile::TempDir;
use tower::ServiceExt;

use super::bucket::Bucket;

/// Monday 23 November 2026, 10:00 in Norway.
pub(crate) const START: &str = "2026-11-23T09:00:00.000Z";

pub(crate) const MINUTE: i64 = 60_000;
pub(crate) const DAY: i64 = 24 * 60 * MINUTE;

/// The variable with the address of a PostgreSQL cluster where tests may make databases.
const POSTGRES: &str = "SERVICETORG_TEST_POSTGRES";

/// Which database a story is told on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Database {
    Sqlite,
    Postgres,
}

/// Where the bytes of files are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FilesIn {
    Folder,
    Bucket,
}

pub(crate) struct TestApp {
    pub(crate) app: AppState,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) folder: TempDir,
    /// Of the database.
    pub(crate) url: String,
    /// Where files are in one.
    pub(crate) bucket: Option<Bucket>,
    router: Router,
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

/// Those of every test's database.
pub(crate) fn keys() -> Keys {
    Keys::new(&SeededRandomness::new("keys")).unwrap()
}

/// Another program on a database, which has the keys too.
pub(crate) async fn store_on(url: &str) -> Store {
    let store = Store::connect(&url.parse().unwrap(), Arc::new(SystemRandomness)).await.unwrap();
    store.unlock(&keys(), Arc::new(SystemRandomness)).await.unwrap()
}

pub(crate) fn pack_folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "pack"].iter().collect()
}

/// The address of a new, empty database: in that folder, or of the cluster for tests, where there is one.
pub(crate) async fn database_url(database: Database, folder: &Path) -> Option<String> {
    match database {
        Database::Sqlite => Some(format!("sqlite://{}?mode=rwc", folder.join("test.db").display())),
        Database::Postgres => new_postgres_database().await,
    }
}

/// The address of a new, empty database.
async fn new_postgres_database() -> Option<String> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let Some(cluster) = set(POSTGRES) else {
        assert!(set("CI").is_none(), "{POSTGRES} must be set in CI");
        eprintln!("SKIPPED on PostgreSQL: {POSTGRES} is not set");
        return None;
    };
    let name = format!("test_{}", hex(&SystemRandomness, 8).unwrap());
    let admin = sea_orm::Database::connect(&cluster).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    admin.close().await.unwrap();
    let (base, query) = cluster.split_once('?').unwrap_or((&cluster, ""));
    let (server, _) = base.rsplit_once('/').unwrap();
    Some(format!("{server}/{name}?{query}"))
}

impl TestApp {
    pub(crate) async fn new() -> Self {
        Setup::default().start().await.unwrap()
    }

    /// With the made-up people.
    pub(crate) async fn with_people() -> Self {
        Self::people_on(Database::Sqlite).await.unwrap()
    }

    pub(crate) async fn people_on(database: Database) -> Option<Self> {
        let app = Setup { database, ..Setup::default() }.start().await?;
        app.seed().await;
        Some(app)
    }

    pub(crate) async fn seed(&self) {
        demo::seed(&self.app.pack, &self.app.store, self.app.clock.now()).await.unwrap();
    }

    pub(crate) async fn send(&self, call: Call) -> Answered {
        let response = self.router.clone().oneshot(call.request()).await.unwrap();
        let (parts, body) = response.into_parts();
        // A stream has no end; `open` reads one.
        let is_stream = parts.headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let body = if is_stream {
            Vec::new()
        } else {
            axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec()
        };
        Answered { status: parts.status, headers: parts.headers, body }
    }

    /// The same server, on the same database, started again with other content.
    pub(crate) fn restarted_with(self, pack: Pack) -> Self {
        let app = self.beside(pack, self.app.store.clone());
        Self { router: router(&app), app, ..self }
    }

    /// As it listens.
    pub(crate) fn router(&self) -> Router {
        self.router.clone()
    }

    /// The same server, started again with other keys.
    pub(crate) async fn restarted_with_keys(self, keys: &Keys) -> Self {
        let store = self.app.store.unlock(keys, Arc::new(SystemRandomness)).await.unwrap();
        let app = self.beside(Pack::load(&pack_folder()).unwrap(), store);
        Self { router: router(&app), app, ..self }
    }

    /// Another server on the same database, with connections of its own.
    pub(crate) async fn another_instance(&self) -> Router {
        router(&self.another_app().await)
    }

    /// The same, with its inside.
    pub(crate) async fn another_app(&self) -> AppState {
        let store = store_on(&self.url).await.with_randomness(self.app.randomness.clone());
        self.beside(Pack::load(&pack_folder()).unwrap(), store)
    }

    /// A server with the clock and the files of this one, and counts and streams of its own.
    fn beside(&self, pack: Pack, store: Store) -> AppState {
        let App { clock, randomness, uploads, mail, serving, .. } = &*self.app;
        Arc::new(App {
            pack,
            store,
            clock: clock.clone(),
            randomness: randomness.clone(),
            tries: Tries::default(),
            stopping: Stopping::default(),
            metrics: Metrics::new(Refused::default()),
            streams: Streams::default(),
            organisations: Lookup::new(RegisterSource::MadeUp),
            uploads: uploads.clone(),
            mail: mail.clone(),
            providers: Providers::default(),
            serving: serving.clone(),
        })
    }

    /// Does the jobs that are due; how many attempts that were.
    pub(crate) async fn run_jobs(&self) -> usize {
        jobs::run_due(&self.app).await.unwrap()
    }

    /// An answer as it comes, for streams.
    pub(crate) async fn open(&self, call: Call) -> Response {
        self.router.clone().oneshot(call.request()).await.unwrap()
    }

    /// The cookie of a new session.
    pub(crate) async fn sign_in(&self, person: &str) -> String {
        let answer = self.send(sign_in(person)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.cookie().unwrap()
    }
}

pub(crate) fn sign_in(person: &str) -> Call {
    Call::post("/api/v1/demo/sign-in").json(&json!({ "person": person }))
}

/// A call to be made.
pub(crate) struct Call {
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Body,
    peer: Option<IpAddr>,
}

impl Call {
    pub(crate) fn new(method: &str, path: &str) -> Self {
        let method = method.parse().unwrap();
        Self { method, path: path.to_owned(), headers: Vec::new(), body: Body::empty(), peer: None }
            .header("host", "servicetorg.example")
    }

    pub(crate) fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    pub(crate) fn post(path: &str) -> Self {
        Self::new("POST", path)
    }

    pub(crate) fn put(path: &str) -> Self {
        Self::new("PUT", path)
    }

    pub(crate) fn delete(path: &str) -> Self {
        Self::new("DELETE", path)
    }

    /// Replaces one of the same name.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// From this address.
    pub(crate) fn from(mut self, peer: &str) -> Self {
        self.peer = Some(peer.parse().unwrap());
        self
    }

    pub(crate) fn cookie(self, cookie: &str) -> Self {
        self.header("cookie", cookie)
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").body(body.to_string())
    }

    pub(crate) fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) fn request(self) -> Request<Body> {
        let mut request = Request::builder().method(self.method).uri(&self.path);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(peer) = self.peer {
            request = request.extension(ConnectInfo(SocketAddr::new(peer, 4711)));
        }
        request.body(self.body).unwrap()
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answered {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// As the next call sends it back.
    pub(crate) fn cookie(&self) -> Option<String> {
        self.header("set-cookie").map(|cookie| cookie.split(';').next().unwrap().to_owned())
    }

    /// The code, where it is a problem; checks what all problems share.
    pub(crate) fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.text());
        let problem = self.json();
        let code = problem["code"].as_str().unwrap().to_owned();
        assert_eq!(problem["type"], format!("urn:servicetorg:problem:{code}"));
        assert_eq!(problem["status"], self.status.as_u16());
        assert_eq!(problem["request_id"].as_str(), self.header("x-request-id"));
        assert_eq!(self.header("cache-control"), Some("no-store"));
        code
    }
}

/// Answers that the form `prove` accepts.
pub(crate) fn answers() -> Value {
    json!({ "navn": "Ingrid Solbakken", "for_hvem": "meg", "beskrivelse": "Lyset er borte." })
}

pub(crate) fn submission(key: &str, cookie: &str, answers: &Value) -> Call {
    Call::post("/api/v1/forms/prove/submissions")
        .cookie(cookie)
        .header("idempotency-key", key)
        .json(&json!({ "version": 2, "language": "nn", "answers": answers }))
}

pub(crate) fn save_draft(cookie: &str, condition: (&str, &str), answers: &Value) -> Call {
    Call::put("/api/v1/forms/prove/draft")
        .cookie(cookie)
        .header(condition.0, condition.1)
        .json(&json!({ "version": 2, "page": "hvem", "answers": answers }))
}

/// For a snapshot: without what differs between the databases of a story.
pub(crate) fn without(mut value: Value, random: &str) -> Value {
    let place = value.pointer_mut(random).unwrap();
    assert!(place.as_str().is_some_and(|text| !text.is_empty()));
    *place = json!("[random]");
    value
}
