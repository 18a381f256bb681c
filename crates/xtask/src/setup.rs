//! Installs what a command needs; quick when nothing is missing.

use std::{fs, path::Path};

use crate::{Outcome, files, paths, progress::step, run, toolchain::Toolchain};

/// What the site needs: the WebAssembly target and the npm packages of the root.
pub(crate) fn site() -> Outcome {
    Toolchain::ready()?;
    node_packages(&paths::root())
}

/// What the browser tests need beside the site.
pub(crate) fn browser_tests() -> Outcome {
    node_packages(&paths::root().join("end2end"))
}

/// `npm ci` where the installed packages are not those of the lock file.
fn node_packages(folder: &Path) -> Outcome {
    if !run::is_installed("npm") {
        return Err("npm is not installed: install Node.js 20 or later with npm".to_owned());
    }
    let mark = folder.join("node_modules/.installed");
    let locked = files::short_hash(files::read(&folder.join("package-lock.json"))?);
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == locked) {
        return Ok(());
    }
    step(&format!("npm ci ({})", package_name(folder)), || {
        run::run_quietly(
            run::program("npm")
                .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
                .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
                .current_dir(folder),
        )
    })?;
    files::write(&mark, locked)
}

fn package_name(folder: &Path) -> String {
    match paths::shown(folder) {
        root if root.is_empty() => "build tools".to_owned(),
        name => name,
    }
}
