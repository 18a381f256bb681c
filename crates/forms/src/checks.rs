//! What must hold between answers, made into expressions when a form is loaded.

use crate::{
    CheckDefinition, CheckRule, Code, FormDefinition, Issue, View, Weight,
    decimal::Decimal,
    expression::{Arithmetic, Comparison, Wrong},
    plan::Plan,
    typed::{Checker, Node, Scope, evaluate, holds, type_of},
    value::{Seen, Type, Value},
};

/// A check that can be evaluated.
#[derive(Clone, Debug)]
pub(crate) struct Check {
    /// The field that the message stands at.
    pub(crate) field: usize,
    pub(crate) only_if: Option<Node>,
    pub(crate) rule: Holding,
}

/// What must hold.
#[derive(Clone, Debug)]
pub(crate) enum Holding {
    /// By pairs: the field that must not come after the other, and that it does.
    Order(Vec<(usize, Node)>),
    /// That the sum is right, and what it is held against.
    Sum(Node, Node),
    /// The fields of which one must be answered, and that none is.
    Some(Vec<usize>, Node),
    Condition(Node),
}

impl Check {
    /// Every expression of the check.
    #[cfg(feature = "author")]
    pub(crate) fn nodes(&self) -> Vec<&Node> {
        let mut nodes: Vec<&Node> = self.only_if.iter().collect();
        match &self.rule {
            Holding::Order(pairs) => nodes.extend(pairs.iter().map(|(_, node)| node)),
            Holding::Sum(one, other) => nodes.extend([one, other]),
            Holding::Some(_, node) | Holding::Condition(node) => nodes.push(node),
        }
        nodes
    }

    /// Reads the checks of a form, and tells of those that cannot be read.
    pub(crate) fn read(
        definition: &FormDefinition,
        plan: &Plan,
        mut tell: impl FnMut(usize, Wrong),
    ) -> Vec<Self> {
        let mut checks = Vec::new();
        for (index, check) in definition.checks.iter().enumerate() {
            match read(definition, plan, check) {
                Ok(check) => checks.push(check),
                Err(wrong) => tell(index, wrong),
            }
        }
        checks
    }
}

fn read(definition: &FormDefinition, plan: &Plan, check: &CheckDefinition) -> Result<Check, Wrong> {
    let index = |name: &str| {
        plan.index(definition, name)
            .ok_or_else(|| Wrong::new(|| (["there is no field named ", name].concat(), "correct the name")))
    };
    let field = index(&check.field)?;
    if !plan.field(definition, field).kind.takes_answer() {
        return Err(Wrong::new(|| {
            (
                ["the message would stand at ", &check.field, ", which takes no answer"].concat(),
                "name a field that is answered",
            )
        }));
    }
    let checker = Checker::new(definition, plan, plan.places[field].rows);
    let indexes = |fields: &[String]| -> Result<Vec<usize>, Wrong> {
        if fields.is_empty() {
            return Err(Wrong::new(|| ("the check has no fields", "name the fields that it is about")));
        }
        fields.iter().map(|name| index(name)).collect()
    };
    let rule = match &check.rule {
        CheckRule::InOrder { fields } => {
            let (all, nodes) = (indexes(fields)?, fields_of(&checker, fields)?);
            let mut pairs = Vec::new();
            for (later, right) in nodes.iter().enumerate() {
                for (earlier, left) in nodes.iter().enumerate().take(later) {
                    let wrong = Node::Compare(
                        Comparison::Greater,
                        Box::new(left.0.clone()),
                        Box::new(right.0.clone()),
                    );
                    if left.1 != right.1 || !left.1.has_order() {
                        return Err(Wrong::new(|| {
                            (
                                "only numbers, dates and times of one type can be in order",
                                "name fields that can be more or less than each other",
                            )
                        }));
                    }
                    pairs.push((all[earlier], wrong));
                }
            }
            Holding::Order(pairs)
        }
        CheckRule::SumAtMost { fields, limit } | CheckRule::SumEquals { fields, limit } => {
            let limit = checker.of_type(limit, Type::Number)?;
            let fields = indexes(fields)?;
            let sum = sum(&checker, plan, &fields)?;
            let comparison = match check.rule {
                CheckRule::SumAtMost { .. } => Comparison::Greater,
                _ => Comparison::NotEqual,
            };
            let wrong = Node::Compare(comparison, Box::new(sum), Box::new(limit.clone()));
            // Who has not begun is not told that the sum is wrong.
            let is_empty = Node::All(fields.iter().map(|field| emptiness(&checker, plan, *field)).collect());
            Holding::Sum(Node::Any(vec![is_empty, Node::Not(Box::new(wrong))]), limit)
        }
        CheckRule::AtLeastOne { fields } => {
            let nodes = fields.iter().map(|field| checker.condition(&[field, " is empty"].concat()));
            Holding::Some(indexes(fields)?, Node::All(nodes.collect::<Result<_, _>>()?))
        }
        CheckRule::Holds { condition } => Holding::Condition(checker.condition(condition)?),
    };
    let only_if = check.only_if.as_ref().map(|source| checker.condition(source)).transpose()?;
    Ok(Check { field, only_if, rule })
}

