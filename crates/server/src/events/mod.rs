//! Live events: a stream that tells the signed-in person's browser what has changed.

mod get_events;
mod streams;

pub use self::{get_events::*, streams::Streams};
