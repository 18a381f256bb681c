//! Conditions: a small typed language, read from text once and evaluated without surprises.
//!
//! ```text
//! who == 'other' and not (needs contains 'work' or age is empty)
//! ```
//!
//! A field that is hidden or not answered is empty: comparing with it is false, `is empty` is true.

use locale::Date;

/// Longest condition, in bytes.
const LONGEST: usize = 4096;

/// Deepest nesting.
const DEEPEST: usize = 64;

/// A condition as read, before its names are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expression {
    Literal(Literal),
    /// A field or a named condition.
    Name(String),
    Today,
    Not(Box<Expression>),
    And(Box<Expression>, Box<Expression>),
    Or(Box<Expression>, Box<Expression>),
    Compare(Comparison, Box<Expression>, Box<Expression>),
    In(Box<Expression>, Vec<Literal>),
    Contains(Box<Expression>, Box<Expression>),
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

pub(crate) use crate::decimal::Decimal;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Text(String),
    Number(Decimal),
    Date(Date),
    Symbol(&'static str),
}

const SYMBOLS: [&str; 11] = ["==", "!=", "<=", ">=", "<", ">", "(", ")", "[", "]", ","];

/// Reads a condition; the error says where and what.
pub(crate) fn parse(source: &str) -> Result<Expression, String> {
    if source.len() > LONGEST {
        return Err(format!("the condition is longer than {LONGEST} bytes"));
    }
    let tokens = tokens(source)?;
    let mut parser = Parser { tokens: &tokens, next: 0, depth: 0 };
    let expression = parser.either()?;
    match parser.tokens.get(parser.next) {
        None => Ok(expression),
        Some((at, token)) => Err(format!("at character {at}: {} does not belong here", shown(token))),
    }
}

fn tokens(source: &str) -> Result<Vec<(usize, Token)>, String> {
    let mut out = Vec::new();
    let mut rest = source;
    loop {
        rest = rest.trim_start();
        let at = source.len() - rest.len() + 1;
        let Some(first) = rest.chars().next() else { return Ok(out) };
        if let Some(symbol) = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
            out.push((at, Token::Symbol(symbol)));
            rest = &rest[symbol.len()..];
        } else if first == '\'' {
            let inner = &rest[1..];
            let end =
                inner.find('\'').ok_or_else(|| format!("at character {at}: the text has no closing '"))?;
            out.push((at, Token::Text(inner[..end].to_owned())));
            rest = &inner[end + 1..];
        } else if first.is_ascii_digit() || first == '-' {
            let end = rest[1..]
                .find(|next: char| !next.is_ascii_digit() && next != '.' && next != '-')
                .map_or(rest.len(), |end| end + 1);
            let word = &rest[..end];
            let token = Date::parse_iso(word)
                .map(Token::Date)
                .or_else(|| Decimal::parse(word).map(Token::Number))
                .ok_or_else(|| {
                    format!("at character {at}: {word} is neither a number nor a date like 2026-08-24")
                })?;
            out.push((at, token));
            rest = &rest[end..];
        } else if first.is_ascii_alphabetic() || first == '_' {
            let end =
                rest.find(|next: char| !next.is_ascii_alphanumeric() && next != '_').unwrap_or(rest.len());
            out.push((at, Token::Word(rest[..end].to_owned())));
            rest = &rest[end..];
        } else {
            return Err(format!("at character {at}: {first:?} does not belong in a condition"));
        }
    }
}

struct Parser<'a> {
    tokens: &'a [(usize, Token)],
    next: usize,
    depth: usize,
}

impl Parser<'_> {
    fn either(&mut self) -> Result<Expression, String> {
        let mut left = self.both()?;
        while self.takes_word("or") {
            left = Expression::Or(Box::new(left), Box::new(self.both()?));
        }
        Ok(left)
    }

    fn both(&mut self) -> Result<Expression, String> {
        let mut left = self.negation()?;
        while self.takes_word("and") {
            left = Expression::And(Box::new(left), Box::new(self.negation()?));
        }
        Ok(left)
    }

    fn negation(&mut self) -> Result<Expression, String> {
        if !self.takes_word("not") {
            return self.comparison();
        }
        self.deeper()?;
        let inner = self.negation()?;
        self.depth -= 1;
        Ok(Expression::Not(Box::new(inner)))
    }

    fn comparison(&mut self) -> Result<Expression, String> {
        let left = self.operand()?;
        if self.takes_word("is") {
            self.expect_word("empty")?;
            return Ok(Expression::IsEmpty(Box::new(left)));
        }
        if self.takes_word("in") {
            return Ok(Expression::In(Box::new(left), self.list()?));
        }
        if self.takes_word("contains") {
            return Ok(Expression::Contains(Box::new(left), Box::new(self.operand()?)));
        }
        let comparisons = [
            ("==", Comparison::Equal),
            ("!=", Comparison::NotEqual),
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ];
        for (symbol, comparison) in comparisons {
            if self.takes_symbol(symbol) {
                return Ok(Expression::Compare(comparison, Box::new(left), Box::new(self.operand()?)));
            }
        }
        Ok(left)
    }

    fn operand(&mut self) -> Result<Expression, String> {
        let Some((at, token)) = self.tokens.get(self.next) else {
            return Err("the condition ends too early".to_owned());
        };
        self.next += 1;
        match token {
            Token::Symbol("(") => {
                self.deeper()?;
                let inner = self.either()?;
                self.depth -= 1;
                if self.takes_symbol(")") {
                    Ok(inner)
                } else {
                    Err(format!("at character {at}: this ( has no )"))
                }
            }
            Token::Word(word) => match word.as_str() {
                "true" => Ok(Expression::Literal(Literal::Flag(true))),
                "false" => Ok(Expression::Literal(Literal::Flag(false))),
                "today" => Ok(Expression::Today),
                "and" | "or" | "not" | "in" | "is" | "empty" | "contains" => {
                    Err(format!("at character {at}: {word} does not belong here"))
                }
                _ => Ok(Expression::Name(word.clone())),
            },
            Token::Text(_) | Token::Number(_) | Token::Date(_) => {
                literal(token).map(Expression::Literal).ok_or_else(String::new)
            }
            Token::Symbol(symbol) => Err(format!("at character {at}: {symbol} does not belong here")),
        }
    }

    /// `['work', 'home']`, at least one.
    fn list(&mut self) -> Result<Vec<Literal>, String> {
        if !self.takes_symbol("[") {
            return Err("after in comes a list in brackets, such as ['work', 'home']".to_owned());
        }
        let mut items = Vec::new();
        loop {
            let item = self.tokens.get(self.next).and_then(|(_, token)| literal(token));
            items.push(item.ok_or("a list holds texts, numbers or dates, with commas between")?);
            self.next += 1;
            if self.takes_symbol("]") {
                return Ok(items);
            }
            if !self.takes_symbol(",") {
                return Err("a list has commas between its items and ends with ]".to_owned());
            }
        }
    }

    fn deeper(&mut self) -> Result<(), String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            Err(format!("the condition is nested deeper than {DEEPEST}"))
        } else {
            Ok(())
        }
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

    fn expect_word(&mut self, word: &str) -> Result<(), String> {
        if self.takes_word(word) { Ok(()) } else { Err(format!("{word} is missing")) }
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

fn shown(token: &Token) -> String {
    match token {
        Token::Word(word) => word.clone(),
        Token::Text(text) => format!("'{text}'"),
        Token::Number(number) => number.to_string(),
        Token::Date(date) => date.to_string(),
        Token::Symbol(symbol) => (*symbol).to_owned(),
    }
}
