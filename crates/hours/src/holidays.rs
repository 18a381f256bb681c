//! Public holidays in Norway, working days, and how the law counts deadlines.
//!
//! The days are those of helligdagsfredloven § 2, with 1 and 17 May by an act of their own. A deadline in
//! weeks or months ends on the same weekday or date; the day it starts is not counted; one that ends on a
//! Saturday, a Sunday or a holiday moves to the next working day (domstolloven §§ 148 and 149).

use locale::{Date, Weekday};

/// A public holiday other than an ordinary Sunday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Holiday {
    NewYearsDay,
    MaundyThursday,
    GoodFriday,
    EasterSunday,
    EasterMonday,
    LabourDay,
    ConstitutionDay,
    AscensionDay,
    WhitSunday,
    WhitMonday,
    ChristmasDay,
    SecondDayOfChristmas,
}

/// The twelve public holidays of a year by date. Two may share a date: 1 May is at times Ascension Day too.
#[must_use]
pub fn holidays(year: u16) -> Vec<(Date, Holiday)> {
    let fixed =
        FIXED.into_iter().filter_map(|(month, day, holiday)| Some((Date::new(year, month, day)?, holiday)));
    let easter = easter_sunday(year);
    let movable =
        MOVABLE.into_iter().filter_map(|(offset, holiday)| Some((easter?.add_days(offset), holiday)));
    let mut days: Vec<_> = fixed.chain(movable).collect();
    days.sort_unstable();
    days
}

/// The holiday on that date, or nothing; where two share the date, the first by name in [`Holiday`].
#[must_use]
pub fn holiday_on(date: Date) -> Option<Holiday> {
    let fixed = FIXED.into_iter().find(|(month, day, _)| (*month, *day) == (date.month(), date.day()));
    if let Some((_, _, holiday)) = fixed {
        return Some(holiday);
    }
    let since_easter = date.days_since_epoch() - easter_sunday(date.year())?.days_since_epoch();
    MOVABLE.into_iter().find(|(offset, _)| *offset == since_easter).map(|(_, holiday)| holiday)
}

/// Monday to Friday, and not a public holiday.
#[must_use]
pub fn is_working_day(date: Date) -> bool {
    !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && holiday_on(date).is_none()
}

/// The working day that many working days after `date`, which itself is not counted. With 0: the day
/// itself, or the next working day where it is not one.
#[must_use]
pub fn add_working_days(date: Date, days: u16) -> Date {
    if days == 0 {
        return this_or_next_working_day(date);
    }
    (0..days).fold(date, |day, _| this_or_next_working_day(day.add_days(1)))
}

/// The same weekday that many weeks later, moved to the next working day where it is not one.
#[must_use]
pub fn add_weeks(date: Date, weeks: u16) -> Date {
    this_or_next_working_day(date.add_days(i64::from(weeks) * 7))
}

/// The same date that many months later (the last of a shorter month), moved to the next working day
/// where it is not one.
#[must_use]
pub fn add_months(date: Date, months: u16) -> Date {
    this_or_next_working_day(date.add_months(i32::from(months)))
}

/// Ends at the latest on 9999-12-31, which is a working day.
fn this_or_next_working_day(mut date: Date) -> Date {
    while !is_working_day(date) {
        date = date.add_days(1);
    }
    date
}

const FIXED: [(u8, u8, Holiday); 5] = [
    (1, 1, Holiday::NewYearsDay),
    (5, 1, Holiday::LabourDay),
    (5, 17, Holiday::ConstitutionDay),
    (12, 25, Holiday::ChristmasDay),
    (12, 26, Holiday::SecondDayOfChristmas),
];

/// Days from Easter Sunday.
const MOVABLE: [(i64, Holiday); 7] = [
    (-3, Holiday::MaundyThursday),
    (-2, Holiday::GoodFriday),
    (0, Holiday::EasterSunday),
    (1, Holiday::EasterMonday),
    (39, Holiday::AscensionDay),
    (49, Holiday::WhitSunday),
    (50, Holiday::WhitMonday),
];

