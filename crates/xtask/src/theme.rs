//! `cargo xtask theme`: the theme's colours, sizes and type from `designsystemet.config.json`.

use crate::{Outcome, files, paths, progress::step, run, setup};

const CONFIG: &str = "designsystemet.config.json";

/// Writes `style/theme.css`.
pub(crate) fn command() -> Outcome {
    setup::site()?;
    let folder = paths::work().join("theme");
    files::empty_folder(&folder)?;
    let (tokens, styles) = (folder.join("tokens"), folder.join("styles"));
    let tool = || {
        let mut command = run::program(paths::node_program("designsystemet"));
        command.arg("tokens");
        command
    };
    step("designsystemet tokens create", || {
        run::run_quietly(tool().args(["create", "--config", CONFIG, "--out-dir"]).arg(&tokens))
    })?;
    step("designsystemet tokens build", || {
        run::run_quietly(tool().args(["build", "-t"]).arg(&tokens).arg("-o").arg(&styles))
    })?;
    let made: Vec<_> = files::below(&styles)?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "css"))
        .collect();
    let [theme] = made.as_slice() else {
        return Err(format!("{CONFIG} must make one theme; it made {} files", made.len()));
    };
    files::copy(theme, &paths::root().join("style/theme.css"))?;
    println!("style/theme.css is new: look at the difference before it is committed.");
    Ok(())
}
