//! All that is kept of a person: read to be taken along, and deleted.

mod erase;
mod kept;
mod overview;
mod unsent;

pub use self::{
    erase::{Cases, Erased, Holdings},
    kept::Counted,
    overview::Overview,
};
