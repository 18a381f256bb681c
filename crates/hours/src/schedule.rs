//! When a channel is open: a standing week, exceptions by date, and what holidays do.

use locale::{Date, LocalDateTime, TimeOfDay, Timestamp, Weekday};
use serde::{Deserialize, Serialize};

use crate::holidays::holiday_on;

/// From one time of a day to a later one the same day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interval {
    pub opens: TimeOfDay,
    /// Not included: at this minute it is closed.
    pub closes: TimeOfDay,
}

/// The standing week, Monday first; closed on a day without hours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeeklyHours {
    pub days: [Option<Interval>; 7],
}

/// Other hours on one date: a half day, or closed where there are none. Goes before holiday and week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    pub date: Date,
    pub hours: Option<Interval>,
}

/// What public holidays do to the hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolidayRule {
    /// Closed on them.
    #[default]
    Closed,
    /// The hours of the weekday apply.
    Open,
}

/// When something is open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    pub weekly: WeeklyHours,
    pub exceptions: Vec<Exception>,
    pub closed_on_holidays: HolidayRule,
}

/// Open or closed at a point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open {
        /// Today.
        until: TimeOfDay,
    },
    Closed {
        /// The next opening within a year; nothing where none is planned.
        opens: Option<Timestamp>,
    },
}

/// Consecutive days of the week with the same hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub from: Weekday,
    /// The same as `from` for a single day.
    pub to: Weekday,
    /// Closed on those days where nothing.
    pub hours: Option<Interval>,
}

/// How far ahead the next opening is looked for.
const DAYS_AHEAD: i64 = 366;

impl Interval {
    /// Whether it is open at that time.
    #[must_use]
    pub fn contains(self, time: TimeOfDay) -> bool {
        self.opens <= time && time < self.closes
    }
}

impl Schedule {
    /// The hours of a date, or nothing where it is closed that day.
    #[must_use]
    pub fn hours_on(&self, date: Date) -> Option<Interval> {
        if let Some(exception) = self.exceptions.iter().find(|exception| exception.date == date) {
            return exception.hours;
        }
        if self.closed_on_holidays == HolidayRule::Closed && holiday_on(date).is_some() {
            return None;
        }
        self.weekly.days[date.weekday().index()]
    }

    /// Whether it is open then, by the clocks in Norway.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> State {
        let LocalDateTime { date, time } = now.in_norway();
        match self.hours_on(date) {
            Some(today) if today.contains(time) => State::Open { until: today.closes },
            Some(today) if time < today.opens => {
                let first = opening(date, today);
                // The hour that comes twice in October: past the first of it, the second is meant.
                State::Closed { opens: Some(if first > now { first } else { first.plus_millis(3_600_000) }) }
            }
            _ => State::Closed { opens: self.next_opening_after(date) },
        }
    }

    /// The standing week with equal consecutive days in one line, Monday first.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for (weekday, hours) in Weekday::ALL.into_iter().zip(self.weekly.days) {
            match lines.last_mut() {
                Some(line) if line.hours == hours => line.to = weekday,
                _ => lines.push(Line { from: weekday, to: weekday, hours }),
            }
        }
        lines
    }

    fn next_opening_after(&self, date: Date) -> Option<Timestamp> {
        (1..=DAYS_AHEAD).find_map(|days| {
            let day = date.add_days(days);
            self.hours_on(day).map(|hours| opening(day, hours))
        })
    }
}

