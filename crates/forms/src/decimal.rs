//! Exact decimal numbers without floating point and without 128-bit arithmetic, which weighs much in the browser.

use std::cmp::Ordering;

/// A whole number of 64 bits and how many of its last digits stand after the comma. No needless zeros, so
/// that equal numbers are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    digits: i64,
    /// 0 to [`MOST_DECIMALS`].
    decimals: u8,
}

/// Digits after the comma that any number has; enough for the product of two amounts in millionths.
const MOST_DECIMALS: u8 = 12;

/// Digits after the comma that a person may type, and that a quotient has.
pub(crate) const TYPED_DECIMALS: u8 = 6;

/// Digits that a person may type; any such number fits.
const TYPED_DIGITS: usize = 18;

/// Which way a number is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounding {
    /// To the nearest; what lies in the middle away from zero, as accounts are kept.
    Nearest,
    Down,
    Up,
}

impl Decimal {
    pub(crate) const ZERO: Self = Self { digits: 0, decimals: 0 };

    pub(crate) const fn from_integer(number: i64) -> Self {
        Self { digits: number, decimals: 0 }
    }

    /// Without needless zeros; nothing where more decimals would be needed than there are.
    fn new(mut digits: i64, mut decimals: u8) -> Option<Self> {
        while decimals > 0 && digits % 10 == 0 {
            digits /= 10;
            decimals -= 1;
        }
        (decimals <= MOST_DECIMALS).then_some(Self { digits, decimals })
    }

    /// Reads `-12.5`; a comma may stand for the full stop, and spaces may group the digits.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (mut digits, mut count, mut decimals) = (0i64, 0usize, None::<u8>);
        let mut is_negative = false;
        let mut is_first = true;
        let (last_comma, last_stop) = (text.rfind(','), text.rfind('.'));
        for (index, next) in text.char_indices().filter(|(_, next)| !next.is_whitespace()) {
            match next {
                '-' | '\u{2212}' if is_first => is_negative = true,
                '0'..='9' => {
                    digits = digits.checked_mul(10)?.checked_add(i64::from(next as u8 - b'0'))?;
                    count += 1;
                    if let Some(decimals) = &mut decimals {
                        *decimals += 1;
                    }
                }
                // Where both are written, the last is the comma and the others group: 1.250,50.
                '.' if last_comma.is_some_and(|comma| comma > index) => group_fits(&text[index + 1..])?,
                ',' if last_stop.is_some_and(|stop| stop > index) => group_fits(&text[index + 1..])?,
                ',' | '.' if decimals.is_none() && count > 0 => decimals = Some(0),
                _ => return None,
            }
            is_first = false;
        }
        let decimals = match decimals {
            None => 0,
            Some(0) => return None,
            Some(decimals) => decimals,
        };
        if count == 0 || count > TYPED_DIGITS || decimals > TYPED_DECIMALS {
            return None;
        }
        Self::new(if is_negative { -digits } else { digits }, decimals)
    }

    /// How many digits after the comma are needed.
    pub(crate) const fn decimals(self) -> u8 {
        self.decimals
    }

    /// The whole number, where it is one.
    pub(crate) fn integer(self) -> Option<i64> {
        (self.decimals == 0).then_some(self.digits)
    }

    pub(crate) fn add(self, other: Self) -> Option<Self> {
        let decimals = self.decimals.max(other.decimals);
        Self::new(self.digits_at(decimals)?.checked_add(other.digits_at(decimals)?)?, decimals)
    }

    pub(crate) fn negated(self) -> Option<Self> {
        Self::new(self.digits.checked_neg()?, self.decimals)
    }

    pub(crate) fn times(self, other: Self) -> Option<Self> {
        Self::new(self.digits.checked_mul(other.digits)?, self.decimals + other.decimals)
    }

    /// To six decimals, rounded to the nearest; nothing where `other` is zero.
    pub(crate) fn over(self, other: Self) -> Option<Self> {
        // One digit more than is kept, to round by.
        let mut left = self.digits;
        let mut result = left.checked_div(other.digits)?;
        left = left.checked_rem(other.digits)?;
        let mut decimals = i16::from(self.decimals) - i16::from(other.decimals);
        while (left != 0 && decimals <= i16::from(TYPED_DECIMALS)) || decimals < 0 {
            left = left.checked_mul(10)?;
            result = result.checked_mul(10)?.checked_add(left.checked_div(other.digits)?)?;
            left = left.checked_rem(other.digits)?;
            decimals += 1;
        }
        Self { digits: result, decimals: u8::try_from(decimals).ok()? }
            .rounded(TYPED_DECIMALS, Rounding::Nearest)
    }

    /// With at most that many digits after the comma.
    pub(crate) fn rounded(self, decimals: u8, rounding: Rounding) -> Option<Self> {
        if self.decimals <= decimals {
            return Self::new(self.digits, self.decimals);
        }
        let unit = power(self.decimals - decimals)?;
        let (kept, left) = (self.digits.div_euclid(unit), self.digits.rem_euclid(unit));
        let is_up = match rounding {
            Rounding::Down => false,
            Rounding::Up => left > 0,
            Rounding::Nearest => left > unit / 2 || (left == unit / 2 && self.digits > 0),
        };
        Self::new(kept + i64::from(is_up), decimals)
    }

    fn digits_at(self, decimals: u8) -> Option<i64> {
        self.digits.checked_mul(power(decimals - self.decimals)?)
    }

    /// `-12.5`.
    pub(crate) fn to_text(self) -> String {
        let digits = self.digits.unsigned_abs().to_string();
        let decimals = usize::from(self.decimals);
        let padding = "0".repeat((decimals + 1).saturating_sub(digits.len()));
        let digits = [padding.as_str(), &digits].concat();
        let (whole, part) = digits.split_at(digits.len() - decimals);
        let sign = if self.digits < 0 { "-" } else { "" };
        if part.is_empty() { [sign, whole].concat() } else { [sign, whole, ".", part].concat() }
    }
}

