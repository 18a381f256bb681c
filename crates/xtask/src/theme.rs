//! `cargo xtask theme`: the theme's colours, sizes and type from `designsystemet.config.json`.

use serde::Deserialize;

use crate::{Outcome, files, paths, progress::step, run, setup};

const CONFIG: &str = "designsystemet.config.json";

/// As much of the configuration as is needed here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    out_dir: String,
}

/// Writes `style/theme.css`.
pub(crate) fn command() -> Outcome {
    setup::site()?;
    let config: Config = serde_json::from_str(&files::read_text(&paths::root().join(CONFIG))?)
        .map_err(|error| format!("{CONFIG}: {error}"))?;
    let tokens = paths::root().join(&config.out_dir);
    let styles = paths::work().join("theme");
    files::empty_folder(&tokens)?;
    files::empty_folder(&styles)?;
    let tool = || {
        let mut command = run::program(paths::node_program("designsystemet"));
        command.arg("tokens");
        command
    };
    step("designsystemet tokens create", || run::run_quietly(tool().args(["create", "--config", CONFIG])))?;
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
