//! JSON for the browser: a serde reader and writer that are small rather than fast.
//!
//! What a wire type costs in WebAssembly is mostly the code that serde makes for it and one reader. Here an
//! error has no contents, so that no message and no path is made; an object is never read from a list; and
//! numbers are whole (amounts and measures go over the wire as text). `docs/decisions/0008` has the figures.
//!
//! It reads what `serde_json` on the server writes, and the other way round; a property test holds the two
//! together.

mod read;
mod text;
mod write;

use std::fmt::{self, Display};

pub use read::read;
pub use write::write;

/// Text that is not the JSON of the type asked for, or a value that has no JSON here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

impl Display for Malformed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("malformed JSON")
    }
}

impl std::error::Error for Malformed {}

impl serde::de::Error for Malformed {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

impl serde::ser::Error for Malformed {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}
