//! `cargo xtask build`: the site in `target/site`, and its budgets.

use std::{path::Path, process::Command, thread};

use crate::{
    Outcome, files, paths,
    progress::step,
    run, setup,
    site::{
        assets::Assets,
        budgets, icons, page, styles,
        wasm::{self, App},
    },
};

/// Builds the site and the server, and holds what a visit loads against its budgets.
pub(crate) fn command() -> Outcome {
    setup::site()?;
    let built = site_and_server()?;
    budgets::check(&built)
}

/// What the build has made.
pub(crate) struct Built {
    pub(crate) assets: Assets,
    /// The files that each part of the app fetches, by the part's name.
    pub(crate) parts: Vec<(String, Vec<String>)>,
}

/// The site as visitors get it.
pub(crate) fn site() -> Outcome<Built> {
    let app = wasm::build()?;
    let folder = paths::site();
    let mut assets = Assets::new(&folder);
    let parts = add_app(app, &mut assets)?;
    assets.add("main", "css", styles::build()?)?;
    assets.add("icons", "svg", icons::build()?)?;
    step("brotli and gzip", || assets.compress())?;
    finish(&folder, &assets, "")?;
    Ok(Built { assets, parts })
}

/// The site for `cargo xtask dev`: neither optimised nor compressed, and the browser watches for changes.
pub(crate) fn development_site() -> Outcome {
    let app = wasm::build_for_development()?;
    let folder = paths::dev_site();
    let mut assets = Assets::new(&folder);
    add_app(app, &mut assets)?;
    assets.add("main", "css", styles::build()?)?;
    assets.add("icons", "svg", icons::build()?)?;
    finish(&folder, &assets, "<script type=\"module\" src=\"/dev-reload.js\"></script>")?;
    files::write(&folder.join("dev-reload.js"), include_str!("dev_reload.js"))
}

/// The site, and beside it the server for `serve` and the tests: the optimisers use one core for long.
pub(crate) fn site_and_server() -> Outcome<Built> {
    thread::scope(|scope| {
        let server = scope.spawn(|| server("dev"));
        let built = site();
        server.join().map_err(|_| "the build of the server ended early".to_owned())??;
        built
    })
}

/// Builds the server with a cargo profile.
pub(crate) fn server(profile: &str) -> Outcome {
    step(&format!("cargo build --profile {profile} of the server"), || {
        let mut cargo = run::program("cargo");
        cargo.args(["build", "-p", "server", "--bins", "--profile", profile]);
        run::run(quiet_unless_new(
            &mut cargo,
            &paths::server(if profile == "dev" { "debug" } else { profile }),
        ))
    })
}

/// The first build tells of every crate, since it takes minutes; later ones only of faults.
pub(crate) fn quiet_unless_new<'a>(cargo: &'a mut Command, made: &Path) -> &'a mut Command {
    if made.exists() { cargo.arg("--quiet") } else { cargo }
}

/// Names the app's files by their content: chunks first, then the main module, then the script, each of
/// which names the ones before.
fn add_app(app: App, assets: &mut Assets) -> Outcome<Vec<(String, Vec<String>)>> {
    let App { mut script, main, chunks, parts } = app;
    for (name, content) in chunks {
        let file = assets.add(file_stem(&name), "wasm", content)?;
        script = replaced(&script, &format!("\"./{name}.wasm\""), &format!("\"./{file}\""))?;
    }
    let file = assets.add("app", "wasm", main)?;
    script = replaced(&script, "\"./app_bg.wasm\"", &format!("\"./{file}\""))?;
    assets.add("app", "js", script.into_bytes())?;
    let files = |chunks: Vec<String>| chunks.iter().map(|name| format!("{}.wasm", file_stem(name))).collect();
    Ok(parts.into_iter().map(|(part, chunks)| (part, files(chunks))).collect())
}

/// `split_minside` is `minside`; what several parts share is `chunk_3`.
fn file_stem(chunk: &str) -> &str {
    chunk.strip_prefix("split_").unwrap_or(chunk)
}

fn replaced(script: &str, from: &str, to: &str) -> Outcome<String> {
    if script.contains(from) {
        Ok(script.replace(from, to))
    } else {
        Err(format!("the script does not name {from}"))
    }
}

/// Writes the page last, so that it never names what is not there, and then removes what is old.
fn finish(folder: &Path, assets: &Assets, extra_head: &str) -> Outcome {
    let public = paths::root().join("public");
    for file in files::below(&public)? {
        if let Ok(name) = file.strip_prefix(&public) {
            files::copy(&file, &folder.join(name))?;
        }
    }
    files::write(&folder.join("index.html"), page::build(assets, extra_head)?)?;
    assets.sweep()
}
