//! What an expression is, given what has been answered.
//!
//! A field that is hidden or not answered is empty: a comparison with it is false, a sum with it is empty.

use std::cmp::Ordering;

use locale::Date;

use super::{Node, Period, type_of};
use crate::{
    Answer, Context, FieldKind,
    canonical::canonical,
    decimal::Decimal,
    expression::{Arithmetic, Comparison},
    known::{Known, RowKnown},
    parts,
    plan::Plan,
    value::{Seen, Type, Value},
};

/// What an expression can see: whatever it names has been decided before it is looked at.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) known: &'a Known,
    pub(crate) context: &'a Context,
    /// The row that is looked at.
    pub(crate) row: Option<&'a RowKnown>,
}

pub(crate) fn holds(node: &Node, scope: Scope<'_>) -> bool {
    evaluate(node, scope) == Seen::Flag(true)
}

pub(crate) fn evaluate<'a>(node: &'a Node, scope: Scope<'a>) -> Seen<'a> {
    let flag = Seen::Flag;
    match node {
        Node::Constant(value) => value.seen(),
        Node::Field(field) => scope.known.values[*field].seen(),
        Node::Column(field) => match scope.row {
            Some(row) => row.values[scope.plan.places[*field].column].seen(),
            None => Seen::Empty,
        },
        Node::Condition(condition) => flag(scope.known.conditions[*condition]),
        Node::Today => Seen::Date(scope.context.today),
        Node::Language => Seen::Text(scope.context.language.code()),
        Node::SignedIn => flag(scope.context.access == crate::Access::SignedIn),
        Node::Channel => Seen::Text(scope.context.channel.key()),
        Node::Ticked(inner) => flag(evaluate(inner, scope) == Seen::Flag(true)),
        Node::IsEmpty(inner) => flag(evaluate(inner, scope).is_empty()),
        Node::Not(inner) => flag(!holds(inner, scope)),
        Node::All(all) => flag(all.iter().all(|node| holds(node, scope))),
        Node::Any(all) => flag(all.iter().any(|node| holds(node, scope))),
        Node::Same(left, right) => flag(holds(left, scope) == holds(right, scope)),
        Node::Compare(comparison, left, right) => {
            flag(compare(*comparison, evaluate(left, scope), evaluate(right, scope)))
        }
        Node::In(inner, values) => {
            let seen = evaluate(inner, scope);
            flag(!seen.is_empty() && values.iter().any(|value| value.seen() == seen))
        }
        Node::Contains(inner, item) => {
            flag(matches!(evaluate(inner, scope), Seen::List(items) if items.contains(item)))
        }
        Node::StartsWith(text, start) => flag(matches!(
            (evaluate(text, scope), evaluate(start, scope)),
            (Seen::Text(text), Seen::Text(start)) if text.starts_with(start)
        )),
        Node::Length(text) => match evaluate(text, scope) {
            Seen::Text(text) => count(text.chars().count()),
            _ => count(0),
        },
        Node::CountChoices(list) => match evaluate(list, scope) {
            Seen::List(list) => count(list.len()),
            _ => count(0),
        },
        Node::CountRows(rows, test) => count(each_row(*rows, scope).filter(|row| holds(test, *row)).count()),
        Node::AnyRow(rows, test) => flag(each_row(*rows, scope).any(|row| holds(test, row))),
        Node::AllRows(rows, test) => flag(each_row(*rows, scope).all(|row| holds(test, row))),
        Node::SumRows(rows, value) => {
            let mut sum = Decimal::ZERO;
            for row in each_row(*rows, scope) {
                match evaluate(value, row) {
                    // A row that is not filled in yet adds nothing.
                    Seen::Number(number) => match sum.add(number) {
                        Some(next) => sum = next,
                        None => return Seen::Failed,
                    },
                    Seen::Failed => return Seen::Failed,
                    _ => {}
                }
            }
            Seen::Number(sum)
        }
        Node::Arithmetic(sign, left, right) => {
            arithmetic(*sign, evaluate(left, scope), evaluate(right, scope))
        }
        Node::Round(inner, decimals, rounding) => match evaluate(inner, scope) {
            Seen::Number(number) => told(number.rounded(*decimals, *rounding)),
            other => other,
        },
        Node::Least(all) => extreme(all, Ordering::Less, scope),
        Node::Most(all) => extreme(all, Ordering::Greater, scope),
        Node::AddTo(period, date, number) => match (evaluate(date, scope), evaluate(number, scope)) {
            (Seen::Date(date), Seen::Number(number)) => later(*period, date, number),
            (Seen::Failed, _) | (_, Seen::Failed) => Seen::Failed,
            _ => Seen::Empty,
        },
        Node::Between(period, from, to) => match (evaluate(from, scope), evaluate(to, scope)) {
            (Seen::Date(from), Seen::Date(to)) => {
                Seen::Number(Decimal::from_integer(between(*period, from, to)))
            }
            (Seen::Failed, _) | (_, Seen::Failed) => Seen::Failed,
            _ => Seen::Empty,
        },
        Node::If(three) => {
            let [condition, then, otherwise] = &**three;
            evaluate(if holds(condition, scope) { then } else { otherwise }, scope)
        }
    }
}

