//! Debian packages that tests need: installed where that is allowed, named where it is not.

use crate::{Outcome, progress::step, run};

/// Installs packages. Only root can; anybody else is told what to run.
pub(crate) fn install(packages: &[&str]) -> Outcome {
    let names = packages.join(" ");
    if !run::is_installed("apt-get") {
        return Err(format!("needs {names}, and this system has no apt-get"));
    }
    if !run::is_root() {
        return Err(format!("needs {names}: run `sudo apt-get install {names}`"));
    }
    step(&format!("apt-get install {names}"), || {
        run::run_quietly(apt().args(["update", "-qq"]))?;
        run::run_quietly(apt().args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages))
    })
}

fn apt() -> std::process::Command {
    let mut command = run::program("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
