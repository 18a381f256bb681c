//! Reads a definition from TOML or JSON, and its words from TOML. A fault tells line and column.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{Fault, FormDefinition, Keyed, Texts};

/// The largest file that is read, in bytes.
const LARGEST: usize = 1024 * 1024;

/// Deepest nesting of brackets and of keys with full stops.
const DEEPEST: usize = 60;

/// Reads `form.toml`.
pub fn parse_definition(toml: &str) -> Result<FormDefinition, Fault> {
    table(toml)?;
    toml::from_str(toml).map_err(|error| told(toml, &error))
}

/// Reads a definition in JSON, as other systems write it.
pub fn parse_definition_json(json: &str) -> Result<FormDefinition, Fault> {
    sized(json)?;
    serde_json::from_str(json).map_err(|error| Fault {
        place: format!("line {}, column {}", error.line(), error.column()),
        fault: error.to_string(),
        remedy: "see docs/form-format.md for what belongs there".to_owned(),
    })
}

/// Reads `texts.<language>.toml`; nested tables become keys with full stops.
pub fn parse_texts(toml: &str) -> Result<Texts, Fault> {
    let mut texts = Keyed::default();
    flatten(toml, "", &table(toml)?, &mut texts)?;
    Ok(Texts(texts))
}

fn sized(text: &str) -> Result<(), Fault> {
    if text.len() <= LARGEST {
        return Ok(());
    }
    Err(Fault {
        place: "the file".to_owned(),
        fault: format!("it is larger than {} KB", LARGEST / 1024),
        remedy: "split the form".to_owned(),
    })
}

fn table(toml: &str) -> Result<DeTable<'_>, Fault> {
    sized(toml)?;
    // A key such as a.a.a.a nests without a bracket, and readers follow it with the call stack.
    for (number, line) in toml.lines().enumerate() {
        let key = line.split(['=', '#']).next().unwrap_or_default();
        if key.matches('.').count() > DEEPEST {
            return Err(Fault {
                place: format!("line {}, column 1", number + 1),
                fault: format!("the key is nested deeper than {DEEPEST}"),
                remedy: "see docs/form-format.md for what belongs there".to_owned(),
            });
        }
    }
    DeTable::parse(toml).map(Spanned::into_inner).map_err(|error| told(toml, &error))
}

fn flatten(toml: &str, prefix: &str, table: &DeTable<'_>, texts: &mut Keyed<String>) -> Result<(), Fault> {
    for (key, value) in table {
        let key =
            if prefix.is_empty() { key.get_ref().to_string() } else { format!("{prefix}.{}", key.get_ref()) };
        match (value.get_ref().as_str(), value.get_ref().as_table()) {
            // A key in quotes with a full stop in it can be the same as a nested one.
            (Some(text), _) => match texts.insert(key.clone(), text.to_owned()) {
                None => {}
                Some(_) => return Err(misplaced(toml, value, format!("the text {key} comes twice"))),
            },
            (None, Some(inner)) => flatten(toml, &key, inner, texts)?,
            (None, None) => {
                let fault = format!("{key} is no text but of type {}", value.get_ref().type_str());
                return Err(misplaced(toml, value, fault));
            }
        }
    }
    Ok(())
}

fn misplaced(toml: &str, value: &Spanned<DeValue<'_>>, fault: String) -> Fault {
    Fault { place: place(toml, &value.span()), fault, remedy: "write one text in quotes".to_owned() }
}

fn told(toml: &str, error: &toml::de::Error) -> Fault {
    Fault {
        place: error.span().map_or_else(|| "the file".to_owned(), |span| place(toml, &span)),
        fault: error.message().to_owned(),
        remedy: "see docs/form-format.md for what belongs there".to_owned(),
    }
}

fn place(toml: &str, span: &Range<usize>) -> String {
    let before = toml.get(..span.start).unwrap_or(toml);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("line {line}, column {column}")
}
