//! What is taken, what is refused and why, and what is left of a picture.

use std::io::{Cursor, Write};

use bytes::Bytes;
use contract::uploads::Refusal;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Rgb, RgbImage};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{Kind, clean, identify};

const LIMIT: u64 = 1_000_000;
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
const TYPES: &str = "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
const OPEN_TEXT: &str = "application/vnd.oasis.opendocument.text";

fn told(bytes: &[u8], name: &str) -> Result<Kind, Refusal> {
    identify(bytes, name, &Kind::ALL, LIMIT)
}

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in entries {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(contents).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn docx(more: &[(&str, &[u8])]) -> Vec<u8> {
    let usual: [(&str, &[u8]); 2] =
        [("[Content_Types].xml", TYPES.as_bytes()), ("word/document.xml", b"<document/>")];
    archive(&[&usual, more].concat())
}

/// Red to the left, blue to the right, wider than high.
fn picture(format: ImageFormat) -> Vec<u8> {
    let image = RgbImage::from_fn(64, 32, |x, _| if x < 32 { Rgb([250, 0, 0]) } else { Rgb([0, 0, 250]) });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG with a note beside the pixels: turned a quarter to the right, and where it was taken.
fn with_note(jpeg: &[u8]) -> Vec<u8> {
    let mut note = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    note.extend(b"HEMMELIG STED");
    let length = u16::try_from(note.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], b"\xff\xe1", &length, &note, &jpeg[2..]].concat()
}

/// A PNG that says how large it is, and nothing more.
fn png_of(width: u32, height: u32) -> Vec<u8> {
    let chunk = |kind: &[u8], data: &[u8]| {
        let checked = [kind, data].concat();
        let sum = !checked.iter().fold(u32::MAX, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
                if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 }
            })
        });
        [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], &checked, &sum.to_be_bytes()].concat()
    };
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header), chunk(b"IDAT", b""), chunk(b"IEND", b"")]
        .concat()
}

#[test]
fn what_is_taken() {
    assert_eq!(told(PDF, "Vedlegg.PDF"), Ok(Kind::Pdf));
    assert_eq!(told(&picture(ImageFormat::Jpeg), "a.jpeg"), Ok(Kind::Jpeg));
    assert_eq!(told(&picture(ImageFormat::Png), "a.b.png"), Ok(Kind::Png));
    assert_eq!(told(&docx(&[("word/media/bilde.png", b"x")]), "a.docx"), Ok(Kind::Docx));
    assert_eq!(
        told(&archive(&[("mimetype", OPEN_TEXT.as_bytes()), ("content.xml", b"x")]), "a.odt"),
        Ok(Kind::Odt)
    );
}

#[test]
fn a_name_that_ends_otherwise_is_refused() {
    let fits = |ending: &[&str]| {
        Err(Refusal::NameMismatch { endings: ending.iter().map(|ending| (*ending).to_owned()).collect() })
    };
    assert_eq!(told(PDF, "a.jpg"), fits(&["pdf"]));
    assert_eq!(told(PDF, "pdf"), fits(&["pdf"]));
    assert_eq!(told(&picture(ImageFormat::Png), "a.jpg"), fits(&["png"]));
    assert_eq!(told(&docx(&[]), "a.odt"), fits(&["docx"]));
}

