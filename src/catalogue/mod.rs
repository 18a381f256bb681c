//! The catalogue of the UI kit: every component in every state, for developers and for the accessibility tests.

mod catalogue_page;

pub use catalogue_page::catalogue_part;
