//! Search over a catalogue of a few hundred short Norwegian texts, small enough to run in the browser.
//!
//! Inflections, compounds and slips of the finger share most of their letters with the word that was meant,
//! so words are compared by their trigrams (BM25) and by how they begin and end. Trigrams always find
//! something; [`Confidence`] says whether it is worth offering.

mod index;
mod likeness;
mod words;

pub use index::{Confidence, Entry, Hit, Index, Results};
pub use words::words;
