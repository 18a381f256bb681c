//! ARCHITECTURE.md names every folder, and nothing that is not there.

use std::collections::BTreeSet;

use super::{Fault, Source};

const MAP: &str = "ARCHITECTURE.md";

/// Folders with a file a language: the parent's line tells of them.
const BY_LANGUAGE: &str = "locales/";

/// Every folder of depth one and two is named.
pub(super) fn folders_are_on_the_map(sources: &[Source]) -> Vec<Fault> {
    let Some(map) = map(sources) else { return Vec::new() };
    let named = named(map);
    let missing = folders(sources).into_iter().filter(|folder| {
        let inside = format!("{folder}/");
        folder.matches('/').count() <= 1
            && !folder.starts_with(BY_LANGUAGE)
            && !named.iter().any(|(_, path)| path == folder || path.starts_with(&inside))
    });
    missing.map(|folder| map.fault(1, format!("does not name the folder `{folder}/`"))).collect()
}

/// Every path that is named exists.
pub(super) fn what_is_on_the_map_exists(sources: &[Source]) -> Vec<Fault> {
    let Some(map) = map(sources) else { return Vec::new() };
    let folders = folders(sources);
    let exists = |path: &str| {
        let inside = format!("/{path}");
        folders.contains(path)
            || folders.iter().any(|folder| folder.ends_with(&inside))
            || sources.iter().any(|source| source.path == path || source.path.ends_with(&inside))
    };
    let missing = named(map).into_iter().filter(|(_, path)| !exists(path));
    missing.map(|(line, path)| map.fault(line, format!("names `{path}`, which is not there"))).collect()
}

fn map(sources: &[Source]) -> Option<&Source> {
    sources.iter().find(|source| source.path == MAP)
}

/// What stands in backticks and looks like a path of the repository, without the `/` at the end.
fn named(map: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (line, text) in map.lines() {
        let quoted = text.split('`').skip(1).step_by(2);
        let paths = quoted.filter(|path| {
            path.contains('/')
                && !path.starts_with('/')
                && !path.starts_with("target/")
                && path.chars().all(|sign| sign.is_ascii_alphanumeric() || "/._-".contains(sign))
        });
        found.extend(paths.map(|path| (line, path.trim_end_matches('/').to_owned())));
    }
    found
}

fn folders(sources: &[Source]) -> BTreeSet<String> {
    let mut folders = BTreeSet::new();
    for source in sources {
        let ends = source.path.match_indices('/').map(|(end, _)| end);
        folders.extend(ends.map(|end| source.path[..end].to_owned()));
    }
    folders
}

#[cfg(test)]
mod tests {
    use super::{folders_are_on_the_map, what_is_on_the_map_exists};
    use crate::tidy::{Source, source};

    fn repository(map: &str) -> Vec<Source> {
        vec![source("ARCHITECTURE.md", map), source("src/home/page.rs", ""), source("src/ui/kit/deep.rs", "")]
    }

    #[test]
    fn a_folder_that_is_not_named_is_found() {
        let found = folders_are_on_the_map(&repository("`src/home/` and `/api/v1`"));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].what.contains("`src/ui/`"));
        assert!(folders_are_on_the_map(&repository("`src/home/`, `src/ui/`")).is_empty());
    }

    #[test]
    fn a_path_that_is_not_there_is_found() {
        let found = what_is_on_the_map_exists(&repository("`src/home/page.rs`\n`src/gone/` `kit/`"));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].line, found[0].what.contains("src/gone")), (2, true));
    }
}
