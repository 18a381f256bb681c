//! All that is kept of a person: read to be taken along, and deleted.

mod kept;
mod overview;
mod unsent;

pub use self::{kept::Counted, overview::Overview};
