//! What must hold of a definition before its expressions are looked at: sizes, ids, limits.
#![deny(clippy::wildcard_enum_match_arm)]

use std::collections::BTreeSet;

use crate::{
    AttachmentRules, FILE_TYPES, Fault, FieldDefinition, FieldKind, FormDefinition, SCHEMA, expression::WORDS,
};

const MOST_PAGES: usize = 100;
const MOST_FIELDS: usize = 1000;
const MOST_CONDITIONS: usize = 200;
const MOST_CHECKS: usize = 200;
const MOST_OPTIONS: usize = 300;
const MOST_ENTRIES: usize = 3000;
const MOST_ROWS: u16 = 1000;
const MOST_FILES: u8 = 20;
const MOST_MEGABYTES: u16 = 150;
const LONGEST_TEXT: u16 = 10_000;

/// Groups in groups and rows.
const DEEPEST_GROUPS: usize = 4;

/// Parts of addresses that stand for something else than a page of the form.
const RESERVED: [&str; 2] = ["oppsummering", "kvittering"];

struct Faults<'a> {
    all: Vec<Fault>,
    names: BTreeSet<&'a str>,
    definition: &'a FormDefinition,
}

impl Faults<'_> {
    fn add(&mut self, place: &str, fault: impl Into<String>, remedy: &str) {
        self.all.push(Fault { place: place.to_owned(), fault: fault.into(), remedy: remedy.to_owned() });
    }
}

/// How many fields there are, those in groups counted, and how deep they stand. Stops where it is too deep.
fn extent(fields: &[FieldDefinition], depth: usize) -> (usize, usize) {
    if depth > DEEPEST_GROUPS {
        return (fields.len(), depth);
    }
    fields.iter().fold((0, depth), |(count, deepest), field| {
        let (inside, deep) = match field.kind.fields() {
            [] => (0, depth),
            fields => extent(fields, depth + 1),
        };
        (count + 1 + inside, deepest.max(deep))
    })
}

fn whole_extent(definition: &FormDefinition) -> (usize, usize) {
    definition
        .pages
        .iter()
        .map(|page| extent(&page.fields, 0))
        .fold((0, 0), |(count, deepest), (more, deep)| (count + more, deepest.max(deep)))
}

/// Whether a definition is larger than anything that is looked at.
pub(crate) fn is_beyond(definition: &FormDefinition) -> bool {
    let (count, deepest) = whole_extent(definition);
    count > MOST_FIELDS
        || deepest > DEEPEST_GROUPS
        || definition.pages.len() > MOST_PAGES
        || definition.conditions.len() > MOST_CONDITIONS
        || definition.checks.len() > MOST_CHECKS
}

/// All that is wrong with the structure.
pub(crate) fn faults(definition: &FormDefinition) -> Vec<Fault> {
    let names = definition.conditions.keys().map(String::as_str).collect();
    let mut faults = Faults { all: Vec::new(), names, definition };
    head(&mut faults);
    let (count, deepest) = whole_extent(definition);
    for (what, number, most) in [
        ("pages", definition.pages.len(), MOST_PAGES),
        ("fields", count, MOST_FIELDS),
        ("conditions", definition.conditions.len(), MOST_CONDITIONS),
        ("checks", definition.checks.len(), MOST_CHECKS),
    ] {
        if number > most {
            let remedy = format!("at most {most} are allowed: split the form");
            faults.add(what, format!("there are {number} {what}"), &remedy);
        }
    }
    if deepest > DEEPEST_GROUPS {
        let fault = format!("groups are nested deeper than {DEEPEST_GROUPS}");
        faults.add("pages", fault, "use pages instead of groups in groups");
        return faults.all;
    }
    for name in definition.conditions.keys().filter(|name| !is_name(name)) {
        let remedy = "use lower-case letters, digits and underscores, and no word of the language";
        faults.add("conditions", format!("{name:?} cannot be a name"), remedy);
    }
    for (name, options) in definition.lists.iter() {
        let place = format!("lists.{name}");
        if !is_key(name) {
            faults.add(
                &place,
                format!("{name:?} cannot be a name"),
                "use lower-case letters, digits and underscores",
            );
        }
        if let Some((fault, remedy)) = wrong_options(options, MOST_ENTRIES) {
            faults.add(&place, fault, &remedy);
        }
    }
    checks(&mut faults);
    let mut pages = BTreeSet::new();
    for (index, page) in definition.pages.iter().enumerate() {
        let place = format!("pages[{index}]");
        if !is_page_id(&page.id) {
            faults.add(
                &place,
                format!("{:?} cannot be a page's id", page.id),
                "use lower-case letters, digits and hyphens; oppsummering and kvittering are taken",
            );
        }
        if !pages.insert(page.id.as_str()) {
            faults.add(&place, format!("another page has the id {}", page.id), "give each page its own id");
        }
        for (position, field) in page.fields.iter().enumerate() {
            of_field(&mut faults, &format!("{place}.fields[{position}]"), field, Inside::Page);
        }
    }
    faults.all
}

