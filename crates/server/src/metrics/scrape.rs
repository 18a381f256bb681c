//! `GET /metrics`, on the listener for it: what was counted, and how things stand at this moment.

use std::{path::PathBuf, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::header::CONTENT_TYPE;
use locale::Timestamp;
use prometheus_client::{
    encoding::{
        EncodeLabelSet,
        prometheus_text::{CONTENT_TYPE as TEXT, encode},
    },
    metrics::{family::Family, gauge::Gauge},
    registry::Registry,
};

use super::{PREFIX, process};
use crate::{
    problem::Answer,
    problem::Failure,
    state::{App, AppState},
    storage::{JobCounts, StorageError},
};

/// A database that takes longer is told as down: whoever asks waits ten seconds at the most.
const PATIENCE: Duration = Duration::from_secs(3);

/// What is looked at beside the server itself.
#[derive(Clone, Debug, Default)]
pub struct Watched {
    /// Places on disks, each with what it is called.
    pub places: Vec<(&'static str, PathBuf)>,
    /// Where copies of the database are put.
    pub copies: Option<PathBuf>,
    /// When the server was started.
    pub started: Timestamp,
}

/// One label and its value.
type Words = [(&'static str, &'static str); 1];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct KeyLabels {
    key: String,
    r#use: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct BuildLabels {
    version: &'static str,
    database: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct PoolLabels {
    pool: &'static str,
    state: &'static str,
}

/// The addresses of the listener for measures: this one alone.
pub fn routes(app: &AppState, watched: Watched) -> Router {
    Router::new().route("/metrics", get(scrape)).with_state((app.clone(), Arc::new(watched)))
}

async fn scrape(State((app, watched)): State<(AppState, Arc<Watched>)>) -> Answer<Response> {
    let text = text(&app, &watched).await.map_err(|_| Failure::internal("the measures cannot be written"))?;
    Ok(([(CONTENT_TYPE, TEXT)], text).into_response())
}

async fn text(app: &App, watched: &Watched) -> Result<String, std::fmt::Error> {
    let now = app.clock.now();
    let asked = tokio::time::timeout(PATIENCE, InDatabase::of(app)).await;
    let mut text = String::new();
    encode(&mut text, &app.metrics.registry)?;
    let mut ours = Registry::with_prefix(PREFIX);
    this_server(&mut ours, app);
    database(&mut ours, app, asked.ok().and_then(Result::ok), now);
    disks(&mut ours, watched);
    encode(&mut text, &ours)?;
    // By the names that dashboards know.
    let mut process = Registry::default();
    of_process(&mut process, watched);
    encode(&mut text, &process)?;
    Ok(text)
}

/// What the database is asked for.
struct InDatabase {
    jobs: JobCounts,
    unchained_since: Option<Timestamp>,
    verified: Option<Timestamp>,
}

impl InDatabase {
    async fn of(app: &App) -> Result<Self, StorageError> {
        let jobs = app.store.job_counts().await?;
        let unchained_since = app.store.waiting_since().await?;
        Ok(Self { jobs, unchained_since, verified: app.store.verified_at().await? })
    }
}

fn this_server(registry: &mut Registry, app: &App) {
    let build = Family::<BuildLabels, Gauge>::default();
    let labels = BuildLabels { version: env!("CARGO_PKG_VERSION"), database: app.store.kind() };
    build.get_or_create(&labels).set(1);
    registry.register("build_info", "What runs here", build);
    gauge(registry, "event_streams", "Streams of live events that are open", app.streams.count());
    let keys = Family::<KeyLabels, Gauge>::default();
    for (key, use_) in app.store.key_names() {
        keys.get_or_create(&KeyLabels { key, r#use: use_ }).set(1);
    }
    registry.register("keys", "The keys of the database that this server has, by their names", keys);
}

fn database(registry: &mut Registry, app: &App, asked: Option<InDatabase>, now: Timestamp) {
    gauge(registry, "database_up", "Whether the database answers", i64::from(asked.is_some()));
    let pools = Family::<PoolLabels, Gauge>::default();
    let most = Family::<Words, Gauge>::default();
    for pool in app.store.pools() {
        for (state, count) in [("idle", pool.idle), ("used", pool.open.saturating_sub(pool.idle))] {
            pools.get_or_create(&PoolLabels { pool: pool.name, state }).set(count);
        }
        most.get_or_create(&[("pool", pool.name)]).set(pool.most);
    }
    registry.register("database_connections", "Connections to the database", pools);
    registry.register("database_connections_max", "The most that there may be", most);
    let Some(InDatabase { jobs, unchained_since, verified }) = asked else { return };
    let states = Family::<Words, Gauge>::default();
    for (state, count) in [("waiting", jobs.waiting), ("running", jobs.running), ("dead", jobs.dead)] {
        states.get_or_create(&[("state", state)]).set(count);
    }
    registry.register("jobs", "Jobs by state; those that are dead wait for an administrator", states);
    let age = |since: Option<Timestamp>| since.map_or(0, |since| (now.0 - since.0).max(0) / 1000);
    let help = "For how long the oldest job that is due has waited";
    gauge(registry, "jobs_overdue_seconds", help, age(jobs.due));
    let help = "For how long the oldest entry of the audit log has waited to be chained";
    gauge(registry, "audit_waiting_seconds", help, age(unchained_since));
    let help = "When the audit log was last found whole; 0 where it never was";
    gauge(registry, "audit_verified_timestamp_seconds", help, verified.map_or(0, |at| at.0 / 1000));
}

fn disks(registry: &mut Registry, watched: &Watched) {
    let (free, size) = (Family::<Words, Gauge>::default(), Family::<Words, Gauge>::default());
    for (name, place) in &watched.places {
        let Some((free_bytes, all_bytes)) = process::disk(place) else { continue };
        free.get_or_create(&[("place", name)]).set(free_bytes);
        size.get_or_create(&[("place", name)]).set(all_bytes);
    }
    registry.register("disk_free_bytes", "Free bytes of the disk", free);
    registry.register("disk_size_bytes", "All bytes of the disk", size);
    if let Some(folder) = &watched.copies {
        let written = process::newest(folder).unwrap_or(0);
        let help = "When the newest file in the folder of copies was written; 0 where there is none";
        gauge(registry, "backup_timestamp_seconds", help, written);
    }
}

fn of_process(registry: &mut Registry, watched: &Watched) {
    let told = [
        ("process_resident_memory_bytes", "Memory in use", process::resident_bytes()),
        ("process_open_fds", "Files and connections that are open", process::open_files()),
        ("process_max_fds", "The most that may be", process::most_open_files()),
        ("process_start_time_seconds", "When it was started", Some(watched.started.0 / 1000)),
    ];
    for (name, help, value) in told {
        if let Some(value) = value {
            gauge(registry, name, help, value);
        }
    }
}

fn gauge(registry: &mut Registry, name: &'static str, help: &'static str, value: i64) {
    let gauge: Gauge = Gauge::default();
    gauge.set(value);
    registry.register(name, help, gauge);
}
