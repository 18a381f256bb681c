//! The server as a process of its own, for measurements: on a free port, with a database that is thrown away.

use std::{
    ffi::OsString,
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

/// In its folder.
const LOG: &str = "server.log";

/// Runs until it is dropped.
pub(crate) struct Server {
    process: Child,
    program: PathBuf,
    arguments: Vec<OsString>,
    folder: PathBuf,
    /// The address of its database.
    pub(crate) database: String,
    pub(crate) address: SocketAddr,
}

/// What is served from where.
pub(crate) struct Plan<'a> {
    /// A cargo profile's folder name.
    pub(crate) profile: &'a str,
    pub(crate) content: &'a str,
    /// Where the built site is; nothing serves the API alone.
    pub(crate) site: Option<&'a Path>,
    /// Nothing stands for a file of its own.
    pub(crate) database: Option<&'a str>,
}

impl Server {
    /// Starts the server built with a profile, with the municipality's content, and waits until it is ready.
    pub(crate) fn start(profile: &str, site: &Path) -> Outcome<Server> {
        Server::of(&Plan { profile, content: "content/drammen", site: Some(site), database: None })
    }

    /// The same, as planned.
    pub(crate) fn of(plan: &Plan<'_>) -> Outcome<Server> {
        let address = free_address()?;
        let folder = paths::work().join(format!("server-{}", address.port()));
        files::empty_folder(&folder)?;
        let own = || format!("sqlite://{}?mode=rwc", folder.join("bench.db").display());
        let database = plan.database.map_or_else(own, str::to_owned);
        let site = plan.site.map_or_else(|| folder.join("no-site"), Path::to_owned);
        let mut arguments: Vec<OsString> =
            ["serve", "--demo", "--content", plan.content, "--listen"].map(OsString::from).to_vec();
        arguments.extend([address.to_string().into(), "--database".into(), database.clone().into()]);
        let keys = folder.join("keys.toml");
        let folders =
            [("--keys-file", keys), ("--files", folder.join("files")), ("--mail", folder.join("mail"))];
        for (flag, path) in folders.into_iter().chain([("--site", site)]) {
            arguments.extend([flag.into(), path.into()]);
        }
        // One address asks for all that is measured.
        for flag in ["--address-calls", "--session-calls", "--person-calls", "--person-day-megabytes"] {
            arguments.extend([flag, "1000000"].map(OsString::from));
        }
        let program = paths::server(plan.profile);
        let process = spawn(&program, &arguments, &folder)?;
        let mut server = Server { process, program, arguments, folder, database, address };
        server.wait_until_ready()?;
        Ok(server)
    }

    /// Ends it as a power cut does.
    pub(crate) fn kill(&mut self) -> Outcome {
        self.process.kill().and_then(|()| self.process.wait()).map_err(|error| error.to_string())?;
        Ok(())
    }

    /// Starts it again after [`Self::kill`], on what it has left.
    pub(crate) fn start_again(&mut self) -> Outcome {
        self.process = spawn(&self.program, &self.arguments, &self.folder)?;
        self.wait_until_ready()
    }

    pub(crate) fn client(&self) -> Outcome<Client> {
        Client::connect(self.address)
    }

    fn wait_until_ready(&mut self) -> Outcome {
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
        Err(format!("the server did not start:\n{}", files::read_text(&self.folder.join(LOG))?))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
        _ = fs::remove_dir_all(&self.folder);
    }
}

fn spawn(program: &Path, arguments: &[OsString], folder: &Path) -> Outcome<Child> {
    let log = folder.join(LOG);
    let output = File::options().create(true).append(true).open(&log);
    let output = output.map_err(|error| format!("{}: {error}", log.display()))?;
    let errors = output.try_clone().map_err(|error| error.to_string())?;
    run::program(program)
        .args(arguments)
        .env("RUST_LOG", "warn")
        .stdout(Stdio::from(output))
        .stderr(Stdio::from(errors))
        .spawn()
        .map_err(|error| format!("servicetorg-server: {error}"))
}

/// A loopback address that nobody listens on.
pub(crate) fn free_address() -> Outcome<SocketAddr> {
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|probe| probe.local_addr())
        .map_err(|error| format!("no free port: {error}"))
}
