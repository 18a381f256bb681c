//! What stands around every page: top, language switch, bottom, and the page that is not there.

mod footer;
mod header;
mod language_switch;
mod not_found_page;

pub use footer::Footer;
pub use header::Header;
pub use not_found_page::{not_found_page, part_missing_page};
