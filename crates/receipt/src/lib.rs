//! The receipt of a submission: what it holds, and the copy as a PDF.
//!
//! Bytes in, bytes out: no IO, no clock, no database. The same document always gives the same bytes.

mod document;
mod pdf;
mod words;

pub use self::{
    document::{Contact, Document, File, Line, Row, Section, Sent, Way},
    pdf::{MAX_PAGES, MAX_TEXT, RenderError, to_pdf},
};

// The example of the tests names the crate as those outside do.
#[cfg(test)]
extern crate self as receipt;
