//! Languages, civil dates and the formats Norwegian readers expect, for both sides.
//!
//! Browsers have no nynorsk in `Intl`, and date libraries cost more wasm than the rest of the app,
//! so the few tables and sums that are needed live here. Nothing reads a clock: time comes in.

mod date;
mod format;
mod language;
#[cfg(feature = "openapi")]
mod openapi;
mod timestamp;

pub use date::{Date, Weekday};
pub use format::{
    file_size, grouped_number, long_date, organisation_number, phone, short_date, time_of_day,
    weekday_and_date, weekday_name,
};
pub use language::Language;
pub use timestamp::{LocalDateTime, TimeOfDay, Timestamp};
