//! The copy as a PDF: tagged for screen readers (PDF/UA-1) and made to be archived (PDF/A-2a).
//!
//! [`compose`] makes blocks and the structure of a document, [`pages`] lays them out, [`draw`] writes them.
//!
//! What a text may hold, and what becomes of it:
//! - Any character of the typeface (Latin with all letters of the Nordic and Sami languages, Greek, Cyrillic, common signs) is
//!   drawn. Combining marks are put onto their letters.
//! - A character the typeface lacks, such as an emoji or a Hebrew letter, is drawn as □. Copying the text and
//!   screen readers still give the character itself, in the order it was written. Scripts that run from right to
//!   left, and those whose letters join, are therefore heard and copied but not seen.
//! - A control character, a private one or no character at all is drawn and read as □. Invisible marks of format
//!   (soft hyphen, joiners, marks of direction) are left out. A tab is a space.
//! - Where □ stands for anything, a note at the end says so.
//!
//! A line breaks at spaces and after hyphens and slashes; a word that is longer than its line breaks where it
//! must, without a hyphen that nobody wrote.

mod blocks;
mod characters;
mod compose;
mod draw;
mod face;
mod lines;
mod look;
mod pages;
mod structure;
#[cfg(test)]
mod tests;

use crate::document::{Document, Line};

/// The longest copy. A form of the municipality makes two to six pages.
pub const MAX_PAGES: usize = 200;

/// The most text a copy can have, in bytes, looked at before any of it is laid out.
pub const MAX_TEXT: usize = 1_000_000;

/// Why there is no copy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// More text or more pages than a receipt can have.
    #[error("too long: more than {MAX_PAGES} pages or {MAX_TEXT} bytes of text")]
    TooLong,
    /// The typeface in the program cannot be used.
    #[error("the typeface cannot be read")]
    Typeface,
    /// The document would not keep to PDF/A-2a and PDF/UA-1.
    #[error("the standards are not met: {0}")]
    Standards(String),
}

impl RenderError {
    /// A stable name, for logs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "receipt_too_long",
            Self::Typeface => "receipt_typeface",
            Self::Standards(_) => "receipt_standards",
        }
    }
}

/// The document as a PDF. The same document always gives the same bytes.
///
/// # Errors
/// Where it is too long; never for what its texts hold.
pub fn to_pdf(document: &Document) -> Result<Vec<u8>, RenderError> {
    if text_size(document) > MAX_TEXT {
        return Err(RenderError::TooLong);
    }
    let faces = face::Faces::load().ok_or(RenderError::Typeface)?;
    let composed = compose::compose(document, &faces);
    let pages = pages::paginate(composed.blocks)?;
    draw::draw(document, &faces, &pages, &composed.structure)
}

fn text_size(document: &Document) -> usize {
    let contact = document.contact.iter().flat_map(|contact| &contact.lines);
    let sections = document.sent.sections.iter().flat_map(|section| {
        let rows = section.lines.iter().flat_map(|line| match line {
            Line::Heading(text) | Line::RowStart(text) => std::slice::from_ref(text).iter().chain(None),
            Line::RowsEnd => [].iter().chain(None),
            Line::Answer(row) => row.answers.iter().chain(Some(&row.question)),
        });
        rows.chain([&section.title])
    });
    let files = document.sent.files.iter().flat_map(|file| [&file.name, &file.sha256]);
    [&document.municipality, &document.reference, &document.checksum, &document.sent.title]
        .into_iter()
        .chain(&document.next_steps)
        .chain(contact)
        .chain(sections)
        .chain(files)
        // Even an empty text takes a line.
        .map(|text| text.len() + 16)
        .sum()
}
