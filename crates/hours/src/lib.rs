//! Opening hours, public holidays and the counting of deadlines. Nothing reads a clock: time comes in.

mod holidays;
mod schedule;

pub use holidays::{Holiday, add_months, add_weeks, add_working_days, holiday_on, holidays, is_working_day};
pub use schedule::{Exception, HolidayRule, Interval, Line, Schedule, State, WeeklyHours};