fn fields_of(checker: &Checker<'_>, fields: &[String]) -> Result<Vec<(Node, Type)>, Wrong> {
    let one = |field: &String| checker.expression(field);
    fields.iter().map(one).collect()
}

/// The sum of fields; what is not answered adds nothing, and a field in rows is summed over them.
fn sum(checker: &Checker<'_>, plan: &Plan, fields: &[usize]) -> Result<Node, Wrong> {
    let mut all = Node::Constant(Value::Number(Decimal::ZERO));
    for index in fields {
        let field = checker.field(*index);
        if type_of(&field.kind) != Type::Number {
            return Err(Wrong::new(|| {
                ([&field.id, " is no number"].concat(), "name fields of type number, money or calculated")
            }));
        }
        let part = match plan.places[*index].rows {
            Some(rows) if checker.rows == Some(rows) => or_nothing(Node::Column(*index)),
            Some(rows) => Node::SumRows(rows, Box::new(Node::Column(*index))),
            None => or_nothing(Node::Field(*index)),
        };
        all = Node::Arithmetic(Arithmetic::Plus, Box::new(all), Box::new(part));
    }
    Ok(all)
}

/// That a field is not answered; of one in rows, that it is in none.
fn emptiness(checker: &Checker<'_>, plan: &Plan, field: usize) -> Node {
    let is_empty = |node: Node| Node::IsEmpty(Box::new(node));
    match plan.places[field].rows {
        Some(rows) if checker.rows == Some(rows) => is_empty(Node::Column(field)),
        Some(rows) => Node::AllRows(rows, Box::new(is_empty(Node::Column(field)))),
        None => is_empty(Node::Field(field)),
    }
}

fn or_nothing(node: Node) -> Node {
    let zero = Node::Constant(Value::Number(Decimal::ZERO));
    Node::If(Box::new([Node::IsEmpty(Box::new(node.clone())), zero, node]))
}

impl View<'_, '_> {
    /// What the checks of a weight find, each at its field.
    pub(crate) fn checked(&self, weight: Weight) -> Vec<(usize, Issue)> {
        let mut found = Vec::new();
        let checks = self.form.definition.checks.iter().zip(&self.form.checks);
        for (definition, check) in checks.filter(|(definition, _)| definition.weight == weight) {
            let plan = &self.form.plan;
            let place = &plan.places[check.field];
            let outside = Scope { plan, known: &self.known, context: self.context, row: None };
            let Some(rows) = place.rows else {
                if self.known.visible[check.field]
                    && let Some(code) = self.found(definition, check, outside)
                {
                    found.push((check.field, Issue::of(&definition.field, code)));
                }
                continue;
            };
            let answers = self.answers.rows(&self.form.at(rows).id);
            for (row, given) in self.known.rows(plan, rows).iter().zip(answers) {
                if row.visible[place.column]
                    && let Some(code) = self.found(definition, check, Scope { row: Some(row), ..outside })
                {
                    let issue = Issue::of(&definition.field, code);
                    found.push((check.field, Issue { row: Some(given.id.clone()), ..issue }));
                }
            }
        }
        found
    }

    fn found(&self, definition: &CheckDefinition, check: &Check, scope: Scope<'_>) -> Option<Code> {
        if check.only_if.as_ref().is_some_and(|test| !holds(test, scope)) {
            return None;
        }
        let name = definition.id.clone();
        match &check.rule {
            Holding::Order(pairs) => {
                let (other, _) = pairs.iter().find(|(_, is_wrong)| holds(is_wrong, scope))?;
                Some(Code::NotInOrder { check: name, other: self.form.at(*other).id.clone() })
            }
            Holding::Sum(is_right, _) if holds(is_right, scope) => None,
            Holding::Sum(_, limit) => {
                let Seen::Number(limit) = evaluate(limit, scope) else { return None };
                let limit = limit.to_text();
                Some(match definition.rule {
                    CheckRule::SumAtMost { .. } => Code::SumTooLarge { check: name, limit },
                    _ => Code::SumDiffers { check: name, limit },
                })
            }
            Holding::Some(fields, is_none) => {
                let is_seen = |field: &usize| match (scope.row, self.form.plan.places[*field].rows) {
                    (Some(row), Some(_)) => row.visible[self.form.plan.places[*field].column],
                    _ => self.known.visible[*field],
                };
                (fields.iter().any(is_seen) && holds(is_none, scope))
                    .then_some(Code::NoneAnswered { check: name })
            }
            Holding::Condition(test) => (!holds(test, scope)).then_some(Code::CheckFailed { check: name }),
        }
    }
}
