//! What was sent with rows, headings and files comes out again in the copy, as text.

use std::{
    io::{ErrorKind, Write},
    process::Command,
};

use locale::Language;
use rstest::rstest;
use serde_json::{Value, json};

use super::{PDF, Place, Sender};
use crate::support::{Call, answers, submission};

/// The text of a PDF in the order it is read; nothing where there is no poppler, which fails in CI.
fn text(pdf: &[u8]) -> Option<String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    match Command::new("pdftotext").arg("-raw").arg(file.path()).arg("-").output() {
        Ok(output) => Some(String::from_utf8(output.stdout).unwrap()),
        Err(error) if error.kind() == ErrorKind::NotFound && std::env::var_os("CI").is_none() => {
            eprintln!("NOT RUN: there is no pdftotext; install poppler-utils");
            None
        }
        Err(error) => panic!("pdftotext: {error}"),
    }
}

/// Without line ends, which depend on where a column ends.
fn solid(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

fn named(told: &Value) -> Value {
    json!({ "id": told["id"], "name": told["name"], "size": told["size"],
        "media_type": told["media_type"], "sha256": told["sha256"] })
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn rows_headings_and_files_are_in_the_copy(#[case] place: Place) {
    let Some(sender) = Sender::on(place).await else { return };
    let (_, letter) = sender.ready("Brev til kommunen.pdf", &super::pdf(2400)).await;
    let mut rows = Vec::new();
    for (row, name) in [("r1", "Ola.pdf"), ("r2", "Kari.pdf")] {
        let place = [("filename", name), ("form", "prove"), ("field", "attest"), ("row", row)];
        let path = sender.app.send(sender.announcement(PDF.len(), &place)).await;
        let path = path.header("location").unwrap().to_owned();
        sender.app.send(sender.bytes(&path, 0, PDF)).await;
        let told = sender.decided(&path).await;
        rows.push(json!({ "id": row, "answers": { "attest": { "how": "now", "files": [named(&told)] } } }));
    }
    let mut all = answers();
    all["vedlegg"] = json!({ "how": "now", "files": [named(&letter)] });
    all["barn"] = json!(rows);
    let sent = sender.app.send(submission("a", &sender.cookie, &all)).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
    let receipt = sent.json();
    let path = format!("/api/v1/cases/{}/receipt.pdf", receipt["reference"].as_str().unwrap());
    for language in Language::ALL {
        let copy =
            sender.app.send(Call::get(&format!("{path}?lang={language}")).cookie(&sender.cookie)).await;
        assert_eq!(copy.status, 200);
        let Some(text) = text(&copy.body) else { return };
        let text = solid(&text);
        // Everything that was shown, in its order.
        let mut from = 0;
        for section in receipt["summary"]["sections"].as_array().unwrap() {
            let rows = section["rows"].as_array().unwrap().iter();
            let shown = rows.flat_map(|row| {
                [&row["label"]].into_iter().chain(row["lines"].as_array().into_iter().flatten())
            });
            for part in [&section["title"]].into_iter().chain(shown) {
                let part = solid(part.as_str().unwrap());
                let found = text[from..].find(&part);
                from += found.unwrap_or_else(|| panic!("{part} is not next in {text}")) + part.len();
            }
        }
        for part in ["Et barn (nn) 1", "Et barn (nn) 2", "Brevtilkommunen.pdf", "Ola.pdf", "Kari.pdf"] {
            assert!(text.contains(&solid(part)), "{part} in {text}");
        }
        for sum in [&receipt["checksum"], &letter["sha256"]] {
            assert!(text.contains(sum.as_str().unwrap()), "{sum} in {text}");
        }
    }
}
