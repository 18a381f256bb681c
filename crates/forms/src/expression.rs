//! The text of conditions: a small language, read once when a form is loaded.
//!
//! ```text
//! who == 'other' and not (needs contains 'work' or age is empty)
//! ```
//!
//! Reading ends for every input: a condition has a longest length and a deepest nesting.

use locale::Date;

use crate::decimal::Decimal;

/// Longest condition, in bytes.
pub(crate) const LONGEST: usize = 4096;

/// Deepest nesting of parentheses and `not`.
pub(crate) const DEEPEST: usize = 64;

/// Words of the language, which can therefore not be names.
pub(crate) const WORDS: [&str; 10] =
    ["and", "or", "not", "in", "is", "empty", "contains", "true", "false", "today"];

/// A condition as read, before its names are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expression {
    Literal(Literal),
    /// A field or a named condition.
    Name(String),
    Today,
    Not(Box<Expression>),
    /// All of them; flat, so that a long row is not a deep tree.
    And(Vec<Expression>),
    Or(Vec<Expression>),
    Compare(Comparison, Box<Expression>, Box<Expression>),
    In(Box<Expression>, Vec<Literal>),
    Contains(Box<Expression>, String),
    IsEmpty(Box<Expression>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Literal {
    Flag(bool),
    Text(String),
    Number(Decimal),
    Date(Date),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What is wrong with a condition, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub fault: String,
    pub remedy: String,
}

impl Wrong {
    pub(crate) fn new(fault: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { fault: fault.into(), remedy: remedy.into() }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Text(String),
    Number(Decimal),
    Date(Date),
    Symbol(&'static str),
}

/// Longer ones first, so that `<=` is not read as `<`.
const SYMBOLS: [&str; 11] = ["==", "!=", "<=", ">=", "<", ">", "(", ")", "[", "]", ","];

const COMPARISONS: [(&str, Comparison); 6] = [
    ("==", Comparison::Equal),
    ("!=", Comparison::NotEqual),
    ("<=", Comparison::LessOrEqual),
    (">=", Comparison::GreaterOrEqual),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
];

/// Reads a condition; what is wrong is told with the character where it is.
pub(crate) fn parse(source: &str) -> Result<Expression, Wrong> {
    if source.len() > LONGEST {
        let fault = ["the condition is longer than ", &LONGEST.to_string(), " bytes"].concat();
        return Err(Wrong::new(fault, "split it into named conditions"));
    }
    let tokens = tokens(source)?;
    let mut parser = Parser { source, tokens: &tokens, next: 0, depth: 0 };
    let expression = parser.either()?;
    if parser.next == tokens.len() {
        Ok(expression)
    } else {
        Err(parser.unexpected("write and or or between two conditions"))
    }
}

/// A fault at a byte of the source, told as people count characters.
fn wrong_at(source: &str, byte: usize, what: &str, remedy: &str) -> Wrong {
    let character = source.get(..byte).unwrap_or(source).chars().count() + 1;
    Wrong::new(["at character ", &character.to_string(), ": ", what].concat(), remedy)
}

fn tokens(source: &str) -> Result<Vec<(usize, Token)>, Wrong> {
    let mut out = Vec::new();
    let mut rest = source;
    loop {
        rest = rest.trim_start();
        let at = source.len() - rest.len();
        let Some(first) = rest.chars().next() else { return Ok(out) };
        let (token, length) = if let Some(symbol) = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
            (Token::Symbol(symbol), symbol.len())
        } else if first == '\'' {
            let inner = &rest[1..];
            let end = inner.find('\'').ok_or_else(|| {
                wrong_at(source, at, "the text has no end", "write ' after the text as well")
            })?;
            (Token::Text(inner[..end].to_owned()), end + 2)
        } else if first.is_ascii_digit() || first == '-' {
            number_or_date(source, at)?
        } else if first.is_ascii_alphabetic() || first == '_' {
            let end =
                rest.find(|next: char| !next.is_ascii_alphanumeric() && next != '_').unwrap_or(rest.len());
            (Token::Word(rest[..end].to_owned()), end)
        } else {
            let what = ["'", first.encode_utf8(&mut [0; 4]), "' does not belong in a condition"].concat();
            return Err(wrong_at(source, at, &what, "write texts between ' and ', and equals as =="));
        };
        out.push((at, token));
        rest = &rest[length..];
    }
}

fn number_or_date(source: &str, at: usize) -> Result<(Token, usize), Wrong> {
    let rest = &source[at..];
    let end = rest
        .char_indices()
        .find(|(index, next)| *index > 0 && !next.is_ascii_digit() && *next != '.' && *next != '-')
        .map_or(rest.len(), |(index, _)| index);
    let word = &rest[..end];
    let token = Date::parse_iso(word).map(Token::Date).or_else(|| Decimal::parse(word).map(Token::Number));
    match token {
        Some(token) => Ok((token, end)),
        None => {
            let what = [word, " is neither a number nor a date"].concat();
            Err(wrong_at(source, at, &what, "write numbers like 12.5 and dates like 2026-08-24"))
        }
    }
}

struct Parser<'a> {
    source: &'a str,
    tokens: &'a [(usize, Token)],
    next: usize,
    depth: usize,
}

impl Parser<'_> {
    fn either(&mut self) -> Result<Expression, Wrong> {
        let first = self.both()?;
        let mut all = vec![first];
        while self.takes_word("or") {
            all.push(self.both()?);
        }
        Ok(if all.len() > 1 { Expression::Or(all) } else { all.swap_remove(0) })
    }

    fn both(&mut self) -> Result<Expression, Wrong> {
        let first = self.negation()?;
        let mut all = vec![first];
        while self.takes_word("and") {
            all.push(self.negation()?);
        }
        Ok(if all.len() > 1 { Expression::And(all) } else { all.swap_remove(0) })
    }

    fn negation(&mut self) -> Result<Expression, Wrong> {
        if !self.takes_word("not") {
            return self.comparison();
        }
        self.deeper()?;
        let inner = self.negation()?;
        self.depth -= 1;
        Ok(Expression::Not(Box::new(inner)))
    }

    fn comparison(&mut self) -> Result<Expression, Wrong> {
        let left = Box::new(self.operand()?);
        if self.takes_word("is") {
            let is_negated = self.takes_word("not");
            if !self.takes_word("empty") {
                return Err(self.unexpected("write is empty or is not empty"));
            }
            let test = Expression::IsEmpty(left);
            return Ok(if is_negated { Expression::Not(Box::new(test)) } else { test });
        }
        if self.takes_word("in") {
            return Ok(Expression::In(left, self.list()?));
        }
        if self.takes_word("contains") {
            let Some((_, Token::Text(item))) = self.tokens.get(self.next) else {
                return Err(self.unexpected("write an option between ' and ' after contains"));
            };
            self.next += 1;
            return Ok(Expression::Contains(left, item.clone()));
        }
        match COMPARISONS.iter().find(|(symbol, _)| self.takes_symbol(symbol)) {
            Some((_, comparison)) => Ok(Expression::Compare(*comparison, left, Box::new(self.operand()?))),
            None => Ok(*left),
        }
    }

    fn operand(&mut self) -> Result<Expression, Wrong> {
        if self.takes_symbol("(") {
            self.deeper()?;
            let inner = self.either()?;
            self.depth -= 1;
            if !self.takes_symbol(")") {
                return Err(self.unexpected("write ) where the parenthesis ends"));
            }
            return Ok(inner);
        }
        let expression = match self.tokens.get(self.next).map(|(_, token)| token) {
            Some(Token::Word(word)) if word == "today" => Expression::Today,
            Some(Token::Word(word)) if !WORDS.contains(&word.as_str()) => Expression::Name(word.clone()),
            token => match token.and_then(literal) {
                Some(literal) => Expression::Literal(literal),
                None => return Err(self.unexpected("write a field, a condition or a value here")),
            },
        };
        self.next += 1;
        Ok(expression)
    }

    /// `['work', 'home']`, at least one.
    fn list(&mut self) -> Result<Vec<Literal>, Wrong> {
        const REMEDY: &str = "write a list such as ['work', 'home'] after in";
        let mut items = Vec::new();
        if !self.takes_symbol("[") {
            return Err(self.unexpected(REMEDY));
        }
        loop {
            let item = self.tokens.get(self.next).and_then(|(_, token)| literal(token));
            items.push(item.ok_or_else(|| self.unexpected(REMEDY))?);
            self.next += 1;
            if self.takes_symbol("]") {
                return Ok(items);
            }
            if !self.takes_symbol(",") {
                return Err(self.unexpected(REMEDY));
            }
        }
    }

    fn deeper(&mut self) -> Result<(), Wrong> {
        self.depth += 1;
        if self.depth <= DEEPEST {
            return Ok(());
        }
        let at = self.tokens.get(self.next).map_or(self.source.len(), |(at, _)| *at);
        let what = ["the condition is nested deeper than ", &DEEPEST.to_string()].concat();
        Err(wrong_at(self.source, at, &what, "split it into named conditions"))
    }

    fn takes_symbol(&mut self, symbol: &str) -> bool {
        let takes = matches!(self.tokens.get(self.next), Some((_, Token::Symbol(next))) if *next == symbol);
        self.next += usize::from(takes);
        takes
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let takes = matches!(self.tokens.get(self.next), Some((_, Token::Word(next))) if next == word);
        self.next += usize::from(takes);
        takes
    }

    /// That the next token cannot stand where it does.
    fn unexpected(&self, remedy: &str) -> Wrong {
        let Some((at, _)) = self.tokens.get(self.next) else {
            return wrong_at(self.source, self.source.len(), "the condition ends too early", remedy);
        };
        let end = self.tokens.get(self.next + 1).map_or(self.source.len(), |(end, _)| *end);
        let what = [self.source[*at..end].trim_end(), " does not belong here"].concat();
        wrong_at(self.source, *at, &what, remedy)
    }
}

fn literal(token: &Token) -> Option<Literal> {
    match token {
        Token::Text(text) => Some(Literal::Text(text.clone())),
        Token::Number(number) => Some(Literal::Number(*number)),
        Token::Date(date) => Some(Literal::Date(*date)),
        Token::Word(word) if word == "true" => Some(Literal::Flag(true)),
        Token::Word(word) if word == "false" => Some(Literal::Flag(false)),
        Token::Word(_) | Token::Symbol(_) => None,
    }
}

#[cfg(test)]
mod tests {
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
                let sign =
                    super::COMPARISONS.iter().find(|(_, known)| known == comparison).expect("a sign").0;
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
}
