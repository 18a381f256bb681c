//! Fewer and larger chunks. The splitter makes one of what exactly the same parts share: with eleven parts more than a
//! hundred, each of which is fetched and compressed by itself. What a part shares only with those that come after it
//! goes into its own here, and what goes into the same place becomes one module.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
    path::Path,
};

use walrus::{ExportItem, Module, RefType};

use crate::{Outcome, files, paths, run, site::wasm::FEATURES};

/// A part, and the one that is always there before it: what both need is there then.
const AFTER: [(&str, &str); 4] =
    [("attachments", "form"), ("code", "form"), ("differing", "form"), ("rare", "form")];

/// The page of the UI kit, for those who build with it: it may fetch more than it needs.
const FOR_DEVELOPERS: &str = "catalogue";

/// What the chunks import from.
const SHARED: &str = "__wasm_split";

/// What a merged module imports from: the same under another name, since merging takes in what is called [`SHARED`].
const MAIN: &str = "main";

/// The chunks that each part fetches, by the part's name.
pub(crate) type Parts = Vec<(String, Vec<String>)>;

/// Merges the chunks in `folder`, and makes `link.js` and `parts` name the merged ones. A merged one has the name of
/// the first of them.
pub(crate) fn merge(folder: &Path, parts: &mut Parts) -> Outcome {
    let groups = groups(parts);
    let stand_in = folder.join("main.wat");
    files::write(&stand_in, stand_in_of(&folder.join("main.wasm"))?)?;
    let mut place = BTreeMap::new();
    for group in &groups {
        if let [first, _, ..] = group.as_slice() {
            merge_into(first, group, folder, &stand_in)?;
            place.extend(group.iter().map(|chunk| (chunk.clone(), first.clone())));
        }
    }
    let link = folder.join("link.js");
    files::write(&link, relinked(&files::read_text(&link)?, &place)?)?;
    for (_, chunks) in parts {
        *chunks = in_places(chunks, &place);
    }
    fs::remove_file(&stand_in).map_err(|error| format!("{}: {error}", paths::shown(&stand_in)))
}

/// The chunks that belong together, in order.
fn groups(parts: &Parts) -> Vec<Vec<String>> {
    let mut needed_by = BTreeMap::<&str, BTreeSet<&str>>::new();
    for (part, chunks) in parts {
        for chunk in chunks.iter().filter(|chunk| !chunk.starts_with("split_")) {
            needed_by.entry(chunk).or_default().insert(part);
        }
    }
    let mut groups = BTreeMap::<BTreeSet<&str>, Vec<String>>::new();
    for (chunk, parts) in needed_by {
        groups.entry(first_of(parts)).or_default().push(chunk.to_owned());
    }
    groups.into_values().collect()
}

/// Those of several parts that come first. Each of `parts` still fetches what is theirs.
fn first_of(mut parts: BTreeSet<&str>) -> BTreeSet<&str> {
    for (later, first) in AFTER {
        if parts.contains(first) {
            parts.remove(later);
        }
    }
    if parts.len() > 1 {
        parts.remove(FOR_DEVELOPERS);
    }
    parts
}

fn merge_into(name: &str, chunks: &[String], folder: &Path, stand_in: &Path) -> Outcome {
    let module = |chunk: &str| folder.join(chunk).with_extension("wasm");
    let merged = folder.join("merged");
    let mut merge = run::program(paths::node_program("wasm-merge"));
    merge.args(FEATURES).arg(stand_in).arg(SHARED);
    for chunk in chunks {
        merge.arg(module(chunk)).arg(chunk);
    }
    run::run_quietly(merge.arg("-o").arg(&merged))?;
    for chunk in chunks {
        fs::remove_file(module(chunk)).map_err(|error| format!("{chunk}: {error}"))?;
    }
    fs::rename(&merged, module(name)).map_err(|error| format!("{name}: {error}"))
}

/// A module that has nothing of its own and gives all that the main module gives to chunks.
fn stand_in_of(main: &Path) -> Outcome<String> {
    let module = Module::from_file(main).map_err(|error| format!("{}: {error}", paths::shown(main)))?;
    let mut imports = String::new();
    let mut exports = String::new();
    for export in module.exports.iter() {
        let name = &export.name;
        let what = match export.item {
            ExportItem::Memory(memory) if name == "memory" => {
                format!("memory {}", module.memories.get(memory).initial)
            }
            ExportItem::Table(table) if module.tables.get(table).element_ty == RefType::FUNCREF => {
                format!("table {} funcref", module.tables.get(table).initial)
            }
            ExportItem::Global(_) if name.starts_with("__wasm_split_shared") => "global (mut i32)".to_owned(),
            _ => continue,
        };
        let kind = what.split(' ').next().unwrap_or_default();
        _ = writeln!(imports, "(import \"{MAIN}\" \"{name}\" ({}))", named(&what, kind, name));
        _ = writeln!(exports, "(export \"{name}\" ({kind} ${name}))");
    }
    Ok(format!("(module\n{imports}{exports})\n"))
}

