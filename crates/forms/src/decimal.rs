//! Exact decimal numbers: up to 18 digits before the comma and 6 after it, without floating point.

use std::fmt;

/// Millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Decimal(i128);

const SCALE: i128 = 1_000_000;
const MOST_DECIMALS: usize = 6;
const MOST_DIGITS: usize = 18;

impl Decimal {
    pub(crate) fn from_integer(number: i64) -> Self {
        Self(i128::from(number) * SCALE)
    }

    /// Reads `-12.5`; a comma may stand for the full stop, and spaces may group the digits.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let compact: String = text.chars().filter(|next| !next.is_whitespace()).collect();
        let (sign, digits) = match compact.strip_prefix(['-', '\u{2212}']) {
            Some(digits) => (-1, digits),
            None => (1, compact.as_str()),
        };
        let (whole, part) = digits.split_once([',', '.']).unwrap_or((digits, "0"));
        let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !are_digits(whole) || !are_digits(part) || whole.len() > MOST_DIGITS || part.len() > MOST_DECIMALS
        {
            return None;
        }
        let whole: i128 = whole.parse().ok()?;
        let part: i128 = format!("{part:0<MOST_DECIMALS$}").parse().ok()?;
        Some(Self(sign * (whole * SCALE + part)))
    }

    /// How many digits after the comma are needed.
    pub(crate) fn decimals(self) -> u32 {
        let mut part = (self.0 % SCALE).unsigned_abs();
        let mut count = 6;
        while count > 0 && part.is_multiple_of(10) {
            part /= 10;
            count -= 1;
        }
        count
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / SCALE as u128, self.0.unsigned_abs() % SCALE as u128);
        let part = format!("{part:06}");
        let part = part.trim_end_matches('0');
        if part.is_empty() {
            write!(formatter, "{sign}{whole}")
        } else {
            write!(formatter, "{sign}{whole}.{part}")
        }
    }
}
