//! Reads a definition and its words from TOML; a fault tells line and column.

use std::collections::BTreeMap;

use crate::{Fault, FormDefinition, Texts};

/// The largest file that is read, in bytes.
const LARGEST: usize = 512 * 1024;

/// Reads `form.toml`.
pub fn parse_definition(toml: &str) -> Result<FormDefinition, Fault> {
    bounded(toml)?;
    toml::from_str(toml).map_err(|error| told(toml, &error))
}

/// Reads `texts.<language>.toml`; nested tables become keys with full stops.
pub fn parse_texts(toml: &str) -> Result<Texts, Fault> {
    bounded(toml)?;
    let table: toml::Table = toml::from_str(toml).map_err(|error| told(toml, &error))?;
    let mut texts = BTreeMap::new();
    flatten("", table, &mut texts)?;
    Ok(Texts(texts))
}

fn flatten(prefix: &str, table: toml::Table, texts: &mut BTreeMap<String, String>) -> Result<(), Fault> {
    for (key, value) in table {
        let key = if prefix.is_empty() { key } else { format!("{prefix}.{key}") };
        match value {
            toml::Value::String(text) => _ = texts.insert(key, text),
            toml::Value::Table(inner) => flatten(&key, inner, texts)?,
            other => {
                return Err(Fault {
                    place: key,
                    fault: format!("a text is expected, but this is of type {}", other.type_str()),
                    remedy: "write the text in quotes".to_owned(),
                });
            }
        }
    }
    Ok(())
}

fn bounded(toml: &str) -> Result<(), Fault> {
    if toml.len() <= LARGEST {
        return Ok(());
    }
    Err(Fault {
        place: "the file".to_owned(),
        fault: format!("it is larger than {} KB", LARGEST / 1024),
        remedy: "split the form".to_owned(),
    })
}

fn told(toml: &str, error: &toml::de::Error) -> Fault {
    let place = error.span().map_or_else(
        || "the file".to_owned(),
        |span| {
            let before = toml.get(..span.start).unwrap_or(toml);
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            format!("line {line}, column {column}")
        },
    );
    Fault {
        place,
        fault: error.message().to_owned(),
        remedy: "see docs/form-format.md for what belongs there".to_owned(),
    }
}