fn opening(date: Date, hours: Interval) -> Timestamp {
    Timestamp::from_norway(LocalDateTime { date, time: hours.opens })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Exception, HolidayRule, Interval, Line, Schedule, State, WeeklyHours};
    use locale::{Date, LocalDateTime, TimeOfDay, Timestamp, Weekday};

    fn time(text: &str) -> TimeOfDay {
        TimeOfDay::parse(text).unwrap()
    }

    fn interval(opens: &str, closes: &str) -> Interval {
        Interval { opens: time(opens), closes: time(closes) }
    }

    fn at(date: &str, clock: &str) -> Timestamp {
        Timestamp::from_norway(LocalDateTime { date: Date::parse_iso(date).unwrap(), time: time(clock) })
    }

    fn phone() -> Schedule {
        let day = Some(interval("09:00", "15:00"));
        Schedule {
            weekly: WeeklyHours { days: [day, day, day, day, Some(interval("09:00", "14:00")), None, None] },
            exceptions: vec![
                Exception { date: Date::parse_iso("2026-12-24").unwrap(), hours: None },
                Exception {
                    date: Date::parse_iso("2026-12-31").unwrap(),
                    hours: Some(interval("09:00", "12:00")),
                },
            ],
            closed_on_holidays: HolidayRule::Closed,
        }
    }

    #[test]
    fn open_until_closing_time() {
        assert_eq!(phone().state_at(at("2026-11-23", "09:00")), State::Open { until: time("15:00") });
        assert_eq!(phone().state_at(at("2026-11-23", "14:59")), State::Open { until: time("15:00") });
        assert_eq!(phone().state_at(at("2026-12-31", "11:00")), State::Open { until: time("12:00") });
    }

    #[test]
    fn closed_tells_the_next_opening() {
        let opens = |date, clock| State::Closed { opens: Some(at(date, clock)) };
        assert_eq!(phone().state_at(at("2026-11-23", "07:30")), opens("2026-11-23", "09:00"));
        assert_eq!(phone().state_at(at("2026-11-23", "15:00")), opens("2026-11-24", "09:00"));
        // Christmas Eve by exception, then two holidays, of which the second is a Saturday, and a Sunday.
        assert_eq!(phone().state_at(at("2026-12-23", "16:00")), opens("2026-12-28", "09:00"));
        assert_eq!(Schedule::default().state_at(at("2026-11-23", "10:00")), State::Closed { opens: None });
    }

    #[test]
    fn the_hour_that_comes_twice_never_opens_in_the_past() {
        let nights = WeeklyHours { days: [Some(interval("02:30", "05:00")); 7] };
        let schedule = Schedule { weekly: nights, ..Schedule::default() };
        // 02.10 on the night clocks go back, for the second time.
        let now = Timestamp::parse("2026-10-25T01:10:00.000Z").unwrap();
        let opens = Timestamp::parse("2026-10-25T01:30:00.000Z").unwrap();
        assert_eq!(schedule.state_at(now), State::Closed { opens: Some(opens) });
    }

    #[test]
    fn holidays_count_only_where_the_rule_says_so() {
        let holiday = Date::parse_iso("2027-05-17").unwrap();
        assert_eq!(phone().hours_on(holiday), None);
        let always = Schedule { closed_on_holidays: HolidayRule::Open, ..phone() };
        assert_eq!(always.hours_on(holiday), Some(interval("09:00", "15:00")));
    }

    #[test]
    fn equal_days_share_a_line() {
        let line = |from, to, hours| Line { from, to, hours };
        assert_eq!(
            phone().lines(),
            [
                line(Weekday::Monday, Weekday::Thursday, Some(interval("09:00", "15:00"))),
                line(Weekday::Friday, Weekday::Friday, Some(interval("09:00", "14:00"))),
                line(Weekday::Saturday, Weekday::Sunday, None),
            ]
        );
    }

    fn any_interval() -> impl Strategy<Value = Option<Interval>> {
        proptest::option::of((0_u16..1440, 1_u16..1440).prop_map(|(start, length)| {
            let end = (start + length).min(1440);
            let clock = |minutes: u16| TimeOfDay::new((minutes / 60) as u8, (minutes % 60) as u8).unwrap();
            Interval { opens: clock(start), closes: clock(end) }
        }))
    }

    fn any_schedule() -> impl Strategy<Value = Schedule> {
        let exceptions = proptest::collection::vec((20_000_i64..21_000, any_interval()), 0..20);
        (proptest::collection::vec(any_interval(), 7), exceptions, any::<bool>()).prop_map(
            |(days, exceptions, closed)| Schedule {
                weekly: WeeklyHours { days: days.try_into().unwrap() },
                exceptions: exceptions
                    .into_iter()
                    .map(|(day, hours)| Exception { date: Date::from_days_since_epoch(day).unwrap(), hours })
                    .collect(),
                closed_on_holidays: if closed { HolidayRule::Closed } else { HolidayRule::Open },
            },
        )
    }

    proptest! {
        #[test]
        fn state_agrees_with_the_hours_of_the_day(
            schedule in any_schedule(),
            minutes in 20_000_i64 * 1440..21_000 * 1440,
        ) {
            let now = Timestamp(minutes * 60_000);
            let local = now.in_norway();
            let open_today = schedule.hours_on(local.date).filter(|hours| hours.contains(local.time));
            match schedule.state_at(now) {
                State::Open { until } => prop_assert_eq!(Some(until), open_today.map(|hours| hours.closes)),
                State::Closed { opens } => {
                    prop_assert_eq!(open_today, None);
                    if let Some(opens) = opens {
                        prop_assert!(opens > now);
                        // Of the hour that comes twice in October, the first is meant; in March one is skipped.
                        let then = opens.in_norway();
                        let hours = schedule.hours_on(then.date).unwrap();
                        prop_assert!(hours.opens == then.time || then.date.month() == 3);
                        let mut between = local.date.add_days(1);
                        while between < then.date {
                            prop_assert_eq!(schedule.hours_on(between), None);
                            between = between.add_days(1);
                        }
                    }
                }
            }
        }
    }
}
