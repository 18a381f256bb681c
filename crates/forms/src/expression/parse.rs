//! From words to a tree.

use super::{
    Arithmetic, Comparison, DEEPEST, Expression, LONGEST, WORDS, Wrong,
    tokens::{Token, tokens, wrong_at},
};
use crate::{decimal::Decimal, value::Value};

const COMPARISONS: [(&str, Comparison); 6] = [
    ("==", Comparison::Equal),
    ("!=", Comparison::NotEqual),
    ("<=", Comparison::LessOrEqual),
    (">=", Comparison::GreaterOrEqual),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
];

const SUMS: [(&str, Arithmetic); 2] = [("+", Arithmetic::Plus), ("-", Arithmetic::Minus)];
const PRODUCTS: [(&str, Arithmetic); 2] = [("*", Arithmetic::Times), ("/", Arithmetic::Over)];

/// Words of the language that are values.
const CONTEXT: [&str; 4] = ["today", "language", "signed_in", "channel"];

/// Reads an expression; what is wrong is told with the character where it is.
pub(crate) fn parse(source: &str) -> Result<Expression, Wrong> {
    if source.len() > LONGEST {
        return Err(Wrong::new(|| {
            let fault = ["the expression is longer than ", &LONGEST.to_string(), " bytes"].concat();
            (fault, "split it into named conditions")
        }));
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
        let left = Box::new(self.chain(&SUMS)?);
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
            let Some((_, Token::Value(Value::Text(item)))) = self.tokens.get(self.next) else {
                return Err(self.unexpected("write an option between ' and ' after contains"));
            };
            self.next += 1;
            return Ok(Expression::Contains(left, item.clone()));
        }
        match COMPARISONS.iter().find(|(symbol, _)| self.takes_symbol(symbol)) {
            Some((_, comparison)) => Ok(Expression::Compare(*comparison, left, Box::new(self.chain(&SUMS)?))),
            None => Ok(*left),
        }
    }

    /// Sums of products, from left to right.
    fn chain(&mut self, signs: &[(&str, Arithmetic)]) -> Result<Expression, Wrong> {
        let is_sum = signs == SUMS;
        let before = self.depth;
        let mut left = if is_sum { self.chain(&PRODUCTS)? } else { self.signed()? };
        while let Some((_, sign)) = signs.iter().find(|(symbol, _)| self.takes_symbol(symbol)) {
            // Each operator makes the tree one deeper.
            self.deeper()?;
            let right = if is_sum { self.chain(&PRODUCTS)? } else { self.signed()? };
            left = Expression::Arithmetic(*sign, Box::new(left), Box::new(right));
        }
        self.depth = before;
        Ok(left)
    }

    fn signed(&mut self) -> Result<Expression, Wrong> {
        if !self.takes_symbol("-") {
            return self.operand();
        }
        self.deeper()?;
        let inner = self.signed()?;
        self.depth -= 1;
        if let Expression::Literal(Value::Number(number)) = &inner
            && let Some(number) = number.negated()
        {
            return Ok(Expression::Literal(Value::Number(number)));
        }
        let zero = Expression::Literal(Value::Number(Decimal::ZERO));
        Ok(Expression::Arithmetic(Arithmetic::Minus, Box::new(zero), Box::new(inner)))
    }

    fn operand(&mut self) -> Result<Expression, Wrong> {
        if self.takes_symbol("(") {
            self.deeper()?;
            let inner = self.either()?;
            self.depth -= 1;
            self.closes()?;
            return Ok(inner);
        }
        if self.takes_word("if") {
            return self.choice();
        }
        let expression = match self.tokens.get(self.next).map(|(_, token)| token) {
            Some(Token::Value(value)) => Expression::Literal(value.clone()),
            Some(Token::Word(word)) if self.opens_after() && !WORDS.contains(&word.as_str()) => {
                return self.call(word);
            }
            Some(Token::Word(word))
                if !WORDS.contains(&word.as_str()) || CONTEXT.contains(&word.as_str()) =>
            {
                Expression::Name(word.clone())
            }
            _ => return Err(self.unexpected("write a field, a condition or a value here")),
        };
        self.next += 1;
        Ok(expression)
    }

    /// `if a then b else c`, after the `if`.
    fn choice(&mut self) -> Result<Expression, Wrong> {
        self.deeper()?;
        let condition = self.either()?;
        if !self.takes_word("then") {
            return Err(self.unexpected("write then after the condition"));
        }
        let then = self.either()?;
        if !self.takes_word("else") {
            return Err(self.unexpected("write else and what it is otherwise"));
        }
        let otherwise = self.either()?;
        self.depth -= 1;
        Ok(Expression::If(Box::new([condition, then, otherwise])))
    }

    /// `name(one, two)`.
    fn call(&mut self, name: &str) -> Result<Expression, Wrong> {
        self.next += 2;
        self.deeper()?;
        let mut arguments = Vec::new();
        if !self.takes_symbol(")") {
            loop {
                arguments.push(self.either()?);
                if !self.takes_symbol(",") {
                    break;
                }
            }
            self.closes()?;
        }
        self.depth -= 1;
        Ok(Expression::Call(name.to_owned(), arguments))
    }

    fn opens_after(&self) -> bool {
        matches!(self.tokens.get(self.next + 1), Some((_, Token::Symbol("("))))
    }

    fn closes(&mut self) -> Result<(), Wrong> {
        if self.takes_symbol(")") {
            Ok(())
        } else {
            Err(self.unexpected("write ) where the parenthesis ends"))
        }
    }

    /// `['work', 'home']`, at least one.
    fn list(&mut self) -> Result<Vec<Value>, Wrong> {
        const REMEDY: &str = "write a list such as ['work', 'home'] after in";
        let mut items = Vec::new();
        if !self.takes_symbol("[") {
            return Err(self.unexpected(REMEDY));
        }
        loop {
            match self.signed() {
                Ok(Expression::Literal(value)) => items.push(value),
                _ => return Err(self.unexpected(REMEDY)),
            }
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
        Err(wrong_at(self.source, at, || {
            (
                ["the expression is nested deeper than ", &DEEPEST.to_string()].concat(),
                "split it into named conditions",
            )
        }))
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
            return wrong_at(self.source, self.source.len(), || ("the expression ends too early", remedy));
        };
        let end = self.tokens.get(self.next + 1).map_or(self.source.len(), |(end, _)| *end);
        wrong_at(self.source, *at, || {
            ([self.source[*at..end].trim_end(), " does not belong here"].concat(), remedy)
        })
    }
}
