//! Names, types and options.
#![deny(clippy::wildcard_enum_match_arm)]

use super::{
    Node,
    types::{constant, options, type_of},
};
use crate::{
    Channel, FieldDefinition, FieldKind, FormDefinition,
    countries::is_country,
    expression::{Comparison, Expression, Wrong, parse},
    plan::Plan,
    value::{Type, Value},
};

/// What an expression stands at: a field of a repeating group sees the fields of its row.
pub(crate) struct Checker<'a> {
    pub(super) definition: &'a FormDefinition,
    pub(super) plan: &'a Plan,
    /// The repeating group whose row is looked at.
    pub(crate) rows: Option<usize>,
    pub(super) nesting: Nesting,
}

/// Whether rows are gone through already: rows within rows within rows would have no end in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nesting {
    Outside,
    Inside,
}

type Checked = Result<(Node, Type), Wrong>;

impl<'a> Checker<'a> {
    pub(crate) const fn new(definition: &'a FormDefinition, plan: &'a Plan, rows: Option<usize>) -> Self {
        Self { definition, plan, rows, nesting: Nesting::Outside }
    }

    /// A condition that can be evaluated, or what is wrong with it.
    pub(crate) fn condition(&self, source: &str) -> Result<Node, Wrong> {
        self.test(&parse(source)?)
    }

    /// An expression of a given type.
    pub(crate) fn of_type(&self, source: &str, wanted: Type) -> Result<Node, Wrong> {
        self.typed(&parse(source)?, wanted)
    }

    /// Any expression, and its type.
    pub(crate) fn expression(&self, source: &str) -> Checked {
        self.checked(&parse(source)?)
    }

