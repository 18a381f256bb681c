//! What is read as what, and what is refused with which words.

use proptest::prelude::*;

use super::{Comparison, DEEPEST, Expression, LONGEST, Literal, WORDS, parse};
use crate::decimal::Decimal;

/// Writes a condition so that reading it gives the same again.
fn written(expression: &Expression) -> String {
    let row = |all: &[Expression], word: &str| {
        all.iter().map(|one| format!("({})", written(one))).collect::<Vec<_>>().join(word)
    };
    match expression {
        Expression::Literal(literal) => literal_written(literal),
        Expression::Name(name) => name.clone(),
        Expression::Today => "today".to_owned(),
        Expression::Not(inner) => format!("not ({})", written(inner)),
        Expression::And(all) => row(all, " and "),
        Expression::Or(all) => row(all, " or "),
        Expression::Compare(comparison, left, right) => {
            let sign = super::COMPARISONS.iter().find(|(_, known)| known == comparison).expect("a sign").0;
            format!("({}) {sign} ({})", written(left), written(right))
        }
        Expression::In(left, items) => {
            let items: Vec<String> = items.iter().map(literal_written).collect();
            format!("({}) in [{}]", written(left), items.join(", "))
        }
        Expression::Contains(left, item) => format!("({}) contains '{item}'", written(left)),
        Expression::IsEmpty(left) => format!("({}) is empty", written(left)),
    }
}

fn literal_written(literal: &Literal) -> String {
    match literal {
        Literal::Flag(flag) => flag.to_string(),
        Literal::Text(text) => format!("'{text}'"),
        Literal::Number(number) => number.to_string(),
        Literal::Date(date) => date.to_string(),
    }
}

fn any_literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        any::<bool>().prop_map(Literal::Flag),
        "[^']{0,12}".prop_map(Literal::Text),
        any::<i64>()
            .prop_filter("18 digits", |number| number.unsigned_abs() < 1_000_000_000_000_000_000)
            .prop_map(|number| Literal::Number(Decimal::from_integer(number))),
        (1u16..=9999, 1u8..=12, 1u8..=28).prop_map(|(year, month, day)| Literal::Date(
            locale::Date::new(year, month, day).expect("a day")
        )),
    ]
}

fn any_expression() -> impl Strategy<Value = Expression> {
    let name = "[a-z][a-z0-9_]{0,8}".prop_filter("a word", |name| !WORDS.contains(&name.as_str()));
    let leaf = prop_oneof![
        any_literal().prop_map(Expression::Literal),
        name.prop_map(Expression::Name),
        Just(Expression::Today)
    ];
    let comparison = prop_oneof![
        Just(Comparison::Equal),
        Just(Comparison::NotEqual),
        Just(Comparison::Less),
        Just(Comparison::LessOrEqual),
        Just(Comparison::Greater),
        Just(Comparison::GreaterOrEqual)
    ];
    leaf.prop_recursive(6, 40, 4, move |inner| {
        let boxed = inner.clone().prop_map(Box::new);
        prop_oneof![
            boxed.clone().prop_map(Expression::Not),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expression::And),
            prop::collection::vec(inner, 2..4).prop_map(Expression::Or),
            (comparison.clone(), boxed.clone(), boxed.clone())
                .prop_map(|(comparison, left, right)| Expression::Compare(comparison, left, right)),
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
                ",", "==", "<", "'x'", "'", "12,5", "-", "2026-02-30", "2026-02-28", "æ", "=",
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
        Box::new(Expression::Literal(Literal::Text("x".to_owned()))),
    )));
    assert_eq!(parse("not a == 'x'"), Ok(compared.clone()));
    assert_eq!(parse("((not ((a) == 'x')))"), Ok(compared));
    assert_eq!(parse("a is not empty"), parse("not (a is empty)"));
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    for (source, fault) in [
        ("", "at character 1: the condition ends too early"),
        ("who ==", "at character 7: the condition ends too early"),
        ("who = 'a'", "at character 5: '=' does not belong in a condition"),
        ("'blåbær' == æ", "at character 13: 'æ' does not belong in a condition"),
        ("who == 'a", "at character 8: the text has no end"),
        ("when > 2026-02-30", "at character 8: 2026-02-30 is neither a number nor a date"),
        ("a and and b", "at character 7: and does not belong here"),
        ("a b", "at character 3: b does not belong here"),
        ("(a or b", "at character 8: the condition ends too early"),
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
    // A row is as long as it likes: it is flat.
    assert!(parse(&vec!["a"; 500].join(" and ")).is_ok());
    let wrong = parse(&"a or ".repeat(1000)).expect_err("too long");
    assert!(wrong.fault.contains("longer than 4096 bytes"), "{}", wrong.fault);
}
