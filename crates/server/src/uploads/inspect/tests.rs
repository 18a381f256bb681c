//! What is taken, what is refused and why, and what is left of a picture.

use std::io::{Cursor, Write};

use bytes::Bytes;
use contract::uploads::Refusal;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Rgb, RgbImage};
use tiff::{
    decoder::Decoder,
    encoder::{TiffEncoder, colortype},
    tags::Tag,
};
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

const SHEETS: &str = "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>";

fn xlsx(more: &[(&str, &[u8])]) -> Vec<u8> {
    let usual: [(&str, &[u8]); 2] =
        [("[Content_Types].xml", SHEETS.as_bytes()), ("xl/workbook.xml", b"<workbook/>")];
    archive(&[&usual, more].concat())
}

fn open_document(kind: Kind, more: &[(&str, &[u8])]) -> Vec<u8> {
    let usual: [(&str, &[u8]); 2] =
        [("mimetype", kind.media_type().as_bytes()), ("content.xml", b"<content/>")];
    archive(&[&usual, more].concat())
}

/// Pages of a scan, the first grey, the second red and lying on its side, each with a note beside the pixels.
fn scan() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut bytes).unwrap();
    let mut page = encoder.new_image::<colortype::Gray8>(8, 4).unwrap();
    page.encoder().write_tag(Tag::ImageDescription, "HEMMELIG STED").unwrap();
    page.write_data(&[200; 32]).unwrap();
    let mut page = encoder.new_image::<colortype::RGB8>(6, 2).unwrap();
    page.encoder().write_tag(Tag::Orientation, 6_u16).unwrap();
    page.encoder().write_tag(Tag::Artist, "HEMMELIG NAVN").unwrap();
    page.write_data(&[250, 0, 0].repeat(12)).unwrap();
    bytes.into_inner()
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
    assert_eq!(told(&xlsx(&[("xl/worksheets/sheet1.xml", b"<x/>")]), "a.xlsx"), Ok(Kind::Xlsx));
    assert_eq!(told(&open_document(Kind::Ods, &[]), "a.ODS"), Ok(Kind::Ods));
    assert_eq!(told(&scan(), "a.tif"), Ok(Kind::Tiff));
    assert_eq!(told(&scan(), "a.tiff"), Ok(Kind::Tiff));
    for text in ["Hei på deg\r\n\tÆØÅ", "\u{feff}med merke", "<p>som ser ut som en side</p>"] {
        assert_eq!(told(text.as_bytes(), "a.txt"), Ok(Kind::Txt), "{text}");
    }
}

#[test]
fn what_is_called_text_is_text() {
    for wrong in [&b"bl\xe5b\xe6r"[..], b"a\0b", b"\x1b[2J", b"\xff\xfeh\0e\0i\0"] {
        assert_eq!(told(wrong, "a.txt"), Err(Refusal::NotText), "{wrong:?}");
    }
    // What has a mark is what it is, whatever it is called.
    assert!(matches!(told(PDF, "a.txt"), Err(Refusal::NameMismatch { .. })));
    assert!(matches!(told(b"MZ\x90\0\x03\0\0\0\x04\0", "a.txt"), Err(Refusal::TypeNotAllowed { .. })));
    assert!(matches!(identify(b"hei", "a.txt", &[Kind::Pdf], LIMIT), Err(Refusal::TypeNotAllowed { .. })));
}

