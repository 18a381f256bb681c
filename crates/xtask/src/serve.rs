//! `cargo xtask serve`: from a fresh clone to the running site.

use std::{os::unix::process::CommandExt, path::Path, process::Command};

use crate::{Outcome, build, files, paths, run, setup};

/// Builds and serves until Ctrl-C; further arguments go to the server.
pub(crate) fn command(arguments: &[&str]) -> Outcome {
    setup::site()?;
    build::site_and_server()?;
    tell_address(arguments, "Ctrl-C ends it");
    // The server takes this process's place, so that whatever ends this ends the server.
    let fault = server(&paths::site(), arguments)?.exec();
    Err(format!("servicetorg-server: {fault}"))
}

/// Where the demo is served unless the arguments say something else.
const LISTEN: (&str, &str) = ("--listen", "127.0.0.1:8080");

/// The demo, with a database that stays; the arguments win.
pub(crate) fn server(site: &Path, arguments: &[&str]) -> Outcome<Command> {
    files::make_folder(&paths::root().join("data"))?;
    let usual =
        [("--database", "sqlite://data/servicetorg.db?mode=rwc"), ("--content", "content/drammen"), LISTEN];
    let mut server = run::program(paths::server("debug"));
    server.args(["serve", "--demo"]).arg("--site").arg(site);
    for (name, value) in usual.into_iter().filter(|(name, _)| !arguments.contains(name)) {
        server.args([name, value]);
    }
    server.args(arguments);
    Ok(server)
}

/// Says where to look.
pub(crate) fn tell_address(arguments: &[&str], note: &str) {
    let given = arguments.iter().skip_while(|argument| **argument != LISTEN.0).nth(1);
    let address = given.copied().unwrap_or(LISTEN.1).replace("127.0.0.1", "localhost");
    println!("\n  http://{address}   ({note})\n");
}
