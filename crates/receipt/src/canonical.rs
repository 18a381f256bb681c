//! The canonical form of what was sent, and its checksum.
//!
//! UTF-8 text, a record a line. Each is a word, a space, the number of bytes of its value, a colon, the value
//! and a line feed; texts are taken as they are, with no normalisation of any kind:
//!
//! ```text
//! servicetorg-summary 1:1
//! language 2:nb
//! title 14:Barnehageplass
//! section 10:Om barnet¶
//! question 4:Navn
//! answer 3:Ada
//! file 9:attest.pdf¶
//! size 4:2048
//! sha256 64:9f86d081…
//! ```
//!
//! Sections, questions with answers, and files follow each other in the order shown. Since each value says how
//! long it is, no text can pass for the end of a record, and two different summaries never have the same form.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::document::Sent;

/// Counted up when the form changes. A stored checksum is of the form of its time.
const VERSION: &str = "1";

/// What was sent, in the form that the checksum is of.
#[must_use]
pub fn canonical(sent: &Sent) -> Vec<u8> {
    let mut form = Vec::new();
    record(&mut form, "servicetorg-summary", VERSION);
    record(&mut form, "language", sent.language.code());
    record(&mut form, "title", &sent.title);
    for section in &sent.sections {
        record(&mut form, "section", &section.title);
        for row in &section.rows {
            record(&mut form, "question", &row.question);
            for answer in &row.answers {
                record(&mut form, "answer", answer);
            }
        }
    }
    for file in &sent.files {
        record(&mut form, "file", &file.name);
        record(&mut form, "size", &file.size.to_string());
        record(&mut form, "sha256", &file.sha256);
    }
    form
}

/// The SHA-256 of the canonical form, as 64 lower-case hexadecimal digits.
#[must_use]
pub fn checksum(sent: &Sent) -> String {
    Sha256::digest(canonical(sent)).iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        _ = write!(text, "{byte:02x}");
        text
    })
}

fn record(form: &mut Vec<u8>, word: &str, value: &str) {
    form.extend_from_slice(word.as_bytes());
    form.extend_from_slice(format!(" {}:", value.len()).as_bytes());
    form.extend_from_slice(value.as_bytes());
    form.push(b'\n');
}

#[cfg(test)]
mod tests {
    use locale::Language;
    use proptest::prelude::*;

    use super::{canonical, checksum};
    use crate::document::{File, Row, Section, Sent};

    fn example() -> Sent {
        Sent {
            language: Language::Nb,
            title: "Barnehageplass".to_owned(),
            sections: vec![Section {
                title: "Om barnet".to_owned(),
                rows: vec![
                    Row {
                        question: "Navn".to_owned(),
                        answers: vec!["Åse".to_owned(), "Ødegård".to_owned()],
                    },
                    Row { question: "Merknad".to_owned(), answers: vec![] },
                ],
            }],
            files: vec![File { name: "attest.pdf".to_owned(), size: 2048, sha256: "ab".repeat(32) }],
        }
    }

    /// Reads the form back: what can be read back in one way only is written in one way only.
    fn read(form: &[u8]) -> Option<Vec<(String, String)>> {
        let mut rest = form;
        let mut records = Vec::new();
        while !rest.is_empty() {
            let space = rest.iter().position(|byte| *byte == b' ')?;
            let colon = rest.iter().position(|byte| *byte == b':')?;
            let word = String::from_utf8(rest.get(..space)?.to_vec()).ok()?;
            let length: usize = std::str::from_utf8(rest.get(space + 1..colon)?).ok()?.parse().ok()?;
            let value = String::from_utf8(rest.get(colon + 1..colon + 1 + length)?.to_vec()).ok()?;
            records.push((word, value));
            rest = rest.get(colon + 1 + length..)?.strip_prefix(b"\n")?;
        }
        Some(records)
    }

    fn records(sent: &Sent) -> Vec<(String, String)> {
        let mut records = vec![("servicetorg-summary", "1".to_owned())];
        records.push(("language", sent.language.code().to_owned()));
        records.push(("title", sent.title.clone()));
        for section in &sent.sections {
            records.push(("section", section.title.clone()));
            for row in &section.rows {
                records.push(("question", row.question.clone()));
                records.extend(row.answers.iter().map(|answer| ("answer", answer.clone())));
            }
        }
        for file in &sent.files {
            records.push(("file", file.name.clone()));
            records.push(("size", file.size.to_string()));
            records.push(("sha256", file.sha256.clone()));
        }
        records.into_iter().map(|(word, value)| (word.to_owned(), value)).collect()
    }

    /// The form and the number are promises: people keep the number, and archives check it.
    #[test]
    fn the_form_is_what_it_was() {
        let sent = example();
        insta::assert_snapshot!(String::from_utf8(canonical(&sent)).unwrap());
        insta::assert_snapshot!(checksum(&sent));
    }

    #[test]
    fn texts_are_not_normalised() {
        let composed = Sent { title: "é".to_owned(), ..example() };
        let decomposed = Sent { title: "e\u{301}".to_owned(), ..example() };
        assert_ne!(checksum(&composed), checksum(&decomposed));
    }

    #[test]
    fn an_answer_of_two_lines_is_not_two_answers() {
        let with = |answers: &[&str]| {
            let mut sent = example();
            sent.sections[0].rows[0].answers = answers.iter().map(|&answer| answer.to_owned()).collect();
            checksum(&sent)
        };
        assert_ne!(with(&["a\nb"]), with(&["a", "b"]));
        assert_ne!(with(&["a\nanswer 1:b"]), with(&["a", "b"]));
        assert_ne!(with(&[]), with(&[""]));
    }

    proptest! {
        #[test]
        fn every_form_is_read_in_one_way(
            title in ".*",
            rows in prop::collection::vec((".*", prop::collection::vec(".*", 0..3)), 0..4),
            names in prop::collection::vec((".*", any::<u64>()), 0..3),
        ) {
            let rows = rows.into_iter().map(|(question, answers)| Row { question, answers }).collect();
            let files = names.into_iter().map(|(name, size)| File { name, size, sha256: "0".repeat(64) }).collect();
            let sections = vec![Section { title: title.clone(), rows }];
            let sent = Sent { language: Language::Nn, title, sections, files };
            prop_assert_eq!(read(&canonical(&sent)), Some(records(&sent)));
        }
    }
}
