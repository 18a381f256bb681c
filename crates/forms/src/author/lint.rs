//! What an author should mend in a form that compiles: it would work, and not work well.
#![deny(clippy::wildcard_enum_match_arm)]

use std::collections::{BTreeMap, BTreeSet};

use locale::Language;

use super::wording;
use crate::{
    Fault, FieldDefinition, FieldKind, FormDefinition, Prefill, Texts,
    condition::{Test, options},
    form,
    order::{Step, named},
};

/// A person sees at a glance no more than this; a select takes more.
const MOST_RADIO_OPTIONS: usize = 7;

/// Everything an author should mend; what stops a form altogether is told by [`crate::Form::compile`].
#[must_use]
pub fn lint(definition: &FormDefinition, texts: &BTreeMap<Language, Texts>) -> Vec<Fault> {
    let mut faults = wording::lint(definition, texts);
    for (page, contents) in definition.pages.iter().enumerate() {
        if contents.fields.is_empty() {
            let place = format!("pages[{page}] ({})", contents.id);
            faults.push(fault(
                place,
                "the page has no field, so nobody sees it",
                "add a field, or remove the page",
            ));
        }
        for (position, field) in contents.fields.iter().enumerate() {
            let place = || format!("pages[{page}].fields[{position}] ({})", field.id);
            faults.extend(of_kind(&field.kind).map(|(told, remedy)| fault(place(), &told, remedy)));
            if let Some((told, remedy)) = of_prefill(field) {
                faults.push(fault(place(), told, remedy));
            }
        }
    }
    faults.extend(conditions(definition));
    faults
}

pub(super) fn fault(place: String, told: &str, remedy: &str) -> Fault {
    Fault { place, fault: told.to_owned(), remedy: remedy.to_owned() }
}

fn of_kind(kind: &FieldKind) -> Option<(String, &'static str)> {
    let many = |options: &[String]| match options.len() {
        1 => {
            Some(("there is one option to choose from".to_owned(), "use type = \"checkbox\", or add options"))
        }
        _ => None,
    };
    match kind {
        FieldKind::Radio(rules) if rules.options.len() > MOST_RADIO_OPTIONS => {
            let told = format!("{} options are too many to see at a glance", rules.options.len());
            Some((told, "use type = \"select\", or at most 7 options"))
        }
        FieldKind::Radio(rules) | FieldKind::Select(rules) => many(&rules.options),
        FieldKind::Checkboxes(rules) if usize::from(rules.max_choices) > rules.options.len() => {
            Some(("max_choices is more than there are options".to_owned(), "lower it, or remove it"))
        }
        FieldKind::Checkboxes(rules) => many(&rules.options),
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

/// Browsers offer a person's own name, address, e-mail and phone in fields of these kinds only.
fn of_prefill(field: &FieldDefinition) -> Option<(&'static str, &'static str)> {
    let fits = match &field.kind {
        FieldKind::Name => Some(Prefill::Name),
        FieldKind::Email => Some(Prefill::Email),
        FieldKind::Phone => Some(Prefill::Phone),
        FieldKind::Address(_) => Some(Prefill::Address),
        FieldKind::Text(_)
        | FieldKind::Textarea(_)
        | FieldKind::Number(_)
        | FieldKind::Checkbox
        | FieldKind::Checkboxes(_)
        | FieldKind::Radio(_)
        | FieldKind::Select(_)
        | FieldKind::Date(_)
        | FieldKind::Info => None,
    };
    match (field.prefill, fits) {
        (None, _) => None,
        (Some(prefill), Some(fits)) if prefill == fits => None,
        (Some(_), Some(_)) => Some((
            "the field is prefilled with something else than it asks for",
            "give prefill and type the same value",
        )),
        (Some(_), None) => Some((
            "the registers cannot answer this type of field",
            "remove prefill, or use type name, address, email or phone",
        )),
    }
}

/// Conditions that nothing uses, or that are about what the person has not come to yet.
fn conditions(definition: &FormDefinition) -> Vec<Fault> {
    let (tests, _) = form::tests(definition);
    let page_of: Vec<usize> = definition
        .pages
        .iter()
        .enumerate()
        .flat_map(|(page, contents)| vec![page; contents.fields.len()])
        .collect();
    let fields: Vec<&FieldDefinition> = definition.pages.iter().flat_map(|page| &page.fields).collect();
    let mut used = BTreeSet::new();
    let mut faults = Vec::new();
    for (step, test) in &tests {
        let page = match step {
            Step::Condition(_) => {
                named(test, &mut used);
                continue;
            }
            Step::Page(page) => *page,
            Step::Field(field) => page_of[*field],
        };
        named(test, &mut used);
        let later = reached(test, &tests).into_iter().find(|field| page_of[*field] > page);
        if let Some(later) = later {
            let told = format!("the condition is about {}, which is on a later page", fields[later].id);
            let place = form::place(definition, *step);
            faults.push(fault(place, &told, "ask that first, or move what depends on it"));
        }
    }
    for (index, name) in definition.conditions.keys().enumerate() {
        if !used.contains(&Step::Condition(index)) {
            faults.push(fault(format!("conditions.{name}"), "nothing uses this condition", "remove it"));
        }
    }
    faults
}

/// The fields that a test is about, by way of named conditions as well.
fn reached(test: &Test, tests: &BTreeMap<Step, Test>) -> BTreeSet<usize> {
    let mut open = BTreeSet::new();
    named(test, &mut open);
    let mut seen = BTreeSet::new();
    let mut fields = BTreeSet::new();
    while let Some(step) = open.pop_first() {
        match step {
            Step::Field(field) => _ = fields.insert(field),
            Step::Condition(_) if seen.insert(step) => {
                if let Some(test) = tests.get(&step) {
                    named(test, &mut open);
                }
            }
            Step::Condition(_) | Step::Page(_) => {}
        }
    }
    fields
}

/// The keys that must have a text in every language, and those that may.
pub(super) fn keys(definition: &FormDefinition) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut needed: BTreeSet<String> = ["title".to_owned()].into();
    let mut possible: BTreeSet<String> = ["intro".to_owned(), "receipt.next".to_owned()].into();
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
