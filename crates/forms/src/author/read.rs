//! Reads a definition and its words from TOML. A fault tells line and column.
#![deny(clippy::wildcard_enum_match_arm)]

use std::{collections::BTreeMap, ops::Range};

use serde::Deserialize;
use toml::{
    Spanned,
    de::{DeTable, DeValue, ValueDeserializer},
};

use crate::{Fault, FieldDefinition, FieldKind, FormDefinition, Texts};

/// The largest file that is read, in bytes.
const LARGEST: usize = 512 * 1024;

/// What every field may have.
const FIELD_KEYS: [&str; 5] = ["id", "type", "show_if", "optional", "prefill"];

/// Reads `form.toml`.
pub fn parse_definition(toml: &str) -> Result<FormDefinition, Fault> {
    let table = table(toml)?;
    let pages = table.get("pages").and_then(|pages| pages.get_ref().as_array());
    for page in pages.into_iter().flatten() {
        let fields = page.get_ref().get("fields").and_then(|fields| fields.get_ref().as_array());
        for field in fields.into_iter().flatten() {
            check_field(toml, field)?;
        }
    }
    toml::from_str(toml).map_err(|error| told(toml, &error, None))
}

/// Reads `texts.<language>.toml`; nested tables become keys with full stops.
pub fn parse_texts(toml: &str) -> Result<Texts, Fault> {
    let mut texts = BTreeMap::new();
    flatten(toml, "", &table(toml)?, &mut texts)?;
    Ok(Texts(texts))
}

fn table(toml: &str) -> Result<DeTable<'_>, Fault> {
    if toml.len() > LARGEST {
        return Err(Fault {
            place: "the file".to_owned(),
            fault: format!("it is larger than {} KB", LARGEST / 1024),
            remedy: "split the form".to_owned(),
        });
    }
    DeTable::parse(toml).map(Spanned::into_inner).map_err(|error| told(toml, &error, None))
}

/// Fields are read one by one: a fault in one is told where it is, and no key is passed over in silence.
fn check_field(toml: &str, value: &Spanned<DeValue<'_>>) -> Result<(), Fault> {
    let field = FieldDefinition::deserialize(ValueDeserializer::from(value.clone()))
        .map_err(|error| told(toml, &error, Some(value.span())))?;
    let own = keys_of(&field.kind);
    let keys = value.get_ref().as_table().into_iter().flat_map(|table| table.keys());
    for key in keys {
        let name = key.get_ref().as_ref();
        if !FIELD_KEYS.contains(&name) && !own.contains(&name) {
            return Err(Fault {
                place: place(toml, &key.span()),
                fault: format!("the field {} has no use for {name}", field.id),
                remedy: format!("its keys are {}", [&FIELD_KEYS, own].concat().join(", ")),
            });
        }
    }
    Ok(())
}

/// What a kind of field has besides.
const fn keys_of(kind: &FieldKind) -> &'static [&'static str] {
    match kind {
        FieldKind::Text(_) | FieldKind::Textarea(_) => &["max_length"],
        FieldKind::Number(_) => &["min", "max", "decimals"],
        FieldKind::Checkboxes(_) => &["options", "max_choices"],
        FieldKind::Radio(_) | FieldKind::Select(_) => &["options"],
        FieldKind::Date(_) => &["earliest_days", "latest_days"],
        FieldKind::Name
        | FieldKind::Checkbox
        | FieldKind::Email
        | FieldKind::Phone
        | FieldKind::Address(_)
        | FieldKind::Info => &[],
    }
}

fn flatten(
    toml: &str,
    prefix: &str,
    table: &DeTable<'_>,
    texts: &mut BTreeMap<String, String>,
) -> Result<(), Fault> {
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

fn told(toml: &str, error: &toml::de::Error, around: Option<Range<usize>>) -> Fault {
    Fault {
        place: error.span().or(around).map_or_else(|| "the file".to_owned(), |span| place(toml, &span)),
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
