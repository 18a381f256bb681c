//! Conditions with their names and types known, and their evaluation.

use std::collections::{BTreeMap, BTreeSet};

use locale::Date;

use crate::{
    Answer, Answers, Context, FieldDefinition, FieldKind,
    canonical::{date, number},
    decimal::Decimal,
    expression::{Comparison, Expression, Literal, parse},
};

/// What a condition is made of once it has been checked.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Constant(Value),
    Field(usize),
    Condition(usize),
    Today,
    Not(Box<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    Compare(Comparison, Box<Node>, Box<Node>),
    In(Box<Node>, Vec<Value>),
    Contains(Box<Node>, String),
    IsEmpty(usize),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    Empty,
    Flag(bool),
    Text(String),
    Number(Decimal),
    Date(Date),
    List(Vec<String>),
}

/// What type of value an expression gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Flag,
    Text,
    Number,
    Date,
    List,
    /// Takes part only in `is empty`.
    Opaque,
}

/// Checks the conditions of a form: names, types, options.
pub(crate) struct Checker<'a> {
    pub fields: &'a [FieldDefinition],
    names: Vec<&'a str>,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(fields: &'a [FieldDefinition], conditions: &'a BTreeMap<String, String>) -> Self {
        Self { fields, names: conditions.keys().map(String::as_str).collect() }
    }

    /// A condition that can be evaluated, or what is wrong with it.
    pub(crate) fn condition(&self, source: &str) -> Result<Node, String> {
        let (node, kind) = self.node(&parse(source)?)?;
        if kind == Type::Flag {
            Ok(node)
        } else {
            Err("the condition is not true or false; compare it with something".to_owned())
        }
    }

    fn node(&self, expression: &Expression) -> Result<(Node, Type), String> {
        Ok(match expression {
            Expression::Literal(literal) => {
                let (value, kind) = constant(literal);
                (Node::Constant(value), kind)
            }
            Expression::Today => (Node::Today, Type::Date),
            Expression::Name(name) => self.name(name)?,
            Expression::Not(inner) => (Node::Not(Box::new(self.flag(inner)?)), Type::Flag),
            Expression::And(left, right) => {
                (Node::And(Box::new(self.flag(left)?), Box::new(self.flag(right)?)), Type::Flag)
            }
            Expression::Or(left, right) => {
                (Node::Or(Box::new(self.flag(left)?), Box::new(self.flag(right)?)), Type::Flag)
            }
            Expression::Compare(comparison, left, right) => {
                (self.comparison(*comparison, left, right)?, Type::Flag)
            }
            Expression::In(left, items) => {
                let (node, kind) = self.node(left)?;
                let mut values = Vec::new();
                for item in items {
                    let (value, item_kind) = constant(item);
                    same(kind, item_kind)?;
                    self.is_option(&node, &value)?;
                    values.push(value);
                }
                (Node::In(Box::new(node), values), Type::Flag)
            }
            Expression::Contains(left, right) => {
                let (list, kind) = self.node(left)?;
                let (item, _) = self.node(right)?;
                match (kind, item) {
                    (Type::List, Node::Constant(Value::Text(item))) => {
                        self.is_option(&list, &Value::Text(item.clone()))?;
                        (Node::Contains(Box::new(list), item), Type::Flag)
                    }
                    _ => {
                        return Err(
                            "contains takes checkboxes on the left and an option in quotes on the right"
                                .to_owned(),
                        );
                    }
                }
            }
            Expression::IsEmpty(inner) => match self.node(inner)? {
                (Node::Field(field), _) => (Node::IsEmpty(field), Type::Flag),
                _ => return Err("is empty takes a field on its left".to_owned()),
            },
        })
    }

    fn flag(&self, expression: &Expression) -> Result<Node, String> {
        match self.node(expression)? {
            (node, Type::Flag) => Ok(node),
            _ => Err("and, or and not take what is true or false; compare it with something".to_owned()),
        }
    }

    fn name(&self, name: &str) -> Result<(Node, Type), String> {
        if let Some(index) = self.fields.iter().position(|field| field.id == name) {
            return Ok((Node::Field(index), type_of(&self.fields[index].kind)));
        }
        match self.names.iter().position(|known| *known == name) {
            Some(index) => Ok((Node::Condition(index), Type::Flag)),
            None => Err(format!("there is no field and no condition named {name}")),
        }
    }

    fn comparison(
        &self,
        comparison: Comparison,
        left: &Expression,
        right: &Expression,
    ) -> Result<Node, String> {
        let ((left, left_kind), (right, right_kind)) = (self.node(left)?, self.node(right)?);
        same(left_kind, right_kind)?;
        let is_order = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        if is_order && !matches!(left_kind, Type::Number | Type::Date) {
            return Err("only numbers and dates can be more or less".to_owned());
        }
        if matches!(left_kind, Type::List | Type::Opaque) {
            return Err("this field cannot be compared; use contains or is empty".to_owned());
        }
        for (node, other) in [(&left, &right), (&right, &left)] {
            if let Node::Constant(value) = other {
                self.is_option(node, value)?;
            }
        }
        Ok(Node::Compare(comparison, Box::new(left), Box::new(right)))
    }

    /// A text compared with a choice must be one of its options.
    fn is_option(&self, node: &Node, value: &Value) -> Result<(), String> {
        let (Node::Field(index), Value::Text(text)) = (node, value) else { return Ok(()) };
        let field = &self.fields[*index];
        match options(&field.kind) {
            Some(options) if !options.contains(text) => {
                Err(format!("{} has no option '{text}'; it has {}", field.id, options.join(", ")))
            }
            Some(_) | None => Ok(()),
        }
    }
}

