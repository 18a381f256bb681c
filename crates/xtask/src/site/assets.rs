//! Files with a hash of their content in the name, and their compressed forms beside them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{Outcome, files, paths, run};

/// A finished file.
pub(crate) struct Asset {
    /// What people call it: `app.js`, `form_route.wasm`.
    pub(crate) name: String,
    /// Its address on the site.
    pub(crate) address: String,
    pub(crate) integrity: String,
    path: PathBuf,
}

/// The sizes of a file on the wire.
#[derive(Clone, Copy, Default)]
pub(crate) struct Sizes {
    pub(crate) raw: u64,
    pub(crate) gzip: u64,
    pub(crate) brotli: u64,
}

/// The folder `assets/` of a site while it is made.
pub(crate) struct Assets {
    folder: PathBuf,
    made: Vec<Asset>,
}

impl Assets {
    pub(crate) fn new(site: &Path) -> Assets {
        Assets { folder: site.join("assets"), made: Vec::new() }
    }

    /// Writes `<stem>-<hash>.<ending>`, unless the very same is there; gives the name without folder.
    pub(crate) fn add(&mut self, stem: &str, ending: &str, content: Vec<u8>) -> Outcome<String> {
        let file = format!("{stem}-{}.{ending}", files::short_hash(&content));
        let path = self.folder.join(&file);
        if !path.is_file() {
            files::write(&path, &content)?;
        }
        self.made.push(Asset {
            name: format!("{stem}.{ending}"),
            address: format!("/assets/{file}"),
            integrity: files::integrity(&content),
            path,
        });
        Ok(file)
    }

    /// A file by what people call it.
    pub(crate) fn named(&self, name: &str) -> Outcome<&Asset> {
        self.made
            .iter()
            .find(|asset| asset.name == name)
            .ok_or_else(|| format!("the build has made no {name}"))
    }

    pub(crate) fn all(&self) -> &[Asset] {
        &self.made
    }

    /// Writes the compressed forms that are not there yet. The name holds a hash of the content, so one that
    /// is there is right.
    pub(crate) fn compress(&self) -> Outcome {
        let fresh =
            self.made.iter().filter(|asset| sizes(&asset.path).brotli == 0 || sizes(&asset.path).gzip == 0);
        compress(&fresh.map(|asset| asset.path.clone()).collect::<Vec<_>>())
    }

    /// Removes what earlier builds have left.
    pub(crate) fn sweep(&self) -> Outcome {
        for path in files::below(&self.folder)? {
            let text = path.display().to_string();
            let own = text.trim_end_matches(".br").trim_end_matches(".gz");
            if !self.made.iter().any(|asset| asset.path.as_os_str() == own) {
                fs::remove_file(&path).map_err(|error| format!("{}: {error}", paths::shown(&path)))?;
            }
        }
        Ok(())
    }
}

impl Asset {
    pub(crate) fn sizes(&self) -> Sizes {
        sizes(&self.path)
    }
}

/// Brotli and gzip at their best, as `<path>.br` and `<path>.gz`.
pub(crate) fn compress(paths: &[PathBuf]) -> Outcome {
    if paths.is_empty() {
        return Ok(());
    }
    let script = include_str!("compress.mjs");
    run::run_quietly(run::program("node").args(["--input-type=module", "--eval", script, "--"]).args(paths))
}

/// The sizes of a file and of its compressed forms; zero for a form that was not made.
pub(crate) fn sizes(path: &Path) -> Sizes {
    let size =
        |ending: &str| fs::metadata(format!("{}{ending}", path.display())).map_or(0, |file| file.len());
    Sizes { raw: size(""), gzip: size(".gz"), brotli: size(".br") }
}
