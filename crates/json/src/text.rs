//! The grammar of JSON (RFC 8259): texts, whole numbers, and what is passed over.

use std::borrow::Cow;

use crate::Malformed;

/// Lists and objects within each other, at the most.
const DEEPEST: u8 = 100;

/// Where a reader is in a list or object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    First,
    Later,
}

/// Text, and how far it has been read.
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u8,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// The next byte that is not white space; it stays next.
    pub(crate) fn next(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(self.at) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    fn takes(&mut self, wanted: u8) -> bool {
        let is_next = self.next() == Some(wanted);
        self.at += usize::from(is_next);
        is_next
    }

    pub(crate) fn expect(&mut self, wanted: u8) -> Result<(), Malformed> {
        if self.takes(wanted) { Ok(()) } else { Err(Malformed) }
    }

    pub(crate) fn word(&mut self, word: &str) -> Result<(), Malformed> {
        if self.text[self.at..].starts_with(word) {
            self.at += word.len();
            Ok(())
        } else {
            Err(Malformed)
        }
    }

    pub(crate) fn boolean(&mut self) -> Result<bool, Malformed> {
        match self.next() {
            Some(b't') => self.word("true").map(|()| true),
            _ => self.word("false").map(|()| false),
        }
    }

    /// A whole number: how far it is from zero, and whether it is below.
    pub(crate) fn number(&mut self) -> Result<(u64, bool), Malformed> {
        let is_negative = self.takes(b'-');
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut value = 0_u64;
        while let Some(digit @ b'0'..=b'9') = bytes.get(self.at) {
            value = value
                .checked_mul(10)
                .and_then(|value| value.checked_add(u64::from(digit - b'0')))
                .ok_or(Malformed)?;
            self.at += 1;
        }
        let digits = self.at - start;
        let has_leading_zero = digits > 1 && bytes[start] == b'0';
        if digits == 0 || has_leading_zero || matches!(bytes.get(self.at), Some(b'.' | b'e' | b'E')) {
            return Err(Malformed);
        }
        Ok((value, is_negative))
    }

    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>, Malformed> {
        self.expect(b'"')?;
        let bytes = self.text.as_bytes();
        let start = self.at;
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'"' => {
                    self.at += 1;
                    return Ok(Cow::Borrowed(&self.text[start..self.at - 1]));
                }
                b'\\' => return self.escaped(start).map(Cow::Owned),
                0..=0x1f => break,
                _ => self.at += 1,
            }
        }
        Err(Malformed)
    }

    /// The rest of a string with escapes.
    fn escaped(&mut self, start: usize) -> Result<String, Malformed> {
        let mut out = self.text[start..self.at].to_owned();
        loop {
            let sign = self.text[self.at..].chars().next().ok_or(Malformed)?;
            self.at += sign.len_utf8();
            match sign {
                '"' => return Ok(out),
                '\\' => out.push(self.escape()?),
                '\0'..='\x1f' => return Err(Malformed),
                sign => out.push(sign),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Malformed> {
        let sign = *self.text.as_bytes().get(self.at).ok_or(Malformed)?;
        self.at += 1;
        Ok(match sign {
            b'"' | b'\\' | b'/' => char::from(sign),
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\x08',
            b'f' => '\x0c',
            b'u' => {
                let first = self.unit()?;
                // A character beyond the first plane comes in two.
                if (0xd800..0xdc00).contains(&first) {
                    self.word("\\u")?;
                    let second =
                        self.unit()?.checked_sub(0xdc00).filter(|low| *low < 0x400).ok_or(Malformed)?;
                    return char::from_u32(0x10000 + ((first - 0xd800) << 10) + second).ok_or(Malformed);
                }
                return char::from_u32(first).ok_or(Malformed);
            }
            _ => return Err(Malformed),
        })
    }

    fn unit(&mut self) -> Result<u32, Malformed> {
        let mut value = 0;
        for _ in 0..4 {
            let digit = self.text.as_bytes().get(self.at).and_then(|byte| char::from(*byte).to_digit(16));
            value = value * 16 + digit.ok_or(Malformed)?;
            self.at += 1;
        }
        Ok(value)
    }

    pub(crate) fn enter(&mut self, opening: u8) -> Result<(), Malformed> {
        self.expect(opening)?;
        self.depth += 1;
        if self.depth > DEEPEST { Err(Malformed) } else { Ok(()) }
    }

    pub(crate) fn leave(&mut self, closing: u8) -> Result<(), Malformed> {
        self.depth -= 1;
        self.expect(closing)
    }

    /// Whether a list or object goes on with another element.
    pub(crate) fn goes_on(&mut self, closing: u8, place: &mut Place) -> Result<bool, Malformed> {
        if self.next() == Some(closing) {
            return Ok(false);
        }
        if *place == Place::Later {
            self.expect(b',')?;
        }
        *place = Place::Later;
        Ok(true)
    }

    /// Passes over a value that nobody asks for.
    pub(crate) fn skip(&mut self) -> Result<(), Malformed> {
        match self.next() {
            Some(b'"') => self.string().map(drop),
            Some(opening @ (b'[' | b'{')) => {
                let closing = opening + 2;
                self.enter(opening)?;
                let mut place = Place::First;
                while self.goes_on(closing, &mut place)? {
                    if opening == b'{' {
                        self.string()?;
                        self.expect(b':')?;
                    }
                    self.skip()?;
                }
                self.leave(closing)
            }
            Some(b'n') => self.word("null"),
            Some(b't' | b'f') => self.boolean().map(drop),
            // Also one that is not whole.
            _ => {
                let rest = &self.text[self.at..];
                let end = rest.find(|sign: char| !matches!(sign, '0'..='9' | '-' | '+' | '.' | 'e' | 'E'));
                let number = &rest[..end.unwrap_or(rest.len())];
                self.at += number.len();
                if number.is_empty() { Err(Malformed) } else { Ok(()) }
            }
        }
    }
}
