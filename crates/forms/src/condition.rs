//! Conditions with their names and types known: what does not make sense is refused when a form is loaded.
#![deny(clippy::wildcard_enum_match_arm)]

use std::collections::BTreeMap;

use locale::Date;

use crate::{
    FieldDefinition, FieldKind,
    decimal::Decimal,
    expression::{Comparison, Expression, Literal, Wrong, parse},
};

/// What is true or false.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    Constant(bool),
    /// That a field is answered; of a checkbox, that it is ticked.
    Answered(usize),
    Condition(usize),
    Not(Box<Test>),
    All(Vec<Test>),
    Any(Vec<Test>),
    /// That both are true or both false.
    Same(Box<Test>, Box<Test>),
    Compare(Comparison, Operand, Operand),
    In(Operand, Vec<Value>),
    Contains(usize, String),
}

/// What has a value to compare.
#[derive(Clone, Debug)]
pub(crate) enum Operand {
    Constant(Value),
    Field(usize),
    Today,
}

/// A value to compare; `Empty` is equal to nothing, not even itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    Empty,
    /// Answered, with nothing that could be compared.
    Given,
    Text(String),
    Number(Decimal),
    Date(Date),
    List(Vec<String>),
}

/// What type of value a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    /// A box to tick.
    Flag,
    Text,
    Number,
    Date,
    List,
    /// Can only be empty or not.
    Opaque,
    /// Takes no answer.
    Nothing,
}

impl Type {
    const fn name(self) -> &'static str {
        match self {
            Self::Flag => "true or false",
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Date => "a date",
            Self::List => "a list",
            Self::Opaque => "an address",
            Self::Nothing => "nothing",
        }
    }
}

/// What an expression turns out to be.
enum Checked {
    Test(Test),
    Operand(Operand, Type),
}

/// Checks the conditions of a form: names, types, options.
pub(crate) struct Checker<'a> {
    fields: Vec<&'a FieldDefinition>,
    by_name: BTreeMap<&'a str, Named>,
}

#[derive(Clone, Copy)]
enum Named {
    Field(usize),
    Condition(usize),
}

impl<'a> Checker<'a> {
    /// For fields in the order of the pages, and conditions in the order of their names.
    pub(crate) fn new(
        fields: impl Iterator<Item = &'a FieldDefinition>,
        conditions: impl Iterator<Item = &'a String>,
    ) -> Self {
        let fields: Vec<_> = fields.collect();
        let mut by_name = BTreeMap::new();
        for (index, name) in conditions.enumerate() {
            by_name.insert(name.as_str(), Named::Condition(index));
        }
        for (index, field) in fields.iter().enumerate() {
            by_name.insert(field.id.as_str(), Named::Field(index));
        }
        Self { fields, by_name }
    }

    /// A condition that can be evaluated, or what is wrong with it.
    pub(crate) fn condition(&self, source: &str) -> Result<Test, Wrong> {
        self.test(&parse(source)?)
    }

    fn test(&self, expression: &Expression) -> Result<Test, Wrong> {
        match self.checked(expression)? {
            Checked::Test(test) => Ok(test),
            Checked::Operand(_, kind) => Err(Wrong::new(
                [kind.name(), " stands where a condition is needed"].concat(),
                "compare it with something, or write is not empty",
            )),
        }
    }

    fn checked(&self, expression: &Expression) -> Result<Checked, Wrong> {
        Ok(Checked::Test(match expression {
            Expression::Literal(Literal::Flag(flag)) => Test::Constant(*flag),
            Expression::Literal(literal) => {
                let (value, kind) = constant(literal);
                return Ok(Checked::Operand(Operand::Constant(value), kind));
            }
            Expression::Today => return Ok(Checked::Operand(Operand::Today, Type::Date)),
            Expression::Name(name) => return self.name(name),
            Expression::Not(inner) => Test::Not(Box::new(self.test(inner)?)),
            Expression::And(all) => Test::All(self.tests(all)?),
            Expression::Or(all) => Test::Any(self.tests(all)?),
            Expression::Compare(comparison, left, right) => self.comparison(*comparison, left, right)?,
            Expression::In(left, items) => self.membership(left, items)?,
            Expression::Contains(left, item) => match self.checked(left)? {
                Checked::Operand(Operand::Field(field), Type::List) => {
                    self.is_option(field, item)?;
                    Test::Contains(field, item.clone())
                }
                Checked::Operand(..) | Checked::Test(_) => {
                    return Err(Wrong::new(
                        "contains has no checkboxes on its left",
                        "name a field of type checkboxes before contains, or write == for a single choice",
                    ));
                }
            },
            Expression::IsEmpty(inner) => match self.checked(inner)? {
                Checked::Operand(Operand::Field(field), _) | Checked::Test(Test::Answered(field)) => {
                    Test::Not(Box::new(Test::Answered(field)))
                }
                Checked::Operand(..) | Checked::Test(_) => {
                    return Err(Wrong::new(
                        "is empty has no field on its left",
                        "name a field before is empty",
                    ));
                }
            },
        }))
    }

    fn tests(&self, all: &[Expression]) -> Result<Vec<Test>, Wrong> {
        all.iter().map(|expression| self.test(expression)).collect()
    }

