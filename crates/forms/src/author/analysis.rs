//! What follows from the conditions of a form: pages nobody can come to, conditions that are always or never
//! true, questions that depend on later ones.

use super::{compile, domain::possible, lint::fault};
use crate::{
    Fault, FieldKind, Form, FormDefinition, SignIn,
    rules::{Of, Rule},
    typed::{Link, Named, Node},
};

/// Everything about the conditions of a form that compiles.
pub(super) fn conditions(definition: &FormDefinition) -> Vec<Fault> {
    let (form, faults, circle) = compile::read(definition.clone());
    // What cannot be read is told elsewhere, and a circle has no end to try.
    if !faults.is_empty() || circle.is_some() {
        return Vec::new();
    }
    let mut faults = Vec::new();
    let mut used = vec![false; definition.conditions.len()];
    for step in 0..form.rules.tests.len() {
        later(&form, step, &mut faults, &mut used);
        decided(&form, step, &mut faults);
    }
    for check in &form.checks {
        let nodes = check.nodes();
        for node in nodes {
            node.names(Link::Whole, &mut |named, _| {
                if let Named::Condition(condition) = named {
                    used[condition] = true;
                }
            });
        }
    }
    faults.extend(sign_in(&form));
    for (name, _) in definition.conditions.keys().zip(&used).filter(|(_, is_used)| !**is_used) {
        faults.push(fault(format!("conditions.{name}"), "nothing uses this condition", "remove it"));
    }
    for (page, contents) in definition.pages.iter().enumerate() {
        let fields: Vec<usize> =
            (0..form.plan.places.len()).filter(|field| form.plan.places[*field].page == page).collect();
        let is_reached = fields.iter().any(|field| {
            let step = form.rules.step(Of::Field(*field));
            possible(&form, step).is_none_or(|possible| possible.can_hold)
        });
        if !fields.is_empty() && !is_reached {
            faults.push(fault(
                format!("pages[{page}] ({})", contents.id),
                "nobody can come to this page: no answers show any of its fields",
                "correct its conditions, or remove the page",
            ));
        }
    }
    for (name, _) in definition.lists.iter() {
        let uses = |kind: &FieldKind| match kind {
            FieldKind::Radio(rules) | FieldKind::Select(rules) | FieldKind::Combobox(rules) => {
                rules.list.as_ref() == Some(name)
            }
            FieldKind::Checkboxes(rules) => rules.list.as_ref() == Some(name),
            _ => false,
        };
        if !form.fields().any(|field| uses(&field.kind)) {
            faults.push(fault(format!("lists.{name}"), "nothing uses this list", "remove it"));
        }
    }
    faults
}

/// A form for those who are signed in that asks whether they are.
fn sign_in(form: &Form) -> Option<Fault> {
    let tests = form.rules.tests.iter().flatten();
    let values = form.rules.values.iter().flatten();
    let mut all = tests.chain(values).chain(form.checks.iter().flat_map(|check| check.nodes()));
    let asks = form.definition.sign_in == SignIn::Required && all.any(Node::is_about_sign_in);
    asks.then(|| {
        fault(
            "sign_in".to_owned(),
            "an expression asks whether somebody is signed in, and in this form everybody is",
            "write sign_in = \"none\", or remove signed_in from the expressions",
        )
    })
}

/// A condition about what the person has not come to yet.
fn later(form: &Form, step: usize, faults: &mut Vec<Fault>, used: &mut [bool]) {
    let page = match form.rules.of(step) {
        Of::Condition(_) => None,
        Of::Page(page) => Some(page),
        Of::Field(field) => Some(form.plan.places[field].page),
    };
    let mut open: Vec<usize> = vec![step];
    let mut seen = vec![false; form.rules.tests.len()];
    let mut found = None;
    while let Some(next) = open.pop() {
        let mut names = Vec::new();
        if let Some(test) = &form.rules.tests[next] {
            test.names(Link::Whole, &mut |named, _| names.push(named));
        }
        if let (Of::Field(field), true) = (form.rules.of(next), next == step)
            && let Some(value) = &form.rules.values[field]
        {
            value.names(Link::Whole, &mut |named, _| names.push(named));
        }
        for named in names {
            match named {
                Named::Field(field) if page.is_some_and(|page| form.plan.places[field].page > page) => {
                    found = found.or(Some(field));
                }
                Named::Field(_) => {}
                Named::Condition(condition) => {
                    used[condition] = true;
                    if !seen[condition] {
                        seen[condition] = true;
                        open.push(condition);
                    }
                }
            }
        }
    }
    if let Some(later) = found {
        let is_value = matches!(form.rules.of(step), Of::Field(field) if form.rules.tests[step].is_none() && form.rules.values[field].is_some());
        let rule = if is_value { Rule::Value } else { Rule::ShowIf };
        faults.push(fault(
            compile::place(&form.definition, &form.plan, form.rules.of(step), rule),
            &format!("the condition is about {}, which is on a later page", form.at(later).id),
            "ask that first, or move what depends on it",
        ));
    }
}

/// A condition that makes no difference.
fn decided(form: &Form, step: usize, faults: &mut Vec<Fault>) {
    if form.rules.tests[step].is_none() {
        return;
    }
    let Some(possible) = possible(form, step) else { return };
    let place = || compile::place(&form.definition, &form.plan, form.rules.of(step), Rule::ShowIf);
    if !possible.can_hold {
        faults.push(fault(
            place(),
            "the condition can never be true",
            "correct it, or remove what it belongs to",
        ));
    } else if !possible.can_fail {
        faults.push(fault(place(), "the condition is always true", "correct it, or remove it"));
    }
}