    pub(crate) fn field(&self, index: usize) -> &'a FieldDefinition {
        self.plan.field(self.definition, index)
    }

    pub(super) fn test(&self, expression: &Expression) -> Result<Node, Wrong> {
        match self.checked(expression)? {
            (node, Type::Flag) => Ok(node),
            (_, kind) => Err(Wrong::new(|| {
                (
                    [name(kind), " stands where a condition is needed"].concat(),
                    "compare it with something, or write is not empty",
                )
            })),
        }
    }

    pub(super) fn typed(&self, expression: &Expression, wanted: Type) -> Result<Node, Wrong> {
        let (node, kind) = self.checked(expression)?;
        if kind == wanted {
            return Ok(node);
        }
        Err(Wrong::new(|| {
            (
                [name(kind), " stands where ", name(wanted), " is needed"].concat(),
                "use values of the type that is needed; texts stand between ' and '",
            )
        }))
    }

    pub(super) fn checked(&self, expression: &Expression) -> Checked {
        let node = match expression {
            Expression::Literal(value) => return Ok((Node::Constant(value.clone()), constant(value))),
            Expression::Name(name) => return self.name(name),
            Expression::Call(name, arguments) => return self.call(name, arguments),
            Expression::Arithmetic(sign, left, right) => {
                let (left, right) = (self.typed(left, Type::Number)?, self.typed(right, Type::Number)?);
                return Ok((Node::Arithmetic(*sign, Box::new(left), Box::new(right)), Type::Number));
            }
            Expression::If(three) => {
                let [condition, then, otherwise] = &**three;
                let condition = self.test(condition)?;
                let (then, kind) = self.checked(then)?;
                let (otherwise, other) = self.checked(otherwise)?;
                same(kind, other)?;
                return Ok((Node::If(Box::new([condition, then, otherwise])), kind));
            }
            Expression::Not(inner) => Node::Not(Box::new(self.test(inner)?)),
            Expression::And(all) => Node::All(self.tests(all)?),
            Expression::Or(all) => Node::Any(self.tests(all)?),
            Expression::Compare(comparison, left, right) => self.comparison(*comparison, left, right)?,
            Expression::In(left, items) => self.membership(left, items)?,
            Expression::Contains(left, item) => self.contains(left, item)?,
            Expression::IsEmpty(inner) => self.emptiness(inner)?,
        };
        Ok((node, Type::Flag))
    }

    fn tests(&self, all: &[Expression]) -> Result<Vec<Node>, Wrong> {
        all.iter().map(|expression| self.test(expression)).collect()
    }

    fn name(&self, name: &str) -> Checked {
        match name {
            "today" => return Ok((Node::Today, Type::Date)),
            "language" => return Ok((Node::Language, Type::Text)),
            "channel" => return Ok((Node::Channel, Type::Text)),
            "signed_in" => return Ok((Node::SignedIn, Type::Flag)),
            _ => {}
        }
        if let Some(condition) = self.definition.conditions.position(name) {
            return Ok((Node::Condition(condition), Type::Flag));
        }
        let Some(index) = self.plan.index(self.definition, name) else {
            return Err(Wrong::new(|| {
                (
                    ["there is no field and no condition named ", name].concat(),
                    "correct the name, or write texts between ' and '",
                )
            }));
        };
        let node = match self.plan.places[index].rows {
            None => Node::Field(index),
            Some(rows) if self.rows == Some(rows) => Node::Column(index),
            Some(rows) => {
                let rows = &self.field(rows).id;
                return Err(Wrong::new(|| {
                    (
                        [name, " is asked once a row of ", rows].concat(),
                        ["write any(", rows, ", …), all, sum or count to look at the rows"].concat(),
                    )
                }));
            }
        };
        match type_of(&self.field(index).kind) {
            Type::Flag => Ok((Node::Ticked(Box::new(node)), Type::Flag)),
            Type::Nothing => Err(Wrong::new(|| {
                (
                    [name, " takes no answer"].concat(),
                    "name a field that is answered, not one of type info or group",
                )
            })),
            kind @ (Type::Text
            | Type::Number
            | Type::Date
            | Type::Time
            | Type::List
            | Type::Rows
            | Type::Opaque) => Ok((node, kind)),
        }
    }

    fn comparison(
        &self,
        comparison: Comparison,
        left: &Expression,
        right: &Expression,
    ) -> Result<Node, Wrong> {
        let is_order = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        let ((left, kind), (right, other)) = (self.checked(left)?, self.checked(right)?);
        same(kind, other)?;
        if matches!(kind, Type::List | Type::Opaque | Type::Rows | Type::Nothing) {
            return Err(Wrong::new(|| {
                ([name(kind), " cannot be compared"].concat(), "write contains for checkboxes, or is empty")
            }));
        }
        if is_order && !kind.has_order() {
            return Err(Wrong::new(|| {
                ("only numbers, dates and times can be more or less", "write == or !=")
            }));
        }
        for (one, other) in [(&left, &right), (&right, &left)] {
            if let Node::Constant(value) = other {
                self.is_option(one, value)?;
            }
        }
        let (left, right) = (Box::new(left), Box::new(right));
        Ok(match (kind, comparison) {
            (Type::Flag, Comparison::Equal) => Node::Same(left, right),
            (Type::Flag, _) => Node::Not(Box::new(Node::Same(left, right))),
            (_, comparison) => Node::Compare(comparison, left, right),
        })
    }

    fn membership(&self, left: &Expression, items: &[Value]) -> Result<Node, Wrong> {
        let (node, kind) = self.checked(left)?;
        if kind == Type::Flag {
            return Err(Wrong::new(|| {
                ("in has a condition on its left", "name a field with a text, a number or a date before in")
            }));
        }
        for item in items {
            same(kind, constant(item))?;
            self.is_option(&node, item)?;
        }
        Ok(Node::In(Box::new(node), items.to_vec()))
    }

    fn contains(&self, left: &Expression, item: &str) -> Result<Node, Wrong> {
        let (node, kind) = self.checked(left)?;
        if kind != Type::List {
            return Err(Wrong::new(|| {
                (
                    "contains has no checkboxes on its left",
                    "name a field of type checkboxes before contains, or write == for a single choice",
                )
            }));
        }
        self.is_option(&node, &Value::Text(item.to_owned()))?;
        Ok(Node::Contains(Box::new(node), item.to_owned()))
    }

    fn emptiness(&self, inner: &Expression) -> Result<Node, Wrong> {
        let (node, _) = self.checked(inner)?;
        // Of a box, that it is not ticked.
        let node = if let Node::Ticked(field) = node { *field } else { node };
        if matches!(node, Node::Field(_) | Node::Column(_)) {
            return Ok(Node::IsEmpty(Box::new(node)));
        }
        Err(Wrong::new(|| ("is empty has no field on its left", "name a field before is empty")))
    }

    /// That a text held against a choice is one of its options.
    fn is_option(&self, node: &Node, value: &Value) -> Result<(), Wrong> {
        let Value::Text(text) = value else { return Ok(()) };
        let (asked, options): (&str, Vec<&str>) = if let Node::Field(index) | Node::Column(index) = node {
            let field = self.field(*index);
            if field.kind == FieldKind::Country && !is_country(text) {
                return Err(Wrong::new(|| {
                    (
                        ["there is no country '", text, "'"].concat(),
                        "write a code of two letters such as 'NO'",
                    )
                }));
            }
            (&field.id, options(self.definition, &field.kind))
        } else if *node == Node::Language {
            ("language", vec!["nb", "nn", "en"])
        } else if *node == Node::Channel {
            ("channel", Channel::ALL.map(Channel::key).to_vec())
        } else {
            return Ok(());
        };
        if options.is_empty() || options.contains(&text.as_str()) {
            return Ok(());
        }
        Err(Wrong::new(|| {
            ([asked, " has no option '", text, "'"].concat(), ["write one of ", &options.join(", ")].concat())
        }))
    }
}

pub(super) fn same(left: Type, right: Type) -> Result<(), Wrong> {
    if left == right {
        return Ok(());
    }
    Err(Wrong::new(|| {
        (
            [name(left), " cannot be compared with ", name(right)].concat(),
            "compare values of the same type; texts stand between ' and '",
        )
    }))
}

/// The words are for authors only.
pub(super) const fn name(kind: Type) -> &'static str {
    #[cfg(feature = "author")]
    return kind.name();
    #[cfg(not(feature = "author"))]
    {
        let _ = kind;
        ""
    }
}
