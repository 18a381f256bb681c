//! How long what is kept, and why: one row each, by which the sweep deletes and from which `docs/retention.md` is made.

mod reference;
mod rules;

pub use self::{
    reference::reference,
    rules::{
        CODE_MILLIS, DEAD_JOB_MILLIS, DONE_JOB_MILLIS, Kept, Kind, LATER_FILE_MILLIS, RULES, Rule,
        SIGN_IN_MILLIS, SUBMISSION_KEY_MILLIS, UNFINISHED_FILE_MILLIS, UNSEEN_MILLIS,
    },
};
use locale::Timestamp;

/// Until when entries of the audit log are old, `years` being the setting. A leap day more is no harm.
#[must_use]
pub fn audit_before(now: Timestamp, years: u32) -> Timestamp {
    const YEAR: i64 = 366 * 24 * 60 * 60 * 1000;
    now.plus_millis(-i64::from(years) * YEAR)
}
