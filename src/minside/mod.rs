//! Min side: what the person has begun, what the person has sent, and where it stands.

mod case_page;
mod data_page;
mod deletion;
mod documents;
mod drafts;
mod minside_page;
mod sessions_page;
mod status;

pub use case_page::case_part;
pub use data_page::data_part;
pub use documents::HandingIn;
pub use minside_page::minside_part;
pub use sessions_page::sessions_part;
