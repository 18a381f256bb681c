//! Whether conditions hold, given what has been answered.
//!
//! A field that is hidden or not answered is empty: a comparison with it is false.

use locale::Date;

use crate::{
    Answer, FieldKind,
    canonical::{canonical, date, number},
    condition::{Operand, Test, Type, Value, type_of},
    expression::Comparison,
};

/// What is known so far; whatever a condition names has been decided before the condition is looked at.
pub(crate) struct Evaluation {
    today: Value,
    /// By field; empty where it is hidden, not answered, or cannot be read.
    pub values: Vec<Value>,
    /// By named condition.
    pub conditions: Vec<bool>,
}

impl Evaluation {
    pub(crate) fn new(today: Date, fields: usize, conditions: usize) -> Self {
        Self {
            today: Value::Date(today),
            values: vec![Value::Empty; fields],
            conditions: vec![false; conditions],
        }
    }

    pub(crate) fn holds(&self, test: &Test) -> bool {
        match test {
            Test::Constant(flag) => *flag,
            Test::Answered(field) => self.values[*field] != Value::Empty,
            Test::Condition(condition) => self.conditions[*condition],
            Test::Not(inner) => !self.holds(inner),
            Test::All(tests) => tests.iter().all(|test| self.holds(test)),
            Test::Any(tests) => tests.iter().any(|test| self.holds(test)),
            Test::Same(left, right) => self.holds(left) == self.holds(right),
            Test::Compare(comparison, left, right) => {
                compare(*comparison, self.value(left), self.value(right))
            }
            Test::In(operand, values) => values.contains(self.value(operand)),
            Test::Contains(field, item) => {
                matches!(&self.values[*field], Value::List(items) if items.contains(item))
            }
        }
    }

    fn value<'a>(&'a self, operand: &'a Operand) -> &'a Value {
        match operand {
            Operand::Constant(value) => value,
            Operand::Field(field) => &self.values[*field],
            Operand::Today => &self.today,
        }
    }
}

/// The value of an answer. It is that of its canonical form, so that sending an answer cannot change
/// what is visible.
pub(crate) fn value_of(kind: &FieldKind, answer: &Answer) -> Value {
    let Some(answer) = canonical(kind, answer) else { return Value::Empty };
    match (type_of(kind), answer) {
        (Type::Flag, Answer::Flag(true)) | (Type::Opaque, Answer::Address(_)) => Value::Given,
        (Type::Text, Answer::Text(text)) => Value::Text(text),
        (Type::Number, Answer::Text(text)) => number(&text).map_or(Value::Empty, Value::Number),
        (Type::Date, Answer::Text(text)) => date(&text).map_or(Value::Empty, Value::Date),
        (Type::List, Answer::Choices(items)) => Value::List(items),
        (
            Type::Flag | Type::Opaque | Type::Text | Type::Number | Type::Date | Type::List | Type::Nothing,
            _,
        ) => Value::Empty,
    }
}

fn compare(comparison: Comparison, left: &Value, right: &Value) -> bool {
    if *left == Value::Empty || *right == Value::Empty {
        return false;
    }
    match comparison {
        Comparison::Equal => left == right,
        Comparison::NotEqual => left != right,
        Comparison::Less => left < right,
        Comparison::LessOrEqual => left <= right,
        Comparison::Greater => left > right,
        Comparison::GreaterOrEqual => left >= right,
    }
}