/// Digits that a full stop or a comma groups come in threes.
fn group_fits(rest: &str) -> Option<()> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (digits == 3).then_some(())
}

fn power(exponent: u8) -> Option<i64> {
    10i64.checked_pow(u32::from(exponent))
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    /// By the whole part and then by what is left, which fits whatever the numbers are.
    fn cmp(&self, other: &Self) -> Ordering {
        let parts = |number: &Self| {
            let unit = power(number.decimals).unwrap_or(1);
            let left = number.digits.rem_euclid(unit) * power(MOST_DECIMALS - number.decimals).unwrap_or(1);
            (number.digits.div_euclid(unit), left)
        };
        parts(self).cmp(&parts(other))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Decimal, Rounding};

    fn of(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, read) in [
            ("1 250,50", "1250.5"),
            ("1.250,50", "1250.5"),
            ("1,250.50", "1250.5"),
            ("1250.5", "1250.5"),
            ("\u{2212}0,05", "-0.05"),
            ("007", "7"),
            ("-0", "0"),
            ("999999999999999999", "999999999999999999"),
        ] {
            assert_eq!(of(text).to_text(), read, "{text}");
        }
        for text in
            ["", "-", ".5", "5.", "1e3", "1..2", "1.2.3", "1.25,50", "1,2,3", "1-2", "--1", "1.1234567"]
        {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
        assert_eq!(Decimal::parse("1000000000000000000"), None);
    }

    #[test]
    fn sums_are_exact_and_rounding_is_said() {
        assert_eq!(of("0.1").add(of("0.2")), Some(of("0.3")));
        assert_eq!(of("1.1").times(of("1.1")), Some(of("1.21")));
        assert_eq!(of("1").over(of("3")), Some(of("0.333333")));
        assert_eq!(of("-2").over(of("3")), Some(of("-0.666667")));
        assert_eq!(of("1").over(Decimal::ZERO), None);
        assert_eq!(of("10").over(of("0.04")), Some(of("250")));
        for (number, nearest, down, up) in [
            ("2.5", "3", "2", "3"),
            ("-2.5", "-3", "-3", "-2"),
            ("2.49", "2", "2", "3"),
            ("-2.51", "-3", "-3", "-2"),
        ] {
            let rounded = |rounding| of(number).rounded(0, rounding).unwrap();
            assert_eq!(rounded(Rounding::Nearest), of(nearest), "{number}");
            assert_eq!(rounded(Rounding::Down), of(down), "{number}");
            assert_eq!(rounded(Rounding::Up), of(up), "{number}");
        }
        let large = of("999999999999999999");
        assert_eq!(large.times(large), None);
        assert!(large > of("-999999999999999999") && of("0.000001") > Decimal::ZERO);
    }

    proptest! {
        #[test]
        fn it_agrees_with_whole_numbers(left in -100_000_000i64..100_000_000, right in -1_000_000i64..1_000_000) {
            let hundredths = |number: i64| {
                let sign = if number < 0 { "-" } else { "" };
                of(&format!("{sign}{}.{:02}", number.abs() / 100, number.abs() % 100))
            };
            let (one, other) = (hundredths(left), hundredths(right));
            prop_assert_eq!(one.add(other), Some(hundredths(left + right)));
            prop_assert_eq!(one.cmp(&other), left.cmp(&right));
            let product = one.times(other).unwrap();
            let expected = i128::from(left) * i128::from(right);
            prop_assert_eq!(product.rounded(4, Rounding::Nearest), Some(product));
            prop_assert_eq!(product.times(Decimal::from_integer(10_000)).unwrap().to_text(), expected.to_string());
            prop_assert_eq!(of(&one.to_text()), one);
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            if let Some(number) = Decimal::parse(&text) {
                prop_assert_eq!(Decimal::parse(&number.to_text()), Some(number));
            }
        }
    }
}
