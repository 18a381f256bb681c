//! A PostgreSQL cluster for the tests: made in a temporary folder, on a loopback port, thrown away after.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Outcome, apt, files, run, server::free_address};

/// Where Debian's packages put the programs, newest last.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The user that runs the database where this process is root, which PostgreSQL refuses.
const USER: &str = "postgres";

/// Runs until it is dropped.
pub(crate) struct Cluster {
    folder: PathBuf,
    programs: PathBuf,
    address: SocketAddr,
    /// What `SERVICETORG_TEST_POSTGRES` is set to.
    pub(crate) url: String,
}

impl Cluster {
    /// Installs PostgreSQL where it is missing and allowed, and starts a cluster.
    pub(crate) fn start() -> Outcome<Cluster> {
        let programs = match programs() {
            Some(found) => found,
            None => {
                apt::install(&["postgresql"])?;
                programs().ok_or("postgresql is installed, but initdb is not to be found")?
            }
        };
        let address = free_address()?;
        let folder = std::env::temp_dir().join(format!("servicetorg-postgres-{}", address.port()));
        files::empty_folder(&folder)?;
        let url = format!("postgres://{USER}@127.0.0.1:{}/postgres", address.port());
        let cluster = Cluster { folder, programs, address, url };
        if run::is_root() {
            run::run_quietly(run::program("chown").arg(USER).arg(&cluster.folder))?;
        }
        let data = cluster.folder.join("data");
        run::run_quietly(
            cluster
                .program("initdb")
                .args(["--auth=trust", "--encoding=UTF8", "--no-sync", "--username", USER, "-D"])
                .arg(&data),
        )?;
        cluster.up()?;
        Ok(cluster)
    }

    /// As a power cut and what comes after it.
    pub(crate) fn stop_and_start(&self) -> Outcome {
        let data = self.folder.join("data");
        run::run_quietly(
            self.program("pg_ctl").args(["stop", "--mode=immediate", "--silent", "-D"]).arg(&data),
        )?;
        self.up()
    }

    fn up(&self) -> Outcome {
        let data = self.folder.join("data");
        // Nothing outlives the tests, so nothing needs to be safe on disk.
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={} -c unix_socket_directories={} -c fsync=off -c full_page_writes=off",
            self.address.port(),
            self.folder.display()
        );
        run::run_quietly(
            self.program("pg_ctl")
                .args(["start", "--wait", "--silent", "-o", &options, "-D"])
                .arg(&data)
                .arg("-l")
                .arg(self.folder.join("log")),
        )
    }

    /// A program of PostgreSQL, as a user it accepts.
    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        let mut command = if run::is_root() {
            let mut as_user = run::program("runuser");
            as_user.args(["-u", USER, "--"]).arg(path);
            as_user
        } else {
            run::program(path)
        };
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        _ = run::run_quietly(
            self.program("pg_ctl").args(["stop", "--mode=immediate", "--silent", "-D"]).arg(data),
        );
        _ = fs::remove_dir_all(&self.folder);
    }
}

/// The folder with `initdb` and `pg_ctl`: the newest of Debian's versions, or what is in `PATH`.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir(DEBIAN).ok().into_iter().flatten().flatten();
    let mut folders: Vec<_> = versions
        .filter_map(|version| {
            Some((version.file_name().to_str()?.parse::<u32>().ok()?, version.path().join("bin")))
        })
        .filter(|(_, folder)| folder.join("initdb").is_file())
        .collect();
    folders.sort();
    let in_path = || {
        let found = run::output(run::program("sh").args(["-c", "command -v initdb"])).ok()?;
        Path::new(found.trim()).parent().map(Path::to_path_buf)
    };
    folders.pop().map(|(_, folder)| folder).or_else(in_path)
}