fn head(faults: &mut Faults<'_>) {
    let definition = faults.definition;
    if definition.schema != SCHEMA {
        faults.add("schema", format!("the format is {:?}", definition.schema), "write schema = \"skjema/1\"");
    }
    if definition.version == 0 {
        faults.add("version", "the version is 0", "count versions from 1");
    }
    if !(1..=90).contains(&definition.draft.keep_days) {
        let fault = format!("drafts are kept {} days", definition.draft.keep_days);
        faults.add("draft.keep_days", fault, "choose 1 to 90 days");
    }
    if definition.draft.oldest_version > definition.version {
        let fault = format!("version {} is not there yet", definition.draft.oldest_version);
        faults.add("draft.oldest_version", fault, "name this version or an earlier one");
    }
    if definition.pages.is_empty() {
        faults.add("pages", "the form has no page", "add [[pages]] with at least one field");
    }
}

fn checks(faults: &mut Faults<'_>) {
    let mut ids = BTreeSet::new();
    for (index, check) in faults.definition.checks.iter().enumerate() {
        let place = format!("checks[{index}]");
        if !is_key(&check.id) {
            let fault = format!("{:?} cannot be a check's id", check.id);
            faults.add(&place, fault, "use lower-case letters, digits and underscores");
        }
        if !ids.insert(check.id.as_str()) {
            faults.add(
                &place,
                format!("another check has the id {}", check.id),
                "give each check its own id",
            );
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Page,
    Rows,
}

fn of_field<'a>(faults: &mut Faults<'a>, place: &str, field: &'a FieldDefinition, inside: Inside) {
    if !is_name(&field.id) {
        faults.add(
            place,
            format!("{:?} cannot be a field's id", field.id),
            "use lower-case letters, digits and underscores, and no word of the language",
        );
    }
    if !faults.names.insert(field.id.as_str()) {
        let fault = format!("another field or condition is called {}", field.id);
        faults.add(place, fault, "give each its own name");
    }
    if let Some((wrong, remedy)) = limits(field, faults.definition) {
        faults.add(place, wrong, &remedy);
    }
    let is_rows = matches!(field.kind, FieldKind::Rows(_));
    if is_rows && inside == Inside::Rows {
        faults.add(place, "rows stand within rows", "ask for the inner ones on a page of their own");
    }
    let is_container = is_rows || matches!(field.kind, FieldKind::Group(_));
    if is_container && field.kind.fields().is_empty() {
        faults.add(place, "there is no field inside", "add fields, or remove it");
    }
    let inside = if is_rows { Inside::Rows } else { inside };
    for (position, field) in field.kind.fields().iter().enumerate() {
        of_field(faults, &format!("{place}.fields[{position}]"), field, inside);
    }
}

/// What is wrong with the limits of a field.
fn limits(field: &FieldDefinition, definition: &FormDefinition) -> Option<(String, String)> {
    let told = |fault: String, remedy: &str| Some((fault, remedy.to_owned()));
    let is_swapped =
        |first: Option<i32>, last: Option<i32>| first.zip(last).is_some_and(|(first, last)| first > last);
    match &field.kind {
        FieldKind::Text(rules) | FieldKind::Textarea(rules) if rules.max_length > LONGEST_TEXT => told(
            format!("{} characters are too many", rules.max_length),
            "choose a max_length of at most 10000",
        ),
        FieldKind::Number(rules) | FieldKind::Money(rules)
            if rules.min.zip(rules.max).is_some_and(|(min, max)| min > max) =>
        {
            told("min is more than max".to_owned(), "swap min and max")
        }
        FieldKind::Number(rules) if rules.decimals > 6 => {
            told(format!("{} decimals are too many", rules.decimals), "choose at most 6 decimals")
        }
        FieldKind::Money(rules) if rules.decimals != 0 && rules.decimals != 2 => told(
            format!("an amount with {} decimals", rules.decimals),
            "choose 2 decimals, or 0 for whole kroner",
        ),
        FieldKind::Date(rules) if is_swapped(rules.earliest_days, rules.latest_days) => {
            told("earliest_days is after latest_days".to_owned(), "swap them")
        }
        FieldKind::Month(rules) if is_swapped(rules.earliest_months, rules.latest_months) => {
            told("earliest_months is after latest_months".to_owned(), "swap them")
        }
        FieldKind::Year(rules) if is_swapped(rules.earliest_years, rules.latest_years) => {
            told("earliest_years is after latest_years".to_owned(), "swap them")
        }
        FieldKind::Radio(rules) | FieldKind::Select(rules) | FieldKind::Combobox(rules) => {
            choice(&rules.options, rules.list.as_ref(), definition)
        }
        FieldKind::Checkboxes(rules) => choice(&rules.options, rules.list.as_ref(), definition),
        FieldKind::Attachment(rules) => attachment(rules),
        FieldKind::Rows(rules) if rules.max_rows > MOST_ROWS => {
            told(format!("{} rows are too many", rules.max_rows), "choose a max_rows of at most 1000")
        }
        FieldKind::Rows(rules) if usize::from(rules.min_rows) > rules.max_rows() => {
            told("min_rows is more than max_rows".to_owned(), "swap them, or set max_rows")
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

fn attachment(rules: &AttachmentRules) -> Option<(String, String)> {
    let unknown = rules.file_types.iter().find(|given| !FILE_TYPES.iter().any(|(known, _)| known == given));
    let known = || FILE_TYPES.map(|(extension, _)| extension).join(", ");
    if let Some(unknown) = unknown {
        return Some((
            format!("{unknown:?} is no type of file that can be taken"),
            format!("write some of {}", known()),
        ));
    }
    if rules.max_megabytes > MOST_MEGABYTES {
        let fault = format!("{} megabytes are too many", rules.max_megabytes);
        return Some((fault, format!("choose at most {MOST_MEGABYTES}")));
    }
    if rules.max_files > MOST_FILES {
        return Some((
            format!("{} files are too many", rules.max_files),
            format!("choose at most {MOST_FILES}"),
        ));
    }
    let different: BTreeSet<&str> = rules.ways.iter().map(|way| way.key()).collect();
    (different.len() < rules.ways.len())
        .then(|| ("a way comes twice".to_owned(), "name each way once".to_owned()))
}

fn choice(
    options: &[String],
    list: Option<&String>,
    definition: &FormDefinition,
) -> Option<(String, String)> {
    match list {
        None => wrong_options(options, MOST_OPTIONS),
        Some(list) if definition.lists.contains_key(list) => None,
        Some(list) => Some((
            format!("there is no list named {list}"),
            "correct the name, or add it under [lists]".to_owned(),
        )),
    }
}

fn wrong_options(options: &[String], most: usize) -> Option<(String, String)> {
    let different: BTreeSet<&String> = options.iter().collect();
    if options.is_empty() || options.len() > most {
        Some((format!("there are {} options", options.len()), format!("give 1 to {most} options")))
    } else if different.len() < options.len() {
        Some(("an option comes twice".to_owned(), "give each option its own key".to_owned()))
    } else {
        let wrong = options.iter().find(|option| !is_key(option))?;
        Some((
            format!("{wrong:?} cannot be an option's key"),
            "use lower-case letters, digits and underscores".to_owned(),
        ))
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
