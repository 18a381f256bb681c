//! Numbers with check digits: of people, organisations and accounts.

/// What is wrong with a national identity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityFault {
    /// Not eleven digits.
    Form,
    /// The first six digits are no date.
    NoDate,
    /// The check digits are wrong.
    CheckDigits,
    /// A synthetic number where only real ones are taken.
    Synthetic,
}

/// Which national identity numbers are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IdentityNumbers {
    /// Those of people: birth numbers and D-numbers.
    #[default]
    Real,
    /// Made-up ones as well: month + 80 (Tenor) or + 40 (NAV). For test environments.
    RealAndSynthetic,
}

/// The digits of a text; what is none becomes a number that no digit is.
fn digits(text: &str) -> Vec<u8> {
    text.bytes().map(|byte| byte.wrapping_sub(b'0')).collect()
}

/// Checks a birth number or D-number, by the rules of today and those from 2032 alike.
pub fn identity_number(text: &str, taken: IdentityNumbers) -> Result<(), IdentityFault> {
    let number = digits(text);
    if number.len() != 11 || number.iter().any(|digit| *digit > 9) {
        return Err(IdentityFault::Form);
    }
    let pair = |at: usize| number[at] * 10 + number[at + 1];
    let (day, month, year) = (pair(0), pair(2), pair(4));
    // D-numbers add 40 to the day; synthetic numbers 40 or 80 to the month.
    let day = if day > 40 { day - 40 } else { day };
    let (month, is_synthetic) = match month {
        81.. => (month - 80, true),
        41.. => (month - 40, true),
        _ => (month, false),
    };
    // The number does not tell the century: 00 may be 2000, which was a leap year.
    if locale::Date::new(2000 + u16::from(year), month, day).is_none() {
        return Err(IdentityFault::NoDate);
    }
    if is_synthetic && taken == IdentityNumbers::Real {
        return Err(IdentityFault::Synthetic);
    }
    // From 2032 the first control digit may leave 0, 1, 2 or 3; the second is as it was.
    let first = weighted(&number, &[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11;
    let second = weighted(&number, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11;
    if first <= 3 && second == 0 { Ok(()) } else { Err(IdentityFault::CheckDigits) }
}

/// Nine digits, the first 8 or 9, the last by modulus 11.
#[must_use]
pub fn is_organisation_number(text: &str) -> bool {
    let number = digits(text);
    number.len() == 9
        && matches!(number[0], 8 | 9)
        && number.iter().all(|digit| *digit <= 9)
        && weighted(&number, &[3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}

/// Eleven digits, the last by modulus 11.
#[must_use]
pub fn is_account_number(text: &str) -> bool {
    let number = digits(text);
    number.len() == 11
        && number.iter().all(|digit| *digit <= 9)
        && weighted(&number, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}

/// Country, two check digits by modulus 97 and an account: 15 to 34 letters and digits in all (ISO 13616).
#[must_use]
pub fn is_iban(text: &str) -> bool {
    let is_form = (15..=34).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        && text.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
        && text.bytes().skip(2).take(2).all(|byte| byte.is_ascii_digit())
        && (!text.starts_with("NO") || text.len() == 15);
    let rotated = text.bytes().skip(4).chain(text.bytes().take(4));
    let rest = rotated.fold(0u32, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte.wrapping_sub(b'A')) + 10) % 97,
    });
    is_form && rest == 1
}

fn weighted(number: &[u8], weights: &[u8]) -> u32 {
    number.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * u32::from(*weight)).sum()
}
