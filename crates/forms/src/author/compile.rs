//! Compiles a form and tells every fault with its place and a remedy.

use super::structure;
use crate::{
    Fault, Form, FormDefinition,
    checks::Check,
    expression::Wrong,
    plan::Plan,
    rules::{Of, Rule, Rules, Step},
};

/// Checks ids, limits, names, types and cycles.
pub(crate) fn compile(definition: FormDefinition) -> Result<Form, Vec<Fault>> {
    let mut faults = structure::faults(&definition);
    // What is nested too deeply or is too many is not looked at further.
    if structure::is_beyond(&definition) {
        return Err(faults);
    }
    let (form, others, circle) = read(definition);
    faults.extend(others);
    if let (true, Some(circle)) = (faults.is_empty(), circle) {
        faults.push(circle_fault(&form, &circle));
    }
    if faults.is_empty() { Ok(form) } else { Err(faults) }
}

/// All that can be read of a form, what is wrong with the rest, and the conditions that go in a circle.
pub(super) fn read(definition: FormDefinition) -> (Form, Vec<Fault>, Option<Vec<Step>>) {
    let plan = Plan::new(&definition);
    let mut faults = Vec::new();
    let mut rules = Rules::read(&definition, &plan, |of, rule, wrong| {
        faults.push(told(place(&definition, &plan, of, rule), wrong));
    });
    let checks = Check::read(&definition, &plan, |index, wrong| {
        faults.push(told(format!("checks[{index}] ({})", definition.checks[index].id), wrong));
    });
    let circle = rules.arrange(&plan).err();
    (Form { definition, plan, rules, checks }, faults, circle)
}

fn told(place: String, wrong: Wrong) -> Fault {
    Fault { place, fault: wrong.fault, remedy: wrong.remedy }
}

/// Where an expression stands.
pub(super) fn place(definition: &FormDefinition, plan: &Plan, of: Of, rule: Rule) -> String {
    match of {
        Of::Condition(index) => {
            format!("conditions.{}", definition.conditions.keys().nth(index).map_or("", String::as_str))
        }
        Of::Page(page) => format!("pages[{page}].show_if ({})", definition.pages[page].id),
        Of::Field(index) => {
            let key = if rule == Rule::ShowIf { ".show_if (" } else { ".value (" };
            plan.place(definition, index).replacen(" (", key, 1)
        }
    }
}

/// The conditions that need each other, each by what it belongs to.
fn circle_fault(form: &Form, circle: &[Step]) -> Fault {
    let definition = &form.definition;
    let name = |step: &Step| match form.rules.of(*step) {
        Of::Condition(index) => {
            format!("condition {}", definition.conditions.keys().nth(index).map_or("", String::as_str))
        }
        Of::Page(page) => format!("page {}", definition.pages[page].id),
        Of::Field(field) => format!("field {}", form.at(field).id),
    };
    let names: Vec<String> = circle.iter().map(name).collect();
    let rule = |step: Step| match form.rules.of(step) {
        Of::Field(field) if form.rules.tests[step].is_none() && form.rules.values[field].is_some() => {
            Rule::Value
        }
        _ => Rule::ShowIf,
    };
    // A field that only belongs to its page has no expression of its own to mend.
    let first = circle.iter().find(|step| form.rules.tests[**step].is_some() || rule(**step) == Rule::Value);
    Fault {
        place: first
            .map(|step| place(definition, &form.plan, form.rules.of(*step), rule(*step)))
            .unwrap_or_default(),
        fault: format!("the conditions go in a circle: {}", names.join(" needs ")),
        remedy: "let each depend only on questions that can be decided before it".to_owned(),
    }
}
