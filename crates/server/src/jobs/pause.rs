//! How long a job waits before it is tried again.

use crate::randomness::{NoRandomness, Randomness, between};

/// After the first attempt, in milliseconds, at the most.
const FIRST: u64 = 15_000;

/// After any attempt, at the most.
const LONGEST: u64 = 60 * 60 * 1000;

/// Milliseconds to wait after an attempt has failed, the first being 1: twice as long each time up to an hour, and of
/// that the half to the whole by chance, so that what failed together does not come back together.
///
/// # Errors
/// Where there is no randomness.
pub fn pause(attempt: u32, randomness: &dyn Randomness) -> Result<i64, NoRandomness> {
    let doublings = attempt.saturating_sub(1).min(20);
    let longest = (FIRST << doublings).min(LONGEST);
    let millis = between(randomness, longest / 2, longest)?;
    Ok(i64::try_from(millis).unwrap_or(i64::MAX))
}
