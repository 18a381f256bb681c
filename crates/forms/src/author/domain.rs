//! Whether a condition can be true at all, and whether it can be false: by trying every answer there can be.
//!
//! A radio group has as many values as options, and none; a checkbox two. What has no end of values, such as a
//! number, counts as a coin for each comparison with it. So what is told is certain, and what is not told may
//! still be so.

use crate::{
    FieldKind, Form,
    expression::Comparison,
    rules::{Of, Step},
    typed::Node,
    value::Value,
};

/// As many combinations as are tried; beyond that nothing is told.
const MOST_TRIED: usize = 20_000;

/// As many things as a condition may depend on, those it depends on through others counted.
const MOST_VARIABLES: usize = 24;

/// What can come of a condition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Possible {
    pub(super) can_hold: bool,
    pub(super) can_fail: bool,
}

/// Something that has one of a few values.
#[derive(Clone, Debug, PartialEq)]
enum Variable {
    /// A field; value 0 is empty, the others are its options, or that it is answered.
    Field(usize),
    /// A condition that is not looked into.
    Coin(Node),
}

struct Domain<'a> {
    form: &'a Form,
    variables: Vec<Variable>,
    sizes: Vec<usize>,
}

/// Tries a step: `None` where there is too much to try, or nothing to.
pub(super) fn possible(form: &Form, step: Step) -> Option<Possible> {
    let mut domain = Domain { form, variables: Vec::new(), sizes: Vec::new() };
    domain.gather_step(step)?;
    let tried = domain.sizes.iter().try_fold(1usize, |all, size| all.checked_mul(*size))?;
    if tried > MOST_TRIED {
        return None;
    }
    let mut values = vec![0; domain.variables.len()];
    let mut possible = Possible::default();
    loop {
        // A value that cannot be, since the field would be hidden, is none.
        if domain.is_consistent(&values) {
            if domain.step(step, &values) {
                possible.can_hold = true;
            } else {
                possible.can_fail = true;
            }
        }
        if possible == (Possible { can_hold: true, can_fail: true }) {
            return Some(possible);
        }
        let Some(next) = (0..values.len()).find(|index| values[*index] + 1 < domain.sizes[*index]) else {
            return Some(possible);
        };
        values[..next].fill(0);
        values[next] += 1;
    }
}

