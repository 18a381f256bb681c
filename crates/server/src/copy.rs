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
    let files = summary.sections.iter().flat_map(|section| &section.rows).flat_map(|row| &row.files);
    let sections = summary.sections.iter();
    Sent {
        language,
        title: title.to_owned(),
        sections: sections
            .map(|section| Section { title: section.title.clone(), lines: lines(&section.rows) })
            .collect(),
        files: files
            .map(|file| File { name: file.name.clone(), size: file.size, sha256: file.sha256.clone() })
            .collect(),
    }
}

/// The lines of a page: what belongs to one of several rows, and where that ends, is told by the row's id.
fn lines(rows: &[forms::Row]) -> Vec<Line> {
    let mut lines = Vec::with_capacity(rows.len());
    // The field that is repeated, and the row of it.
    let mut within: Option<(&str, &str)> = None;
    for row in rows {
        let id = row.row.as_deref();
        if id.is_none() && within.take().is_some() {
            lines.push(Line::RowsEnd);
        }
        lines.push(match (row.kind, id) {
            (RowKind::Heading, Some(id))
                if within.is_none_or(|(field, row_id)| row_id != id || field == row.field) =>
            {
                within = Some((&row.field, id));
                Line::RowStart(row.label.clone())
            }
            // A group, perhaps inside a row.
            (RowKind::Heading, _) => Line::Heading(row.label.clone()),
            (RowKind::Answer | RowKind::Calculated, _) => {
                Line::Answer(Row { question: row.label.clone(), answers: row.lines.clone() })
            }
        });
    }
    lines
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

#[cfg(test)]
mod tests {
    use forms::RowKind;
    use receipt::Line;

    use super::lines;

    fn row(kind: RowKind, field: &str, row: Option<&str>) -> forms::Row {
        let row = row.map(str::to_owned);
        forms::Row { field: field.to_owned(), label: field.to_owned(), row, kind, ..forms::Row::default() }
    }

    #[test]
    fn an_answer_after_rows_is_in_none_of_them() {
        let told: Vec<String> = lines(&[
            row(RowKind::Heading, "children", Some("a")),
            row(RowKind::Answer, "name", Some("a")),
            row(RowKind::Heading, "place", Some("a")),
            row(RowKind::Heading, "children", Some("b")),
            row(RowKind::Answer, "name", Some("b")),
            row(RowKind::Answer, "more", None),
            row(RowKind::Heading, "you", None),
        ])
        .iter()
        .map(|line| match line {
            Line::RowStart(text) => format!("row {text}"),
            Line::Heading(text) => format!("group {text}"),
            Line::Answer(row) => row.question.clone(),
            Line::RowsEnd => "end".to_owned(),
        })
        .collect();
        assert_eq!(
            told,
            ["row children", "name", "group place", "row children", "name", "end", "more", "group you"]
        );
    }
}
