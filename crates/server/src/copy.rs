//! A case as the document that its copy is made of: the only place that knows both forms and receipts.

use content::{DemoMode, Pack};
use forms::{RowKind, Summary};
use locale::{Language, Timestamp, phone};
use receipt::{Contact, Document, File, Line, Row, Section, Sent, Way};

use crate::{randomness::sha256, storage::StoredCase};

/// SHA-256 of what was shown, as 64 lower-case hexadecimal digits. The engine's form of it is the only one.
pub(crate) fn checksum(summary: &Summary, form: &str, version: u32, language: Language) -> String {
    sha256(&summary.canonical_bytes(form, version, language))
}

/// What was sent, in the terms of the receipt.
pub(crate) fn sent(language: Language, title: &str, summary: &Summary) -> Sent {
    let line = |row: &forms::Row| match row.kind {
        RowKind::Heading => Line::Heading(row.label.clone()),
        RowKind::Answer | RowKind::Calculated => {
            Line::Answer(Row { question: row.label.clone(), answers: row.lines.clone() })
        }
    };
    let files = summary.sections.iter().flat_map(|section| &section.rows).flat_map(|row| &row.files);
    let sections = summary.sections.iter();
    Sent {
        language,
        title: title.to_owned(),
        sections: sections
            .map(|section| Section {
                title: section.title.clone(),
                lines: section.rows.iter().map(line).collect(),
            })
            .collect(),
        files: files
            .map(|file| File { name: file.name.clone(), size: file.size, sha256: file.sha256.clone() })
            .collect(),
    }
}

/// The copy, in the language asked for; what was sent stays in the language it was sent in.
pub(crate) fn document(pack: &Pack, case: StoredCase, language: Language, now: Timestamp) -> Document {
    // In the language of the submission, the words of the receipt; else those of the service today.
    let next_steps = match pack.next_steps(&case.head.service, language) {
        Some(steps) if language != case.language => steps.to_vec(),
        Some(_) | None => case.next_steps,
    };
    let municipality = pack.front(language, now, DemoMode::Off).municipality;
    Document {
        language,
        contact: vec![
            Contact { way: Way::Phone, lines: vec![phone(&municipality.phone)] },
            Contact { way: Way::Letter, lines: municipality.postal_address },
        ],
        municipality: municipality.name,
        reference: case.head.reference,
        submitted: case.head.received,
        answer_by: case.head.answer_by,
        next_steps,
        sent: sent(case.language, &case.head.title, &case.summary),
        checksum: case.checksum,
    }
}
