//! Starts the server from its settings, and stops it without losing a call.

mod audit;
mod keys;
mod person;
mod sessions;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use content::{DemoMode, Pack};
use locale::Date;
use tokio::{net::TcpListener, signal, task::JoinHandle};
use tracing::{info, warn};

use crate::{
    clock::{Clock, ShiftedClock, SystemClock},
    connections::{self, ConnectionCounts, ConnectionRules},
    demo,
    events::Streams,
    figures, jobs,
    mail::{Mail, MailFolder, Mailer},
    metrics::{self, Metrics, Watched},
    oidc::ProviderFault,
    organisations::{Lookup, RegisterDown, RegisterSource},
    personal::PersonFault,
    problem::Failure,
    randomness::{self, NoRandomness, SystemRandomness},
    router::router,
    settings::{Ending, FilesSetting, OrganisationSetting, ScannerSetting, Settings},
    sign_in::Providers,
    site::check_site,
    state::{App, AppState, Serving},
    stopping::{Phase, Stopping},
    storage::{self, BackupError, StorageError, Store},
    supervisor,
    traces::Traces,
    tries::{Tries, TrustedProxies},
    uploads::{self, Clamd, ExampleScanner, Files, FilesError, Scanner, Uploads},
    vault::KeysFileError,
};

use self::audit::find_person;
pub use self::audit::{show_audit, verify_audit, write_audit};
pub use self::keys::{new_key, remove_key, rotate, use_key};
pub use self::person::{delete_person, export_person};
pub use self::sessions::{Named, end_sessions};

/// Between two askings for a sweep.
const SWEEP_EVERY: Duration = Duration::from_secs(5 * 60);

/// Between two looks for files that a server which stopped had begun to look at.
const RESUME_EVERY: Duration = Duration::from_secs(30);

