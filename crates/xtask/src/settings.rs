//! `cargo xtask settings`: the references of the server's settings, limits and retention, from the code that reads them.

use crate::{Outcome, build, files, paths, run};

/// Writes `docs/settings.md`, `docs/limits.md` and `docs/retention.md`; tests of the server tell where they are not of today.
pub(crate) fn command() -> Outcome {
    build::server("dev")?;
    for name in ["settings", "limits", "retention"] {
        let reference = run::output(run::program(paths::server("debug")).arg(name))?;
        files::write(&paths::root().join(format!("docs/{name}.md")), reference)?;
    }
    Ok(())
}