fn same(left: Type, right: Type) -> Result<(), String> {
    if left == right {
        Ok(())
    } else {
        Err(format!("a {left:?} cannot be compared with a {right:?}").to_lowercase())
    }
}

fn constant(literal: &Literal) -> (Value, Type) {
    match literal {
        Literal::Flag(flag) => (Value::Flag(*flag), Type::Flag),
        Literal::Text(text) => (Value::Text(text.clone()), Type::Text),
        Literal::Number(number) => (Value::Number(*number), Type::Number),
        Literal::Date(date) => (Value::Date(*date), Type::Date),
    }
}

fn type_of(kind: &FieldKind) -> Type {
    match kind {
        FieldKind::Text(_)
        | FieldKind::Textarea(_)
        | FieldKind::Name
        | FieldKind::Email
        | FieldKind::Phone => Type::Text,
        FieldKind::Radio(_) | FieldKind::Select(_) => Type::Text,
        FieldKind::Number(_) => Type::Number,
        FieldKind::Checkbox => Type::Flag,
        FieldKind::Checkboxes(_) => Type::List,
        FieldKind::Date(_) => Type::Date,
        FieldKind::Address(_) | FieldKind::Info => Type::Opaque,
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

/// The fields and conditions that a node names directly.
pub(crate) fn named(node: &Node, fields: &mut BTreeSet<usize>, conditions: &mut BTreeSet<usize>) {
    match node {
        Node::Constant(_) | Node::Today => {}
        Node::Field(index) | Node::IsEmpty(index) => _ = fields.insert(*index),
        Node::Condition(index) => _ = conditions.insert(*index),
        Node::Not(inner) | Node::In(inner, _) | Node::Contains(inner, _) => named(inner, fields, conditions),
        Node::And(left, right) | Node::Or(left, right) | Node::Compare(_, left, right) => {
            named(left, fields, conditions);
            named(right, fields, conditions);
        }
    }
}

/// What a condition is evaluated against.
pub(crate) struct Evaluation<'a> {
    pub fields: &'a [FieldDefinition],
    pub conditions: &'a [Node],
    pub answers: &'a Answers,
    pub context: &'a Context,
    /// By field; what a condition names has been decided before the condition is looked at.
    pub visible: Vec<bool>,
}

impl Evaluation<'_> {
    pub(crate) fn is_true(&self, node: &Node) -> bool {
        self.value(node) == Value::Flag(true)
    }

    fn value(&self, node: &Node) -> Value {
        match node {
            Node::Constant(value) => value.clone(),
            Node::Today => Value::Date(self.context.today),
            Node::Field(index) => self.answer(*index),
            Node::Condition(index) => self.value(&self.conditions[*index]),
            Node::Not(inner) => Value::Flag(!self.is_true(inner)),
            Node::And(left, right) => Value::Flag(self.is_true(left) && self.is_true(right)),
            Node::Or(left, right) => Value::Flag(self.is_true(left) || self.is_true(right)),
            Node::Compare(comparison, left, right) => {
                Value::Flag(compare(*comparison, &self.value(left), &self.value(right)))
            }
            Node::In(inner, values) => Value::Flag(values.contains(&self.value(inner))),
            Node::Contains(inner, item) => {
                Value::Flag(matches!(self.value(inner), Value::List(items) if items.contains(item)))
            }
            Node::IsEmpty(index) => Value::Flag(self.answer(*index) == Value::Empty),
        }
    }

    /// The answer of a field as a value; a hidden field and an answer that cannot be read are empty.
    fn answer(&self, index: usize) -> Value {
        let field = &self.fields[index];
        if !self.visible[index] {
            return Value::Empty;
        }
        match (type_of(&field.kind), self.answers.get(&field.id)) {
            (Type::Flag, Some(Answer::Flag(flag))) => Value::Flag(*flag),
            (Type::Text, Some(Answer::Text(text))) if !text.trim().is_empty() => {
                Value::Text(text.trim().to_owned())
            }
            (Type::Number, Some(Answer::Text(text))) => number(text).map_or(Value::Empty, Value::Number),
            (Type::Date, Some(Answer::Text(text))) => date(text).map_or(Value::Empty, Value::Date),
            (Type::List, Some(Answer::Choices(items))) if !items.is_empty() => Value::List(items.clone()),
            // Only whether it is empty can be asked.
            (Type::Opaque, Some(Answer::Address(_))) => Value::Flag(true),
            _ => Value::Empty,
        }
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
