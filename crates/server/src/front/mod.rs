//! The front page's content.

mod get_front;

pub use get_front::*;