impl Domain<'_> {
    fn add(&mut self, variable: Variable) -> Option<()> {
        if self.variables.contains(&variable) {
            return Some(());
        }
        let size = match &variable {
            Variable::Coin(_) => 2,
            Variable::Field(field) => match self.options(*field).len() {
                0 => 2,
                count => count + 1,
            },
        };
        let field = if let Variable::Field(field) = variable { Some(field) } else { None };
        self.variables.push(variable);
        self.sizes.push(size);
        if self.variables.len() > MOST_VARIABLES {
            return None;
        }
        // Whether it can be answered depends on what shows it.
        field.map_or(Some(()), |field| self.gather_step(self.form.rules.step(Of::Field(field))))
    }

    /// The values of a field that has few.
    fn options(&self, field: usize) -> &[String] {
        let kind = &self.form.at(field).kind;
        match kind {
            FieldKind::Radio(_) | FieldKind::Select(_) => self.form.definition.options(kind),
            _ => &[],
        }
    }

    /// All that a step depends on, what stands around it included.
    fn gather_step(&mut self, step: Step) -> Option<()> {
        if let Some(test) = &self.form.rules.tests[step] {
            self.gather(test)?;
        }
        match self.around(step) {
            Some(outer) => self.gather_step(outer),
            None => Some(()),
        }
    }

    fn around(&self, step: Step) -> Option<Step> {
        let Of::Field(field) = self.form.rules.of(step) else { return None };
        let place = &self.form.plan.places[field];
        Some(self.form.rules.step(place.parent.map_or(Of::Page(place.page), Of::Field)))
    }

    fn gather(&mut self, node: &Node) -> Option<()> {
        match node {
            Node::Constant(_) => Some(()),
            Node::Not(inner) => self.gather(inner),
            Node::All(all) | Node::Any(all) => all.iter().try_for_each(|node| self.gather(node)),
            Node::Same(left, right) => self.gather(left).and_then(|()| self.gather(right)),
            Node::Condition(condition) => match &self.form.rules.tests[*condition] {
                Some(test) => self.gather(test),
                None => None,
            },
            Node::Compare(Comparison::Equal | Comparison::NotEqual, left, right)
                if self.is_known(left) && matches!(**right, Node::Constant(_)) =>
            {
                self.add_field(left)
            }
            Node::In(inner, _) if self.is_known(inner) => self.add_field(inner),
            Node::IsEmpty(inner) | Node::Ticked(inner) => match &**inner {
                Node::Field(_) => self.add_field(inner),
                _ => self.add(Variable::Coin(node.clone())),
            },
            // False where the field is empty, and otherwise a coin.
            Node::Contains(inner, _) => {
                if let Node::Field(field) = **inner {
                    self.add(Variable::Field(field))?;
                }
                self.add(Variable::Coin(node.clone()))
            }
            other => self.add(Variable::Coin(other.clone())),
        }
    }

    fn is_known(&self, node: &Node) -> bool {
        matches!(node, Node::Field(field) if !self.options(*field).is_empty())
    }

    fn add_field(&mut self, node: &Node) -> Option<()> {
        match node {
            Node::Field(field) => self.add(Variable::Field(*field)),
            _ => None,
        }
    }

    fn value(&self, wanted: &Variable, values: &[usize]) -> usize {
        self.variables.iter().position(|variable| variable == wanted).map_or(0, |index| values[index])
    }

    fn is_consistent(&self, values: &[usize]) -> bool {
        self.variables.iter().zip(values).all(|(variable, value)| match variable {
            Variable::Field(field) if *value > 0 => {
                self.step(self.form.rules.step(Of::Field(*field)), values)
            }
            Variable::Field(_) | Variable::Coin(_) => true,
        })
    }

    /// Whether a step and all that stands around it is seen.
    fn step(&self, step: Step, values: &[usize]) -> bool {
        self.form.rules.tests[step].as_ref().is_none_or(|test| self.holds(test, values))
            && self.around(step).is_none_or(|outer| self.step(outer, values))
    }

    fn holds(&self, node: &Node, values: &[usize]) -> bool {
        let option = |field: usize, value: &Value| match value {
            Value::Text(text) => {
                self.options(field).iter().position(|option| option == text).map(|at| at + 1)
            }
            _ => None,
        };
        match node {
            Node::Constant(value) => *value == Value::Flag(true),
            Node::Not(inner) => !self.holds(inner, values),
            Node::All(all) => all.iter().all(|node| self.holds(node, values)),
            Node::Any(all) => all.iter().any(|node| self.holds(node, values)),
            Node::Same(left, right) => self.holds(left, values) == self.holds(right, values),
            Node::Condition(condition) => {
                self.form.rules.tests[*condition].as_ref().is_some_and(|test| self.holds(test, values))
            }
            Node::Compare(comparison @ (Comparison::Equal | Comparison::NotEqual), left, right) => {
                match (&**left, &**right) {
                    (Node::Field(field), Node::Constant(text)) if self.is_known(left) => {
                        let value = self.value(&Variable::Field(*field), values);
                        let is_equal = option(*field, text) == Some(value);
                        value > 0 && is_equal == (*comparison == Comparison::Equal)
                    }
                    _ => self.value(&Variable::Coin(node.clone()), values) > 0,
                }
            }
            Node::In(inner, items) => match **inner {
                Node::Field(field) if self.is_known(inner) => {
                    let value = self.value(&Variable::Field(field), values);
                    value > 0 && items.iter().any(|item| option(field, item) == Some(value))
                }
                _ => self.value(&Variable::Coin(node.clone()), values) > 0,
            },
            Node::IsEmpty(inner) | Node::Ticked(inner) => match **inner {
                Node::Field(field) => {
                    let is_given = self.value(&Variable::Field(field), values) > 0;
                    is_given == matches!(node, Node::Ticked(_))
                }
                _ => self.value(&Variable::Coin(node.clone()), values) > 0,
            },
            Node::Contains(inner, _) => {
                let is_given = match **inner {
                    Node::Field(field) => self.value(&Variable::Field(field), values) > 0,
                    _ => true,
                };
                is_given && self.value(&Variable::Coin(node.clone()), values) > 0
            }
            other => self.value(&Variable::Coin(other.clone()), values) > 0,
        }
    }
}
