//! Tells what goes on and how long it has taken; the only place that reads the clock.

use std::{
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use crate::Outcome;

/// How often a long step says that it is still at work.
const REMIND: Duration = Duration::from_secs(15);

/// Says what is done, does it, reminds while it lasts, and says how long it took.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("→ {name}");
    let started = now();
    let (done, waiting) = mpsc::channel::<()>();
    let reminder = thread::spawn({
        let name = name.to_owned();
        move || {
            while waiting.recv_timeout(REMIND) == Err(RecvTimeoutError::Timeout) {
                println!("  … {name}: {} s so far", started.elapsed().as_secs());
            }
        }
    });
    let outcome = work();
    drop(done);
    _ = reminder.join();
    let seconds = started.elapsed().as_secs_f64();
    match &outcome {
        Ok(_) if seconds >= 0.3 => println!("  {name}: {seconds:.1} s"),
        Ok(_) => {}
        Err(_) => println!("  {name}: FAILED after {seconds:.1} s"),
    }
    outcome
}

/// The clock of measurements and time limits.
#[expect(clippy::disallowed_methods, reason = "this is where the tool takes its clock from")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
