//! The server as a process of its own, for measurements: on a free port, with a database that is thrown away.

use std::{
    fs::{self, File},
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Stdio},
    thread,
    time::Duration,
};

use crate::{Outcome, files, http::Client, paths, progress::now, run};

/// How long a start may take, migrations and demo data included.
const START: Duration = Duration::from_secs(60);

/// Runs until it is dropped.
pub(crate) struct Server {
    process: Child,
    folder: PathBuf,
    pub(crate) address: SocketAddr,
}

impl Server {
    /// Starts the server built with a cargo profile's folder name, and waits until it is ready.
    pub(crate) fn start(profile: &str, site: &Path) -> Outcome<Server> {
        let address = free_address()?;
        let folder = paths::work().join(format!("server-{}", address.port()));
        files::empty_folder(&folder)?;
        let log = folder.join("server.log");
        let output = File::create(&log).map_err(|error| format!("{}: {error}", log.display()))?;
        let errors = output.try_clone().map_err(|error| error.to_string())?;
        let process = run::program(paths::server(profile))
            .args(["serve", "--demo", "--content", "content/drammen", "--listen", &address.to_string()])
            .args(["--database", &format!("sqlite://{}?mode=rwc", folder.join("bench.db").display())])
            .arg("--files")
            .arg(folder.join("files"))
            .arg("--mail")
            .arg(folder.join("mail"))
            .arg("--site")
            .arg(site)
            .env("RUST_LOG", "warn")
            .stdout(Stdio::from(output))
            .stderr(Stdio::from(errors))
            .spawn()
            .map_err(|error| format!("servicetorg-server: {error}"))?;
        let mut server = Server { process, folder, address };
        server.wait_until_ready(&log)?;
        Ok(server)
    }

    pub(crate) fn client(&self) -> Outcome<Client> {
        Client::connect(self.address)
    }

    fn wait_until_ready(&mut self, log: &Path) -> Outcome {
        let started = now();
        while started.elapsed() < START {
            let ended = self.process.try_wait().map_err(|error| error.to_string())?;
            let ready = self.client().and_then(|mut client| client.get("/health/ready", &[]));
            if ready.is_ok_and(|answer| answer.status == 200) {
                return Ok(());
            }
            if ended.is_some() {
                break;
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(format!("the server did not start:\n{}", files::read_text(log)?))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
        _ = fs::remove_dir_all(&self.folder);
    }
}

/// A loopback address that nobody listens on.
pub(crate) fn free_address() -> Outcome<SocketAddr> {
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|probe| probe.local_addr())
        .map_err(|error| format!("no free port: {error}"))
}