/// The rows of a repeating group that is seen, each with what an expression in it can see.
fn each_row<'a>(rows: usize, scope: Scope<'a>) -> impl Iterator<Item = Scope<'a>> {
    let all = if scope.known.visible[rows] { scope.known.rows(scope.plan, rows) } else { &[] };
    all.iter().map(move |row| Scope { row: Some(row), ..scope })
}

fn count<'a>(number: usize) -> Seen<'a> {
    told(i64::try_from(number).ok().map(Decimal::from_integer))
}

fn told<'a>(number: Option<Decimal>) -> Seen<'a> {
    number.map_or(Seen::Failed, Seen::Number)
}

fn arithmetic<'a>(sign: Arithmetic, left: Seen<'a>, right: Seen<'a>) -> Seen<'a> {
    match (left, right) {
        (Seen::Number(left), Seen::Number(right)) => told(match sign {
            Arithmetic::Plus => left.add(right),
            Arithmetic::Minus => right.negated().and_then(|right| left.add(right)),
            Arithmetic::Times => left.times(right),
            Arithmetic::Over => left.over(right),
        }),
        (Seen::Failed, _) | (_, Seen::Failed) => Seen::Failed,
        _ => Seen::Empty,
    }
}

/// The first of those that are more, or less, than all others. What is empty does not count.
fn extreme<'a>(all: &'a [Node], wanted: Ordering, scope: Scope<'a>) -> Seen<'a> {
    let mut best = Seen::Empty;
    for node in all {
        let seen = evaluate(node, scope);
        match order(seen, best) {
            _ if seen == Seen::Failed => return Seen::Failed,
            _ if best == Seen::Empty => best = seen,
            Some(order) if order == wanted => best = seen,
            _ => {}
        }
    }
    best
}

fn order(left: Seen<'_>, right: Seen<'_>) -> Option<Ordering> {
    match (left, right) {
        (Seen::Number(left), Seen::Number(right)) => Some(left.cmp(&right)),
        (Seen::Date(left), Seen::Date(right)) => Some(left.cmp(&right)),
        (Seen::Time(left), Seen::Time(right)) => Some(left.cmp(&right)),
        _ => None,
    }
}

fn compare(comparison: Comparison, left: Seen<'_>, right: Seen<'_>) -> bool {
    if left.is_empty() || right.is_empty() {
        return false;
    }
    let order = order(left, right);
    match comparison {
        Comparison::Equal => left == right,
        Comparison::NotEqual => left != right,
        Comparison::Less => order == Some(Ordering::Less),
        Comparison::LessOrEqual => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        Comparison::Greater => order == Some(Ordering::Greater),
        Comparison::GreaterOrEqual => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
    }
}

fn later<'a>(period: Period, date: Date, number: Decimal) -> Seen<'a> {
    /// More months than the calendar has.
    const MOST: i64 = 120_000;
    let whole = number.rounded(0, crate::decimal::Rounding::Down).and_then(Decimal::integer);
    let Some(whole) = whole.filter(|whole| (-MOST * 31..=MOST * 31).contains(whole)) else {
        return Seen::Failed;
    };
    let months = whole.clamp(-MOST, MOST) as i32;
    Seen::Date(match period {
        Period::Days => date.add_days(whole),
        Period::Months => date.add_months(months),
        Period::Years => date.add_months(months.clamp(-10_000, 10_000) * 12),
    })
}

/// Whole units from one day to another; less than zero where they are the other way round.
fn between(period: Period, from: Date, to: Date) -> i64 {
    let months = |from: Date, to: Date| {
        let count = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
        // A month is over on the same day of the next; who is born on 29 February is a year older on 1 March.
        count(to) - count(from) - i64::from(to.day() < from.day())
    };
    if period == Period::Days {
        return to.days_since_epoch() - from.days_since_epoch();
    }
    let months = if from <= to { months(from, to) } else { -months(to, from) };
    if period == Period::Months { months } else { months / 12 }
}

/// The value of an answer. It is that of its canonical form, so that sending an answer cannot change
/// what is visible.
pub(crate) fn value_of(kind: &FieldKind, options: &[String], answer: &Answer) -> Value {
    let Some(answer) = canonical(kind, options, answer) else { return Value::Empty };
    match (type_of(kind), answer) {
        (Type::Flag, Answer::Flag(true)) => Value::Flag(true),
        (Type::Opaque, Answer::Address(_) | Answer::Point(_)) => Value::Given,
        (Type::Opaque, Answer::Text(_)) if matches!(kind, FieldKind::IdentityNumber) => Value::Given,
        (Type::Text, Answer::Text(text)) => Value::Text(text),
        (Type::Text, Answer::Organisation(organisation)) => Value::Text(organisation.number),
        (Type::Text, Answer::Attachment(attachment)) => Value::Text(attachment.how),
        (Type::Number, Answer::Text(text)) => Decimal::parse(&text).map_or(Value::Empty, Value::Number),
        (Type::Date, Answer::Text(text)) if matches!(kind, FieldKind::Month(_)) => {
            parts::month(&text).map_or(Value::Empty, Value::Date)
        }
        (Type::Date, Answer::Text(text)) => parts::date(&text).map_or(Value::Empty, Value::Date),
        (Type::Time, Answer::Text(text)) => parts::time(&text).map_or(Value::Empty, Value::Time),
        (Type::List, Answer::Choices(items)) => Value::List(items),
        _ => Value::Empty,
    }
}
