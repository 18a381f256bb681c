//! Writing laid-out pages as a PDF.

use krilla::{
    Document as Pdf, SerializeSettings,
    color::rgb::Color,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata},
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::Fill,
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag},
    text::{GlyphId, KrillaGlyph},
};
use locale::Timestamp;

use super::{
    RenderError,
    characters::label,
    face::{Face, Faces, Set},
    look::{self, Ink, SMALL, Style},
    pages::{Bookmark, Mark, Page},
    structure::{Leaf, Structure},
};
use crate::{
    document::Document,
    words::{Words, words},
};

/// Writes pages and structure.
///
/// # Errors
/// Where the result would not keep to the standards.
pub(super) fn draw(
    document: &Document,
    faces: &Faces,
    pages: &[Page],
    structure: &Structure,
) -> Result<Vec<u8>, RenderError> {
    let mut pdf = Pdf::new_with(settings()?);
    let words = words(document.language);
    let mut drawn: Vec<Vec<Identifier>> = vec![Vec::new(); structure.leaves()];
    for (index, page) in pages.iter().enumerate() {
        let settings = PageSettings::from_wh(look::PAGE_WIDTH, look::PAGE_HEIGHT);
        let settings = settings.ok_or_else(|| RenderError::Standards("the page has no size".to_owned()))?;
        let mut sheet = pdf.start_page_with(settings);
        let mut surface = sheet.surface();
        let number = Number { page: index + 1, pages: pages.len() };
        frame(&mut surface, document, words, faces, number);
        content(&mut surface, faces, page, &mut drawn);
        surface.finish();
        sheet.finish();
    }
    pdf.set_outline(outline(pages));
    pdf.set_metadata(metadata(document, words));
    pdf.set_tag_tree(structure.tags(drawn, document.language));
    pdf.finish().map_err(|error| RenderError::Standards(format!("{error:?}")))
}

/// Both standards at once: the writer refuses what either does not allow.
fn settings() -> Result<SerializeSettings, RenderError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| RenderError::Standards(format!("{error:?}")))?;
    Ok(SerializeSettings { configuration, ..SerializeSettings::default() })
}

fn metadata(document: &Document, words: &Words) -> Metadata {
    Metadata::new()
        .title(label(&words.document_title(&document.sent.title, &document.reference)))
        .language(document.language.code().to_owned())
        .authors(vec![label(&document.municipality)])
        .creator("Servicetorg".to_owned())
        .creation_date(moment(document.submitted))
        .document_id(label(&document.reference))
}

/// The time that the copy names, to the minute, with its distance from universal time.
fn moment(at: Timestamp) -> DateTime {
    let local = at.in_norway();
    let shown = local.date.days_since_epoch() * 24 * 60 + i64::from(local.time.minutes_since_midnight());
    let hours = (shown - at.0.div_euclid(60_000)) / 60;
    DateTime::new(local.date.year())
        .month(local.date.month())
        .day(local.date.day())
        .hour(local.time.hour())
        .minute(local.time.minute())
        .second(0)
        .utc_offset_hour(i8::try_from(hours).unwrap_or_default())
        .utc_offset_minute(0)
}

#[derive(Clone, Copy)]
struct Number {
    page: usize,
    pages: usize,
}

