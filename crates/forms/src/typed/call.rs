//! The functions of the language.

use super::{
    Node, Period,
    check::{Checker, Nesting, name, same},
};
use crate::{
    decimal::{Rounding, TYPED_DECIMALS},
    expression::{Expression, Wrong},
    value::{Type, Value},
};

/// How each function is written, for whoever writes it wrongly.
#[cfg(feature = "author")]
const SIGNATURES: [(&str, &str); 16] = [
    ("count", "count(checkboxes), count(rows) or count(rows, condition)"),
    ("any", "any(rows, condition)"),
    ("all", "all(rows, condition)"),
    ("sum", "sum(rows, number)"),
    ("round", "round(number, decimals)"),
    ("round_down", "round_down(number, decimals)"),
    ("round_up", "round_up(number, decimals)"),
    ("min", "min(one, other, …)"),
    ("max", "max(one, other, …)"),
    ("add_days", "add_days(date, number)"),
    ("add_months", "add_months(date, number)"),
    ("add_years", "add_years(date, number)"),
    ("days_between", "days_between(from, to), also months_between and years_between"),
    ("age_at", "age_at(birth date, date)"),
    ("length", "length(text)"),
    ("starts_with", "starts_with(text, 'start')"),
];

impl Checker<'_> {
    pub(super) fn call(&self, function: &str, arguments: &[Expression]) -> Result<(Node, Type), Wrong> {
        let number = |node| Ok((node, Type::Number));
        match (function, arguments) {
            ("count", [one]) => match self.checked(one)? {
                (node, Type::List) => number(Node::CountChoices(Box::new(node))),
                (Node::Field(rows), Type::Rows) => {
                    number(Node::CountRows(rows, Box::new(Node::Constant(Value::Flag(true)))))
                }
                (_, kind) => Err(Wrong::new(|| {
                    ([name(kind), " cannot be counted"].concat(), "count checkboxes or rows")
                })),
            },
            ("count", [rows, test]) => {
                let (rows, inside) = self.inside(rows)?;
                number(Node::CountRows(rows, Box::new(inside.test(test)?)))
            }
            ("any", [rows, test]) => {
                let (rows, inside) = self.inside(rows)?;
                Ok((Node::AnyRow(rows, Box::new(inside.test(test)?)), Type::Flag))
            }
            ("all", [rows, test]) => {
                let (rows, inside) = self.inside(rows)?;
                Ok((Node::AllRows(rows, Box::new(inside.test(test)?)), Type::Flag))
            }
            ("sum", [rows, value]) => {
                let (rows, inside) = self.inside(rows)?;
                number(Node::SumRows(rows, Box::new(inside.typed(value, Type::Number)?)))
            }
            ("round" | "round_down" | "round_up", [value, decimals]) => {
                let value = Box::new(self.typed(value, Type::Number)?);
                let rounding = match function {
                    "round_down" => Rounding::Down,
                    "round_up" => Rounding::Up,
                    _ => Rounding::Nearest,
                };
                match decimals {
                    Expression::Literal(Value::Number(decimals))
                        if decimals
                            .integer()
                            .is_some_and(|count| (0..=i64::from(TYPED_DECIMALS)).contains(&count)) =>
                    {
                        let decimals = decimals.integer().and_then(|count| u8::try_from(count).ok());
                        number(Node::Round(value, decimals.unwrap_or_default(), rounding))
                    }
                    _ => Err(Wrong::new(|| {
                        ("the number of decimals is not 0 to 6", "write it as a number: round(x, 2)")
                    })),
                }
            }
            ("min" | "max", [first, others @ ..]) if !others.is_empty() => {
                let (first, kind) = self.checked(first)?;
                if !kind.has_order() {
                    return Err(Wrong::new(|| {
                        (
                            "only numbers, dates and times can be more or less",
                            "give min and max values that have an order",
                        )
                    }));
                }
                let mut all = vec![first];
                for other in others {
                    let (node, other) = self.checked(other)?;
                    same(kind, other)?;
                    all.push(node);
                }
                Ok((if function == "min" { Node::Least(all) } else { Node::Most(all) }, kind))
            }
            ("add_days" | "add_months" | "add_years", [date, count]) => {
                let date = Box::new(self.typed(date, Type::Date)?);
                let count = Box::new(self.typed(count, Type::Number)?);
                Ok((Node::AddTo(period(function), date, count), Type::Date))
            }
            ("days_between" | "months_between" | "years_between" | "age_at", [from, to]) => {
                let from = Box::new(self.typed(from, Type::Date)?);
                let to = Box::new(self.typed(to, Type::Date)?);
                number(Node::Between(period(function), from, to))
            }
            ("length", [text]) => number(Node::Length(Box::new(self.typed(text, Type::Text)?))),
            ("starts_with", [text, start]) => {
                let text = Box::new(self.typed(text, Type::Text)?);
                let start = Box::new(self.typed(start, Type::Text)?);
                Ok((Node::StartsWith(text, start), Type::Flag))
            }
            _ => Err(misused(function)),
        }
    }

    /// The repeating group that is gone through, and a checker that sees the fields of its row.
    fn inside(&self, rows: &Expression) -> Result<(usize, Self), Wrong> {
        if self.nesting == Nesting::Inside {
            return Err(Wrong::new(|| {
                ("rows are gone through within rows", "give the inner part a calculated field of its own")
            }));
        }
        match self.checked(rows)? {
            (Node::Field(rows), Type::Rows) => Ok((
                rows,
                Self {
                    definition: self.definition,
                    plan: self.plan,
                    rows: Some(rows),
                    nesting: Nesting::Inside,
                },
            )),
            (_, kind) => Err(Wrong::new(|| {
                (
                    [name(kind), " stands where a repeating group is needed"].concat(),
                    "name a field of type rows first",
                )
            })),
        }
    }
}

fn period(function: &str) -> Period {
    match function {
        "add_days" | "days_between" => Period::Days,
        "add_months" | "months_between" => Period::Months,
        _ => Period::Years,
    }
}

#[cfg(feature = "author")]
fn misused(function: &str) -> Wrong {
    match SIGNATURES.iter().find(|(name, _)| *name == function) {
        Some((_, signature)) => Wrong::new(|| {
            ([function, " is not given what it needs"].concat(), ["write ", signature].concat())
        }),
        None => Wrong::new(|| {
            let known: Vec<&str> = SIGNATURES.iter().map(|(name, _)| *name).collect();
            (
                ["there is no function ", function].concat(),
                ["there are ", &known.join(", "), ", months_between and years_between"].concat(),
            )
        }),
    }
}

#[cfg(not(feature = "author"))]
fn misused(_: &str) -> Wrong {
    Wrong::new(|| ("", ""))
}
