//! All that is kept of a person: read to be taken along, and deleted.

mod overview;
mod unsent;

pub use self::overview::Overview;
