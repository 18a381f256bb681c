//! The bare route as a process of its own.

use std::{
    net::SocketAddr,
    process::{Child, Stdio},
    thread,
    time::Duration,
};

use crate::{Outcome, http::Client, paths, progress::now, run, server::free_address};

/// Runs until it is dropped.
pub(super) struct Bare {
    process: Child,
    pub(super) address: SocketAddr,
}

impl Bare {
    /// Reads the case of that reference at each call.
    pub(super) fn start(database: &str, reference: &str) -> Outcome<Bare> {
        let address = free_address()?;
        let process = run::program(paths::target().join("release/examples/bare_route"))
            .args([&address.to_string(), database, reference])
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| format!("bare_route: {error}"))?;
        let mut bare = Bare { process, address };
        let started = now();
        while started.elapsed() < Duration::from_secs(10) {
            if Client::connect(address)
                .and_then(|mut client| client.get("/", &[]))
                .is_ok_and(|answer| answer.status == 200)
            {
                return Ok(bare);
            }
            if bare.process.try_wait().map_err(|error| error.to_string())?.is_some() {
                break;
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err("the bare route did not start".to_owned())
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}
