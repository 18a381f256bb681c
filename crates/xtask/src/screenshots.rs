//! `cargo xtask screenshots`: the pictures in `docs/images/`, taken of the real site.

use crate::{Outcome, build, e2e, setup};

/// Builds, and takes the pictures.
pub(crate) fn command(arguments: &[&str]) -> Outcome {
    setup::site()?;
    build::site_and_server()?;
    e2e::playwright("screenshots", arguments)
}