#[test]
fn an_archive_must_be_what_it_says() {
    let types = SHEETS.as_bytes();
    for wrong in [
        // It says so and has no such part, has the part and does not say so, has neither.
        archive(&[("[Content_Types].xml", types), ("word/document.xml", b"x")]),
        archive(&[("xl/workbook.xml", b"x")]),
        archive(&[("mimetype", Kind::Ods.media_type().as_bytes())]),
        archive(&[("content.xml", b"x")]),
        archive(&[("mimetype", b"application/epub+zip"), ("content.xml", b"x")]),
    ] {
        assert!(matches!(told(&wrong, "a.xlsx"), Err(Refusal::TypeNotAllowed { .. })));
    }
    let both = [TYPES, SHEETS].concat();
    let both = archive(&[
        ("[Content_Types].xml", both.as_bytes()),
        ("word/document.xml", b"x"),
        ("xl/workbook.xml", b"x"),
    ]);
    assert_eq!(told(&both, "a.xlsx"), Err(Refusal::Ambiguous));
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
        assert_eq!((named.as_deref(), allowed.len()), (found, 11));
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
    assert_eq!(told(&xlsx(&[("xl/vbaProject.bin", b"x")]), "a.xlsx"), Err(Refusal::Macros));
    assert_eq!(told(&xlsx(&[("xl/macrosheets/sheet1.xml", b"x")]), "a.xlsx"), Err(Refusal::Macros));
    assert_eq!(told(&docx(&[("word/activeX/activeX1.bin", b"x")]), "a.docx"), Err(Refusal::Macros));
    let enabled = SHEETS.replace("spreadsheetml.sheet.main", "vnd.ms-excel.sheet.macroEnabled.main");
    let enabled = archive(&[("[Content_Types].xml", enabled.as_bytes()), ("xl/workbook.xml", b"x")]);
    assert_eq!(told(&enabled, "a.xlsx"), Err(Refusal::Macros));
    let locked = [("META-INF/manifest.xml", &b"<manifest:encryption-data/>"[..])];
    assert_eq!(told(&open_document(Kind::Ods, &locked), "a.ods"), Err(Refusal::Locked));
    assert_eq!(told(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "a.xlsx"), Err(Refusal::Locked));
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
fn a_document_that_swells_or_has_parts_without_number_is_refused() {
    let limit = 100_000_000;
    let zeros = vec![0; 12_000_000];
    let bomb = xlsx(&[("xl/worksheets/sheet1.xml", &zeros)]);
    let swollen = bomb.len() as u64 * 200;
    assert!(swollen < 12_000_000, "{}", bomb.len());
    let told_of = |bytes: &[u8]| identify(bytes, "a.xlsx", &Kind::ALL, limit);
    assert_eq!(told_of(&bomb), Err(Refusal::UnpacksTooLarge { limit: swollen }));
    assert_eq!(told_of(&xlsx(&[("xl/worksheets/sheet1.xml", &zeros[..9_000_000])])), Ok(Kind::Xlsx));
    let names: Vec<String> = (0..2000).map(|part| format!("xl/media/{part}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(told_of(&xlsx(&parts[..1998])), Ok(Kind::Xlsx));
    assert_eq!(told_of(&xlsx(&parts)), Err(Refusal::UnpacksTooLarge { limit }));
}

#[test]
fn a_scan_keeps_its_pages_and_loses_its_notes() {
    let scan = scan();
    let has = |bytes: &[u8], text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
    assert!(has(&scan, b"HEMMELIG STED") && has(&scan, b"HEMMELIG NAVN"));
    let drawn = clean(Kind::Tiff, Bytes::from(scan.clone()), LIMIT).unwrap();
    assert!(!has(&drawn, b"HEMMELIG"));
    let mut decoder = Decoder::new(Cursor::new(&drawn)).unwrap();
    assert_eq!(decoder.dimensions().unwrap(), (8, 4));
    decoder.next_image().unwrap();
    assert_eq!(decoder.dimensions().unwrap(), (2, 6), "upright");
    let tiff::decoder::DecodingResult::U8(pixels) = decoder.read_image().unwrap() else { panic!("no bytes") };
    assert_eq!(pixels[..3], [250, 0, 0]);
    assert!(!decoder.more_images());

    let refused = Err(Refusal::TooManyPixels { limit: 20 });
    assert_eq!(clean(Kind::Tiff, Bytes::from(scan.clone()), 20), refused);
    assert_eq!(clean(Kind::Tiff, Bytes::from(scan[..20].to_vec()), LIMIT), Err(Refusal::Damaged));
    let mut many = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut many).unwrap();
    for _ in 0..101 {
        encoder.write_image::<colortype::Gray8>(1, 1, &[0]).unwrap();
    }
    let many = Bytes::from(many.into_inner());
    assert_eq!(clean(Kind::Tiff, many, LIMIT), Err(Refusal::TooManyPages { limit: 100 }));
}

/// A page in black and white, as scanners write it: one bit a pixel, where zero is white.
fn bilevel() -> Vec<u8> {
    let entries: [(u16, u32); 8] =
        [(256, 16), (257, 1), (258, 1), (259, 1), (262, 0), (273, 8), (278, 1), (279, 2)];
    let mut bytes = b"II*\0\x0a\0\0\0\xff\x00".to_vec();
    bytes.extend(u16::try_from(entries.len()).unwrap().to_le_bytes());
    for (tag, value) in entries {
        bytes.extend(tag.to_le_bytes());
        bytes.extend([4, 0, 1, 0, 0, 0]);
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend([0; 4]);
    bytes
}

#[test]
fn a_scan_in_black_and_white_stays_so() {
    let drawn = clean(Kind::Tiff, Bytes::from(bilevel()), LIMIT).unwrap();
    let mut decoder = Decoder::new(Cursor::new(&drawn)).unwrap();
    assert_eq!(decoder.dimensions().unwrap(), (16, 1));
    let tiff::decoder::DecodingResult::U8(pixels) = decoder.read_image().unwrap() else { panic!("no bytes") };
    assert_eq!(pixels, [[0; 8], [255; 8]].concat());
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
