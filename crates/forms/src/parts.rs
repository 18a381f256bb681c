//! Reads dates, months, years, times and phone numbers as people write them.

use locale::Date;

/// `2026-08-24`, `24.8.2026`, `24 8 2026`, `24.08.26`, `24/8-26` or `24082026`; two digits are a year of this
/// century.
#[must_use]
pub fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(date) = Date::parse_iso(text) {
        return Some(date);
    }
    if text.len() == 8 && is_digits(text) {
        return Date::new(number(&text[4..])?, small(&text[2..4])?, small(&text[..2])?);
    }
    // Also with spaces, `24 8 2026`, alone or beside the stops.
    let mut parts = text.split(['.', '/', '-', ' ']).filter(|part| !part.is_empty());
    let [day, month, year] = [parts.next()?, parts.next()?, parts.next()?];
    let are_digits = [day, month, year].iter().all(|part| is_digits(part) && part.len() <= 4);
    // A year that comes first is no day.
    if parts.next().is_some() || !are_digits || day.len() > 2 {
        return None;
    }
    let century = match year.len() {
        2 => 2000,
        4 => 0,
        _ => return None,
    };
    Date::new(century + number(year)?, small(month)?, small(day)?)
}

/// The first day of a month: `2026-08`, `08.2026` or `8 2026`.
pub(crate) fn month(text: &str) -> Option<Date> {
    let text = text.trim();
    let (one, other) = text.split_once(['-', '.', '/', ' '])?;
    let (one, other) = (one.trim(), other.trim());
    let (year, month) = if one.len() == 4 { (one, other) } else { (other, one) };
    let fits = year.len() == 4 && is_digits(year) && month.len() <= 2 && is_digits(month);
    if fits { Date::new(number(year)?, small(month)?, 1) } else { None }
}

/// `2026-08`.
pub(crate) fn month_text(date: Date) -> String {
    let mut text = date.to_string();
    text.truncate(7);
    text
}

/// Four digits.
pub(crate) fn year(text: &str) -> Option<u16> {
    let text = text.trim();
    (text.len() == 4 && is_digits(text)).then(|| number(text))?.filter(|year| *year > 0)
}

/// Minutes since midnight: `09:30`, `9.30`, `0930` or `kl. 9.30`.
pub(crate) fn time(text: &str) -> Option<u16> {
    let text = text.trim();
    let text = text.strip_prefix("kl").map_or(text, |rest| rest.trim_start_matches('.').trim_start());
    let (hour, minute) = match text.split_once([':', '.']) {
        Some(parts) => parts,
        None if text.len() == 4 && is_digits(text) => text.split_at(2),
        None => return None,
    };
    let fits = is_digits(hour) && hour.len() <= 2 && is_digits(minute) && minute.len() == 2;
    let (hour, minute) = if fits { (number(hour)?, number(minute)?) } else { return None };
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// `09:30`.
pub(crate) fn time_text(minutes: u16) -> String {
    let two = |number: u16| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    [two(minutes / 60).as_str(), ":", &two(minutes % 60)].concat()
}

/// E.164: `+4722334455`. Eight digits are Norwegian and start with 2 to 9; others need their country code.
pub(crate) fn phone(text: &str) -> Option<String> {
    let compact: String =
        text.chars().filter(|next| !next.is_whitespace() && !matches!(next, '-' | '(' | ')')).collect();
    let international = compact.strip_prefix("00").or_else(|| compact.strip_prefix('+'));
    let digits = international.unwrap_or(&compact);
    let national = if international.is_some() { digits.strip_prefix("47") } else { Some(digits) };
    match national {
        _ if !is_digits(digits) => None,
        Some(national) => {
            let is_norwegian = national.len() == 8 && !national.starts_with(['0', '1']);
            is_norwegian.then(|| ["+47", national].concat())
        }
        // No country has a code that starts with 0.
        None => {
            ((7..=15).contains(&digits.len()) && !digits.starts_with('0')).then(|| ["+", digits].concat())
        }
    }
}

pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn number(text: &str) -> Option<u16> {
    text.parse().ok()
}

fn small(text: &str) -> Option<u8> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{date, month, month_text, time, time_text, year};

    #[test]
    fn what_people_write_is_read() {
        for text in ["2026-08-24", "24.8.2026", " 24. 08. 26 ", "24/8-26", "24082026", "24-8-2026"] {
            assert_eq!(date(text).unwrap().to_string(), "2026-08-24", "{text}");
        }
        for text in ["2026-8-24", "24.8.126", "24.8", "31.2.2026", "2408202", "24..2026", "２４.8.2026"] {
            assert_eq!(date(text), None, "{text}");
        }
        for text in ["2026-08", "08.2026", "8.2026", "8 2026", "08/2026"] {
            assert_eq!(month_text(month(text).unwrap()), "2026-08", "{text}");
        }
        for text in ["2026", "13.2026", "2026-08-24", "8.26", "august 2026"] {
            assert_eq!(month(text), None, "{text}");
        }
        for text in ["9:30", "09.30", "0930", "kl. 9.30", "kl 09:30"] {
            assert_eq!(time_text(time(text).unwrap()), "09:30", "{text}");
        }
        for text in ["24:00", "9", "9.3", "12:60", "9.30.1", "kl"] {
            assert_eq!(time(text), None, "{text}");
        }
        assert_eq!((year(" 1984 "), year("84"), year("0000")), (Some(1984), None, None));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_not(text in "[-0-9./: kl]{0,12}|.*") {
            _ = (date(&text), month(&text), year(&text), time(&text));
        }
    }
}