/// What stands around the content of each page; not part of what is read aloud.
fn frame(surface: &mut Surface<'_>, document: &Document, words: &Words, faces: &Faces, number: Number) {
    let artifact = |kind| ContentTag::Artifact(Artifact::with_kind(kind));
    let face = faces.get(SMALL.weight);
    if number.page == 1 {
        surface.start_tagged(artifact(ArtifactType::Layout));
        let band = Mark { x: 0.0, y: 0.0, width: look::PAGE_WIDTH, height: 7.0, color: look::river() };
        fill(surface, band);
        surface.end_tagged();
    } else {
        surface.start_tagged(artifact(ArtifactType::Header));
        let room = (look::WIDTH - 20.0) / SMALL.size;
        let title = words.document_title(&document.sent.title, &document.reference);
        let mut set = face.set(&title);
        if set.width() > room {
            set = set.split_off_start(room - 1.0);
            set.append(face.set("…"));
        }
        write(surface, face, &set, SMALL, look::LEFT, look::HEADER_BASELINE);
        surface.end_tagged();
    }
    surface.start_tagged(artifact(ArtifactType::Footer));
    fill(
        surface,
        Mark {
            x: look::LEFT,
            y: look::FOOTER_BASELINE - 19.0,
            width: look::WIDTH,
            height: 0.6,
            color: look::rule(),
        },
    );
    let mut sender = face.set(&[&document.municipality, "  ·  ", &document.reference].concat());
    let room = (look::WIDTH - 110.0) / SMALL.size;
    if sender.width() > room {
        sender = sender.split_off_start(room);
    }
    write(surface, face, &sender, SMALL, look::LEFT, look::FOOTER_BASELINE);
    surface.end_tagged();
    surface.start_tagged(artifact(ArtifactType::PageNumber));
    let set = face.set(&words.page_number(number.page, number.pages));
    let x = look::RIGHT - set.width() * SMALL.size;
    write(surface, face, &set, SMALL, x, look::FOOTER_BASELINE);
    surface.end_tagged();
}

fn content(surface: &mut Surface<'_>, faces: &Faces, page: &Page, drawn: &mut [Vec<Identifier>]) {
    if !page.marks.is_empty() {
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        page.marks.iter().for_each(|mark| fill(surface, *mark));
        surface.end_tagged();
    }
    for piece in &page.pieces {
        if piece.set.glyphs.is_empty() {
            continue;
        }
        let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        write(surface, faces.get(piece.style.weight), &piece.set, piece.style, piece.x, piece.base_line);
        surface.end_tagged();
        let Leaf(leaf) = piece.leaf;
        if let Some(identifiers) = drawn.get_mut(leaf) {
            identifiers.push(identifier);
        }
    }
}

fn write(surface: &mut Surface<'_>, face: &Face, set: &Set, style: Style, x: f32, base_line: f32) {
    let glyphs: Vec<KrillaGlyph> = set
        .glyphs
        .iter()
        .map(|glyph| {
            let (right, up) = glyph.offset;
            KrillaGlyph::new(GlyphId::new(glyph.id), glyph.advance, right, up, 0.0, glyph.range.clone(), None)
        })
        .collect();
    surface.set_fill(Some(ink(style.ink)));
    surface.draw_glyphs(
        Point::from_xy(x, base_line),
        &glyphs,
        face.font.clone(),
        &set.text,
        style.size,
        false,
    );
}

fn fill(surface: &mut Surface<'_>, mark: Mark) {
    let Some(rect) = Rect::from_xywh(mark.x, mark.y, mark.width, mark.height) else { return };
    let mut path = PathBuilder::new();
    path.push_rect(rect);
    surface.set_fill(Some(paint(mark.color)));
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn ink(ink: Ink) -> Fill {
    paint(ink.color())
}

fn paint(color: Color) -> Fill {
    Fill { paint: color.into(), ..Fill::default() }
}

/// The headings below the first, those of level three inside those of level two.
fn outline(pages: &[Page]) -> Outline {
    let mut outline = Outline::new();
    let mut open: Option<OutlineNode> = None;
    for (index, page) in pages.iter().enumerate() {
        for (y, Bookmark { level, text }) in &page.bookmarks {
            let place = XyzDestination::new(index, Point::from_xy(look::LEFT, (y - 12.0).max(0.0)));
            let node = OutlineNode::new(text.clone(), place);
            match (&mut open, level) {
                (Some(parent), 3..) => parent.push_child(node),
                (_, _) => {
                    if let Some(done) = open.replace(node) {
                        outline.push_child(done);
                    }
                }
            }
        }
    }
    if let Some(done) = open {
        outline.push_child(done);
    }
    outline
}
