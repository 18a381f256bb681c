//! Where things are: the repository, cargo's folder, and what the build makes.

use std::{
    env,
    path::{Path, PathBuf},
};

/// The root of the repository. Asked for at run time, so that a moved checkout works.
pub(crate) fn root() -> PathBuf {
    let own = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let here = env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    let start = own.unwrap_or(here);
    let found = start.ancestors().find(|folder| folder.join("crates/xtask/Cargo.toml").is_file());
    found.unwrap_or(&start).to_path_buf()
}

/// Cargo's target folder.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |folder| root().join(PathBuf::from(folder)))
}

/// Cargo's target folder for the app as visitors get it.
pub(crate) fn app_target() -> PathBuf {
    target().join("app")
}

/// The finished site.
pub(crate) fn site() -> PathBuf {
    target().join("site")
}

/// The site of `cargo xtask dev`: neither optimised nor compressed.
pub(crate) fn dev_site() -> PathBuf {
    target().join("site-dev")
}

/// Intermediate files of the site build, kept between runs.
pub(crate) fn work() -> PathBuf {
    target().join("site-work")
}

/// The server, built with a cargo profile's folder name (`debug` or `release`).
pub(crate) fn server(profile: &str) -> PathBuf {
    target().join(profile).join("servicetorg-server")
}

/// A program of an npm package of the root.
pub(crate) fn node_program(name: &str) -> PathBuf {
    root().join("node_modules/.bin").join(name)
}

/// The path below the root, for messages.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