/// The Gregorian computus: the Sunday after the first ecclesiastical full moon of spring.
fn easter_sunday(year: u16) -> Option<Date> {
    let year_number = i64::from(year);
    let century = year_number / 100;
    let golden_number = year_number % 19;
    // Leap days dropped by the calendar, and the moon's slow drift against the 19-year cycle.
    let solar_correction = century - century / 4;
    let lunar_correction = (8 * century + 13) / 25;
    let mut epact = (19 * golden_number + solar_correction - lunar_correction + 15) % 30;
    // The two exceptions keep the full moon from falling on 19 April, or twice on the 18th in a cycle.
    if epact == 29 || (epact == 28 && golden_number > 10) {
        epact -= 1;
    }
    let full_moon = Date::new(year, 3, 21)?.add_days(epact);
    let to_sunday = 7 - (full_moon.weekday().index() as i64 + 1) % 7;
    Some(full_moon.add_days(to_sunday))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        Holiday, add_months, add_weeks, add_working_days, easter_sunday, holiday_on, holidays, is_working_day,
    };
    use locale::{Date, Weekday};

    fn date(text: &str) -> Date {
        Date::parse_iso(text).unwrap()
    }

    #[test]
    fn easter_falls_where_the_almanac_has_it() {
        for day in [
            "1961-04-02",
            "1981-04-19",
            "2000-04-23",
            "2008-03-23",
            "2011-04-24",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2038-04-25",
            "2049-04-18",
            "2285-03-22",
        ] {
            let day = date(day);
            assert_eq!(easter_sunday(day.year()), Some(day));
        }
    }

    #[test]
    fn the_holidays_of_2026() {
        let days: Vec<String> = holidays(2026).into_iter().map(|(day, _)| day.to_string()).collect();
        assert_eq!(
            days,
            [
                "2026-01-01",
                "2026-04-02",
                "2026-04-03",
                "2026-04-05",
                "2026-04-06",
                "2026-05-01",
                "2026-05-14",
                "2026-05-17",
                "2026-05-24",
                "2026-05-25",
                "2026-12-25",
                "2026-12-26",
            ]
        );
        assert_eq!(holiday_on(date("2026-05-14")), Some(Holiday::AscensionDay));
        assert_eq!(holidays(0), []);
    }

    #[test]
    fn deadlines_move_past_holidays_and_weekends() {
        assert_eq!(add_weeks(date("2026-04-24"), 1), date("2026-05-04"));
        assert_eq!(add_months(date("2026-01-31"), 1), date("2026-03-02"));
        assert_eq!(add_working_days(date("2026-04-01"), 1), date("2026-04-07"));
        assert_eq!(add_working_days(date("2026-12-23"), 2), date("2026-12-28"));
        assert_eq!(add_working_days(date("2026-11-28"), 0), date("2026-11-30"));
        assert_eq!(add_working_days(date("9999-12-31"), 3), date("9999-12-31"));
    }

    proptest! {
        #[test]
        fn each_year_has_twelve(year in 1_u16..9999) {
            let days = holidays(year);
            prop_assert_eq!(days.len(), 12);
            prop_assert_eq!(easter_sunday(year).map(Date::weekday), Some(Weekday::Sunday));
            for (day, _) in days {
                prop_assert!(holiday_on(day).is_some());
                prop_assert!(!is_working_day(day));
            }
        }

        #[test]
        fn deadlines_end_on_working_days(day in 0_i64..100_000, amount in 0_u16..400) {
            let start = Date::from_days_since_epoch(day).unwrap();
            for end in [add_working_days(start, amount), add_weeks(start, amount), add_months(start, amount)] {
                prop_assert!(is_working_day(end) && end >= start);
            }
        }

        #[test]
        fn working_days_are_counted_one_by_one(day in 0_i64..100_000, amount in 1_u16..200) {
            let start = Date::from_days_since_epoch(day).unwrap();
            let end = add_working_days(start, amount);
            let mut counted = 0;
            let mut at = start;
            while at < end {
                at = at.add_days(1);
                counted += u16::from(is_working_day(at));
            }
            prop_assert_eq!(counted, amount);
        }
    }
}
