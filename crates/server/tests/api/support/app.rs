//! A test's server, and what can be done with it.

use std::sync::Arc;

use axum::{Router, response::Response};
use content::Pack;
use server::{
    clock::FixedClock,
    demo,
    events::Streams,
    jobs,
    metrics::Metrics,
    organisations::{Lookup, RegisterSource},
    randomness::SystemRandomness,
    router::router,
    sign_in::Providers,
    state::{App, AppState},
    stopping::Stopping,
    storage::Store,
    tries::{Refused, Tries},
    vault::Keys,
};
use tempfile::TempDir;
use tower::ServiceExt;

use super::{Answered, Call, Database, Setup, pack_folder, sign_in, store_on};
use crate::bucket::Bucket;

pub(crate) struct TestApp {
    pub(crate) app: AppState,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) folder: TempDir,
    /// Of the database.
    pub(crate) url: String,
    /// Where files are in one.
    pub(crate) bucket: Option<Bucket>,
    pub(super) router: Router,
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
