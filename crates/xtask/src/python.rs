//! Programs that come as packages of Python, each in a folder of its own below `target/`.

use std::path::{Path, PathBuf};

use crate::{Outcome, apt, files, paths, progress::step, run};

/// Installs what the requirements name, where it is not there yet; the folder that `bin/` is in.
pub(crate) fn ready(name: &str, requirements: &Path) -> Outcome<PathBuf> {
    let folder = paths::target().join(name);
    let wanted = files::short_hash(files::read(requirements)?);
    let mark = folder.join("installed");
    if std::fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(folder);
    }
    // Debian's Python comes without the module that makes such folders.
    let has_venv = || run::output(run::program("python3").args(["-c", "import ensurepip, venv"])).is_ok();
    if !has_venv() {
        apt::install(&["python3-venv"])?;
    }
    step(&format!("pip install {name}"), || {
        run::run_quietly(run::program("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
        let mut pip = run::program(folder.join("bin/pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check", "-r"]);
        run::run_quietly(pip.arg(requirements))
    })?;
    files::write(&mark, wanted)?;
    Ok(folder)
}
