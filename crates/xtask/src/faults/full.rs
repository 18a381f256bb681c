//! The disk of the database fills up: who sends a form is told to come back, and coming back works once there is room.

use std::{
    fs::{self, File},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

use super::{CONTENT, errand};
use crate::{
    Outcome, files, paths, run,
    server::{Plan, Server},
};

/// A file system of its own, small enough to be filled, until it is dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount() -> Outcome<Self> {
        let folder = paths::work().join("small-disk");
        // What an earlier run that was cut off has left.
        _ = run::run_quietly(run::program("umount").arg(&folder));
        files::empty_folder(&folder)?;
        run::run_quietly(
            run::program("mount").args(["-t", "tmpfs", "-o", "size=16m", "tmpfs"]).arg(&folder),
        )?;
        Ok(Self(folder))
    }

    /// To the last byte.
    fn fill(&self) -> Outcome {
        let mut filler = File::create(self.filler()).map_err(|error| error.to_string())?;
        for size in [1 << 16, 1 << 10, 1] {
            loop {
                match filler.write_all(&vec![0; size]) {
                    Ok(()) => {}
                    Err(error) if error.kind() == ErrorKind::StorageFull => break,
                    Err(error) => return Err(error.to_string()),
                }
            }
        }
        Ok(())
    }

    fn make_room(&self) -> Outcome {
        fs::remove_file(self.filler()).map_err(|error| error.to_string())
    }

    fn filler(&self) -> PathBuf {
        self.0.join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        _ = run::run_quietly(run::program("umount").arg("--lazy").arg(&self.0));
    }
}

/// Nothing where no file system can be mounted here, with the reason.
pub(super) fn survive() -> Outcome<Option<String>> {
    let disk = match SmallDisk::mount() {
        Ok(disk) => disk,
        Err(reason) => return Ok(Some(reason)),
    };
    on(&disk, &disk.0.join("servicetorg.db"))?;
    Ok(None)
}

fn on(disk: &SmallDisk, file: &Path) -> Outcome {
    let database = format!("sqlite://{}?mode=rwc", file.display());
    let server =
        Server::of(&Plan { profile: "debug", content: CONTENT, site: None, database: Some(&database) })?;
    let people = errand::people(server.address)?;
    let person = people.first().ok_or("the demo has nobody")?;
    disk.fill()?;
    // What the log of changes still has room for is taken; then nothing is.
    let mut taken = 0;
    let refused = loop {
        let answer = errand::send(server.address, person, &format!("full-{taken}"))?;
        if !(200..300).contains(&answer.status) {
            break answer;
        }
        taken += 1;
        if taken > 1_000 {
            return Err("a full disk takes everything".to_owned());
        }
    };
    if refused.status != 503 || refused.header("retry-after").is_none() {
        return Err(format!("a full disk answers {}: {}", refused.status, refused.text()));
    }
    disk.make_room()?;
    let key = format!("full-{taken}");
    errand::send(server.address, person, &key)?.succeeded("sending again when there is room")?;
    let again = errand::send(server.address, person, &key)?.succeeded("the same once more")?;
    if again.status != 200 {
        return Err("what was refused and sent again is there twice".to_owned());
    }
    println!("  {taken} taken before the disk was full, then 503, and after there was room all went on");
    Ok(())
}
