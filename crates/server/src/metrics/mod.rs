//! What is counted and measured, for whoever runs the server: told to Prometheus on a listener of its own.
//!
//! What happens is counted as it happens; how things stand is looked up when somebody asks (`scrape`). What sets the
//! series apart is in `labels`, and never tells of a person. To add a measure: a field or a line in `scrape`, and where
//! somebody must be woken by it, a rule in `deploy/alerts.yml` with its section in `docs/operations.md`.

mod labels;
mod process;
mod scrape;

use std::{fmt, time::Duration};

use contract::{jobs::JobKind, problem::Code, uploads::Refusal};
use http::{Method, StatusCode};
use prometheus_client::{
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::Registry,
};

pub(crate) use self::labels::method;
use self::labels::{Attempt, Call, File, Problem, Route, Scan, SignIn};
pub use self::{
    labels::Limited,
    scrape::{Watched, routes},
};
use crate::{
    connections::ConnectionCounts,
    storage::Realm,
    tries::{RULES, Refused},
};

/// What the name of every measure of ours begins with.
const PREFIX: &str = "servicetorg";

/// Seconds. The call of a person is to be answered within 0.3; the time limit of a call is 10 unless set.
const BUCKETS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0];

type Durations = Family<Route, Histogram, fn() -> Histogram>;

/// The counts of this server.
pub struct Metrics {
    registry: Registry,
    calls: Family<Call, Counter>,
    durations: Durations,
    problems: Family<Problem, Counter>,
    limited: Refused,
    attempts: Family<Attempt, Counter>,
    scans: Family<Scan, Counter>,
    files: Family<File, Counter>,
    sign_ins: Family<SignIn, Counter>,
    /// Kept by whoever accepts connections.
    pub connections: ConnectionCounts,
}

/// What the scanner said of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scanned {
    /// Nothing was found.
    Clean,
    /// Something was.
    Harmful,
    /// It did not answer, or said that it could not look.
    Failed,
}

/// What came of an attempt of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempted {
    /// It was done.
    Done,
    /// It is tried again.
    Failed,
    /// It was given up.
    GivenUp,
    /// Another worker had taken it over.
    TakenOver,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Metrics")
    }
}

impl Metrics {
    /// All at nothing. `refused` is counted by [`crate::tries::Tries`].
    #[must_use]
    pub fn new(refused: Refused) -> Self {
        let metrics = Self {
            registry: Registry::with_prefix(PREFIX),
            calls: Family::default(),
            durations: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            problems: Family::default(),
            limited: refused,
            attempts: Family::default(),
            scans: Family::default(),
            files: Family::default(),
            sign_ins: Family::default(),
            connections: ConnectionCounts::default(),
        };
        // What has not happened yet is told as nothing: a first time is then seen as a change.
        for code in [Code::Internal, Code::Unavailable, Code::Timeout] {
            drop(metrics.problems.get_or_create(&Problem { code: code.name() }));
        }
        for rule in &RULES {
            drop(metrics.limited.get_or_create(&Limited { limit: rule.tried.name() }));
        }
        for realm in ["person", "staff"] {
            for outcome in ["signed_in", "unavailable", "refused", "failed"] {
                drop(metrics.sign_ins.get_or_create(&SignIn { realm, outcome }));
            }
        }
        for verdict in [Scanned::Clean, Scanned::Harmful, Scanned::Failed] {
            drop(metrics.scans.get_or_create(&Scan { verdict: verdict.name() }));
        }
        for kind in [JobKind::EmailReceipt, JobKind::Sweep] {
            for attempted in [Attempted::Done, Attempted::Failed, Attempted::GivenUp] {
                drop(
                    metrics.attempts.get_or_create(&Attempt { kind: kind.name(), outcome: attempted.name() }),
                );
            }
        }
        metrics.registered()
    }

    fn registered(mut self) -> Self {
        let registry = &mut self.registry;
        registry.register("http_requests", "Calls that were answered, by route template", self.calls.clone());
        registry.register(
            "http_request_duration_seconds",
            "From the head of a call to the head of its answer",
            self.durations.clone(),
        );
        registry.register("problems", "Answers that are problems, by code", self.problems.clone());
        registry.register(
            "limited",
            "Calls refused since somebody tried too often, by limit",
            self.limited.clone(),
        );
        registry.register("connections", "Connections that are open now", self.connections.open.clone());
        registry.register(
            "connections_closed",
            "Connections closed at once, since their address had too many",
            self.connections.closed.clone(),
        );
        registry.register("job_attempts", "Attempts of jobs, by what came of them", self.attempts.clone());
        registry.register(
            "scans",
            "Files that the scanner was asked of, by what it said",
            self.scans.clone(),
        );
        registry.register("files", "Files that were decided on: kept, or why not", self.files.clone());
        registry.register(
            "sign_ins",
            "Sign-ins that came back from the provider, by what came of them",
            self.sign_ins.clone(),
        );
        self
    }

    /// A call was answered. `route` is the template of its path, never the path.
    pub fn answered(&self, route: &str, call: &Method, status: StatusCode, took: Duration) {
        let method = method(call);
        let counted = Call { route: route.to_owned(), method, status: labels::status(status) };
        self.calls.get_or_create(&counted).inc();
        let timed = Route { route: counted.route, method };
        self.durations.get_or_create(&timed).observe(took.as_secs_f64());
    }

    /// It was answered with a problem.
    pub fn failed(&self, code: &Code) {
        self.problems.get_or_create(&Problem { code: code.name() }).inc();
    }

    /// A session had as many streams as it may.
    pub(crate) fn too_many_streams(&self) {
        self.limited.get_or_create(&Limited { limit: "streams" }).inc();
    }

    /// A job was tried.
    pub fn attempted(&self, kind: JobKind, attempted: Attempted) {
        self.attempts.get_or_create(&Attempt { kind: kind.name(), outcome: attempted.name() }).inc();
    }

    /// The scanner was asked of a file.
    pub fn scanned(&self, scanned: Scanned) {
        self.scans.get_or_create(&Scan { verdict: scanned.name() }).inc();
    }

    /// A file was kept or refused.
    pub fn decided(&self, refusal: Option<&Refusal>) {
        self.files.get_or_create(&File { outcome: labels::outcome(refusal) }).inc();
    }

    /// Somebody came back from a provider.
    pub(crate) fn came_back(&self, realm: Realm, outcome: &'static str) {
        let realm = match realm {
            Realm::Person => "person",
            Realm::Staff => "staff",
        };
        self.sign_ins.get_or_create(&SignIn { realm, outcome }).inc();
    }
}

impl Scanned {
    const fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Harmful => "harmful",
            Self::Failed => "failed",
        }
    }
}

impl Attempted {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::GivenUp => "given_up",
            Self::TakenOver => "taken_over",
        }
    }
}
