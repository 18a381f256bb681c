//! How the copy looks: sizes, weights, colours and measures. All measures are points.

use krilla::color::rgb::Color;

use super::face::Weight;

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    pub(super) size: f32,
    pub(super) line_height: f32,
    pub(super) weight: Weight,
    pub(super) ink: Ink,
}

/// What a text is printed in. Each is at least 7:1 against its ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Text,
    Quiet,
    River,
}

impl Ink {
    pub(super) fn color(self) -> Color {
        match self {
            Self::Text => Color::new(0x1b, 0x23, 0x29),
            Self::Quiet => Color::new(0x46, 0x50, 0x58),
            Self::River => Color::new(0x07, 0x3b, 0x59),
        }
    }
}

/// The ground of what matters most.
pub(super) fn river_tint() -> Color {
    Color::new(0xe8, 0xf0, 0xf4)
}

/// The band at the top, and the edge of what matters most.
pub(super) fn river() -> Color {
    Color::new(0x0b, 0x4a, 0x6f)
}

/// Lines between rows.
pub(super) fn rule() -> Color {
    Color::new(0xd5, 0xd2, 0xca)
}

const fn style(size: f32, line_height: f32, weight: Weight, ink: Ink) -> Style {
    Style { size, line_height, weight, ink }
}

pub(super) const SENDER: Style = style(10.5, 15.0, Weight::Semibold, Ink::River);
pub(super) const TITLE: Style = style(27.0, 33.0, Weight::Semibold, Ink::Text);
pub(super) const LEAD: Style = style(13.5, 19.5, Weight::Regular, Ink::Quiet);
pub(super) const HEADING: Style = style(16.0, 22.0, Weight::Semibold, Ink::River);
/// The title of a page of the form: larger and darker than the headings of groups below it.
pub(super) const SUBHEADING: Style = style(12.5, 18.0, Weight::Semibold, Ink::Text);
pub(super) const GROUP: Style = style(10.0, 15.5, Weight::Semibold, Ink::River);
pub(super) const BODY: Style = style(10.0, 15.5, Weight::Regular, Ink::Text);
pub(super) const QUESTION: Style = style(10.0, 15.5, Weight::Regular, Ink::Quiet);
pub(super) const FACT: Style = style(11.0, 16.0, Weight::Semibold, Ink::Text);
pub(super) const FACT_LABEL: Style = style(10.0, 16.0, Weight::Regular, Ink::Quiet);
pub(super) const NUMBER: Style = style(10.0, 15.5, Weight::Semibold, Ink::River);
pub(super) const SMALL: Style = style(8.5, 13.0, Weight::Regular, Ink::Quiet);

/// The checksum among the facts, which are narrower.
pub(super) const FACT_SUM: Style = style(7.0, 16.0, Weight::Regular, Ink::Text);

/// Checksums: their 64 digits fit on a line beside a question.
pub(super) const SUM: Style = style(7.6, 13.0, Weight::Regular, Ink::Text);

pub(super) const PAGE_WIDTH: f32 = 595.28;
pub(super) const PAGE_HEIGHT: f32 = 841.89;
pub(super) const LEFT: f32 = 68.0;
pub(super) const RIGHT: f32 = PAGE_WIDTH - 68.0;
pub(super) const WIDTH: f32 = RIGHT - LEFT;
/// Where content starts and ends on every page.
pub(super) const TOP: f32 = 66.0;
pub(super) const BOTTOM: f32 = PAGE_HEIGHT - 74.0;
pub(super) const CONTENT_HEIGHT: f32 = BOTTOM - TOP;
pub(super) const FOOTER_BASELINE: f32 = PAGE_HEIGHT - 44.0;
pub(super) const HEADER_BASELINE: f32 = 44.0;
/// Where answers start, and how much room is left between a question and them.
pub(super) const ANSWER_LEFT: f32 = LEFT + 176.0;
pub(super) const GUTTER: f32 = 18.0;
/// How far what belongs to one of several rows is moved in, and the bar that stands beside it.
pub(super) const ROW_INDENT: f32 = 14.0;
pub(super) const ROW_BAR: f32 = 2.0;

impl Style {
    /// From the top of a line to its base line; the typeface reaches 0.969 above it and 0.241 below.
    pub(super) fn base_line(&self) -> f32 {
        (self.line_height - 1.21 * self.size) / 2.0 + 0.969 * self.size
    }
}
