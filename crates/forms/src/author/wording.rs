//! What is wrong with the words of a form: missing, superfluous, repeated, too hard to read.

use std::collections::{BTreeMap, BTreeSet};

use locale::Language;

use super::lint::fault;
use crate::{CalculatedType, CheckRule, Fault, FieldKind, FormDefinition, Texts, Way, plan::Plan};

/// Björnsson's readability index: above this, a text is for specialists.
const HARDEST: usize = 45;

/// Shorter texts have too few words for the index to mean anything.
const FEWEST_WORDS: usize = 25;

/// Everything wrong with the words of all languages.
pub(super) fn lint(
    definition: &FormDefinition,
    plan: &Plan,
    texts: &BTreeMap<Language, Texts>,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    let (mut needed, possible) = keys(definition, plan);
    // What one language explains, all explain.
    let written: BTreeSet<&String> = texts.values().flat_map(|texts| texts.0.keys()).collect();
    needed.extend(possible.into_iter().filter(|key| written.contains(key)));
    for language in Language::ALL {
        let Some(texts) = texts.get(&language) else {
            let place = format!("texts.{language}.toml");
            faults.push(fault(place, "the file is missing", "write the words in all three languages"));
            continue;
        };
        let place = |key: &str| format!("{language}: {key}");
        for key in needed.iter().filter(|key| texts.get(key).is_none()) {
            faults.push(fault(place(key), "the text is missing", "write it, in every language"));
        }
        for (key, text) in texts.0.iter() {
            if !needed.contains(key) {
                let remedy = "remove it, or correct the key";
                faults.push(fault(place(key), "nothing in the form uses this text", remedy));
            }
            if text.trim().is_empty() {
                faults.push(fault(place(key), "the text is empty", "write it, or remove the key"));
            }
            if let Some(index) = readability(text).filter(|index| *index > HARDEST) {
                let told = format!("the text is hard to read: LIX {index}");
                faults.push(fault(place(key), &told, "shorten sentences and words to LIX 45 or less"));
            }
        }
        faults.extend(repeated_labels(definition, plan, texts, language));
    }
    faults
}

/// The keys that must have a text in every language, and those that may.
fn keys(definition: &FormDefinition, plan: &Plan) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut needed: BTreeSet<String> = ["title".to_owned()].into();
    let mut possible: BTreeSet<String> = ["intro".to_owned(), "receipt.next".to_owned()].into();
    for page in &definition.pages {
        needed.insert(format!("pages.{}.title", page.id));
        possible.insert(format!("pages.{}.intro", page.id));
    }
    for (list, options) in definition.lists.iter() {
        needed.extend(options.iter().map(|option| format!("lists.{list}.{option}")));
    }
    for check in &definition.checks {
        let key = format!("checks.{}", check.id);
        // Only an author can say what a condition of their own is about.
        let keys = if matches!(check.rule, CheckRule::Holds { .. }) { &mut needed } else { &mut possible };
        keys.insert(key);
    }
    for index in 0..plan.places.len() {
        let field = plan.field(definition, index);
        needed.insert(format!("fields.{}.label", field.id));
        possible.insert(format!("fields.{}.description", field.id));
        match &field.kind {
            FieldKind::Radio(rules) | FieldKind::Select(rules) | FieldKind::Combobox(rules) => {
                for option in &rules.options {
                    needed.insert(format!("fields.{}.options.{option}", field.id));
                    possible.insert(format!("fields.{}.option_descriptions.{option}", field.id));
                }
            }
            FieldKind::Checkboxes(rules) => {
                for option in &rules.options {
                    needed.insert(format!("fields.{}.options.{option}", field.id));
                    possible.insert(format!("fields.{}.option_descriptions.{option}", field.id));
                }
            }
            // What a row is called: Child 1, Child 2.
            FieldKind::Rows(_) => _ = needed.insert(format!("fields.{}.row", field.id)),
            FieldKind::Attachment(rules) => {
                possible.extend(rules.ways().iter().map(|way| way_key(&field.id, *way)));
            }
            FieldKind::Calculated(rules) if rules.result == CalculatedType::Text => {
                let literals = rules.value.split('\'').skip(1).step_by(2);
                possible.extend(literals.map(|key| format!("fields.{}.options.{key}", field.id)));
            }
            _ => {}
        }
    }
    (needed, possible)
}

fn way_key(field: &str, way: Way) -> String {
    format!("fields.{field}.ways.{}", way.key())
}

/// Somebody who hears the page has only the label to tell two questions from each other.
fn repeated_labels(
    definition: &FormDefinition,
    plan: &Plan,
    texts: &Texts,
    language: Language,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut seen = BTreeMap::new();
    for index in 0..plan.places.len() {
        let field = plan.field(definition, index);
        let key = format!("fields.{}.label", field.id);
        let Some(label) = texts.get(&key) else { continue };
        if let Some(other) = seen.insert((plan.places[index].page, label), &field.id) {
            let told = format!("{other} on the same page has the same label");
            faults.push(fault(format!("{language}: {key}"), &told, "say what sets them apart"));
        }
    }
    faults
}

/// LIX: words a sentence, and per cent of words longer than six letters. Nothing for short texts.
fn readability(text: &str) -> Option<usize> {
    let words: Vec<usize> = text
        .split_whitespace()
        .map(|word| word.chars().filter(|next| next.is_alphabetic()).count())
        .collect();
    if words.len() <= FEWEST_WORDS {
        return None;
    }
    let ends = |word: &&str| word.ends_with(['.', '?', '!', ':']);
    let sentences = text.split_whitespace().filter(ends).count().max(1);
    let long = words.iter().filter(|length| **length > 6).count();
    Some(words.len() / sentences + long * 100 / words.len())
}
