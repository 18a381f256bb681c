//! What is read as what, and what is refused with which words.

use proptest::prelude::*;

use super::{Arithmetic, Comparison, DEEPEST, Expression, LONGEST, WORDS, parse};
use crate::{decimal::Decimal, parts::time_text, value::Value};

/// Writes an expression so that reading it gives the same again.
fn written(expression: &Expression) -> String {
    let row = |all: &[Expression], word: &str| {
        all.iter().map(|one| format!("({})", written(one))).collect::<Vec<_>>().join(word)
    };
    match expression {
        Expression::Literal(literal) => literal_written(literal),
        Expression::Name(name) => name.clone(),
        Expression::Call(name, arguments) => format!("{name}({})", row(arguments, ", ")),
        Expression::Not(inner) => format!("not ({})", written(inner)),
        Expression::And(all) => row(all, " and "),
        Expression::Or(all) => row(all, " or "),
        Expression::Compare(comparison, left, right) => {
            let sign = match comparison {
                Comparison::Equal => "==",
                Comparison::NotEqual => "!=",
                Comparison::Less => "<",
                Comparison::LessOrEqual => "\u{2264}",
                Comparison::Greater => ">",
                Comparison::GreaterOrEqual => ">=",
            };
            format!("({}) {sign} ({})", written(left), written(right))
        }
        Expression::Arithmetic(sign, left, right) => {
            let sign = match sign {
                Arithmetic::Plus => "+",
                Arithmetic::Minus => "\u{2212}",
                Arithmetic::Times => "\u{d7}",
                Arithmetic::Over => "/",
            };
            format!("({}) {sign} ({})", written(left), written(right))
        }
        Expression::In(left, items) => {
            let items: Vec<String> = items.iter().map(literal_written).collect();
            format!("({}) in [{}]", written(left), items.join(", "))
        }
        Expression::Contains(left, item) => format!("({}) contains '{item}'", written(left)),
        Expression::IsEmpty(left) => format!("({}) is empty", written(left)),
        Expression::If(three) => {
            let [condition, then, otherwise] = &**three;
            format!("(if {} then {} else {})", written(condition), written(then), written(otherwise))
        }
    }
}

fn literal_written(literal: &Value) -> String {
    match literal {
        Value::Flag(flag) => flag.to_string(),
        Value::Text(text) => format!("'{text}'"),
        Value::Number(number) => number.to_text(),
        Value::Date(date) => date.to_string(),
        Value::Time(time) => time_text(*time),
        other => format!("{other:?} is not written"),
    }
}

fn any_literal() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Flag),
        "[^']{0,12}".prop_map(Value::Text),
        any::<i64>()
            .prop_filter("18 digits", |number| number.unsigned_abs() < 1_000_000_000_000_000_000)
            .prop_map(|number| Value::Number(Decimal::from_integer(number))),
        (1u16..=9999, 1u8..=12, 1u8..=28)
            .prop_map(|(year, month, day)| Value::Date(locale::Date::new(year, month, day).expect("a day"))),
        (0u16..1440).prop_map(Value::Time),
    ]
}

fn any_expression() -> impl Strategy<Value = Expression> {
    let name = "[a-z][a-z0-9_]{0,8}".prop_filter("a word", |name| !WORDS.contains(&name.as_str()));
    let leaf = prop_oneof![
        any_literal().prop_map(Expression::Literal),
        name.clone().prop_map(Expression::Name),
        prop::sample::select(vec!["today", "language", "signed_in", "channel"])
            .prop_map(|name| Expression::Name(name.to_owned()))
    ];
    let comparison = prop::sample::select(vec![
        Comparison::Equal,
        Comparison::NotEqual,
        Comparison::Less,
        Comparison::LessOrEqual,
        Comparison::Greater,
        Comparison::GreaterOrEqual,
    ]);
    let sign =
        prop::sample::select(vec![Arithmetic::Plus, Arithmetic::Minus, Arithmetic::Times, Arithmetic::Over]);
    leaf.prop_recursive(6, 40, 4, move |inner| {
        let boxed = inner.clone().prop_map(Box::new);
        prop_oneof![
            boxed.clone().prop_map(Expression::Not),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expression::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expression::Or),
            (comparison.clone(), boxed.clone(), boxed.clone())
                .prop_map(|(comparison, left, right)| Expression::Compare(comparison, left, right)),
            (sign.clone(), boxed.clone(), boxed.clone())
                .prop_map(|(sign, left, right)| Expression::Arithmetic(sign, left, right)),
            (name.clone(), prop::collection::vec(inner.clone(), 0..3))
                .prop_map(|(name, arguments)| Expression::Call(name, arguments)),
            [inner.clone(), inner.clone(), inner].prop_map(|three| Expression::If(Box::new(three))),
            (boxed.clone(), prop::collection::vec(any_literal(), 1..4))
                .prop_map(|(left, items)| Expression::In(left, items)),
            (boxed.clone(), "[^']{0,12}").prop_map(|(left, item)| Expression::Contains(left, item)),
            boxed.prop_map(Expression::IsEmpty),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(expression in any_expression()) {
        let text = written(&expression);
        prop_assume!(text.len() <= LONGEST);
        prop_assert_eq!(parse(&text), Ok(expression), "{}", text);
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        if let Err(wrong) = parse(&text) {
            prop_assert!(!wrong.fault.is_empty() && !wrong.remedy.is_empty());
        }
    }

    #[test]
    fn any_row_of_words_is_read_or_refused_with_a_place(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "and", "or", "not", "in", "is", "empty", "contains", "true", "today", "who", "(", ")", "[", "]",
                ",", "==", "<", "'x'", "'", "12,5", "-", "+", "*", "if", "then", "else", "round", "09:30", "2026-02-30", "2026-02-28", "æ", "=",
            ]),
            0..40,
        )
    ) {
        if let Err(wrong) = parse(&words.join(" ")) {
            prop_assert!(wrong.fault.starts_with("at character "), "{}", wrong.fault);
        }
    }
}

