//! What is kept of a file, and what is not kept at all.

use std::{
    io::{Cursor, Write},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use image::{DynamicImage, ImageFormat, RgbImage};
use rstest::rstest;
use serde_json::json;
use server::uploads::{Scanner, ScannerError, UploadRules, Verdict, resume_waiting};
use sha2::{Digest, Sha256};

use super::{PDF, Place, Sender, pdf};
use crate::support::Setup;

/// In two pieces, so that no scanner takes this program for the test file.
const EICAR: [&str; 2] = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"];

/// Answers only when it is asked for the last time.
struct SleepyScanner(AtomicU32, u32);

impl Scanner for SleepyScanner {
    fn scan(&self, _: Bytes) -> BoxFuture<'_, Result<Verdict, ScannerError>> {
        let asked = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        let answer =
            if asked >= self.1 { Ok(Verdict::Clean) } else { Err(ScannerError("asleep".to_owned())) };
        Box::pin(async move { answer })
    }
}

fn jpeg_with_note() -> Vec<u8> {
    let mut plain = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::new(40, 20)).write_to(&mut plain, ImageFormat::Jpeg).unwrap();
    let plain = plain.into_inner();
    let mut note = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    note.extend(b"HEMMELIG STED");
    let length = u16::try_from(note.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], b"\xff\xe1", &length, &note, &plain[2..]].concat()
}

fn docx(size: usize) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, contents) in [
        ("[Content_Types].xml", b"wordprocessingml.document.main+xml".to_vec()),
        ("word/document.xml", vec![b' '; size]),
    ] {
        writer.start_file(name, options.compression_method(zip::CompressionMethod::Deflated)).unwrap();
        writer.write_all(&contents).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn a_file_is_kept_and_only_ever_saved(#[case] place: Place) {
    let Some(sender) = Sender::on(place).await else { return };
    let file = pdf(2000);
    let (path, told) = sender.ready("../../Kvittering \"1\" æøå.pdf", &file).await;
    assert_eq!(told["name"], "Kvittering \"1\" æøå.pdf");
    assert_eq!((&told["size"], &told["media_type"]), (&json!(2000), &json!("application/pdf")));
    let sum: String = Sha256::digest(&file).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(told["sha256"], sum);
    let answer = sender.get(&format!("{path}/content")).await;
    assert_eq!(answer.body, file);
    for (name, value) in [
        ("content-type", "application/pdf"),
        ("content-security-policy", "default-src 'none'; sandbox; frame-ancestors 'none'"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(answer.header(name), Some(value));
    }
    assert!(answer.header("content-disposition").unwrap().starts_with("attachment; "));
    let inside = sender.files_folder();
    assert!(sender.objects().iter().all(|object| object.starts_with(&inside)), "no name leads elsewhere");
}

#[tokio::test]
async fn a_picture_loses_what_stands_beside_it() {
    let sender = Sender::new().await;
    let sent = jpeg_with_note();
    let (path, told) = sender.ready("Bilde.jpg", &sent).await;
    let kept = sender.get(&format!("{path}/content")).await.body;
    assert!(!kept.windows(4).any(|window| window == b"Exif" || window == b"HEMM"));
    assert_eq!(told["size"], kept.len());
    let seen = image::load_from_memory(&kept).unwrap();
    assert_eq!((seen.width(), seen.height()), (20, 40), "it stands as the camera was held");
}

#[tokio::test]
async fn what_is_not_taken_is_refused_and_says_why() {
    let rules = UploadRules { pixels: 500, unpacked_bytes: 1_000_000, ..UploadRules::default() };
    let sender = Sender::with(Setup { uploads: rules, ..Setup::default() }).await.unwrap();
    let program = sender.refusal("Kvittering.pdf", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0").await;
    assert_eq!(program["reason"], "type_not_allowed");
    assert_eq!(program["found"], "application/vnd.microsoft.portable-executable");
    assert_eq!(program["allowed"], json!(["pdf", "jpg", "jpeg", "png", "docx", "odt"]));
    let named = sender.refusal("Kvittering.png", PDF).await;
    assert_eq!(named, json!({ "reason": "name_mismatch", "endings": ["pdf"] }));
    let bomb = sender.refusal("Brev.docx", &docx(3_000_000)).await;
    assert_eq!(bomb, json!({ "reason": "unpacks_too_large", "limit": 1_000_000 }));
    let large = sender.refusal("Bilde.jpg", &jpeg_with_note()).await;
    assert_eq!(large, json!({ "reason": "too_many_pixels", "limit": 500 }));
    let sick = [&PDF[..9], EICAR.concat().as_bytes(), &PDF[9..]].concat();
    assert_eq!(sender.refusal("Syk.pdf", &sick).await, json!({ "reason": "harmful" }));
    assert_eq!(sender.objects(), Vec::<std::path::PathBuf>::new(), "nothing is left of any of them");
}

#[tokio::test]
async fn a_file_of_nothing_is_refused() {
    let sender = Sender::new().await;
    let path = sender.announce("Tom.pdf", 0).await;
    assert_eq!(sender.decided(&path).await["refusal"], json!({ "reason": "empty" }));
}

#[rstest]
#[case::sqlite(Place::Sqlite)]
#[case::postgres(Place::Postgres)]
#[case::bucket(Place::Bucket)]
#[tokio::test]
async fn without_a_scanner_nothing_is_served(#[case] place: Place) {
    for (wakes_at, end) in [(3, "ready"), (100, "refused")] {
        let scanner = Arc::new(SleepyScanner(AtomicU32::new(0), wakes_at));
        let setup = Setup { scanner: scanner.clone(), ..place.setup() };
        let Some(sender) = Sender::with(setup).await else { return };
        let path = sender.upload("a.pdf", PDF).await;
        while scanner.0.load(Ordering::SeqCst) == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        let mut state = String::new();
        for _ in 0..8 {
            state = sender.get(&path).await.json()["state"].as_str().unwrap().to_owned();
            if state != "scanning" {
                break;
            }
            assert_eq!(sender.get(&format!("{path}/content")).await.problem(), "upload_not_ready");
            sender.app.clock.advance(61_000);
            resume_waiting(&sender.app.app).await;
        }
        assert_eq!(state, end);
        if end == "refused" {
            assert_eq!(sender.get(&path).await.json()["refusal"]["reason"], "not_scanned");
            assert_eq!(scanner.0.load(Ordering::SeqCst), 5);
        }
    }
}
