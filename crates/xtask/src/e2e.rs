//! `cargo xtask e2e`: the browser tests against the real server.

use std::path::Path;

use crate::{Outcome, apt, build, paths, progress::step, run, setup};

/// Debian's browser; the tests never fetch one of their own.
const CHROMIUM: &str = "/usr/bin/chromium";

/// Builds what is tested, and runs Playwright with the arguments.
pub(crate) fn command(arguments: &[&str]) -> Outcome {
    setup::site()?;
    build::site_and_server()?;
    playwright("tests", arguments)
}

/// Runs one project of `end2end/playwright.config.ts` on what has been built.
pub(crate) fn playwright(project: &str, arguments: &[&str]) -> Outcome {
    ready()?;
    step(&format!("playwright test ({project})"), || {
        run::run(
            run::program(paths::root().join("end2end/node_modules/.bin/playwright"))
                .current_dir(paths::root().join("end2end"))
                .args(["test", "--project", project])
                .args(arguments)
                .env("SERVICETORG_SERVER_BIN", paths::server("debug"))
                .env("SERVICETORG_SITE_DIR", paths::site())
                .env("SERVICETORG_CONTENT_DIR", paths::root().join("content/drammen"))
                .env("CHROMIUM", chromium()),
        )
    })
}

/// Installs the browser and Playwright where they are missing.
pub(crate) fn ready() -> Outcome {
    if !Path::new(&chromium()).is_file() {
        apt::install(&["chromium"])?;
    }
    setup::browser_tests()
}

/// The browser: `CHROMIUM`, or Debian's.
pub(crate) fn chromium() -> String {
    std::env::var("CHROMIUM").unwrap_or_else(|_| CHROMIUM.to_owned())
}