#[test]
fn and_binds_closer_than_or_and_not_closer_than_and() {
    let name = |name: &str| Expression::Name(name.to_owned());
    let expected = Expression::Or(vec![
        name("a"),
        Expression::And(vec![Expression::Not(Box::new(name("b"))), name("c")]),
    ]);
    assert_eq!(parse("a or not b and c"), Ok(expected));
    let compared = Expression::Not(Box::new(Expression::Compare(
        Comparison::Equal,
        Box::new(name("a")),
        Box::new(Expression::Literal(Value::Text("x".to_owned()))),
    )));
    assert_eq!(parse("not a == 'x'"), Ok(compared.clone()));
    assert_eq!(parse("((not ((a) == 'x')))"), Ok(compared));
    assert_eq!(parse("a is not empty"), parse("not (a is empty)"));
}

#[test]
fn products_before_sums_before_comparisons() {
    assert_eq!(parse("a + b * c > 2 - 1 - d"), parse("(a + (b * c)) > ((2 - 1) - d)"));
    assert_eq!(parse("-a * -2.5"), parse("(0 - a) * (-2.5)"));
    assert_eq!(parse("a-1"), parse("a - 1"));
    assert_eq!(parse("day > 2026-08-24"), parse("(day) > (2026-08-24)"));
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    for (source, fault) in [
        ("", "at character 1: the expression ends too early"),
        ("who ==", "at character 7: the expression ends too early"),
        ("who = 'a'", "at character 5: '=' does not belong in an expression"),
        ("'blåbær' == æ", "at character 13: 'æ' does not belong in an expression"),
        ("who == 'a", "at character 8: the text has no end"),
        ("when > 2026-02-30", "at character 8: 2026-02-30 is neither a number, a date nor a time"),
        ("a and and b", "at character 7: and does not belong here"),
        ("a b", "at character 3: b does not belong here"),
        ("(a or b", "at character 8: the expression ends too early"),
        ("a in 'x'", "at character 6: 'x' does not belong here"),
        ("a in []", "at character 7: ] does not belong here"),
        ("a contains b", "at character 12: b does not belong here"),
        ("a is b", "at character 6: b does not belong here"),
        ("a == b == c", "at character 8: == does not belong here"),
    ] {
        let wrong = parse(source).expect_err(source);
        assert_eq!(wrong.fault, fault, "{source}");
    }
}

#[test]
fn nesting_and_length_have_limits() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert!(parse(&nested(DEEPEST)).is_ok());
    let wrong = parse(&nested(DEEPEST + 1)).expect_err("too deep");
    assert!(wrong.fault.contains("deeper than 64"), "{}", wrong.fault);
    assert!(parse(&nested(1000)).is_err() && parse(&format!("{}a", "not ".repeat(1000))).is_err());
    assert!(parse(&"if a then ".repeat(300)).is_err() && parse(&"f(".repeat(1000)).is_err());
    assert!(parse(&vec!["a"; DEEPEST].join(" + ")).is_ok() && parse(&vec!["a"; 1000].join("-")).is_err());
    assert!(parse(&"-".repeat(1000)).is_err());
    // A row is as long as it likes: it is flat.
    assert!(parse(&vec!["a"; 500].join(" and ")).is_ok());
    let wrong = parse(&"a or ".repeat(1000)).expect_err("too long");
    assert!(wrong.fault.contains("longer than 4096 bytes"), "{}", wrong.fault);
}
