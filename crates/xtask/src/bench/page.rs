//! `cargo xtask bench page`: how soon the front page is there on a slow phone, beside a page of the same text
//! and styles without an app.

use std::{fs, path::Path};

use serde::Deserialize;

use crate::{
    Outcome,
    bench::{Figure, percentile},
    build, e2e, files, paths,
    progress::step,
    run,
    server::Server,
    setup,
    site::assets::compress,
};

const RUNS: &str = "5";

/// How much longer than the static page the app may take.
const VISIBLE: f64 = 1.3;
const USABLE: f64 = 3.0;

/// Milliseconds since the navigation began, and bytes on the wire.
#[derive(Deserialize)]
struct Load {
    visible: f64,
    largest: f64,
    usable: f64,
    bytes: f64,
}

#[derive(Deserialize)]
struct Loads {
    plain: Vec<Load>,
    app: Vec<Load>,
}

/// Builds, measures and prints both and the ratio; a ratio above its aim is an error.
pub(crate) fn page() -> Outcome {
    setup::site()?;
    e2e::ready()?;
    build::site()?;
    build::server("release")?;
    let site = paths::target().join("site-bench");
    copy_site(&site)?;
    let server = Server::start("release", &site)?;
    let shell = server.client()?.get("/", &[])?.succeeded("the front page")?.text();
    let plain = site.join("plain.html");
    files::write(&plain, without_app(&shell))?;
    compress(std::slice::from_ref(&plain))?;
    let address = format!("http://localhost:{}", server.address.port());
    let measured = step(&format!("load each page {RUNS} times"), || {
        run::output(
            run::program("node")
                .current_dir(paths::root().join("end2end"))
                .args(["bench/page.mjs", RUNS, &format!("{address}/plain.html"), &format!("{address}/")])
                .env("CHROMIUM", e2e::chromium()),
        )
    })?;
    let loads: Loads = serde_json::from_str(&measured).map_err(|error| format!("{error}: {measured}"))?;
    report(&loads)
}

fn report(loads: &Loads) -> Outcome {
    println!("\n1.6 Mbit/s, 150 ms round trip, CPU 4 times slower; median of {RUNS} runs in turn\n");
    println!("{:<24} {:>12} {:>12} {:>8} {:>8}", "", "static page", "app", "ratio", "aim");
    let mut over = Vec::new();
    let rows: [(&str, Figure<Load>, Option<f64>); 4] = [
        ("content visible, ms", |load| load.visible, Some(VISIBLE)),
        ("largest paint, ms", |load| load.largest, None),
        ("usable, ms", |load| load.usable, Some(USABLE)),
        ("bytes on the wire", |load| load.bytes, None),
    ];
    for (name, value, aim) in rows {
        let median = |loads: &[Load]| percentile(&loads.iter().map(value).collect::<Vec<_>>(), 50);
        let (plain, app) = (median(&loads.plain), median(&loads.app));
        let ratio = app / plain;
        let shown = aim.map_or_else(String::new, |aim| format!("{aim:.1}"));
        println!("{name:<24} {plain:>12.0} {app:>12.0} {ratio:>8.2} {shown:>8}");
        if aim.is_some_and(|aim| ratio > aim) {
            over.push(name);
        }
    }
    if over.is_empty() { Ok(()) } else { Err(format!("slower than the aim: {}", over.join("; "))) }
}

/// The shell as a page of its own: no script, nothing that is fetched for one.
fn without_app(shell: &str) -> String {
    let mut page = String::new();
    let mut rest = shell;
    while let Some((before, after)) = rest.split_once("<script") {
        page.push_str(before);
        rest = after.split_once("</script>").map_or("", |(_, after)| after);
    }
    page.push_str(rest);
    page.lines().filter(|line| !line.contains("rel=\"preload\"")).collect::<Vec<_>>().join("\n")
}

fn copy_site(to: &Path) -> Outcome {
    files::empty_folder(to)?;
    let from = paths::site();
    for file in files::below(&from)? {
        if let Ok(name) = file.strip_prefix(&from) {
            files::copy(&file, &to.join(name))?;
        }
    }
    fs::metadata(to.join("index.html")).map(|_| ()).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::without_app;

    #[test]
    fn the_static_page_has_the_text_and_the_styles() {
        let shell = "<link rel=\"stylesheet\">\n<link rel=\"preload\" as=\"fetch\">\n<script src=\"a\"></script><h1>Text</h1><script>{}</script>";
        assert_eq!(without_app(shell), "<link rel=\"stylesheet\">\n<h1>Text</h1>");
    }
}
