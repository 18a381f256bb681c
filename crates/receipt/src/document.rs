//! What a receipt holds. Texts are plain; how they look is decided where they are drawn.

use locale::{Date, Language, Timestamp};

/// What a person sent, as it was shown before it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The language of questions and answers.
    pub language: Language,
    /// What was applied for or reported.
    pub title: String,
    /// Page by page.
    pub sections: Vec<Section>,
    /// In the order in which they were attached.
    pub files: Vec<File>,
}

/// The answers of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The page's title.
    pub title: String,
    /// Line by line, in the order shown.
    pub lines: Vec<Line>,
}

/// A line of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// The heading of a group: the answers below belong to it.
    Heading(String),
    /// The heading of one of several rows, such as one child of three. Ends the row before it.
    RowStart(String),
    /// What follows belongs to no row.
    RowsEnd,
    /// A question and its answer.
    Answer(Row),
}

/// A question and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The question.
    pub question: String,
    /// The answer, a line each; none where it was left empty.
    pub answers: Vec<String>,
}

/// A file that was sent along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What the person called it.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// SHA-256 of its bytes as lower-case hexadecimal digits.
    pub sha256: String,
}

/// All that the copy for the person shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The language of everything but [`Document::sent`].
    pub language: Language,
    /// Who received it: `Drammen kommune`.
    pub municipality: String,
    /// What to name the case by.
    pub reference: String,
    /// When it came in.
    pub submitted: Timestamp,
    /// The day by which the person has an answer.
    pub answer_by: Date,
    /// What happens next, step by step.
    pub next_steps: Vec<String>,
    /// What was sent.
    pub sent: Sent,
    /// As it was stored when the submission came in; 64 lower-case hexadecimal digits.
    pub checksum: String,
    /// How to reach the municipality.
    pub contact: Vec<Contact>,
}

/// A way to reach the municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// What kind of way.
    pub way: Way,
    /// What to dial, or where to write, a line each.
    pub lines: Vec<String>,
}

/// A kind of way to reach somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A telephone.
    Phone,
    /// A letter.
    Letter,
}
