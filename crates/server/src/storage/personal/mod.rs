//! All that is kept of a person: read to be taken along, and deleted.

mod erase;
mod kept;
mod overview;
mod unseen;
mod unsent;

pub(super) use self::unseen::forget_unseen;
pub use self::{
    erase::{Cases, Erased, Holdings},
    kept::Counted,
    overview::Overview,
};
