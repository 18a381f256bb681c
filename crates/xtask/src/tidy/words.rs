//! The words of the interface: the same keys in every language, each in use, and none in the markup.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Fault, Source,
    rust::{code_only, names, string_end},
};

const LANGUAGES: [&str; 3] = ["nb", "nn", "en"];

/// Attributes that people hear or read.
const SPOKEN: [&str; 4] = ["aria-label=", "title=", "placeholder=", "alt="];

/// The keys of the languages are the same, file by file.
pub(super) fn languages_have_the_same_keys(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let all = keys(sources);
    for (slice, by_language) in &all {
        let union: BTreeSet<&String> = by_language.values().flatten().collect();
        for language in LANGUAGES {
            let own = by_language.get(language);
            for key in union.iter().filter(|key| !own.is_some_and(|own| own.contains(**key))) {
                let path = format!("locales/{language}/{slice}.toml");
                faults.push(Fault {
                    path,
                    line: 1,
                    what: format!("has no `{key}`, which another language has"),
                });
            }
        }
    }
    faults
}

/// Every text is named in the app or in the server's shell, and views hold no text of their own.
pub(super) fn every_text_is_used_and_none_is_in_the_markup(sources: &[Source]) -> Vec<Fault> {
    let mut faults = unused(sources);
    let views = sources.iter().filter(|source| {
        source.path.starts_with("src/") && source.has_ending(&["rs"]) && !source.path.starts_with("src/ui/")
    });
    faults.extend(views.flat_map(prose));
    faults
}

fn unused(sources: &[Source]) -> Vec<Fault> {
    let app: Vec<String> = sources
        .iter()
        .filter(|source| source.path.starts_with("src/") && source.has_ending(&["rs"]))
        .map(|source| code_only(&source.text))
        .collect();
    let server: String = sources
        .iter()
        .filter(|source| source.path.starts_with("crates/server/src/") && source.has_ending(&["rs"]))
        .map(|source| source.text.as_str())
        .collect();
    let mut faults = Vec::new();
    for (slice, by_language) in keys(sources) {
        for key in by_language.get(LANGUAGES[0]).into_iter().flatten() {
            let in_app = app.iter().any(|code| {
                names(code, &slice)
                    && (names(code, &key.to_uppercase())
                        || code.contains(&format!("::{key}("))
                        || code.contains(&format!("::{key},")))
            });
            if !in_app && !server.contains(&format!("\"{key}\"")) {
                let path = format!("locales/{}/{slice}.toml", LANGUAGES[0]);
                faults.push(Fault { path, line: 1, what: format!("`{key}` is not used") });
            }
        }
    }
    faults
}

/// Slice to language to keys. A file that is not TOML is the build's to tell.
fn keys(sources: &[Source]) -> BTreeMap<String, BTreeMap<String, BTreeSet<String>>> {
    let mut all: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for source in sources {
        let Some((language, file)) =
            source.path.strip_prefix("locales/").and_then(|path| path.split_once('/'))
        else {
            continue;
        };
        let Some(slice) = file.strip_suffix(".toml") else { continue };
        let table = source.text.parse::<toml::Table>().unwrap_or_default();
        let own = all.entry(slice.to_owned()).or_default().entry(language.to_owned()).or_default();
        own.extend(table.keys().cloned());
    }
    all
}

/// Words as text or as a spoken attribute in `view!`.
fn prose(source: &Source) -> Vec<Fault> {
    let blank = code_only(&source.text);
    let code: Vec<char> = blank.chars().collect();
    let text: Vec<char> = source.text.chars().collect();
    let mut faults = Vec::new();
    let mut from = 0;
    while let Some(start) = position(&code[from..], "view! {").map(|at| from + at + "view! {".len()) {
        let (mut depth, mut at) = (1, start);
        while depth > 0 && at < code.len() {
            match code[at] {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            // Within an inner view the outer one has seen it already: text stands directly in markup.
            if text[at] == '"' && code[at] == ' ' {
                let end = string_end(&text[at..]);
                let literal: String = text[at + 1..at + end - 1].iter().collect();
                let before: String = text[at.saturating_sub(14)..at].iter().collect();
                let before = before.trim_end();
                let is_text = depth == 1 && before.ends_with(['>', '}', '{']);
                let is_spoken = SPOKEN.iter().any(|name| before.ends_with(name));
                if (is_text || is_spoken) && has_word(&literal) {
                    let line = text[..at].iter().filter(|sign| **sign == '\n').count() + 1;
                    faults.push(source.fault(line, format!("\"{literal}\" belongs in locales/")));
                }
                at += end;
                continue;
            }
            at += 1;
        }
        from = start;
    }
    faults.dedup();
    faults
}

fn position(signs: &[char], wanted: &str) -> Option<usize> {
    let wanted: Vec<char> = wanted.chars().collect();
    signs.windows(wanted.len()).position(|window| window == wanted)
}

/// Two letters in a row.
fn has_word(text: &str) -> bool {
    let letters: Vec<bool> = text.chars().map(char::is_alphabetic).collect();
    letters.windows(2).any(|pair| pair == [true, true])
}

#[cfg(test)]
mod tests {
    use super::{every_text_is_used_and_none_is_in_the_markup, languages_have_the_same_keys};
    use crate::tidy::source;

    #[test]
    fn a_key_that_a_language_lacks_is_found() {
        let full = "title = \"x\"\nopen = \"y\"\n";
        let found = languages_have_the_same_keys(&[
            source("locales/nb/home.toml", full),
            source("locales/nn/home.toml", full),
            source("locales/en/home.toml", "title = \"x\"\n"),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].path, "locales/en/home.toml");
    }

    #[test]
    fn a_text_that_nothing_uses_is_found() {
        let found = every_text_is_used_and_none_is_in_the_markup(&[
            source(
                "locales/nb/home.toml",
                "title = \"a\"\nshown = \"{n} b\"\nin_shell = \"c\"\ngone = \"d\"\n",
            ),
            source(
                "src/home/page.rs",
                "use crate::texts::home as words; words::TITLE.get(); words::shown(n)",
            ),
            source("crates/server/src/site/shell.rs", "words.get(\"home\", \"in_shell\")"),
        ]);
        assert_eq!(found.iter().map(|fault| fault.what.as_str()).collect::<Vec<_>>(), ["`gone` is not used"]);
    }

    #[test]
    fn words_in_the_markup_are_found() {
        let view =
            "view! { <p class=\"big text\">\"Hei du\"</p> <a aria-label=\"Lukk\">{x(\"a b\")}</a> \", \" }";
        let found = every_text_is_used_and_none_is_in_the_markup(&[source("src/home/page.rs", view)]);
        assert_eq!(
            found.iter().map(|fault| fault.what.as_str()).collect::<Vec<_>>(),
            ["\"Hei du\" belongs in locales/", "\"Lukk\" belongs in locales/"]
        );
    }
}