/// Connections of those who ask for measures.
const WATCHERS: usize = 16;

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The content has faults: each is a line.
    #[error("the content cannot be served:\n{0}")]
    Content(String),
    /// The database cannot be used.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Nothing says where the keys of the database are.
    #[error(
        "the setting `keys_file` is missing: what people tell is sealed in the database, and it says where the keys are; \
        `servicetorg-server keys new --keys-file FILE` makes them"
    )]
    NoKeysFile,
    /// The keys cannot be used.
    #[error(transparent)]
    Keys(#[from] KeysFileError),
    /// The folder or the store for files cannot be used.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// The computer gives no random numbers.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// Nobody takes what a command tells.
    #[error("cannot write: {0}")]
    Output(std::io::Error),
    /// Nothing can listen there.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// The socket that was handed over listens elsewhere.
    #[error(
        "the socket that was handed over listens on {socket}, and the setting `listen` says {address}: they must be the same"
    )]
    OtherSocket {
        /// As the setting has it.
        address: SocketAddr,
        /// As it was handed over.
        socket: SocketAddr,
    },
    /// The demo data does not go in.
    #[error("the demo data: {0}")]
    Seed(String),
    /// There are no figures to show.
    #[error("the figures: {0}")]
    Figures(String),
    /// There is no copy of the database, or no database made of one.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// What is kept of a person was not written or deleted.
    #[error(transparent)]
    Person(#[from] PersonFault),
    /// The client of the register of organisations cannot be made.
    #[error(transparent)]
    Register(#[from] RegisterDown),
    /// The client of a provider of sign-in cannot be made.
    #[error(transparent)]
    Provider(#[from] ProviderFault),
}

/// Serves until it is told to stop.
///
/// # Errors
/// Where it cannot start.
pub async fn serve(settings: &Settings, traces: &Traces) -> Result<(), StartError> {
    let app = app(settings).await?;
    let listener = listen(settings.listen).await?;
    let demo = settings.demo == DemoMode::On;
    info!(listen = %settings.listen, database = %settings.database, demo, "serving at http://{}", settings.listen);
    let listener_of_changes = tokio::spawn({
        let store = app.store.clone();
        async move { store.keep_listening(None).await }
    });
    let log = tokio::spawn({
        let (store, stopping) = (app.store.clone(), app.stopping.clone());
        async move { store.keep_writing_notes(&stopping).await }
    });
    let worker = tokio::spawn(jobs::work(app.clone()));
    let others = [
        tokio::spawn(sweep(app.clone())),
        tokio::spawn(resume(app.clone())),
        tokio::spawn(prepare(app.clone())),
    ];
    let rules = ConnectionRules {
        most: settings.defence.connections,
        of_address: settings.defence.address_connections,
        proxies: settings.defence.proxies.clone(),
        head: ConnectionRules::HEAD,
        stalled: ConnectionRules::STALLED,
        counts: app.metrics.connections.clone(),
    };
    let measures = match settings.watching.metrics {
        Some(address) => Some(tell_measures(&app, settings, address).await?),
        None => None,
    };
    let end = tokio::spawn(end(app.stopping.clone(), settings.ending));
    supervisor::tell_ready();
    connections::serve(listener, router(&app), rules, app.stopping.clone()).await;
    others.iter().for_each(|task| task.abort());
    // Ends once the jobs that it has begun are done, or given back.
    if worker.await.is_err() {
        warn!("the worker ended before its time");
    }
    // The last traces have what is left of the time to drain.
    tokio::select! {
        () = traces.end() => {}
        () = app.stopping.reached(Phase::Over) => {}
    }
    end.abort();
    // What calls and jobs have read to the last is in the audit log.
    app.stopping.advance(Phase::Over);
    if log.await.is_err() {
        warn!("the audit log ended before its time");
    }
    // Told to the last: whoever watches sees how it ends.
    measures.into_iter().chain([listener_of_changes]).for_each(|task| task.abort());
    info!("stopped");
    app.store.clone().close().await?;
    Ok(())
}

/// Tells measures on a listener of their own, for as long as the task lives.
async fn tell_measures(
    app: &AppState,
    settings: &Settings,
    address: SocketAddr,
) -> Result<JoinHandle<()>, StartError> {
    let listener = TcpListener::bind(address).await.map_err(|error| StartError::Listen(address, error))?;
    let database = settings.database.file().map(|file| ("database", folder_of(&file)));
    let files = match &settings.files {
        FilesSetting::Folder(folder) => Some(("files", folder.clone())),
        FilesSetting::S3(_) => None,
    };
    let watched = Watched {
        places: database.into_iter().chain(files).collect(),
        copies: settings.watching.backups.clone(),
        started: app.clock.now(),
    };
    let rules = ConnectionRules {
        most: WATCHERS,
        of_address: WATCHERS,
        proxies: TrustedProxies::default(),
        head: ConnectionRules::HEAD,
        stalled: ConnectionRules::STALLED,
        counts: ConnectionCounts::default(),
    };
    info!(metrics = %address, "measures are told at http://{address}/metrics");
    Ok(tokio::spawn(connections::serve(listener, metrics::routes(app, watched), rules, Stopping::default())))
}

fn folder_of(file: &Path) -> PathBuf {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or_else(|| Path::new(".")).to_owned()
}

/// Brings the database up to date, and opens it with its keys.
///
/// # Errors
/// Where the database cannot be used, or the keys are not its.
pub async fn migrate(settings: &Settings) -> Result<Store, StartError> {
    // Without keys nothing is changed.
    let keys = keys::read(settings)?;
    let store = Store::connect(&settings.database, Arc::new(SystemRandomness)).await?;
    let missing = store.missing_migrations().await?;
    store.migrate().await?;
    let store = keys::unlock(settings, &store, keys).await?;
    info!(database = %settings.database, applied = missing, "the database is up to date");
    Ok(store)
}

/// Brings the database up to date and adds the made-up people.
///
/// # Errors
/// Where content or database cannot be used.
pub async fn seed(settings: &Settings) -> Result<(), StartError> {
    let pack = load(settings)?;
    let store = migrate(settings).await?;
    fill(&pack, &store, clock(settings).as_ref()).await?;
    Ok(store.close().await?)
}

/// Writes a copy of the database, also while a server runs on it.
///
/// # Errors
/// Where the database is not SQLite or cannot be used, or the place is taken.
pub async fn backup(settings: &Settings, to: &Path) -> Result<(), StartError> {
    let store = Store::connect(&settings.database, Arc::new(SystemRandomness)).await?;
    store.backup(to).await?;
    info!(database = %settings.database, copy = %to.display(), "the database is copied");
    Ok(store.close().await?)
}

/// Makes the database of a copy, and brings its tables up to date.
///
/// # Errors
/// Where there is a database already, or the copy is not whole.
pub async fn restore(settings: &Settings, from: &Path) -> Result<(), StartError> {
    storage::restore(from, &settings.database).await?;
    Ok(migrate(settings).await?.close().await?)
}

/// How far people come in a form, as a table.
///
/// # Errors
/// Where content or database cannot be used, or there is no such form.
pub async fn figures(settings: &Settings, form: &str, month: Option<Date>) -> Result<String, StartError> {
    let app = app(settings).await?;
    let told = figures::figures(&app, form, month).await;
    let told = told.map_err(|failure| StartError::Figures(failure.code().name().to_owned()))?;
    app.store.clone().close().await?;
    Ok(figures::table(&told))
}

/// The municipality's content.
///
/// # Errors
/// Every finding in it, a line each.
pub fn load(settings: &Settings) -> Result<Pack, StartError> {
    Pack::load(&settings.content).map_err(|findings| {
        let lines: Vec<String> =
            findings.iter().map(|finding| format!("{}/{finding}", settings.content.display())).collect();
        StartError::Content(lines.join("\n"))
    })
}

async fn app(settings: &Settings) -> Result<AppState, StartError> {
    let pack = load(settings)?;
    let store = migrate(settings).await?;
    let clock = clock(settings);
    if settings.demo == DemoMode::On {
        fill(&pack, &store, clock.as_ref()).await?;
    }
    let files = files(settings, clock.as_ref()).await?;
    let scanner: Arc<dyn Scanner> = match &settings.scanner {
        ScannerSetting::Example => Arc::new(ExampleScanner),
        ScannerSetting::Clamd(address) => Arc::new(Clamd(address.clone())),
    };
    let uploads = Uploads::new(files, scanner, settings.uploads);
    // Real delivery is another program's; a demo only shows what would be sent.
    let mailer: Option<Arc<dyn Mailer>> = match settings.demo {
        DemoMode::On => Some(Arc::new(MailFolder(settings.mail.clone()))),
        DemoMode::Off => None,
    };
    let mail = Mail { mailer, from: settings.mail_from.clone() };
    let site = match check_site(&settings.site) {
        Ok(()) => Some(settings.site.clone()),
        Err(fault) => {
            warn!("no site: {fault}");
            None
        }
    };
    let source = match &settings.organisations {
        OrganisationSetting::Off => RegisterSource::Off,
        OrganisationSetting::MadeUp => RegisterSource::MadeUp,
        OrganisationSetting::Register(address) => RegisterSource::register(address.clone())?,
    };
    let organisations = Lookup::new(source);
    let serving = Serving {
        demo: settings.demo,
        cookies: settings.cookies,
        session_idle: settings.session_idle,
        session_absolute: settings.session_absolute,
        base: settings.base.clone(),
        site,
        timeout: settings.timeout,
        audit_years: settings.audit_years,
        proxies: settings.defence.proxies.clone(),
    };
    let tries = Tries::new(settings.defence.rates);
    Ok(Arc::new(App {
        pack,
        store,
        clock,
        randomness: Arc::new(SystemRandomness),
        stopping: Stopping::default(),
        metrics: Metrics::new(tries.refused()),
        tries,
        streams: Streams::default(),
        organisations,
        uploads,
        mail,
        providers: Providers::new(&settings.providers)?,
        serving,
    }))
}

/// Where the bytes of files are, once it has shown that it takes and gives them.
async fn files(settings: &Settings, clock: &dyn Clock) -> Result<Files, StartError> {
    let files = match &settings.files {
        FilesSetting::Folder(folder) => Files::in_folder(folder)?,
        FilesSetting::S3(bucket) => Files::in_s3(bucket)?,
    };
    files.check(randomness::id(&SystemRandomness, clock.now())?).await?;
    Ok(files)
}

fn clock(settings: &Settings) -> Arc<dyn Clock> {
    match settings.demo_clock {
        Some(start) => Arc::new(ShiftedClock::starting_at(start)),
        None => Arc::new(SystemClock),
    }
}

async fn fill(pack: &Pack, store: &Store, clock: &dyn Clock) -> Result<(), StartError> {
    let seeded = demo::seed(pack, store, clock.now()).await;
    let told = |failure: Failure| {
        StartError::Seed(format!("{} {}", failure.code().name(), failure.cause().unwrap_or_default()))
    };
    seeded.map_err(told)
}

async fn sweep(app: AppState) {
    let strays = uploads::remove_strays(&app).await;
    info!(strays, "looked for bytes without a row");
    let mut every = tokio::time::interval(SWEEP_EVERY);
    loop {
        every.tick().await;
        app.tries.forget(app.clock.now());
        if let Err(error) = jobs::ask_for_sweep(&app).await {
            warn!(cause = %error, "no sweep was asked for; the next one takes what it would have");
        }
    }
}

/// Who signs in first does not wait for what the provider tells of itself. One that does not answer stops nothing.
async fn prepare(app: AppState) {
    for provider in app.providers.all() {
        if let Err(fault) = provider.prepare(app.clock.now()).await {
            warn!(issuer = provider.issuer(), %fault, "sign-in will be tried again when somebody signs in");
        }
    }
}

async fn resume(app: AppState) {
    let mut every = tokio::time::interval(RESUME_EVERY);
    loop {
        every.tick().await;
        uploads::resume_waiting(&app).await;
    }
}

/// Ctrl-C, or the SIGTERM of whoever supervises the process.
async fn told_to_stop() {
    let interrupt = signal::ctrl_c();
    #[cfg(unix)]
    {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = interrupt => {}
                    _ = terminate.recv() => {}
                }
            }
            Err(_) => drop(interrupt.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}

/// Waits until it is told to, and then ends the server step by step.
async fn end(stopping: Stopping, Ending { notice, drain }: Ending) {
    told_to_stop().await;
    supervisor::tell_stopping();
    info!("stopping: calls and jobs under way are finished first");
    stopping.advance(Phase::Leaving);
    tokio::time::sleep(notice).await;
    stopping.advance(Phase::Draining);
    tokio::time::sleep(drain).await;
    stopping.advance(Phase::Over);
}

/// On the socket that systemd hands over, or on one of its own.
async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    let fault = |error| StartError::Listen(address, error);
    match supervisor::handed_over().map_err(fault)? {
        None => TcpListener::bind(address).await.map_err(fault),
        // Cookies and more follow from where the server believes to be.
        Some((_, socket)) if socket != address => Err(StartError::OtherSocket { address, socket }),
        Some((listener, _)) => TcpListener::from_std(listener).map_err(fault),
    }
}
