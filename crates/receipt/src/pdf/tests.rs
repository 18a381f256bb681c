//! What every copy must be.

use locale::Language;
use proptest::prelude::*;

use super::{compose::compose, face::Faces, structure::Leaf, to_pdf};
use crate::{
    MAX_TEXT, RenderError,
    document::{Document, Line, Row, Section},
};

#[path = "../../tests/support/mod.rs"]
mod support;

fn with_answers(answers: Vec<String>) -> Document {
    let mut document = support::example(Language::Nb);
    document.sent.sections = vec![Section {
        title: "Alt".to_owned(),
        lines: vec![Line::Answer(Row { question: "Svar".to_owned(), answers })],
    }];
    document
}

/// The structure with its texts, and all that stands on pages.
fn structure(document: &Document) -> String {
    let composed = compose(document, &Faces::load().unwrap());
    let mut texts = vec![String::new(); composed.structure.leaves()];
    for piece in composed.blocks.iter().flat_map(|block| &block.pieces) {
        let Leaf(leaf) = piece.leaf;
        if let Some(text) = texts.get_mut(leaf) {
            text.push_str(&piece.set.text);
        }
    }
    composed.structure.told(&texts)
}

#[test]
fn a_screen_reader_meets_headings_lists_and_tables_in_order() {
    insta::assert_snapshot!(structure(&support::example(Language::Nb)));
}

#[test]
fn answers_in_another_language_say_so() {
    let told = structure(&support::example(Language::En));
    assert!(told.contains("Section [nb]\n"), "{told}");
    assert!(told.contains("\"The answers are in Norwegian (bokmål).\""), "{told}");
    assert!(told.contains("\"What you sent\"") && told.contains("\"Ikke besvart\""), "{told}");
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for language in Language::ALL {
        let document = support::example(language);
        assert_eq!(to_pdf(&document).unwrap(), to_pdf(&document).unwrap());
    }
}

#[test]
fn words_stay_as_they_were_written() {
    let told = structure(&with_answers(vec!["fi ffl -> 2x2 <= e\u{301} x\u{ad}y".to_owned()]));
    assert!(told.contains("\"fi ffl -> 2x2 <= e\u{301} xy\""), "{told}");
}

#[test]
fn what_the_typeface_lacks_is_explained() {
    let note = "vises som □";
    assert!(structure(&with_answers(vec!["glad 😀".to_owned()])).contains(note));
    assert!(structure(&with_answers(vec!["שלום".to_owned()])).contains("\"שלום\""));
    assert!(structure(&with_answers(vec!["a\u{0}b\u{e000}c\u{fffe}".to_owned()])).contains("\"a□b□c□\""));
    assert!(!structure(&with_answers(vec!["glad :)".to_owned()])).contains(note));
}

#[test]
fn nothing_at_all_is_still_a_document() {
    let mut document = with_answers(vec![]);
    document.sent.title.clear();
    document.municipality.clear();
    document.reference.clear();
    document.next_steps.clear();
    document.contact.clear();
    document.sent.sections.push(Section { title: String::new(), lines: vec![Line::Heading(String::new())] });
    document.sent.sections[0]
        .lines
        .push(Line::Answer(Row { question: String::new(), answers: vec![String::new(), "\n\n".to_owned()] }));
    to_pdf(&document).unwrap();
}

#[test]
fn more_than_a_receipt_can_hold_is_refused() {
    let too_much = "a".repeat(MAX_TEXT);
    assert_eq!(to_pdf(&with_answers(vec![too_much])), Err(RenderError::TooLong));
    let too_many_pages = vec!["Linje".to_owned(); 20_000];
    assert_eq!(to_pdf(&with_answers(too_many_pages)), Err(RenderError::TooLong));
}

/// Takes minutes where a word is measured anew for each of its lines.
#[test]
fn a_word_without_end_is_refused_in_good_time() {
    assert_eq!(to_pdf(&with_answers(vec!["å".repeat(490_000)])), Err(RenderError::TooLong));
    // Marks without a letter take no room.
    assert!(to_pdf(&with_answers(vec!["\u{301}".repeat(10_000)])).is_ok());
}

#[test]
fn a_long_answer_runs_over_pages() {
    let word = "Menneskerettighetsorganisasjonssekretariatet".repeat(40);
    let answers = (0..120).map(|number| format!("{number} {word} https://example.no/{word}")).collect();
    let bytes = to_pdf(&with_answers(answers)).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.7"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever people write, everywhere it can stand, there is a copy that keeps to the standards.
    #[test]
    fn any_text_makes_a_copy(texts in prop::collection::vec(prop::collection::vec(any::<char>(), 0..60), 14)) {
        let mut texts = texts.into_iter().map(String::from_iter);
        let mut text = || texts.next().unwrap_or_default();
        let mut document = with_answers(vec![text(), text(), text()]);
        document.municipality = text();
        document.reference = text();
        document.sent.title = text();
        document.sent.sections[0].title = text();
        document.sent.sections[0].lines.push(Line::Heading(text()));
        document.sent.sections[0].lines.push(Line::RowStart(text()));
        document.sent.sections[0].lines.push(Line::Answer(Row { question: text(), answers: vec![] }));
        document.sent.files[0].name = text();
        document.next_steps[0] = text();
        document.contact[0].lines[0] = text();
        prop_assert!(to_pdf(&document).is_ok());
    }
}
