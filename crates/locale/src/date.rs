//! A calendar date without a time zone.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A day of the proleptic Gregorian calendar, from year 1 to 9999. On the wire: `"2026-11-23"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]

pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// The week from Monday, as Norwegian calendars show it.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// Days since Monday.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

impl Date {
    /// 1970-01-01.
    pub const EPOCH: Self = Self { year: 1970, month: 1, day: 1 };

    /// The date, where that day exists.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        Some(Self { year, month, day })
    }

    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// 1 to 31.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Days since 1970-01-01, by Howard Hinnant's `days_from_civil`.
    #[must_use]
    pub const fn days_since_epoch(self) -> i64 {
        let year = self.year as i64 - (self.month <= 2) as i64;
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month_from_march = (self.month as i64 + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + self.day as i64 - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    /// The date that many days after 1970-01-01, where its year is 1 to 9999.
    #[must_use]
    pub const fn from_days_since_epoch(days: i64) -> Option<Self> {
        if days < -719_162 || days > 2_932_896 {
            return None;
        }
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + (month <= 2) as i64;
        Self::new(year as u16, month as u8, day as u8)
    }

    #[must_use]
    pub const fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        match (self.days_since_epoch() + 3).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }

    /// Saturates at the ends of the calendar.
    #[must_use]
    pub fn add_days(self, days: i64) -> Self {
        let end = if days < 0 {
            Self { year: 1, month: 1, day: 1 }
        } else {
            Self { year: 9999, month: 12, day: 31 }
        };
        Self::from_days_since_epoch(self.days_since_epoch().saturating_add(days)).unwrap_or(end)
    }

    /// The same day that many months later, or the last day of that month where it is shorter.
    #[must_use]
    pub fn add_months(self, months: i32) -> Self {
        let count = i32::from(self.year) * 12 + i32::from(self.month) - 1 + months;
        let (year, month) = (count.div_euclid(12).clamp(1, 9999) as u16, count.rem_euclid(12) as u8 + 1);
        Self { year, month, day: self.day.min(days_in_month(year, month)) }
    }

    /// Reads `2026-08-24`.
    #[must_use]
    pub fn parse_iso(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let digits =
            |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }
}

/// Days in a month; 0 for a month that does not exist.
const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400) => 29,
        2 => 28,
        _ => 0,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse_iso(&text).ok_or_else(|| de::Error::custom("a date is written like 2026-08-24"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Date, Weekday};

    #[test]
    fn known_days() {
        let day = Date::new(2026, 11, 23).unwrap();
        assert_eq!(day.weekday(), Weekday::Monday);
        assert_eq!(day.add_months(3).to_string(), "2027-02-23");
        assert_eq!(Date::new(2026, 1, 31).unwrap().add_months(1).to_string(), "2026-02-28");
        assert_eq!(Date::new(2026, 2, 29), None);
        assert_eq!(Date::new(2028, 2, 29).unwrap().add_days(1).to_string(), "2028-03-01");
    }

    proptest! {
        #[test]
        fn agrees_with_jiff(days in -719_162_i64..2_932_896) {
            let ours = Date::from_days_since_epoch(days).unwrap();
            let theirs = jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(days);
            prop_assert_eq!(ours.to_string(), theirs.to_string());
            prop_assert_eq!(ours.days_since_epoch(), days);
            prop_assert_eq!(ours.weekday().index() as i8, theirs.weekday().to_monday_zero_offset());
            prop_assert_eq!(Date::parse_iso(&ours.to_string()), Some(ours));
        }
    }
}
