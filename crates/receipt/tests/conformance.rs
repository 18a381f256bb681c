//! What other programs make of the copy: qpdf (is it a sound file?) and poppler (tags, text, description).
//!
//! Without those programs the tests say that they were not run; in continuous integration they fail.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::{
    io::Write,
    path::Path,
    process::{Command, Output},
};

use locale::Language;
use proptest::prelude::*;
use receipt::{Document, Line, Row, Section, to_pdf};

mod support;

/// Runs a program on a document; nothing where there is no such program.
#[expect(clippy::print_stderr, reason = "who runs the tests must see that one was not run")]
fn run(program: &str, arguments: &[&str], document: &Document, after: &[&str]) -> Option<Output> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&to_pdf(document).unwrap()).unwrap();
    let path: &Path = file.path();
    match Command::new(program).args(arguments).arg(path).args(after).output() {
        Ok(output) => Some(output),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && std::env::var_os("CI").is_none() => {
            eprintln!("NOT RUN: there is no {program}; install qpdf and poppler-utils");
            None
        }
        Err(error) => panic!("{program}: {error}"),
    }
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn with_answer(answer: &str) -> Document {
    let mut document = support::example(Language::Nb);
    let row = Row { question: "Svar".to_owned(), answers: vec![answer.to_owned()] };
    document.sent.sections = vec![Section { title: "Alt".to_owned(), lines: vec![Line::Answer(row)] }];
    document
}

fn solid(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

/// What was read, without spaces and without what stands around each page.
fn content(output: &Output) -> String {
    let all = solid(&text(output)).replace("KvitteringforBarnehageplass,DRM-7K4M-2QXA", "");
    (1..10).fold(all, |all, last| {
        (1..=last).fold(all, |all, page| {
            all.replace(&format!("Drammenkommune·DRM-7K4M-2QXASide{page}av{last}"), "")
        })
    })
}

#[test]
fn the_file_is_sound() {
    for language in Language::ALL {
        let Some(output) = run("qpdf", &["--check"], &support::example(language), &[]) else { return };
        assert!(output.status.success(), "{}{}", text(&output), String::from_utf8_lossy(&output.stderr));
        assert!(text(&output).contains("No syntax or stream encoding errors found"));
    }
}

#[test]
fn it_says_what_it_is() {
    for (language, title) in
        [(Language::Nb, "Kvittering for"), (Language::Nn, "Kvittering for"), (Language::En, "Receipt for")]
    {
        let document = support::example(language);
        let Some(output) = run("pdfinfo", &[], &document, &[]) else { return };
        let told = text(&output);
        assert!(told.contains(&format!("Title:           {title} Barnehageplass, DRM-7K4M-2QXA")), "{told}");
        assert!(told.contains("Tagged:          yes") && told.contains("(A4)"), "{told}");
        let meta = text(&run("pdfinfo", &["-meta"], &document, &[]).unwrap());
        for claim in [
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
            &format!("<rdf:li>{}</rdf:li>", language.code()),
        ] {
            assert!(meta.contains(claim), "{claim}: {meta}");
        }
    }
}

#[test]
fn its_tags_carry_headings_tables_and_the_list() {
    let Some(output) = run("pdfinfo", &["-struct-text"], &support::example(Language::En), &[]) else {
        return;
    };
    let told = text(&output);
    for part in [
        "H1 \"Receipt\"",
        "H2 \"What happens next?\"",
        "H3 \"Barnet\"",
        "H4 \"Foresatt 2\"",
        "H5 \"Hvor foresatt 2 bor\"",
        "H4 \"Hvor barnet bor\"",
        "/ListNumbering /Decimal",
        "/Scope /Row",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    // Rows keep question and answer together.
    let row = told.find("\"Fødselsdato\"").and_then(|at| told.get(at..at + 120)).unwrap();
    assert!(row.contains("TD") && row.contains("\"3. mars 2025\""), "{row}");
}

#[test]
fn what_cannot_be_seen_can_be_copied() {
    let Some(output) = run("pdftotext", &["-raw"], &with_answer("smil 😀 og 東京, to 😀 og □"), &["-"])
    else {
        return;
    };
    assert!(text(&output).contains("smil 😀 og 東京, to 😀 og □"), "{}", text(&output));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Latin of all the north, Greek, Cyrillic, signs, emoji and han: all of it comes out again, in order.
    /// Scripts from right to left are left out, since the program turns them round for reading.
    #[test]
    fn text_comes_out_as_it_was_written(
        answer in "[ -~\u{a1}-\u{ac}\u{ae}-\u{17f}α-ωА-я–—“”…€😀🎉東京\n ]{0,300}",
    ) {
        let Some(output) = run("pdftotext", &["-raw"], &with_answer(&answer), &["-"]) else { return Ok(()) };
        let (found, wanted) = (content(&output), solid(&answer));
        prop_assert!(found.contains(&wanted), "{wanted}\nnot in\n{found}");
    }
}
