//! How files look: their length, their first line, and what never stands in one.

use super::{Fault, Source};

/// Lines of code above which a file must be taken apart.
const LIMIT: usize = 400;

/// Files that a tool writes.
const GENERATED: [&str; 3] = ["style/theme.css", "package-lock.json", "end2end/package-lock.json"];

/// Lines of code: neither empty, nor comments, nor the tests at the end.
pub(super) fn files_are_short(sources: &[Source]) -> Vec<Fault> {
    let written = sources.iter().filter(|source| source.has_ending(&["rs", "ts", "mjs", "css"]));
    written
        .filter(|source| !GENERATED.contains(&source.path.as_str()))
        .filter_map(|source| {
            let lines = source.text.lines().map(str::trim).take_while(|line| *line != "#[cfg(test)]");
            let count = lines.filter(|line| !line.is_empty() && !line.starts_with("//")).count();
            (count > LIMIT).then(|| source.fault(1, format!("{count} lines of code; {LIMIT} is the limit")))
        })
        .collect()
}

/// Every module opens with what it is for.
pub(super) fn modules_say_what_they_are_for(sources: &[Source]) -> Vec<Fault> {
    let modules = sources.iter().filter(|source| source.has_ending(&["rs"]));
    modules
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.fault(1, "the module does not open with `//!`"))
        .collect()
}

/// An exception says why, and is told when it is no longer one.
pub(super) fn lints_are_expected_not_allowed(sources: &[Source]) -> Vec<Fault> {
    let modules = sources.iter().filter(|source| source.has_ending(&["rs"]));
    modules
        .flat_map(|source| {
            let attributes = source.lines().filter(|(_, line)| {
                line.trim_start().starts_with("#[") || line.trim_start().starts_with("#![")
            });
            attributes
                .filter(|(_, line)| line.contains("allow("))
                .map(|(line, _)| source.fault(line, "say `expect` with a reason"))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The repository works on every machine, and with every mirror of a registry.
pub(super) fn no_machine_is_named(sources: &[Source]) -> Vec<Fault> {
    // Put together here, so that this file does not hold them.
    let machines = ["work", "root", "home"].map(|folder| format!("/{folder}/"));
    let places = sources.iter().flat_map(|source| {
        source
            .lines()
            .filter(|(_, line)| machines.iter().any(|machine| starts_path(line, machine)))
            .map(|(line, _)| source.fault(line, "a path of one machine"))
            .collect::<Vec<_>>()
    });
    let locks =
        sources.iter().filter(|source| source.path.ends_with("package-lock.json")).flat_map(|source| {
            let fetched =
                source.lines().filter(|(_, line)| line.trim_start().starts_with("\"resolved\": \"http"));
            fetched.map(|(line, _)| source.fault(line, "a registry's address")).collect::<Vec<_>>()
        });
    places.chain(locks).collect()
}

/// Whether an absolute path begins with this; `src/home/` is none.
fn starts_path(line: &str, machine: &str) -> bool {
    line.match_indices(machine).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|sign| " \t\"'`(=:[".contains(sign))
    })
}

#[cfg(test)]
mod tests {
    use super::{
        files_are_short, lints_are_expected_not_allowed, modules_say_what_they_are_for, no_machine_is_named,
    };
    use crate::tidy::source;

    #[test]
    fn a_long_file_is_found() {
        let long = "let x = 1;\n".repeat(401);
        let commented = format!("{}{}", "// text\n\n".repeat(300), "let x = 1;\n".repeat(400));
        let tested = format!("let x = 1;\n#[cfg(test)]\n{long}");
        let found =
            files_are_short(&[source("a.rs", &long), source("b.rs", &commented), source("c.rs", &tested)]);
        assert_eq!(found.iter().map(|fault| fault.path.as_str()).collect::<Vec<_>>(), ["a.rs"]);
    }

    #[test]
    fn a_module_without_purpose_is_found() {
        let found =
            modules_say_what_they_are_for(&[source("a.rs", "//! Text.\n"), source("b.rs", "use x;\n")]);
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn an_allowed_lint_is_found() {
        let bad = source("a.rs", "    #[allow(dead_code)]\nfn a() {}\n");
        let good = source("b.rs", "#[expect(dead_code, reason = \"x\")]\nfn allow() {}\n");
        assert_eq!(lints_are_expected_not_allowed(&[bad, good]).len(), 1);
    }

    #[test]
    fn a_machine_is_found() {
        let bad = source("a.toml", &format!("path = \"/{}/me/x\"\n", "home"));
        let good = source("b.rs", "use of src/home/page.rs\n");
        let lock = source("package-lock.json", "  \"resolved\": \"https://registry.example/x.tgz\",\n");
        assert_eq!(no_machine_is_named(&[bad, good, lock]).len(), 2);
    }
}
