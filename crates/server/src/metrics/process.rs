//! What the system tells of this process and of its disks. What it does not tell is left out.

use std::{fs, path::Path};

/// Bytes of memory that are in use.
pub(super) fn resident_bytes() -> Option<i64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: i64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}

/// Files and connections that are open.
pub(super) fn open_files() -> Option<i64> {
    i64::try_from(fs::read_dir("/proc/self/fd").ok()?.count()).ok()
}

/// The most that the system lets it open.
pub(super) fn most_open_files() -> Option<i64> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Free and all bytes of the disk that a place is on.
pub(super) fn disk(place: &Path) -> Option<(i64, i64)> {
    let told = rustix::fs::statvfs(place).ok()?;
    let bytes = |blocks: u64| i64::try_from(blocks.saturating_mul(told.f_frsize)).ok();
    Some((bytes(told.f_bavail)?, bytes(told.f_blocks)?))
}

/// When the newest file of a folder was written, in seconds since 1970.
pub(super) fn newest(folder: &Path) -> Option<i64> {
    let files = fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let written = files.filter_map(|file| {
        let told = file.metadata().ok().filter(fs::Metadata::is_file)?;
        let since = told.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
        i64::try_from(since.as_secs()).ok()
    });
    written.max()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_system_tells() {
        assert!(resident_bytes().is_some_and(|bytes| bytes > 1_000_000));
        assert!(open_files().zip(most_open_files()).is_some_and(|(open, most)| 3 <= open && open <= most));
        let (free, all) = disk(Path::new("/proc/..")).unwrap();
        assert!(0 <= free && free <= all);
        assert_eq!(disk(Path::new("/there/is/no/such/place")), None);
    }

    #[test]
    fn the_newest_file_counts() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(newest(folder.path()), None, "nothing is there");
        let write = |name: &str, seconds| {
            let file = fs::File::create(folder.path().join(name)).unwrap();
            file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds)).unwrap();
        };
        write("older.db", 1_000);
        write("newer.db", 2_000);
        fs::create_dir(folder.path().join("a-folder")).unwrap();
        assert_eq!(newest(folder.path()), Some(2_000));
    }
}
