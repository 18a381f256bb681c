//! docs/security.md names tests and places that are there.

use super::{Fault, Source};

const PAGE: &str = "docs/security.md";

/// What stands in backticks in the page: names with underscores are tests in Rust, in typographic quotes stand the
/// titles of browser tests, and paths are places in the code.
pub(super) fn threats_name_tests_that_are_there(sources: &[Source]) -> Vec<Fault> {
    let Some(page) = sources.iter().find(|source| source.path == PAGE) else { return Vec::new() };
    let mut faults = Vec::new();
    for (line, text) in page.lines() {
        for name in text.split('`').skip(1).step_by(2) {
            if is_test(name) && !has(sources, "rs", &format!("fn {name}(")) {
                faults.push(page.fault(line, format!("names the test `{name}`, which is not there")));
            }
            if is_place(name) && !sources.iter().any(|source| source.path.starts_with(name)) {
                faults.push(page.fault(line, format!("names `{name}`, which is not there")));
            }
        }
        for title in text.split('“').skip(1).filter_map(|rest| Some(rest.split_once('”')?.0)) {
            if !has(sources, "ts", &format!("test('{title}'")) {
                faults
                    .push(page.fault(line, format!("names the browser test “{title}”, which is not there")));
            }
        }
    }
    faults
}

/// Names of tests are sentences: settings and codes are shorter.
fn is_test(name: &str) -> bool {
    name.matches('_').count() >= 3 && name.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_')
}

fn is_place(name: &str) -> bool {
    ["src/", "crates/", "end2end/", "docs/"].iter().any(|folder| name.starts_with(folder))
}

fn has(sources: &[Source], ending: &str, text: &str) -> bool {
    sources.iter().any(|source| source.has_ending(&[ending]) && source.text.contains(text))
}

#[cfg(test)]
mod tests {
    use super::threats_name_tests_that_are_there;
    use crate::tidy::source;

    #[test]
    fn a_test_or_a_place_that_is_not_there_is_found() {
        let page = "`it_is_a_test_here` `crates/server/src/` “the browser does” `person_calls`\n\
            `it_is_no_test_here` “the browser does not” `crates/gone.rs`";
        let sources = [
            source("docs/security.md", page),
            source("crates/server/src/lib.rs", "async fn it_is_a_test_here() {}"),
            source("end2end/tests/a.spec.ts", "test('the browser does', async () => {});"),
        ];
        let faults = threats_name_tests_that_are_there(&sources);
        assert_eq!(faults.len(), 3, "{faults:?}");
        assert!(faults.iter().all(|fault| fault.line == 2));
    }
}
