//! The words, values and signs of an expression.

use locale::Date;

use super::Wrong;
use crate::{decimal::Decimal, parts::time, value::Value};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    Value(Value),
    Symbol(&'static str),
}

/// As written and as meant. Longer ones first, so that `<=` is not read as `<`.
const SYMBOLS: [(&str, &str); 20] = [
    ("==", "=="),
    ("!=", "!="),
    ("<=", "<="),
    (">=", ">="),
    ("\u{2264}", "<="),
    ("\u{2265}", ">="),
    ("<", "<"),
    (">", ">"),
    ("(", "("),
    (")", ")"),
    ("[", "["),
    ("]", "]"),
    (",", ","),
    ("+", "+"),
    ("-", "-"),
    ("\u{2212}", "-"),
    ("*", "*"),
    ("\u{d7}", "*"),
    ("/", "/"),
    ("\u{f7}", "/"),
];

/// A fault at a byte of the source, told as people count characters.
pub(super) fn wrong_at<F: AsRef<str>, R: AsRef<str>>(
    source: &str,
    byte: usize,
    words: impl FnOnce() -> (F, R),
) -> Wrong {
    Wrong::new(|| {
        let character = source.get(..byte).unwrap_or(source).chars().count() + 1;
        let (what, remedy) = words();
        (["at character ", &character.to_string(), ": ", what.as_ref()].concat(), remedy)
    })
}

/// The tokens, each with the byte where it starts.
pub(super) fn tokens(source: &str) -> Result<Vec<(usize, Token)>, Wrong> {
    let mut out = Vec::new();
    let mut rest = source;
    loop {
        rest = rest.trim_start();
        let at = source.len() - rest.len();
        let Some(first) = rest.chars().next() else { return Ok(out) };
        let symbol = SYMBOLS.iter().find(|(written, _)| rest.starts_with(*written));
        let (token, length) = if let Some((written, meant)) = symbol {
            (Token::Symbol(meant), written.len())
        } else if first == '\'' {
            let inner = &rest[1..];
            let end = inner.find('\'').ok_or_else(|| {
                wrong_at(source, at, || ("the text has no end", "write ' after the text as well"))
            })?;
            (Token::Value(Value::Text(inner[..end].to_owned())), end + 2)
        } else if first.is_ascii_digit() {
            number_date_or_time(source, at)?
        } else if first.is_ascii_alphabetic() || first == '_' {
            let end =
                rest.find(|next: char| !next.is_ascii_alphanumeric() && next != '_').unwrap_or(rest.len());
            (word(&rest[..end]), end)
        } else {
            return Err(wrong_at(source, at, || {
                let what =
                    ["'", first.encode_utf8(&mut [0; 4]), "' does not belong in an expression"].concat();
                (what, "write texts between ' and ', and equals as ==")
            }));
        };
        out.push((at, token));
        rest = &rest[length..];
    }
}

fn word(word: &str) -> Token {
    match word {
        "true" => Token::Value(Value::Flag(true)),
        "false" => Token::Value(Value::Flag(false)),
        _ => Token::Word(word.to_owned()),
    }
}

fn number_date_or_time(source: &str, at: usize) -> Result<(Token, usize), Wrong> {
    let rest = &source[at..];
    // A date has hyphens, which elsewhere mean minus.
    let is_date = rest.len() >= 10
        && rest.bytes().take(10).enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if is_date && let Some(date) = Date::parse_iso(&rest[..10]) {
        return Ok((Token::Value(Value::Date(date)), 10));
    }
    let end = if is_date { Some(10) } else { None };
    let end = end.unwrap_or_else(|| {
        rest.find(|next: char| {
            !next.is_ascii_digit() && !matches!(next, '.' | ':' | '_') && !next.is_alphabetic()
        })
        .unwrap_or(rest.len())
    });
    let word = &rest[..end];
    let value = if is_date {
        None
    } else if word.contains(':') {
        time(word).map(Value::Time)
    } else {
        Decimal::parse(word).map(Value::Number)
    };
    match value {
        Some(value) => Ok((Token::Value(value), end)),
        None => Err(wrong_at(source, at, || {
            (
                [word, " is neither a number, a date nor a time"].concat(),
                "write numbers like 12.5, dates like 2026-08-24 and times like 09:30",
            )
        })),
    }
}
