//! Who may know whom.

use super::{
    Fault, Source,
    rust::{code_only, crate_names, is_word, names, word},
};

/// Parts of the app that every slice may use.
const SHARED: [&str; 4] = ["ui", "platform", "routes", "texts"];

/// Parts of the app that are no slices.
const NO_SLICES: [&str; 2] = ["ui", "platform"];

/// Crates that the UI kit may use: the framework, and the browser's own interfaces.
const KIT: [&str; 8] = ["leptos", "std", "core", "super", "self", "crate", "wasm_bindgen", "web_sys"];

/// A slice of the app uses the shared parts and itself; `app.rs`, which is in no slice, knows all of them.
pub(super) fn slices_know_only_themselves(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in sources {
        let Some((slice, below)) = app_part(source) else { continue };
        if NO_SLICES.contains(&slice) {
            continue;
        }
        let code = code_only(&source.text);
        for (line, name) in crate_names(&code) {
            if name != slice && !SHARED.contains(&name.as_str()) {
                faults.push(
                    source
                        .fault(line, format!("the slice {slice} uses `crate::{name}`, which is not shared")),
                );
            }
        }
        let depth = below.matches('/').count() + usize::from(!below.ends_with("mod.rs"));
        let out = "super::".repeat(depth + 1);
        for (line, text) in code.lines().enumerate().filter(|(_, text)| text.contains(&out)) {
            let name = text.split_once(&out).map(|(_, rest)| word(rest)).unwrap_or_default();
            faults.push(
                source.fault(line + 1, format!("the slice {slice} reaches out to `{name}` by `super`")),
            );
        }
    }
    faults
}

/// The UI kit could be used in another app.
pub(super) fn kit_knows_only_leptos(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in sources.iter().filter(|source| app_part(source).is_some_and(|(part, _)| part == "ui")) {
        let code = code_only(&source.text);
        for (line, name) in crate_names(&code).into_iter().filter(|(_, name)| name != "ui") {
            faults.push(source.fault(line, format!("the UI kit uses `crate::{name}`")));
        }
        for (index, line) in code.lines().enumerate() {
            let used = line.trim_start().trim_start_matches("pub ").strip_prefix("use ").map(word);
            // A name in lower case is a crate or a module of the kit's own.
            if let Some(name) =
                used.filter(|name| !KIT.contains(&name.as_str()) && !is_kit_module(sources, name))
            {
                faults.push(source.fault(index + 1, format!("the UI kit uses `{name}`")));
            }
        }
    }
    faults
}

/// One file of the app calls the network.
pub(super) fn one_file_calls_the_network(sources: &[Source]) -> Vec<Fault> {
    let in_app = sources.iter().filter(|source| source.path.starts_with("src/"));
    let others = in_app.filter(|source| source.path != "src/platform/http.rs");
    others
        .flat_map(|source| uses(source, &["gloo_net"], "only src/platform/http.rs calls the network"))
        .collect()
}

/// One folder of the server talks to the database.
pub(super) fn only_storage_queries(sources: &[Source]) -> Vec<Fault> {
    let in_server = sources.iter().filter(|source| source.path.starts_with("crates/server/src/"));
    let others = in_server.filter(|source| !source.path.starts_with("crates/server/src/storage/"));
    others
        .flat_map(|source| {
            uses(
                source,
                &["sea_orm", "sea_orm_migration", "sea_query", "sqlx"],
                "only storage/ talks to the database",
            )
        })
        .collect()
}

fn uses(source: &Source, crates: &[&str], rule: &str) -> Vec<Fault> {
    if !source.has_ending(&["rs"]) {
        return Vec::new();
    }
    let code = code_only(&source.text);
    let lines = code.lines().enumerate().filter(|(_, line)| crates.iter().any(|name| names(line, name)));
    lines.map(|(index, _)| source.fault(index + 1, rule)).collect()
}

/// The folder in `src/` that a file is in, and the path below it.
fn app_part(source: &Source) -> Option<(&str, &str)> {
    let path = source.path.strip_prefix("src/").filter(|path| path.ends_with(".rs"))?;
    path.split_once('/')
}

fn is_kit_module(sources: &[Source], name: &str) -> bool {
    debug_assert!(name.chars().all(|sign| is_word(Some(sign))));
    sources.iter().any(|source| source.path == format!("src/ui/{name}.rs"))
}

#[cfg(test)]
mod tests {
    use super::{
        kit_knows_only_leptos, one_file_calls_the_network, only_storage_queries, slices_know_only_themselves,
    };
    use crate::tidy::source;

    #[test]
    fn a_slice_that_uses_another_is_found() {
        let good =
            source("src/home/page.rs", "use crate::{ui::Tag, home::x, texts::home as words};\nuse super::y;");
        let other = source("src/home/page.rs", "use crate::{\n    ui::Tag,\n    session::Account,\n};");
        let above = source("src/home/page.rs", "use super::super::session::Account;");
        let found = slices_know_only_themselves(&[good, other, above]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].what.contains("crate::session"));
    }

    #[test]
    fn a_kit_that_knows_the_app_is_found() {
        let good = source("src/ui/tag.rs", "use leptos::prelude::*;\nuse super::Example;");
        let app = source("src/ui/tag.rs", "use crate::texts::home;\nuse contract::front;");
        assert_eq!(kit_knows_only_leptos(&[good, app]).len(), 2);
    }

    #[test]
    fn a_second_caller_is_found() {
        let good = source("src/platform/http.rs", "use gloo_net::http::Request;");
        let named = source("src/home/api.rs", "// gloo_net is used elsewhere.");
        let second = source("src/home/api.rs", "gloo_net::http::Request::get(x)");
        assert_eq!(one_file_calls_the_network(&[good, named, second]).len(), 1);
    }

    #[test]
    fn a_query_outside_storage_is_found() {
        let good = source("crates/server/src/storage/cases.rs", "use sea_orm::Set;");
        let bad = source("crates/server/src/session/person.rs", "use sqlx::Row;");
        assert_eq!(only_storage_queries(&[good, bad]).len(), 1);
    }
}
