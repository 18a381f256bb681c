//! Files with a hash of their content in the name, and their compressed forms beside them.

use std::{fs, io::Write, path::PathBuf, sync::Mutex, thread};

use crate::{Outcome, files, paths};

/// A finished file.
pub(crate) struct Asset {
    /// What people call it: `app.js`, `form_route.wasm`.
    pub(crate) name: String,
    /// Its address on the site.
    pub(crate) address: String,
    pub(crate) integrity: String,
    pub(crate) content: Vec<u8>,
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
    pub(crate) fn new(site: &std::path::Path) -> Assets {
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
            content,
            path,
        });
        Ok(file)
    }

    /// A file by what people call it.
    pub(crate) fn named(&self, name: &str) -> Outcome<&Asset> {
        self.made.iter().find(|asset| asset.name == name).ok_or_else(|| format!("the build has made no {name}"))
    }

    pub(crate) fn all(&self) -> &[Asset] {
        &self.made
    }

    /// Writes the compressed forms that are not there yet, on both cores. The name holds a hash of the
    /// content, so one that is there is right.
    pub(crate) fn compress(&self) -> Outcome {
        let work: Mutex<Vec<&Asset>> = Mutex::new(self.made.iter().collect());
        let faults = Mutex::new(Vec::new());
        let take = || work.lock().ok().and_then(|mut work| work.pop());
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while let Some(asset) = take() {
                        if let Err(fault) = asset.compress()
                            && let Ok(mut faults) = faults.lock()
                        {
                            faults.push(fault);
                        }
                    }
                });
            }
        });
        faults.into_inner().unwrap_or_default().into_iter().next().map_or(Ok(()), Err)
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
    /// The sizes of the file and of its compressed forms; zero for a form that was not made.
    pub(crate) fn sizes(&self) -> Sizes {
        let size = |ending: &str| fs::metadata(self.with_ending(ending)).map_or(0, |file| file.len());
        Sizes { raw: self.content.len() as u64, gzip: size("gz"), brotli: size("br") }
    }

    fn compress(&self) -> Outcome {
        for (ending, compressed) in [("br", brotli as fn(&[u8]) -> Vec<u8>), ("gz", gzip)] {
            let path = self.with_ending(ending);
            if !path.is_file() {
                files::write(&path, compressed(&self.content))?;
            }
        }
        Ok(())
    }

    fn with_ending(&self, ending: &str) -> PathBuf {
        PathBuf::from(format!("{}.{ending}", self.path.display()))
    }
}

/// Brotli at its best quality.
pub(crate) fn brotli(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 64 * 1024, 11, 22);
    _ = writer.write_all(content);
    drop(writer);
    out
}

/// Gzip at its best level.
pub(crate) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    _ = writer.write_all(content);
    writer.finish().unwrap_or_default()
}
