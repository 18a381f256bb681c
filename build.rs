//! Turns the words of `locales/<language>/<slice>.toml` into typed keys.
//!
//! Each file becomes a module of `crate::texts`. A key becomes a constant; a key whose text has
//! `{parameters}` becomes a function that takes them; a key with `one` and `other` becomes a function
//! of a number. The build fails, with every fault listed, where the languages differ in files, keys
//! or parameters: a text that is missing cannot reach a person.

use std::{collections::BTreeMap, env, fmt::Write, fs, path::Path, process::ExitCode};

/// Slices whose words only the server needs, for pages that it writes itself.
const SERVER_ONLY: [&str; 2] = ["jobs", "sign_in"];

const LANGUAGES: [&str; 3] = ["nb", "nn", "en"];

/// By language, in the order of [`LANGUAGES`].
type Translations = BTreeMap<String, [Option<toml::Value>; 3]>;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build.rs");
    let mut slices: BTreeMap<String, Translations> = BTreeMap::new();
    let mut faults = Vec::new();
    for (index, language) in LANGUAGES.iter().enumerate() {
        if let Err(fault) = read_language(index, &Path::new("locales").join(language), &mut slices) {
            faults.push(fault);
        }
    }
    let mut out = String::new();
    for (slice, keys) in &slices {
        if SERVER_ONLY.contains(&slice.as_str()) {
            faults.extend(keys.iter().filter_map(|(key, texts)| item(slice, key, texts).err()));
            continue;
        }
        _ = writeln!(out, "/// The words of `{slice}`.\npub mod {slice} {{\n    use super::*;\n");
        for (key, texts) in keys {
            match item(slice, key, texts) {
                Ok(item) => out.push_str(&item),
                Err(fault) => faults.push(fault),
            }
        }
        out.push_str("}\n");
    }
    let target = env::var("OUT_DIR").map(|folder| Path::new(&folder).join("texts.rs"));
    if let Err(fault) = target
        .map_err(|error| error.to_string())
        .and_then(|path| fs::write(path, out).map_err(|error| error.to_string()))
    {
        faults.push(fault);
    }
    for fault in &faults {
        println!("cargo::error={fault}");
    }
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn read_language(
    index: usize,
    folder: &Path,
    slices: &mut BTreeMap<String, Translations>,
) -> Result<(), String> {
    let shown = folder.display();
    for entry in fs::read_dir(folder).map_err(|error| format!("{shown}: {error}"))? {
        let path = entry.map_err(|error| format!("{shown}: {error}"))?.path();
        let Some(slice) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
        let source = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let table: toml::Table = source.parse().map_err(|error| format!("{}: {error}", path.display()))?;
        let keys = slices.entry(slice.to_owned()).or_default();
        for (key, value) in table {
            keys.entry(key).or_default()[index] = Some(value);
        }
    }
    Ok(())
}

/// The Rust item of one key.
fn item(slice: &str, key: &str, texts: &[Option<toml::Value>; 3]) -> Result<String, String> {
    let place = |index: usize| format!("locales/{}/{slice}.toml: {key}", LANGUAGES[index]);
    let mut values = Vec::new();
    for (index, value) in texts.iter().enumerate() {
        values.push(value.as_ref().ok_or_else(|| format!("{} is missing", place(index)))?);
    }
    if values.iter().all(|value| value.is_table()) {
        return plural(slice, key, &values);
    }
    let mut plain = Vec::new();
    for (index, value) in values.iter().enumerate() {
        let text = value.as_str().ok_or_else(|| {
            format!("{}: a text in one language and something else in another", place(index))
        })?;
        if text.trim().is_empty() {
            return Err(format!("{} is empty", place(index)));
        }
        plain.push(text);
    }
    let parameters = parameters(plain[0]);
    for (index, text) in plain.iter().enumerate() {
        if self::parameters(text) != parameters {
            return Err(format!("{}: its parameters differ from those in {}", place(index), LANGUAGES[0]));
        }
    }
    let doc = plain[0];
    let text = text(plain.iter().copied(), &parameters);
    if parameters.is_empty() {
        return Ok(format!("    #[doc = {doc:?}]\n    pub const {}: Text = {text};\n", key.to_uppercase()));
    }
    let typed: Vec<_> = parameters.iter().map(|name| format!("{name}: &str")).collect();
    Ok(function(key, doc, &typed, &format!("{text}.filled(language, &[{}])", parameters.join(", "))))
}

/// `{ one = "{n} sak", other = "{n} saker" }`: all three languages tell one from the rest, as CLDR has it.
fn plural(slice: &str, key: &str, values: &[&toml::Value]) -> Result<String, String> {
    let (mut ones, mut others) = (Vec::new(), Vec::new());
    for (index, value) in values.iter().enumerate() {
        let form = |name: &str| {
            value
                .get(name)
                .and_then(toml::Value::as_str)
                .filter(|text| parameters(text).iter().all(|parameter| parameter == "n"))
                .ok_or_else(|| {
                    format!(
                        "locales/{}/{slice}.toml: {key}.{name} is missing or has parameters other than n",
                        LANGUAGES[index]
                    )
                })
        };
        ones.push(form("one")?);
        others.push(form("other")?);
    }
    let doc = others[0];
    let number = ["n".to_owned()];
    let (one, other) = (text(ones.into_iter(), &number), text(others.iter().copied(), &number));
    let body =
        format!("(if number == 1 {{ {one} }} else {{ {other} }}).filled(language, &[&number.to_string()])");
    Ok(function(key, doc, &["number: u32".to_owned()], &body))
}

fn function(key: &str, doc: &str, parameters: &[String], body: &str) -> String {
    let parameters = parameters.join(", ");
    format!(
        "    #[doc = {doc:?}]\n    #[must_use]\n    pub fn {key}(language: Language, {parameters}) -> String {{\n        {body}\n    }}\n"
    )
}

/// The three languages in one literal, so that a text is one address in the app and its like stand beside each
/// other. A parameter is the control character of its number, from one.
fn text<'a>(languages: impl Iterator<Item = &'a str>, parameters: &[String]) -> String {
    let numbered = languages.map(|text| {
        parameters.iter().zip('\u{1}'..='\u{8}').fold(text.to_owned(), |text, (name, place)| {
            text.replace(&format!("{{{name}}}"), &place.to_string())
        })
    });
    format!("Text({:?})", numbered.collect::<Vec<_>>().join("\u{1f}"))
}

/// The names in braces, sorted.
fn parameters(text: &str) -> Vec<String> {
    let mut names: Vec<String> = text
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name.to_owned())
        .collect();
    names.sort();
    names.dedup();
    names
}
