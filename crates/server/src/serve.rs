//! Starts the server from its settings, and stops it without losing a call.

mod app;
mod audit;
mod database;
mod ending;
mod error;
mod keys;
mod measures;
mod person;
mod sessions;
mod tasks;

use std::net::SocketAddr;

use content::DemoMode;
use locale::Date;
use tokio::net::TcpListener;
use tracing::{info, warn};

use crate::{
    connections::{self, ConnectionRules},
    figures, jobs,
    router::router,
    settings::Settings,
    stopping::Phase,
    supervisor,
    traces::Traces,
};

pub use self::app::load;
pub use self::audit::{show_audit, verify_audit, write_audit};
pub use self::database::{backup, migrate, restore, seed};
pub use self::error::StartError;
pub use self::keys::{new_key, remove_key, rotate, use_key};
pub use self::person::{delete_person, export_person};
pub use self::sessions::{Named, end_sessions};
use self::{
    app::app,
    audit::find_person,
    ending::end,
    measures::tell_measures,
    tasks::{prepare, resume, sweep},
};

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