    fn name(&self, name: &str) -> Result<Checked, Wrong> {
        match self.by_name.get(name) {
            Some(Named::Condition(index)) => Ok(Checked::Test(Test::Condition(*index))),
            Some(Named::Field(index)) => match type_of(&self.fields[*index].kind) {
                Type::Flag => Ok(Checked::Test(Test::Answered(*index))),
                Type::Nothing => Err(Wrong::new(
                    [name, " takes no answer"].concat(),
                    "name a field that is answered, not one of type info",
                )),
                kind @ (Type::Text | Type::Number | Type::Date | Type::List | Type::Opaque) => {
                    Ok(Checked::Operand(Operand::Field(*index), kind))
                }
            },
            None => Err(Wrong::new(
                ["there is no field and no condition named ", name].concat(),
                "correct the name, or write texts between ' and '",
            )),
        }
    }

    fn comparison(
        &self,
        comparison: Comparison,
        left: &Expression,
        right: &Expression,
    ) -> Result<Test, Wrong> {
        let is_order = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        let order_fault = || Wrong::new("only numbers and dates can be more or less", "write == or !=");
        match (self.checked(left)?, self.checked(right)?) {
            (Checked::Operand(left, left_kind), Checked::Operand(right, right_kind)) => {
                same(left_kind, right_kind)?;
                if matches!(left_kind, Type::List | Type::Opaque) {
                    return Err(Wrong::new(
                        [left_kind.name(), " cannot be compared"].concat(),
                        "write contains for checkboxes, or is empty",
                    ));
                }
                if is_order && !matches!(left_kind, Type::Number | Type::Date) {
                    return Err(order_fault());
                }
                for (one, other) in [(&left, &right), (&right, &left)] {
                    if let (Operand::Field(field), Operand::Constant(Value::Text(text))) = (one, other) {
                        self.is_option(*field, text)?;
                    }
                }
                Ok(Test::Compare(comparison, left, right))
            }
            (Checked::Test(_), Checked::Test(_)) if is_order => Err(order_fault()),
            (Checked::Test(left), Checked::Test(right)) => {
                let test = Test::Same(Box::new(left), Box::new(right));
                Ok(if comparison == Comparison::Equal { test } else { Test::Not(Box::new(test)) })
            }
            (Checked::Test(_), Checked::Operand(_, kind)) | (Checked::Operand(_, kind), Checked::Test(_)) => {
                Err(different(Type::Flag, kind))
            }
        }
    }

    fn membership(&self, left: &Expression, items: &[Literal]) -> Result<Test, Wrong> {
        let Checked::Operand(operand, kind) = self.checked(left)? else {
            return Err(Wrong::new(
                "in has a condition on its left",
                "name a field with a text, a number or a date before in",
            ));
        };
        let mut values = Vec::new();
        for item in items {
            let (value, item_kind) = constant(item);
            same(kind, item_kind)?;
            if let (Operand::Field(field), Value::Text(text)) = (&operand, &value) {
                self.is_option(*field, text)?;
            }
            values.push(value);
        }
        Ok(Test::In(operand, values))
    }

    /// That a text held against a choice is one of its options.
    fn is_option(&self, field: usize, text: &String) -> Result<(), Wrong> {
        let field = self.fields[field];
        match options(&field.kind) {
            Some(options) if !options.contains(text) => Err(Wrong::new(
                [&field.id, " has no option '", text, "'"].concat(),
                ["write one of ", &options.join(", ")].concat(),
            )),
            Some(_) | None => Ok(()),
        }
    }
}

fn same(left: Type, right: Type) -> Result<(), Wrong> {
    if left == right { Ok(()) } else { Err(different(left, right)) }
}

fn different(left: Type, right: Type) -> Wrong {
    Wrong::new(
        [left.name(), " cannot be compared with ", right.name()].concat(),
        "compare values of the same type; texts stand between ' and '",
    )
}

fn constant(literal: &Literal) -> (Value, Type) {
    match literal {
        // A flag is a test wherever it can stand; here it is refused for its type.
        Literal::Flag(_) => (Value::Given, Type::Flag),
        Literal::Text(text) => (Value::Text(text.clone()), Type::Text),
        Literal::Number(number) => (Value::Number(*number), Type::Number),
        Literal::Date(date) => (Value::Date(*date), Type::Date),
    }
}

/// What conditions can do with a field.
pub(crate) const fn type_of(kind: &FieldKind) -> Type {
    match kind {
        FieldKind::Text(_)
        | FieldKind::Textarea(_)
        | FieldKind::Name
        | FieldKind::Email
        | FieldKind::Phone
        | FieldKind::Radio(_)
        | FieldKind::Select(_) => Type::Text,
        FieldKind::Number(_) => Type::Number,
        FieldKind::Checkbox => Type::Flag,
        FieldKind::Checkboxes(_) => Type::List,
        FieldKind::Date(_) => Type::Date,
        FieldKind::Address(_) => Type::Opaque,
        FieldKind::Info => Type::Nothing,
    }
}

/// The options of a field that has some.
pub(crate) fn options(kind: &FieldKind) -> Option<&[String]> {
    match kind {
        FieldKind::Radio(rules) | FieldKind::Select(rules) => Some(&rules.options),
        FieldKind::Checkboxes(rules) => Some(&rules.options),
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
