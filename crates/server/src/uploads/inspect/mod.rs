//! What a file is by its content, whether that is taken, and what of it is kept.

mod package;
mod pages;
mod picture;
mod text;

use bytes::Bytes;
use contract::uploads::Refusal;

/// What is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Pdf,
    Jpeg,
    Png,
    Tiff,
    Docx,
    Xlsx,
    Odt,
    Ods,
    Txt,
}

impl Kind {
    /// HEIC is missing on purpose: nothing here can read it, so its place and time could not be taken out.
    /// Phones send JPEG where a page asks for it.
    pub(super) const ALL: [Self; 9] = [
        Self::Pdf,
        Self::Jpeg,
        Self::Png,
        Self::Tiff,
        Self::Docx,
        Self::Xlsx,
        Self::Odt,
        Self::Ods,
        Self::Txt,
    ];

    pub(super) const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Tiff => "image/tiff",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Txt => "text/plain",
        }
    }

    const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Tiff => &["tiff", "tif"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Odt => &["odt"],
            Self::Ods => &["ods"],
            Self::Txt => &["txt"],
        }
    }

    /// Those whose ending is among these.
    pub(super) fn taken<'a>(endings: impl Iterator<Item = &'a str>) -> Vec<Self> {
        let endings: Vec<&str> = endings.collect();
        let is_taken = |kind: &Self| kind.endings().iter().any(|ending| endings.contains(ending));
        Self::ALL.into_iter().filter(is_taken).collect()
    }

    pub(super) fn endings_of(kinds: &[Self]) -> Vec<String> {
        kinds.iter().flat_map(|kind| kind.endings()).map(|ending| (*ending).to_owned()).collect()
    }
}

const ZIP: &[u8] = b"PK\x03\x04";
/// What old office programs write, and what new ones put a document into that has a password.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// How far from the end of a PDF its last mark may stand.
const PDF_TAIL: usize = 1024;

/// What the file is, if that is allowed, and if name and content say the same.
pub(super) fn identify(
    bytes: &[u8],
    name: &str,
    allowed: &[Kind],
    unpacked_limit: u64,
) -> Result<Kind, Refusal> {
    let refused = || Refusal::TypeNotAllowed {
        found: infer::get(bytes).map(|found| found.mime_type().to_owned()),
        allowed: Kind::endings_of(allowed),
    };
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let is_document = [Kind::Docx, Kind::Xlsx, Kind::Odt, Kind::Ods]
        .iter()
        .any(|kind| kind.endings().contains(&ending.as_str()));
    if bytes.starts_with(COMPOUND) && is_document {
        return Err(Refusal::Locked);
    }
    let kind = if bytes.starts_with(ZIP) {
        package::look_inside(bytes, unpacked_limit)?
    } else {
        match infer::get(bytes).map(|found| found.mime_type()) {
            Some("application/pdf") if bytes.starts_with(b"%PDF-") => Some(Kind::Pdf),
            // One with something before it.
            Some("application/pdf") => return Err(Refusal::Ambiguous),
            Some("image/jpeg") => Some(Kind::Jpeg),
            Some("image/png") => Some(Kind::Png),
            Some("image/tiff") => Some(Kind::Tiff),
            // Text has no mark: only its name says what it is.
            None if ending == "txt" && allowed.contains(&Kind::Txt) => Some(text::read(bytes)?),
            Some(found) if ending == "txt" && found.starts_with("text/") => Some(text::read(bytes)?),
            _ => None,
        }
    };
    let kind = kind.filter(|kind| allowed.contains(kind)).ok_or_else(refused)?;
    if !kind.endings().contains(&ending.as_str()) {
        return Err(Refusal::NameMismatch { endings: Kind::endings_of(&[kind]) });
    }
    if matches!(kind, Kind::Pdf | Kind::Jpeg | Kind::Png | Kind::Tiff) && package::ends_as_archive(bytes) {
        return Err(Refusal::Ambiguous);
    }
    if kind == Kind::Pdf
        && !bytes[bytes.len().saturating_sub(PDF_TAIL)..].windows(5).any(|end| end == b"%%EOF")
    {
        return Err(Refusal::Damaged);
    }
    Ok(kind)
}

/// What is kept of the file: of a picture only what is to be seen, of all else everything.
pub(super) fn clean(kind: Kind, bytes: Bytes, pixel_limit: u64) -> Result<Bytes, Refusal> {
    match kind {
        Kind::Jpeg | Kind::Png => picture::draw_again(kind, &bytes, pixel_limit).map(Bytes::from),
        Kind::Tiff => pages::draw_again(&bytes, pixel_limit).map(Bytes::from),
        Kind::Pdf | Kind::Docx | Kind::Xlsx | Kind::Odt | Kind::Ods | Kind::Txt => Ok(bytes),
    }
}

#[cfg(test)]
mod tests;
