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
mod tests;
