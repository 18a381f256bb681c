//! `style/main.css` with all it imports, in one minified file.

use crate::{Outcome, files, paths, progress::step, run};

/// Browsers that have what the design system's styles use (`:has()`, nesting, layers).
const BROWSERS: &str = "chrome 120, firefox 121, safari 17";

/// The stylesheet; made again only when a file in `style/` or an npm package has changed.
pub(crate) fn build() -> Outcome<Vec<u8>> {
    let mut inputs = files::below(&paths::root().join("style"))?;
    inputs.push(paths::root().join("package-lock.json"));
    let key = files::hash_of_files(&inputs)?;
    let made = paths::work().join("styles").join(key).with_extension("css");
    if !made.is_file() {
        let folder = paths::work().join("styles");
        files::empty_folder(&folder)?;
        let fresh = folder.join("fresh.css");
        step("lightningcss", || {
            run::run_quietly(
                run::program(paths::node_program("lightningcss"))
                    .args(["--bundle", "--minify", "--targets", BROWSERS, "style/main.css", "--output-file"])
                    .arg(&fresh),
            )
        })?;
        std::fs::rename(&fresh, &made).map_err(|error| format!("{}: {error}", paths::shown(&made)))?;
    }
    files::read(&made)
}
