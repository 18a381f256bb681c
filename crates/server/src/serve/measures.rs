//! Measures, told on a listener of their own.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use tokio::{net::TcpListener, task::JoinHandle};
use tracing::info;

use super::StartError;
use crate::{
    connections::{self, ConnectionCounts, ConnectionRules},
    metrics::{self, Watched},
    settings::{FilesSetting, Settings},
    state::AppState,
    stopping::Stopping,
    tries::TrustedProxies,
};

/// Connections of those who ask for measures.
const WATCHERS: usize = 16;

/// Tells measures on a listener of their own, for as long as the task lives.
pub(super) async fn tell_measures(
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
