//! `cargo xtask dev`: serves, watches the files, builds what a change touches, and reloads the browser.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{self, Child},
    thread,
    time::{Duration, SystemTime},
};

use crate::{
    Outcome, build, files, paths,
    progress::{now, step},
    serve, setup,
};

/// How often the files are looked at.
const LOOK: Duration = Duration::from_millis(250);

/// Everything that the site or the server is made of.
const WATCHED: [&str; 11] = [
    "src",
    "style",
    "locales",
    "content",
    "crates",
    "public",
    "index.html",
    "build.rs",
    "Cargo.toml",
    "Cargo.lock",
    "budgets.toml",
];

/// Crates that the app is made of, beside the server.
const SHARED: [&str; 5] = ["contract", "forms", "hours", "locale", "search"];

/// Runs until Ctrl-C; further arguments go to the server.
pub(crate) fn command(arguments: &[&str]) -> Outcome {
    setup::site()?;
    build::server("dev")?;
    build::development_site()?;
    let mut builds = 0;
    let mut seen = look()?;
    tell_browser(builds)?;
    let mut server = start(arguments)?;
    serve::tell_address(arguments, "rebuilds on change; Ctrl-C ends it");
    loop {
        thread::sleep(LOOK);
        let fresh = look()?;
        let changed = differences(&seen, &fresh);
        if changed.is_empty() {
            continue;
        }
        seen = fresh;
        let touched = Touched::by(&changed);
        if touched == Touched::default() {
            continue;
        }
        println!(
            "\nchanged: {}",
            changed.iter().map(|path| paths::shown(path)).collect::<Vec<_>>().join(", ")
        );
        let started = now();
        builds += 1;
        match update(&touched, &mut server, arguments).and_then(|()| tell_browser(builds)) {
            Ok(()) => println!("shown after {:.1} s", started.elapsed().as_secs_f64()),
            Err(fault) => eprintln!("{fault}"),
        }
    }
}

/// What has to be done after a change.
#[derive(Debug, Default, PartialEq, Eq)]
struct Touched {
    site: Need,
    server: Need,
    content: Need,
}

#[derive(Debug, Default, PartialEq, Eq, Clone, Copy)]
enum Need {
    #[default]
    Nothing,
    Rebuild,
}

impl Touched {
    fn by(changed: &[PathBuf]) -> Touched {
        let mut touched = Touched::default();
        let root = paths::root();
        for path in changed {
            let path = path.strip_prefix(&root).unwrap_or(path);
            let mut parts = path.iter().filter_map(|part| part.to_str());
            match (parts.next().unwrap_or_default(), parts.next().unwrap_or_default()) {
                ("content", _) => touched.content = Need::Rebuild,
                ("crates", "xtask") => {}
                // Tests, and what they write, are no part of what runs.
                ("crates", _) if parts.next() == Some("tests") => {}
                ("crates", name) if !SHARED.contains(&name) => touched.server = Need::Rebuild,
                // The server's shell speaks with the same words as the app.
                ("crates" | "locales" | "Cargo.toml" | "Cargo.lock", _) => {
                    touched.server = Need::Rebuild;
                    touched.site = Need::Rebuild;
                }
                _ => touched.site = Need::Rebuild,
            }
        }
        touched
    }
}

fn update(touched: &Touched, server: &mut Child, arguments: &[&str]) -> Outcome {
    if touched.site == Need::Rebuild {
        build::development_site()?;
    }
    if touched.server == Need::Rebuild {
        build::server("dev")?;
    }
    if touched.server == Need::Rebuild || touched.content == Need::Rebuild {
        _ = server.kill();
        _ = server.wait();
        *server = start(arguments)?;
    }
    Ok(())
}

fn start(arguments: &[&str]) -> Outcome<Child> {
    step("start the server", || {
        serve::server(&paths::dev_site(), arguments)?
            .spawn()
            .map_err(|error| format!("servicetorg-server: {error}"))
    })
}

/// The page asks for this file, and reloads when it says something else.
fn tell_browser(builds: u32) -> Outcome {
    files::write(&paths::dev_site().join("dev-version.txt"), format!("{}-{builds}", process::id()))
}

fn look() -> Outcome<BTreeMap<PathBuf, SystemTime>> {
    let mut seen = BTreeMap::new();
    for name in WATCHED {
        let place = paths::root().join(name);
        let found = if place.is_dir() { files::below(&place)? } else { vec![place] };
        seen.extend(found.into_iter().filter_map(|path| Some((path.clone(), modified(&path)?))));
    }
    Ok(seen)
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|file| file.modified()).ok()
}

fn differences(
    before: &BTreeMap<PathBuf, SystemTime>,
    after: &BTreeMap<PathBuf, SystemTime>,
) -> Vec<PathBuf> {
    let changed = after.iter().filter(|(path, time)| before.get(*path) != Some(time)).map(|(path, _)| path);
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    changed.chain(gone).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::{Need, Touched};
    use crate::paths;

    fn touched(path: &str) -> (bool, bool, bool) {
        let Touched { site, server, content } = Touched::by(&[paths::root().join(path)]);
        (site == Need::Rebuild, server == Need::Rebuild, content == Need::Rebuild)
    }

    #[test]
    fn a_change_rebuilds_what_it_touches() {
        assert_eq!(touched("src/home/home_page.rs"), (true, false, false));
        assert_eq!(touched("style/main.css"), (true, false, false));
        assert_eq!(touched("content/drammen/themes.toml"), (false, false, true));
        assert_eq!(touched("crates/server/src/main.rs"), (false, true, false));
        assert_eq!(touched("crates/forms/src/lib.rs"), (true, true, false));
        assert_eq!(touched("locales/nb/home.toml"), (true, true, false));
        assert_eq!(touched("crates/xtask/src/main.rs"), (false, false, false));
        assert_eq!(touched("crates/server/tests/api/main.rs"), (false, false, false));
    }
}
