//! Tries the API against its description with schemathesis: no answer of 5xx, none that is not described, and what
//! the description forbids is refused.

use std::path::PathBuf;

use crate::{Outcome, files, paths, python, run, server::Server};

/// What is tried is chosen by chance, the same each time.
const SEED: &str = "1";

/// How many cases of each call are made up beside those at the limits.
const CASES: &str = "40";

fn folder() -> PathBuf {
    paths::root().join("end2end/openapi")
}

/// Installs schemathesis in a folder of its own, where it is not there yet; that folder.
pub(crate) fn ready() -> Outcome<PathBuf> {
    python::ready("schemathesis", &folder().join("requirements.txt"))
}

/// Makes up calls by the description, sends them to a server of their own, and looks at what it answers.
pub(crate) fn command() -> Outcome {
    let environment = ready()?;
    let description = paths::work().join("openapi.json");
    let described = run::output(run::program(paths::server("debug")).arg("openapi"))?;
    files::write(&description, described)?;
    let server = Server::start("debug", &paths::site())?;
    let address = format!("http://{}", server.address);
    run::run(
        run::program(environment.join("bin/schemathesis"))
            .arg("--config-file")
            .arg(folder().join("schemathesis.toml"))
            .arg("run")
            .arg(&description)
            .args(["--url", &address, "--seed", SEED, "-n", CASES, "--no-color", "--workers", "1"])
            // What it writes of its own stays out of the sources.
            .current_dir(&environment)
            .env("SCHEMATHESIS_HOOKS", "hooks")
            .env("PYTHONPATH", folder())
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("SERVICETORG_ADDRESS", &address),
    )
}
