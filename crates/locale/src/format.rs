//! How dates, numbers and numbers of things are written in each language.
//!
//! The rules for Norwegian are Språkrådet's; phone numbers go in pairs by nummerforskriften § 16.

use crate::{Date, Language, TimeOfDay, Weekday};

/// Keeps a number and what belongs to it on one line.
const NO_BREAK_SPACE: char = '\u{a0}';

const MONTHS_NORWEGIAN: [&str; 12] = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
];
const MONTHS_ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS_BOKMAAL: [&str; 7] = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"];
const WEEKDAYS_NYNORSK: [&str; 7] = ["måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "søndag"];
const WEEKDAYS_ENGLISH: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// `mandag`, `måndag`, `Monday`.
#[must_use]
pub const fn weekday_name(weekday: Weekday, language: Language) -> &'static str {
    match language {
        Language::Nb => WEEKDAYS_BOKMAAL[weekday.index()],
        Language::Nn => WEEKDAYS_NYNORSK[weekday.index()],
        Language::En => WEEKDAYS_ENGLISH[weekday.index()],
    }
}

/// `24. august 2026`, `24 August 2026`.
#[must_use]
pub fn long_date(date: Date, language: Language) -> String {
    let month = usize::from(date.month() - 1);
    match language {
        Language::Nb | Language::Nn => {
            format!("{}.{NO_BREAK_SPACE}{} {}", date.day(), MONTHS_NORWEGIAN[month], date.year())
        }
        Language::En => format!("{}{NO_BREAK_SPACE}{} {}", date.day(), MONTHS_ENGLISH[month], date.year()),
    }
}

/// `mandag 24. august 2026`, `Monday 24 August 2026`.
#[must_use]
pub fn weekday_and_date(date: Date, language: Language) -> String {
    format!("{} {}", weekday_name(date.weekday(), language), long_date(date, language))
}

/// `24.08.2026`; English readers get the month in letters, since the order of numbers differs between them.
#[must_use]
pub fn short_date(date: Date, language: Language) -> String {
    match language {
        Language::Nb | Language::Nn => format!("{:02}.{:02}.{}", date.day(), date.month(), date.year()),
        Language::En => {
            format!("{} {} {}", date.day(), &MONTHS_ENGLISH[usize::from(date.month() - 1)][..3], date.year())
        }
    }
}

/// `09.41` in Norwegian, `09:41` in English; the words around it (`kl.`) belong to the text.
#[must_use]
pub fn time_of_day(time: TimeOfDay, language: Language) -> String {
    let separator = if language == Language::En { ':' } else { '.' };
    format!("{:02}{separator}{:02}", time.hour(), time.minute())
}

/// `10 000` with spaces that do not break, from five digits on; `10,000` in English.
#[must_use]
pub fn grouped_number(number: i64, language: Language) -> String {
    let digits = number.unsigned_abs().to_string();
    let separator = if language == Language::En { ',' } else { NO_BREAK_SPACE };
    let mut out = String::new();
    if number < 0 {
        out.push('\u{2212}');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && digits.len() > 4 && (digits.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// The size of a file, rounded up: `640 kB`, `2,3 MB`, with spaces that do not break. A kilobyte is a thousand
/// bytes.
#[must_use]
pub fn file_size(bytes: u64, language: Language) -> String {
    if bytes <= 999_000 {
        return format!("{}{NO_BREAK_SPACE}kB", bytes.div_ceil(1000));
    }
    let tenths = bytes.div_ceil(100_000);
    let separator = if language == Language::En { '.' } else { ',' };
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{whole}{NO_BREAK_SPACE}MB"),
        (whole, rest) => format!("{whole}{separator}{rest}{NO_BREAK_SPACE}MB"),
    }
}

/// A Norwegian phone number as it is read aloud: `22 33 44 55`, `800 22 222`, `116 117`; others unchanged.
#[must_use]
pub fn phone(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(|character| !character.is_whitespace()).collect();
    let text: String = digits.iter().collect();
    let national = text.strip_prefix("+47").or_else(|| text.strip_prefix("0047")).unwrap_or(&text);
    if !national.chars().all(|digit| digit.is_ascii_digit()) {
        return number.to_owned();
    }
    let groups: &[usize] = match national.len() {
        8 if national.starts_with('8') => &[3, 2, 3],
        8 => &[2, 2, 2, 2],
        6 => &[3, 3],
        _ => return national.to_owned(),
    };
    in_groups(national, groups)
}

/// `921 234 554`.
#[must_use]
pub fn organisation_number(number: &str) -> String {
    if number.len() == 9 && number.is_ascii() { in_groups(number, &[3, 3, 3]) } else { number.to_owned() }
}

fn in_groups(digits: &str, lengths: &[usize]) -> String {
    let mut out = String::new();
    let mut rest = digits;
    for length in lengths {
        let (group, after) = rest.split_at(*length);
        if !out.is_empty() {
            out.push(NO_BREAK_SPACE);
        }
        out.push_str(group);
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{file_size, grouped_number, long_date, phone, short_date, time_of_day, weekday_and_date};
    use crate::{Date, Language, TimeOfDay};

    #[test]
    fn dates_in_three_languages() {
        let date = Date::new(2026, 8, 4).unwrap();
        assert_eq!(weekday_and_date(date, Language::Nb), "tirsdag 4.\u{a0}august 2026");
        assert_eq!(weekday_and_date(date, Language::Nn), "tysdag 4.\u{a0}august 2026");
        assert_eq!(weekday_and_date(date, Language::En), "Tuesday 4\u{a0}August 2026");
        assert_eq!(long_date(date, Language::En), "4\u{a0}August 2026");
        assert_eq!(short_date(date, Language::Nn), "04.08.2026");
        assert_eq!(short_date(date, Language::En), "4 Aug 2026");
    }

    #[test]
    fn numbers_and_phones() {
        assert_eq!(grouped_number(1_234_567, Language::Nb), "1\u{a0}234\u{a0}567");
        assert_eq!(grouped_number(2500, Language::Nb), "2500");
        assert_eq!(file_size(1, Language::Nb), "1\u{a0}kB");
        assert_eq!(file_size(999_001, Language::Nb), "1\u{a0}MB");
        assert_eq!(file_size(2_250_000, Language::Nb), "2,3\u{a0}MB");
        assert_eq!(file_size(20_000_000, Language::En), "20\u{a0}MB");
        assert_eq!(grouped_number(-12_500, Language::En), "\u{2212}12,500");
        assert_eq!(phone("+4732040000"), "32\u{a0}04\u{a0}00\u{a0}00");
        assert_eq!(phone("80022222"), "800\u{a0}22\u{a0}222");
        assert_eq!(phone("116117"), "116\u{a0}117");
        assert_eq!(time_of_day(TimeOfDay::new(9, 5).unwrap(), Language::Nn), "09.05");
    }
}