/// `memory 18` as `memory $name 18`.
fn named(what: &str, kind: &str, name: &str) -> String {
    [kind, " $", name, what.strip_prefix(kind).unwrap_or_default()].concat()
}

/// The splitter's script with one loader for each merged module.
fn relinked(script: &str, place: &BTreeMap<String, String>) -> Outcome<String> {
    let unknown = |what: &str| format!("the splitter's script is not laid out as before: {what}");
    let mut out = script.to_owned();
    for chunk in place.iter().filter(|(chunk, first)| chunk != first).map(|(chunk, _)| chunk) {
        let start = out.find(&format!("const __{chunk} = makeLoad(")).ok_or_else(|| unknown(chunk))?;
        let end = out[start..].find("\n, []);\n").ok_or_else(|| unknown(chunk))? + start + "\n, []);\n".len();
        out.replace_range(start..end, "");
    }
    let mut relinked = String::with_capacity(out.len());
    for line in out.lines() {
        let list = line.strip_prefix(", [").and_then(|line| line.split_once(']'));
        if let Some((list, rest)) = list {
            let chunks: Vec<_> =
                list.split(", ").map(|name| name.trim_start_matches('_').to_owned()).collect();
            let names: Vec<_> = in_places(&chunks, place)
                .into_iter()
                .map(|name| if name.is_empty() { name } else { ["__", &name].concat() })
                .collect();
            relinked.push_str(", [");
            relinked.push_str(&names.join(", "));
            relinked.push(']');
            relinked.push_str(rest);
        } else {
            relinked.push_str(line);
        }
        relinked.push('\n');
    }
    let given = "Object.assign(sharedImports.__wasm_split, ";
    let at = relinked.find(given).ok_or_else(|| unknown("what chunks import"))?;
    relinked.insert_str(at, &format!("sharedImports.{MAIN} = sharedImports.{SHARED};\n        "));
    Ok(relinked)
}

/// Where chunks are now, each place once.
fn in_places(chunks: &[String], place: &BTreeMap<String, String>) -> Vec<String> {
    let mut places = Vec::new();
    for chunk in chunks {
        let now = place.get(chunk).unwrap_or(chunk);
        if !places.contains(now) {
            places.push(now.clone());
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{groups, relinked};

    fn owned(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn what_later_parts_share_with_an_earlier_one_is_its_own() {
        let parts = vec![
            ("catalogue".to_owned(), owned(&["chunk_1", "chunk_2", "chunk_5", "split_catalogue"])),
            ("form".to_owned(), owned(&["chunk_1", "chunk_3", "chunk_4", "split_form"])),
            ("rare".to_owned(), owned(&["chunk_2", "chunk_3", "chunk_4", "split_rare"])),
            ("service".to_owned(), owned(&["chunk_4", "chunk_5", "split_service"])),
        ];
        assert_eq!(
            groups(&parts),
            [owned(&["chunk_1", "chunk_3"]), owned(&["chunk_4"]), owned(&["chunk_2"]), owned(&["chunk_5"])]
        );
    }

    #[test]
    fn the_script_names_each_merged_module_once() {
        let script = "sharedImports = {};\nObject.assign(sharedImports.__wasm_split, { memory });\n\
            const __chunk_1 = makeLoad(() => {\n  fetch(\"./chunk_1.wasm\");\n}\n, []);\n\
            const __chunk_2 = makeLoad(() => {\n  fetch(\"./chunk_2.wasm\");\n}\n, []);\n\
            export const __wasm_split_load_a = wrapAsyncCb(makeLoad(() => {\n}\n, [__chunk_1, __chunk_2]));\n";
        let place = owned(&["chunk_1", "chunk_2"]).into_iter().map(|chunk| (chunk, "chunk_1".to_owned()));
        let script = relinked(script, &BTreeMap::from_iter(place)).unwrap();
        assert!(script.contains("sharedImports.main = sharedImports.__wasm_split;"), "{script}");
        assert!(script.contains(", [__chunk_1]));") && !script.contains("chunk_2"), "{script}");
        assert!(script.contains("}\n, []);\n"), "{script}");
    }
}
