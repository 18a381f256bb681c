//! Tries the API against its description with schemathesis: no answer of 5xx, none that is not described, and what
//! the description forbids is refused.

use std::path::PathBuf;

use crate::{Outcome, apt, files, paths, progress::step, run, server::Server};

/// What is tried is chosen by chance, the same each time.
const SEED: &str = "1";

/// How many cases of each call are made up beside those at the limits.
const CASES: &str = "40";

fn folder() -> PathBuf {
    paths::root().join("end2end/openapi")
}

fn environment() -> PathBuf {
    paths::target().join("schemathesis")
}

/// Installs schemathesis in a folder of its own, where it is not there yet.
pub(crate) fn ready() -> Outcome {
    let wanted = files::short_hash(files::read(&folder().join("requirements.txt"))?);
    let mark = environment().join("installed");
    if std::fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    // Debian's Python comes without the module that makes such folders.
    let has_venv = || run::output(run::program("python3").args(["-c", "import ensurepip, venv"])).is_ok();
    if !has_venv() {
        apt::install(&["python3-venv"])?;
    }
    step("pip install schemathesis", || {
        run::run_quietly(run::program("python3").args(["-m", "venv", "--clear"]).arg(environment()))?;
        let mut pip = run::program(environment().join("bin/pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check", "-r"]);
        run::run_quietly(pip.arg(folder().join("requirements.txt")))
    })?;
    files::write(&mark, wanted)
}

/// Makes up calls by the description, sends them to a server of their own, and looks at what it answers.
pub(crate) fn command() -> Outcome {
    let description = paths::work().join("openapi.json");
    let described = run::output(run::program(paths::server("debug")).arg("openapi"))?;
    files::write(&description, described)?;
    let server = Server::start("debug", &paths::site())?;
    let address = format!("http://{}", server.address);
    run::run(
        run::program(environment().join("bin/schemathesis"))
            .arg("--config-file")
            .arg(folder().join("schemathesis.toml"))
            .arg("run")
            .arg(&description)
            .args(["--url", &address, "--seed", SEED, "-n", CASES, "--no-color", "--workers", "1"])
            // What it writes of its own stays out of the sources.
            .current_dir(environment())
            .env("SCHEMATHESIS_HOOKS", "hooks")
            .env("PYTHONPATH", folder())
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("SERVICETORG_ADDRESS", &address),
    )
}
