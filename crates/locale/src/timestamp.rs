//! Points in time, and what the clocks in Norway show at them.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::Date;

const MILLIS_PER_MINUTE: i64 = 60_000;
const MILLIS_PER_DAY: i64 = 86_400_000;

/// Milliseconds since 1970-01-01 00:00 UTC. On the wire: RFC 3339 in UTC, `"2026-11-23T09:03:00.000Z"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]

pub struct Timestamp(pub i64);

/// A time of day to the minute. On the wire: `"09:30"`; `24:00` is the end of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]

pub struct TimeOfDay {
    minutes: u16,
}

/// What calendar and clock on the wall show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalDateTime {
    pub date: Date,
    pub time: TimeOfDay,
}

impl Timestamp {
    /// The point in time that many milliseconds later (earlier where negative).
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// What clocks in Norway show: CET, and CEST from the last Sunday of March to the last Sunday of
    /// October, both at 01:00 UTC (directive 2000/84/EC; in Norway since 1996).
    #[must_use]
    pub fn in_norway(self) -> LocalDateTime {
        let offset_minutes = if self.is_summer_time() { 120 } else { 60 };
        let local = self.0.saturating_add(offset_minutes * MILLIS_PER_MINUTE);
        let date = utc_date(local);
        LocalDateTime {
            date,
            time: TimeOfDay { minutes: (local.rem_euclid(MILLIS_PER_DAY) / MILLIS_PER_MINUTE) as u16 },
        }
    }

    /// The point in time at which clocks in Norway show this. The hour that is skipped in March maps
    /// to the hour after it; of the hour that comes twice in October, the first is meant.
    #[must_use]
    pub fn from_norway(local: LocalDateTime) -> Self {
        let wall = local.date.days_since_epoch() * MILLIS_PER_DAY
            + i64::from(local.time.minutes) * MILLIS_PER_MINUTE;
        let as_summer = Self(wall - 120 * MILLIS_PER_MINUTE);
        if as_summer.is_summer_time() { as_summer } else { Self(wall - 60 * MILLIS_PER_MINUTE) }
    }

    fn is_summer_time(self) -> bool {
        let year = utc_date(self.0).year();
        self.0 >= last_sunday_at_one(year, 3) && self.0 < last_sunday_at_one(year, 10)
    }
}

/// Saturates at the ends of the calendar.
fn utc_date(millis: i64) -> Date {
    Date::EPOCH.add_days(millis.div_euclid(MILLIS_PER_DAY))
}

/// 01:00 UTC on the last Sunday of a month of 31 days.
fn last_sunday_at_one(year: u16, month: u8) -> i64 {
    let last = Date::new(year, month, 31).map_or(0, Date::days_since_epoch);
    // 1970-01-01 was a Thursday: day 3 was a Sunday.
    let since_sunday = (last - 3).rem_euclid(7);
    (last - since_sunday) * MILLIS_PER_DAY + 60 * MILLIS_PER_MINUTE
}

impl TimeOfDay {
    /// The time, from 00:00 to 24:00.
    #[must_use]
    pub const fn new(hour: u8, minute: u8) -> Option<Self> {
        if minute > 59 || hour > 24 || (hour == 24 && minute > 0) {
            return None;
        }
        Some(Self { minutes: hour as u16 * 60 + minute as u16 })
    }

    #[must_use]
    pub const fn hour(self) -> u8 {
        (self.minutes / 60) as u8
    }

    #[must_use]
    pub const fn minute(self) -> u8 {
        (self.minutes % 60) as u8
    }

    /// Minutes since midnight, 0 to 1440.
    #[must_use]
    pub const fn minutes_since_midnight(self) -> u16 {
        self.minutes
    }

    /// Reads `09:30`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        if hour.len() != 2
            || minute.len() != 2
            || !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':')
        {
            return None;
        }
        Self::new(hour.parse().ok()?, minute.parse().ok()?)
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:{:02}", self.hour(), self.minute())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let in_day = self.0.rem_euclid(MILLIS_PER_DAY);
        let (hour, minute) = (in_day / 3_600_000, in_day / MILLIS_PER_MINUTE % 60);
        let (second, milli) = (in_day / 1000 % 60, in_day % 1000);
        write!(formatter, "{}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z", utc_date(self.0))
    }
}

impl Timestamp {
    /// Reads what `Display` writes: RFC 3339 in UTC, with or without a fraction of a second.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
        let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
        let (hour_minute, second) = clock.rsplit_once(':')?;
        let (date, time) = (Date::parse_iso(date)?, TimeOfDay::parse(hour_minute)?);
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if second.len() != 2 || !all_digits(second) || !all_digits(fraction) || time.hour() == 24 {
            return None;
        }
        let seconds: i64 = second.parse().ok().filter(|second| *second < 60)?;
        let millis: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
        let days = date.days_since_epoch() * MILLIS_PER_DAY;
        Some(Self(days + i64::from(time.minutes) * MILLIS_PER_MINUTE + seconds * 1000 + millis))
    }
}

macro_rules! as_text {
    ($type:ty, $parse:path, $expected:literal) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                $parse(&text).ok_or_else(|| de::Error::custom($expected))
            }
        }
    };
}
as_text!(Timestamp, Timestamp::parse, "a point in time is written like 2026-11-23T09:03:00.000Z");
as_text!(TimeOfDay, TimeOfDay::parse, "a time of day is written like 09:30");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{TimeOfDay, Timestamp};

    #[test]
    fn summer_time_turns_at_one_utc() {
        let shown = |text: &str| Timestamp::parse(text).unwrap().in_norway().time.to_string();
        assert_eq!(shown("2026-03-29T00:59:00Z"), "01:59");
        assert_eq!(shown("2026-03-29T01:00:00Z"), "03:00");
        assert_eq!(shown("2026-10-25T00:59:00Z"), "02:59");
        assert_eq!(shown("2026-10-25T01:00:00Z"), "02:00");
    }

    #[test]
    fn times_of_day() {
        assert_eq!(TimeOfDay::parse("24:00").unwrap().minutes_since_midnight(), 1440);
        for wrong in ["24:01", "9:30", "12:60", "+1:00", "1200"] {
            assert_eq!(TimeOfDay::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        // 1996 is the first year of today's rule; jiff's table ends its list of explicit rules in 2037.
        #[test]
        fn norwegian_time_agrees_with_the_tz_database(millis in 820_454_400_000_i64..2_145_916_800_000) {
            let ours = Timestamp(millis).in_norway();
            let theirs = jiff::Timestamp::from_millisecond(millis).unwrap().in_tz("Europe/Oslo").unwrap();
            prop_assert_eq!(ours.date.to_string(), theirs.date().to_string());
            prop_assert_eq!(ours.time.to_string(), theirs.strftime("%H:%M").to_string());
            prop_assert_eq!(Timestamp::parse(&Timestamp(millis).to_string()), Some(Timestamp(millis)));
            let back = Timestamp::from_norway(ours).in_norway();
            prop_assert_eq!(back, ours);
        }
    }
}
