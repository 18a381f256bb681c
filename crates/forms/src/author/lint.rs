//! What an author should mend in a form that compiles: it would work, and not work well.
#![deny(clippy::wildcard_enum_match_arm)]

use std::collections::BTreeMap;

use locale::Language;

use super::{analysis, autocomplete, wording};
use crate::{Fault, FieldDefinition, FieldKind, FormDefinition, Need, Prefill, Texts, plan::Plan};

/// A person sees at a glance no more than this; a select takes more.
const MOST_RADIO_OPTIONS: usize = 7;

/// More than this is looked for by typing.
const MOST_SELECT_OPTIONS: usize = 50;

/// What an attachment may come to in all, in megabytes: more does not get through on a phone.
const MOST_MEGABYTES: u64 = 150;

/// Everything an author should mend; what stops a form altogether is told by [`crate::Form::compile`].
#[must_use]
pub fn lint(definition: &FormDefinition, texts: &BTreeMap<Language, Texts>) -> Vec<Fault> {
    if super::structure::is_beyond(definition) {
        return Vec::new();
    }
    let plan = Plan::new(definition);
    let mut faults = wording::lint(definition, &plan, texts);
    for (page, contents) in definition.pages.iter().enumerate() {
        if contents.fields.is_empty() {
            let place = format!("pages[{page}] ({})", contents.id);
            faults.push(fault(
                place,
                "the page has no field, so nobody sees it",
                "add a field, or remove the page",
            ));
        }
        for index in (0..plan.places.len()).filter(|index| plan.places[*index].page == page) {
            let field = plan.field(definition, index);
            let mut add = |told: &str, remedy: &str| {
                faults.push(fault(plan.place(definition, index), told, remedy));
            };
            if let Some((told, remedy)) = of_kind(&field.kind, definition.options(&field.kind)) {
                add(&told, remedy);
            }
            if let Some((told, remedy)) = of_prefill(field, plan.places[index].rows) {
                add(told, remedy);
            }
            if field.need != Need::Required && !field.kind.takes_answer() {
                add("nothing is asked that could be left out", "remove optional or advised");
            }
            if let Some((told, remedy)) = autocomplete::wrong(field, texts.get(&Language::Nb)) {
                add(&told, &remedy);
            }
        }
    }
    faults.extend(analysis::conditions(definition));
    faults
}

pub(super) fn fault(place: String, told: &str, remedy: &str) -> Fault {
    Fault { place, fault: told.to_owned(), remedy: remedy.to_owned() }
}

fn of_kind(kind: &FieldKind, options: &[String]) -> Option<(String, &'static str)> {
    let single = || match options.len() {
        1 => {
            Some(("there is one option to choose from".to_owned(), "use type = \"checkbox\", or add options"))
        }
        _ => None,
    };
    match kind {
        FieldKind::Radio(_) if options.len() > MOST_RADIO_OPTIONS => {
            let told = format!("{} options are too many to see at a glance", options.len());
            Some((told, "use type = \"select\", or at most 7 options"))
        }
        FieldKind::Select(_) if options.len() > MOST_SELECT_OPTIONS => {
            let told = format!("{} options are too many to look through", options.len());
            Some((told, "use type = \"combobox\""))
        }
        FieldKind::Radio(_) | FieldKind::Select(_) | FieldKind::Combobox(_) => single(),
        FieldKind::Checkboxes(rules) if usize::from(rules.max_choices) > options.len() => {
            Some(("max_choices is more than there are options".to_owned(), "lower it, or remove it"))
        }
        FieldKind::Checkboxes(_) => single(),
        FieldKind::Attachment(rules) => {
            let most = rules.max_bytes() / 1_000_000 * u64::try_from(rules.max_files()).unwrap_or(u64::MAX);
            (rules.max_files != 0 && rules.max_megabytes != 0 && most > MOST_MEGABYTES).then(|| {
                let told = format!("the files may come to {most} megabytes");
                (told, "lower max_files or max_megabytes to 150 in all")
            })
        }
        FieldKind::Text(_)
        | FieldKind::Textarea(_)
        | FieldKind::Name
        | FieldKind::Number(_)
        | FieldKind::Money(_)
        | FieldKind::Checkbox
        | FieldKind::Consent
        | FieldKind::Country
        | FieldKind::Date(_)
        | FieldKind::Month(_)
        | FieldKind::Year(_)
        | FieldKind::Time
        | FieldKind::Email
        | FieldKind::Phone
        | FieldKind::IdentityNumber
        | FieldKind::OrganisationNumber
        | FieldKind::AccountNumber
        | FieldKind::Iban
        | FieldKind::Address(_)
        | FieldKind::Group(_)
        | FieldKind::Rows(_)
        | FieldKind::Calculated(_)
        | FieldKind::Info(_)
        | FieldKind::MapPoint => None,
    }
}

/// The registers know one person, and of that one a few things.
fn of_prefill(field: &FieldDefinition, rows: Option<usize>) -> Option<(&'static str, &'static str)> {
    let fits = match &field.kind {
        FieldKind::Name => Some(Prefill::Name),
        FieldKind::Email => Some(Prefill::Email),
        FieldKind::Phone => Some(Prefill::Phone),
        FieldKind::Address(_) => Some(Prefill::Address),
        FieldKind::Text(_)
        | FieldKind::Textarea(_)
        | FieldKind::Number(_)
        | FieldKind::Money(_)
        | FieldKind::Checkbox
        | FieldKind::Consent
        | FieldKind::Checkboxes(_)
        | FieldKind::Radio(_)
        | FieldKind::Select(_)
        | FieldKind::Combobox(_)
        | FieldKind::Country
        | FieldKind::Date(_)
        | FieldKind::Month(_)
        | FieldKind::Year(_)
        | FieldKind::Time
        | FieldKind::IdentityNumber
        | FieldKind::OrganisationNumber
        | FieldKind::AccountNumber
        | FieldKind::Iban
        | FieldKind::Attachment(_)
        | FieldKind::Group(_)
        | FieldKind::Rows(_)
        | FieldKind::Calculated(_)
        | FieldKind::Info(_)
        | FieldKind::MapPoint => None,
    };
    match (field.prefill, fits) {
        (None, _) => None,
        (Some(_), _) if rows.is_some() => {
            Some(("the registers cannot tell which row is about whom", "remove prefill"))
        }
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