#[test]
fn types_that_are_not_taken_are_named() {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    for (bytes, found) in [
        (&b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff"[..], Some("application/vnd.microsoft.portable-executable")),
        (b"GIF89a\x01\0\x01\0", Some("image/gif")),
        (heic, Some("image/heif")),
        (b"<svg onload=\"x()\"/>", None),
        (b"just some words", None),
    ] {
        let Err(Refusal::TypeNotAllowed { found: named, allowed }) = told(bytes, "a.pdf") else {
            panic!("{found:?} is taken");
        };
        assert_eq!((named.as_deref(), allowed.len()), (found, 6));
    }
    let other = archive(&[("a.txt", b"x")]);
    assert!(matches!(told(&other, "a.docx"), Err(Refusal::TypeNotAllowed { .. })));
    assert_eq!(
        identify(PDF, "a.pdf", &[Kind::Png], LIMIT).unwrap_err(),
        Refusal::TypeNotAllowed {
            found: Some("application/pdf".to_owned()),
            allowed: vec!["png".to_owned()]
        }
    );
}

#[test]
fn what_is_two_things_at_once_is_refused() {
    let hidden = archive(&[("a.exe", b"MZ")]);
    assert_eq!(told(&[PDF, &hidden].concat(), "a.pdf"), Err(Refusal::Ambiguous));
    assert_eq!(told(&[b"  ", PDF].concat(), "a.pdf"), Err(Refusal::Ambiguous));
    assert_eq!(told(&[picture(ImageFormat::Jpeg), hidden].concat(), "a.jpg"), Err(Refusal::Ambiguous));
    assert_eq!(told(&[docx(&[]), b"trailing".to_vec()].concat(), "a.docx"), Err(Refusal::Ambiguous));
    let both = docx(&[("mimetype", OPEN_TEXT.as_bytes())]);
    assert_eq!(told(&both, "a.docx"), Err(Refusal::Ambiguous));
}

#[test]
fn documents_with_programs_or_locks_are_refused() {
    assert_eq!(told(&docx(&[("word/vbaProject.bin", b"x")]), "a.docx"), Err(Refusal::Macros));
    let basic = archive(&[("mimetype", OPEN_TEXT.as_bytes()), ("Basic/Standard/Module1.xml", b"x")]);
    assert_eq!(told(&basic, "a.odt"), Err(Refusal::Macros));
    assert_eq!(told(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "a.docx"), Err(Refusal::Locked));
}

#[test]
fn a_document_that_unpacks_without_end_is_refused() {
    let zeros = vec![0; 700_000];
    assert_eq!(told(&docx(&[("word/a.xml", &zeros)]), "a.docx"), Ok(Kind::Docx));
    let bomb = docx(&[("word/a.xml", &zeros), ("word/b.xml", &zeros)]);
    assert!(bomb.len() < 10_000);
    assert_eq!(told(&bomb, "a.docx"), Err(Refusal::UnpacksTooLarge { limit: LIMIT }));
    // What it says of its own length is not believed.
    let honest = 700_000_u32.to_le_bytes();
    let lying: Vec<u8> = {
        let mut bytes = bomb;
        while let Some(at) = bytes.windows(4).position(|window| window == honest) {
            bytes[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
        }
        bytes
    };
    assert!(told(&lying, "a.docx").is_err());
}

#[test]
fn documents_that_are_cut_or_reach_out_are_refused() {
    let whole = docx(&[]);
    assert!(matches!(told(&whole[..whole.len() - 10], "a.docx"), Err(Refusal::Damaged | Refusal::Ambiguous)));
    assert_eq!(told(&docx(&[("../../outside", b"x")]), "a.docx"), Err(Refusal::Damaged));
    assert_eq!(told(&PDF[..PDF.len() - 6], "a.pdf"), Err(Refusal::Damaged));
}

#[test]
fn a_picture_loses_its_note_and_stands_upright() {
    let noted = with_note(&picture(ImageFormat::Jpeg));
    assert!(noted.windows(8).any(|window| window == b"HEMMELIG"));
    let drawn = clean(Kind::Jpeg, Bytes::from(noted), LIMIT).unwrap();
    assert!(!drawn.windows(8).any(|window| window == b"HEMMELIG"));
    assert!(!drawn.windows(4).any(|window| window == b"Exif"));
    let mut decoder =
        ImageReader::with_format(Cursor::new(&drawn), ImageFormat::Jpeg).into_decoder().unwrap();
    assert_eq!((decoder.dimensions(), decoder.exif_metadata().unwrap()), ((32, 64), None));
    let seen = DynamicImage::from_decoder(decoder).unwrap().into_rgb8();
    assert!(seen.get_pixel(16, 5).0[0] > 200 && seen.get_pixel(16, 58).0[2] > 200, "red is up now");
}

#[test]
fn what_hides_behind_a_picture_is_gone() {
    let png = [&picture(ImageFormat::Png)[..], b"<script>x()</script>"].concat();
    let drawn = clean(Kind::Png, Bytes::from(png), LIMIT).unwrap();
    assert!(!drawn.windows(8).any(|window| window == b"<script>"));
}

#[test]
fn a_picture_with_too_many_pixels_is_not_drawn() {
    let refused = Err(Refusal::TooManyPixels { limit: LIMIT });
    for (width, height) in [(60_000, 60_000), (1001, 1000), (u32::MAX >> 1, 1)] {
        assert_eq!(
            clean(Kind::Png, Bytes::from(png_of(width, height)), LIMIT),
            refused,
            "{width} × {height}"
        );
    }
    assert_eq!(clean(Kind::Png, Bytes::from(png_of(10, 10)), LIMIT), Err(Refusal::Damaged));
    let cut = picture(ImageFormat::Jpeg);
    assert_eq!(clean(Kind::Jpeg, Bytes::from(cut[..100].to_vec()), LIMIT), Err(Refusal::Damaged));
}
