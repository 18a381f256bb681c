//! What must hold of a definition before its conditions are looked at: sizes, ids, limits.
#![deny(clippy::wildcard_enum_match_arm)]

use std::collections::BTreeSet;

use crate::{Fault, FieldDefinition, FieldKind, FormDefinition, SCHEMA, expression::WORDS};

const MOST_PAGES: usize = 100;
const MOST_FIELDS: usize = 1000;
const MOST_CONDITIONS: usize = 200;
const MOST_OPTIONS: usize = 300;
const LONGEST_TEXT: u16 = 10_000;

/// Parts of addresses that stand for something else than a page of the form.
const RESERVED: [&str; 2] = ["oppsummering", "kvittering"];

/// All that is wrong with the structure.
pub(crate) fn faults(definition: &FormDefinition) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |place: &str, fault: String, remedy: &str| {
        faults.push(Fault { place: place.to_owned(), fault, remedy: remedy.to_owned() });
    };
    if definition.schema != SCHEMA {
        fault("schema", format!("the format is {:?}", definition.schema), "write schema = \"skjema/1\"");
    }
    if definition.version == 0 {
        fault("version", "the version is 0".to_owned(), "count versions from 1");
    }
    if !(1..=90).contains(&definition.draft.keep_days) {
        fault(
            "draft.keep_days",
            format!("drafts are kept {} days", definition.draft.keep_days),
            "choose 1 to 90 days",
        );
    }
    let count: usize = definition.pages.iter().map(|page| page.fields.len()).sum();
    for (what, number, most) in [
        ("pages", definition.pages.len(), MOST_PAGES),
        ("fields", count, MOST_FIELDS),
        ("conditions", definition.conditions.len(), MOST_CONDITIONS),
    ] {
        if number > most {
            fault(
                what,
                format!("there are {number} {what}"),
                &format!("at most {most} are allowed: split the form"),
            );
        }
    }
    if definition.pages.is_empty() {
        fault("pages", "the form has no page".to_owned(), "add [[pages]] with at least one field");
    }
    let mut pages = BTreeSet::new();
    let mut names: BTreeSet<&str> = definition.conditions.keys().map(String::as_str).collect();
    for name in definition.conditions.keys().filter(|name| !is_name(name)) {
        fault(
            "conditions",
            format!("{name:?} cannot be a name"),
            "use lower-case letters, digits and underscores, and no word of the language",
        );
    }
    for (index, page) in definition.pages.iter().enumerate() {
        let place = format!("pages[{index}]");
        if !is_page_id(&page.id) {
            fault(
                &place,
                format!("{:?} cannot be a page's id", page.id),
                "use lower-case letters, digits and hyphens; oppsummering and kvittering are taken",
            );
        }
        if !pages.insert(page.id.as_str()) {
            fault(&place, format!("another page has the id {}", page.id), "give each page its own id");
        }
        for (position, field) in page.fields.iter().enumerate() {
            let place = format!("pages[{index}].fields[{position}]");
            if !is_name(&field.id) {
                fault(
                    &place,
                    format!("{:?} cannot be a field's id", field.id),
                    "use lower-case letters, digits and underscores, and no word of the language",
                );
            }
            if !names.insert(field.id.as_str()) {
                fault(
                    &place,
                    format!("another field or condition is called {}", field.id),
                    "give each its own name",
                );
            }
            if let Some((wrong, remedy)) = limits(field) {
                fault(&place, wrong, remedy);
            }
        }
    }
    faults
}

/// What is wrong with the limits of a field.
fn limits(field: &FieldDefinition) -> Option<(String, &'static str)> {
    match &field.kind {
        FieldKind::Text(rules) | FieldKind::Textarea(rules) if rules.max_length > LONGEST_TEXT => Some((
            format!("{} characters are too many", rules.max_length),
            "choose a max_length of at most 10000",
        )),
        FieldKind::Number(rules) if rules.min.zip(rules.max).is_some_and(|(min, max)| min > max) => {
            Some(("min is more than max".to_owned(), "swap min and max"))
        }
        FieldKind::Number(rules) if rules.decimals > 6 => {
            Some((format!("{} decimals are too many", rules.decimals), "choose at most 6 decimals"))
        }
        FieldKind::Date(rules)
            if rules.earliest_days.zip(rules.latest_days).is_some_and(|(first, last)| first > last) =>
        {
            Some(("earliest_days is after latest_days".to_owned(), "swap them"))
        }
        FieldKind::Radio(rules) | FieldKind::Select(rules) => options(&rules.options),
        FieldKind::Checkboxes(rules) => options(&rules.options),
        FieldKind::Text(_)
        | FieldKind::Textarea(_)
        | FieldKind::Name
        | FieldKind::Number(_)
        | FieldKind::Checkbox
        | FieldKind::Date(_)
        | FieldKind::Email
        | FieldKind::Phone
        | FieldKind::Address(_)
        | FieldKind::Info => None,
    }
}

fn options(options: &[String]) -> Option<(String, &'static str)> {
    let different: BTreeSet<&String> = options.iter().collect();
    if options.is_empty() || options.len() > MOST_OPTIONS {
        Some((format!("there are {} options", options.len()), "give 1 to 300 options"))
    } else if different.len() < options.len() {
        Some(("an option comes twice".to_owned(), "give each option its own key"))
    } else if let Some(wrong) = options.iter().find(|option| !is_key(option)) {
        Some((
            format!("{wrong:?} cannot be an option's key"),
            "use lower-case letters, digits and underscores",
        ))
    } else {
        None
    }
}

fn is_name(text: &str) -> bool {
    is_key(text) && text.starts_with(|first: char| first.is_ascii_lowercase()) && !WORDS.contains(&text)
}

fn is_key(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn is_page_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !RESERVED.contains(&text)
}
