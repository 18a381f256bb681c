//! `cargo xtask serve`: from a fresh clone to the running site.

use std::os::unix::process::CommandExt;

use crate::{Outcome, build, files, paths, run, setup};

/// Builds and serves until Ctrl-C; further arguments go to the server.
pub(crate) fn command(arguments: &[&str]) -> Outcome {
    setup::site()?;
    build::site_and_server()?;
    files::make_folder(&paths::root().join("data"))?;
    println!("\n  http://localhost:8080   (Ctrl-C ends it)\n");
    // The server takes this process's place, so that whatever ends this ends the server.
    let mut server = run::program(paths::server("debug"));
    let fault = server.args(OPTIONS).arg("--site").arg(paths::site()).args(arguments).exec();
    Err(format!("servicetorg-server: {fault}"))
}

/// The demo on the usual port, with a database that stays.
pub(crate) const OPTIONS: [&str; 8] = [
    "serve",
    "--demo",
    "--database",
    "sqlite://data/servicetorg.db?mode=rwc",
    "--content",
    "content/drammen",
    "--listen",
    "127.0.0.1:8080",
];
