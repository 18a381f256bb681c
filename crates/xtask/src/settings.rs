//! `cargo xtask settings`: the references of the server's settings and limits, from the code that reads them.

use crate::{Outcome, build, files, paths, run};

/// Writes `docs/settings.md` and `docs/limits.md`; tests of the server tell where they are not of today.
pub(crate) fn command() -> Outcome {
    build::server("dev")?;
    for name in ["settings", "limits"] {
        let reference = run::output(run::program(paths::server("debug")).arg(name))?;
        files::write(&paths::root().join(format!("docs/{name}.md")), reference)?;
    }
    Ok(())
}
