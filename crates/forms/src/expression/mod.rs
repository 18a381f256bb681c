//! The text of expressions: a small language, read once when a form is loaded.
//!
//! ```text
//! who == 'other' and not (needs contains 'work' or age is empty)
//! if sum(children, cost) > 1000 then round(income * 0.15, 2) else 0
//! ```
//!
//! Reading ends for every input: an expression has a longest length and a deepest nesting.

mod parse;
mod tokens;

use crate::value::Value;

pub(crate) use parse::parse;

/// Longest expression, in bytes.
pub(crate) const LONGEST: usize = 4096;

/// Deepest nesting of parentheses, `not`, `if` and functions; most operators in a row.
pub(crate) const DEEPEST: usize = 64;

/// Words of the language, which can therefore not be names.
pub(crate) const WORDS: [&str; 16] = [
    "and",
    "or",
    "not",
    "in",
    "is",
    "empty",
    "contains",
    "true",
    "false",
    "if",
    "then",
    "else",
    "today",
    "language",
    "signed_in",
    "channel",
];

/// An expression as read, before its names are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expression {
    Literal(Value),
    /// A field, a named condition, or what the context tells.
    Name(String),
    Call(String, Vec<Expression>),
    Not(Box<Expression>),
    /// All of them; flat, so that a long row is not a deep tree.
    And(Vec<Expression>),
    Or(Vec<Expression>),
    Compare(Comparison, Box<Expression>, Box<Expression>),
    Arithmetic(Arithmetic, Box<Expression>, Box<Expression>),
    In(Box<Expression>, Vec<Value>),
    Contains(Box<Expression>, String),
    IsEmpty(Box<Expression>),
    If(Box<[Expression; 3]>),
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    Plus,
    Minus,
    Times,
    Over,
}

/// What is wrong with an expression, and how to mend it. Browsers read what the server has checked: for them
/// it is enough that something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    #[cfg(feature = "author")]
    pub(crate) fault: String,
    #[cfg(feature = "author")]
    pub(crate) remedy: String,
}

impl Wrong {
    /// The words are only made where an author reads them.
    #[cfg_attr(not(feature = "author"), expect(unused_variables, reason = "only authors read the words"))]
    pub(crate) fn new<F: AsRef<str>, R: AsRef<str>>(words: impl FnOnce() -> (F, R)) -> Self {
        #[cfg(feature = "author")]
        {
            let (fault, remedy) = words();
            Self { fault: fault.as_ref().to_owned(), remedy: remedy.as_ref().to_owned() }
        }
        #[cfg(not(feature = "author"))]
        Self {}
    }
}

#[cfg(test)]
mod tests;
