//! What is wrong with the words of a form: missing, superfluous, repeated, too hard to read.
#![deny(clippy::wildcard_enum_match_arm)]

use std::collections::{BTreeMap, BTreeSet};

use locale::Language;

use crate::{Fault, FieldKind, FormDefinition, Texts, condition::options};

/// A person sees at a glance no more than this; a select takes more.
const MOST_RADIO_OPTIONS: usize = 7;

/// Björnsson's readability index: above this, a text is for specialists.
const HARDEST: usize = 45;

/// Shorter texts have too few words for the index to mean anything.
const FEWEST_WORDS: usize = 25;

/// Everything an author should mend in a form that compiles.
#[must_use]
pub fn lint(definition: &FormDefinition, texts: &BTreeMap<Language, Texts>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let (needed, possible) = keys(definition);
    for language in Language::ALL {
        let Some(texts) = texts.get(&language) else {
            faults.push(fault(
                format!("texts.{language}.toml"),
                "the file is missing",
                "write the words in all three languages",
            ));
            continue;
        };
        let place = |key: &str| format!("{language}: {key}");
        for key in needed.iter().filter(|key| texts.get(key).is_none()) {
            faults.push(fault(place(key), "the text is missing", "add it"));
        }
        for (key, text) in &texts.0 {
            if !needed.contains(key) && !possible.contains(key) {
                faults.push(fault(
                    place(key),
                    "nothing in the form uses this text",
                    "remove it, or correct the key",
                ));
            }
            if text.trim().is_empty() {
                faults.push(fault(place(key), "the text is empty", "write it, or remove the key"));
            }
            if let Some(index) = readability(text).filter(|index| *index > HARDEST) {
                let told = format!("the text is hard to read: LIX {index}");
                faults.push(fault(place(key), &told, "shorten sentences and words to LIX 45 or less"));
            }
        }
        faults.extend(repeated_labels(definition, texts, language));
    }
    for field in definition.pages.iter().flat_map(|page| &page.fields) {
        if let FieldKind::Radio(rules) = &field.kind
            && rules.options.len() > MOST_RADIO_OPTIONS
        {
            let told = format!("{} options are too many to choose from at a glance", rules.options.len());
            faults.push(fault(field.id.clone(), &told, "use type = \"select\", or fewer options"));
        }
        if field.prefill.is_some() && !can_be_prefilled(&field.kind) {
            faults.push(fault(
                field.id.clone(),
                "the registers cannot answer this kind of field",
                "remove prefill",
            ));
        }
    }
    faults
}

fn fault(place: String, told: &str, remedy: &str) -> Fault {
    Fault { place, fault: told.to_owned(), remedy: remedy.to_owned() }
}

/// The keys that must have a text, and those that may.
fn keys(definition: &FormDefinition) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut needed: BTreeSet<String> = ["title".to_owned()].into();
    let mut possible: BTreeSet<String> = ["intro".to_owned()].into();
    for page in &definition.pages {
        needed.insert(format!("pages.{}.title", page.id));
        possible.insert(format!("pages.{}.intro", page.id));
        for field in &page.fields {
            needed.insert(format!("fields.{}.label", field.id));
            possible.insert(format!("fields.{}.description", field.id));
            for option in options(&field.kind).into_iter().flatten() {
                needed.insert(format!("fields.{}.options.{option}", field.id));
                possible.insert(format!("fields.{}.option_descriptions.{option}", field.id));
            }
        }
    }
    (needed, possible)
}

fn repeated_labels(definition: &FormDefinition, texts: &Texts, language: Language) -> Vec<Fault> {
    let mut faults = Vec::new();
    for page in &definition.pages {
        let mut seen = BTreeSet::new();
        // Fields that exclude each other may ask the same.
        for field in page.fields.iter().filter(|field| field.show_if.is_none()) {
            let label = texts.get(&format!("fields.{}.label", field.id));
            if label.is_some_and(|label| !seen.insert(label)) {
                let place = format!("{language}: fields.{}.label", field.id);
                faults.push(fault(
                    place,
                    "another field of the page has the same label",
                    "say what sets them apart",
                ));
            }
        }
    }
    faults
}

/// LIX: words a sentence, and per cent of words longer than six letters.
fn readability(text: &str) -> Option<usize> {
    let words: Vec<usize> = text
        .split_whitespace()
        .map(|word| word.chars().filter(|next| next.is_alphabetic()).count())
        .collect();
    if words.len() <= FEWEST_WORDS {
        return None;
    }
    let sentences = text.matches(['.', '?', '!', ':']).count().max(1);
    let long = words.iter().filter(|length| **length > 6).count();
    Some(words.len() / sentences + long * 100 / words.len())
}

fn can_be_prefilled(kind: &FieldKind) -> bool {
    match kind {
        FieldKind::Text(_)
        | FieldKind::Name
        | FieldKind::Email
        | FieldKind::Phone
        | FieldKind::Address(_) => true,
        FieldKind::Textarea(_)
        | FieldKind::Number(_)
        | FieldKind::Checkbox
        | FieldKind::Checkboxes(_)
        | FieldKind::Radio(_)
        | FieldKind::Select(_)
        | FieldKind::Date(_)
        | FieldKind::Info => false,
    }
}
