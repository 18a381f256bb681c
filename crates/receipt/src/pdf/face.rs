//! The two cuts of the typeface, and words set in them.

use std::ops::Range;

use harfrust::{Direction, Feature, FontRef, ShapeOptions, ShaperData, Tag, UnicodeBuffer};
use krilla::text::Font;
use skrifa::MetadataProvider;

use super::characters::{BOX, Setting, setting};

static REGULAR: &[u8] = include_bytes!("../../fonts/Inter-Regular.ttf");
static SEMIBOLD: &[u8] = include_bytes!("../../fonts/Inter-SemiBold.ttf");

/// Which cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Semibold,
}

/// Both cuts.
pub(super) struct Faces {
    regular: Face,
    semibold: Face,
}

/// A cut of the typeface.
pub(super) struct Face {
    pub(super) font: Font,
    tables: FontRef<'static>,
    data: ShaperData,
    units_per_em: f32,
    box_glyph: u32,
    box_advance: f32,
}

/// A glyph, measured in parts of the size of the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    pub(super) id: u32,
    pub(super) advance: f32,
    pub(super) offset: (f32, f32),
    /// The bytes of the text that it stands for.
    pub(super) range: Range<usize>,
}

/// Text set in a cut.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Set {
    pub(super) text: String,
    pub(super) glyphs: Vec<Glyph>,
}

impl Faces {
    /// Reads the typeface.
    pub(super) fn load() -> Option<Self> {
        Some(Self { regular: Face::load(REGULAR)?, semibold: Face::load(SEMIBOLD)? })
    }

    pub(super) const fn get(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Semibold => &self.semibold,
        }
    }
}

impl Face {
    fn load(bytes: &'static [u8]) -> Option<Self> {
        let font = Font::new(bytes.into(), 0)?;
        let tables = FontRef::new(bytes).ok()?;
        let units_per_em = font.units_per_em();
        let box_glyph = tables.charmap().map(BOX)?;
        let metrics = tables
            .glyph_metrics(skrifa::instance::Size::unscaled(), skrifa::instance::LocationRef::default());
        let box_advance = metrics.advance_width(box_glyph)? / units_per_em;
        let data = ShaperData::new(&tables);
        Some(Self { font, tables, data, units_per_em, box_glyph: box_glyph.to_u32(), box_advance })
    }

    /// Sets a text on one line.
    pub(super) fn set(&self, text: &str) -> Set {
        let mut set = Set::default();
        let mut run = String::new();
        for character in text.chars() {
            match setting(character) {
                Setting::LeftOut => {}
                Setting::Space | Setting::LineEnd => run.push(' '),
                Setting::Drawn if self.tables.charmap().map(character).is_some() => run.push(character),
                Setting::Drawn => {
                    self.shape(&mut set, &run);
                    run.clear();
                    self.push_box(&mut set, character);
                }
                Setting::Boxed => {
                    self.shape(&mut set, &run);
                    run.clear();
                    self.push_box(&mut set, BOX);
                }
            }
        }
        self.shape(&mut set, &run);
        set
    }

    fn push_box(&self, set: &mut Set, stands_for: char) {
        let start = set.text.len();
        set.text.push(stands_for);
        set.glyphs.push(Glyph {
            id: self.box_glyph,
            advance: self.box_advance,
            offset: (0.0, 0.0),
            range: start..set.text.len(),
        });
    }

    /// Adds a run whose characters the cut has.
    fn shape(&self, set: &mut Set, run: &str) {
        if run.is_empty() {
            return;
        }
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(run);
        buffer.set_direction(Direction::LeftToRight);
        buffer.guess_segment_properties();
        // The typeface makes `->` an arrow and `2x2` a product. People's words stay as they wrote them.
        let features = [Feature::new(Tag::new(b"calt"), 0, ..), Feature::new(Tag::new(b"liga"), 0, ..)];
        let shaper = self.data.shaper(&self.tables).build();
        let shaped = shaper.shape(buffer, ShapeOptions::new().features(&features));
        let infos = shaped.glyph_infos();
        let start = set.text.len();
        set.text.push_str(run);
        let scale = |units: i32| units as f32 / self.units_per_em;
        for (index, (info, position)) in infos.iter().zip(shaped.glyph_positions()).enumerate() {
            let cluster = info.cluster as usize;
            let next =
                infos.iter().skip(index).map(|later| later.cluster as usize).find(|later| *later > cluster);
            set.glyphs.push(Glyph {
                id: if info.glyph_id == 0 { self.box_glyph } else { info.glyph_id },
                advance: scale(position.x_advance),
                offset: (scale(position.x_offset), scale(position.y_offset)),
                range: start + cluster..start + next.unwrap_or(run.len()),
            });
        }
    }
}

impl Set {
    /// The width of all glyphs, in parts of the size of the text.
    pub(super) fn width(&self) -> f32 {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }

    /// Whether a box stands for anything.
    pub(super) fn has_box(&self, face: &Face) -> bool {
        let is_real = |glyph: &Glyph| self.text.get(glyph.range.clone()) == Some("\u{25a1}");
        self.glyphs.iter().any(|glyph| glyph.id == face.box_glyph && !is_real(glyph))
            || self.text.contains(BOX)
    }

    /// Puts another text behind.
    pub(super) fn append(&mut self, other: Self) {
        let by = self.text.len();
        self.text.push_str(&other.text);
        self.glyphs.extend(
            other
                .glyphs
                .into_iter()
                .map(|glyph| Glyph { range: glyph.range.start + by..glyph.range.end + by, ..glyph }),
        );
    }

    /// Takes off as much as is no wider than `width`, and at least one letter with its marks.
    pub(super) fn split_off_start(&mut self, width: f32) -> Self {
        let mut sum = 0.0;
        let mut at = 0;
        for (index, glyph) in self.glyphs.iter().enumerate() {
            let starts_letter =
                index > 0 && self.glyphs.get(index - 1).is_some_and(|last| last.range != glyph.range);
            if starts_letter {
                at = index;
            }
            sum += glyph.advance;
            if sum > width && at > 0 {
                break;
            }
            if index + 1 == self.glyphs.len() {
                return std::mem::take(self);
            }
        }
        let rest = self.glyphs.split_off(at);
        let byte = rest.first().map_or(self.text.len(), |glyph| glyph.range.start);
        // Clusters start where characters do, so that this always holds.
        let rest_text =
            if self.text.is_char_boundary(byte) { self.text.split_off(byte) } else { String::new() };
        let rest = Self {
            text: rest_text,
            glyphs: rest
                .into_iter()
                .map(|glyph| Glyph {
                    range: glyph.range.start.saturating_sub(byte)..glyph.range.end.saturating_sub(byte),
                    ..glyph
                })
                .collect(),
        };
        std::mem::replace(self, rest)
    }
}
