//! In what order pages, fields and named conditions can be decided.

use std::collections::BTreeSet;

use crate::condition::{Operand, Test};

/// What a condition can be about, or belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    Condition(usize),
    Page(usize),
    Field(usize),
}

/// The steps so that each comes after those it needs, or the chain that leads back to its start.
pub(crate) fn order<'a>(
    steps: &[Step],
    test: impl Fn(Step) -> Option<&'a Test>,
    page_of: impl Fn(usize) -> usize,
) -> Result<Vec<Step>, Vec<Step>> {
    let needs = |step: Step| {
        let mut found = BTreeSet::new();
        if let Step::Field(field) = step {
            found.insert(Step::Page(page_of(field)));
        }
        if let Some(test) = test(step) {
            named(test, &mut found);
        }
        found
    };
    let mut done = BTreeSet::new();
    let mut order = Vec::new();
    for start in steps {
        // Depth first with a stack of our own: a long chain of conditions cannot exhaust the call stack.
        let mut chain = vec![(*start, needs(*start))];
        while let Some((step, open)) = chain.last_mut() {
            if done.contains(step) {
                chain.pop();
                continue;
            }
            match open.pop_first() {
                None => {
                    done.insert(*step);
                    order.push(*step);
                    chain.pop();
                }
                Some(next) => {
                    if let Some(first) = chain.iter().position(|(other, _)| *other == next) {
                        let mut circle: Vec<Step> = chain[first..].iter().map(|(step, _)| *step).collect();
                        circle.push(next);
                        return Err(circle);
                    }
                    if !done.contains(&next) {
                        let open = needs(next);
                        chain.push((next, open));
                    }
                }
            }
        }
    }
    Ok(order)
}

/// Adds the fields and conditions that a test names.
pub(crate) fn named(test: &Test, found: &mut BTreeSet<Step>) {
    match test {
        Test::Constant(_) => {}
        Test::Answered(field) | Test::Contains(field, _) => _ = found.insert(Step::Field(*field)),
        Test::Condition(condition) => _ = found.insert(Step::Condition(*condition)),
        Test::Not(inner) => named(inner, found),
        Test::All(tests) | Test::Any(tests) => tests.iter().for_each(|test| named(test, found)),
        Test::Same(left, right) => {
            named(left, found);
            named(right, found);
        }
        Test::Compare(_, left, right) => {
            for operand in [left, right] {
                named_operand(operand, found);
            }
        }
        Test::In(operand, _) => named_operand(operand, found),
    }
}

fn named_operand(operand: &Operand, found: &mut BTreeSet<Step>) {
    match operand {
        Operand::Field(field) => _ = found.insert(Step::Field(*field)),
        Operand::Constant(_) | Operand::Today => {}
    }
}
