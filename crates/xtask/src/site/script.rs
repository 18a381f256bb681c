//! The script that loads and binds the app: wasm-bindgen's, its snippets and the loader of chunks in one
//! small file, with the start of the app at its end. esbuild does it.

use std::path::Path;

use crate::{Outcome, files, paths, run};

const ENTRY: &str = "start.js";

/// wasm-bindgen's script, so that classes nobody uses can be left out: the framework brings some for streams,
/// and this line would keep each of them.
pub(crate) fn bindable(script: &str) -> String {
    script.lines().filter(|line| !line.starts_with("if (Symbol.dispose) ")).fold(
        String::with_capacity(script.len()),
        |mut out, line| {
            out.push_str(line);
            out.push('\n');
            out
        },
    )
}

/// Bundles what lies in `folder`, from the script `bindings`, which starts the module `main`.
pub(crate) fn bundle(folder: &Path, bindings: &str, main: &str) -> Outcome<String> {
    let entry = format!(
        "import start from \"./{bindings}\";\nstart({{ module_or_path: new URL(\"./{main}\", import.meta.url) }});\n"
    );
    files::write(&folder.join(ENTRY), entry)?;
    run::output(
        run::program(paths::node_program("esbuild"))
            .args([ENTRY, "--bundle", "--minify", "--format=esm", "--target=es2022", "--log-level=warning"])
            .arg("--pure:FinalizationRegistry")
            .current_dir(folder),
    )
}
