//! Blocks onto pages: a heading stays with what follows it, a row stays whole where it can.

use super::{
    RenderError,
    face::Set,
    look::{self, Style},
    structure::Leaf,
};
use crate::MAX_PAGES;

/// What stays on one page.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The room above it, which is left out at the top of a page.
    pub(super) before: f32,
    pub(super) height: f32,
    pub(super) keep: Keep,
    pub(super) pieces: Vec<Piece>,
    pub(super) marks: Vec<Mark>,
    pub(super) bookmark: Option<Bookmark>,
    pub(super) beside: Beside,
}

/// Whether a bar stands beside a block: what has one belongs to one of several rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Beside {
    #[default]
    Nothing,
    /// The bar begins here.
    Start,
    /// The bar goes on from the block before, over the room between.
    Bar,
}

/// Whether a block may be the last of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Keep {
    #[default]
    Alone,
    WithNext,
}

/// A line of text; measures are from the top of its block, later from the top of the page.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) x: f32,
    pub(super) base_line: f32,
    pub(super) set: Set,
    pub(super) style: Style,
    pub(super) leaf: Leaf,
}

/// A filled rectangle, which means nothing to who hears the document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) color: krilla::color::rgb::Color,
}

/// An entry of the outline.
#[derive(Clone, Debug)]
pub(super) struct Bookmark {
    pub(super) level: u16,
    pub(super) text: String,
}

/// A page with its content in place.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) pieces: Vec<Piece>,
    pub(super) marks: Vec<Mark>,
    pub(super) bookmarks: Vec<(f32, Bookmark)>,
}

/// Fills pages.
///
/// # Errors
/// Where there would be more than [`MAX_PAGES`].
pub(super) fn paginate(blocks: Vec<Block>) -> Result<Vec<Page>, RenderError> {
    let needs = needs(&blocks);
    let mut pages = vec![Page::default()];
    let mut y = look::TOP;
    let mut is_top = true;
    for (block, need) in blocks.into_iter().zip(needs) {
        let before = if is_top { 0.0 } else { block.before };
        if !is_top && y + before + need > look::BOTTOM {
            pages.push(Page::default());
            if pages.len() > MAX_PAGES {
                return Err(RenderError::TooLong);
            }
            y = look::TOP;
        } else {
            y += before;
        }
        is_top = false;
        let height = block.height;
        let gap = if y > look::TOP { before } else { 0.0 };
        if let Some(page) = pages.last_mut() {
            page.marks.extend(bar(block.beside, y, height, gap));
            place(page, block, y);
        }
        y += height;
    }
    Ok(pages)
}

/// The room each block must find: its own, and that of the blocks it must not be parted from. More than half a
/// page is never kept together, so that a chain of headings cannot make endless empty pages.
fn needs(blocks: &[Block]) -> Vec<f32> {
    let mut needs = vec![0.0; blocks.len()];
    let mut after = 0.0;
    for (need, block) in needs.iter_mut().zip(blocks).rev() {
        *need = match block.keep {
            Keep::Alone => block.height,
            Keep::WithNext => (block.height + after).min(block.height.max(look::CONTENT_HEIGHT / 2.0)),
        };
        after = block.before + *need;
    }
    needs
}

fn bar(beside: Beside, y: f32, height: f32, gap: f32) -> Option<Mark> {
    let above = match beside {
        Beside::Nothing => return None,
        Beside::Start => 0.0,
        Beside::Bar => gap,
    };
    Some(Mark {
        x: look::LEFT,
        y: y - above,
        width: look::ROW_BAR,
        height: height + above,
        color: look::river(),
    })
}

fn place(page: &mut Page, block: Block, y: f32) {
    page.marks.extend(block.marks.into_iter().map(|mark| Mark { y: mark.y + y, ..mark }));
    page.pieces
        .extend(block.pieces.into_iter().map(|piece| Piece { base_line: piece.base_line + y, ..piece }));
    page.bookmarks.extend(block.bookmark.map(|bookmark| (y, bookmark)));
}

#[cfg(test)]
mod tests {
    use super::{Block, Keep, paginate};
    use crate::{
        MAX_PAGES, RenderError,
        pdf::{
            look,
            pages::{Bookmark, Mark},
        },
    };

    fn block(height: f32, keep: Keep) -> Block {
        let mark = Mark { x: 0.0, y: 0.0, width: 1.0, height, color: look::rule() };
        let bookmark = Some(Bookmark { level: 2, text: height.to_string() });
        Block { height, keep, marks: vec![mark], bookmark, ..Block::default() }
    }

    #[test]
    fn a_heading_goes_along_with_what_follows() {
        let blocks = vec![
            block(look::CONTENT_HEIGHT - 60.0, Keep::Alone),
            block(30.0, Keep::WithNext),
            block(40.0, Keep::Alone),
        ];
        let pages = paginate(blocks).unwrap();
        assert_eq!(pages.iter().map(|page| page.marks.len()).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn a_chain_of_headings_ends() {
        let pages = paginate((0..200).map(|_| block(30.0, Keep::WithNext)).collect()).unwrap();
        assert!(pages.len() < 20, "{}", pages.len());
    }

    #[test]
    fn nothing_is_below_the_bottom() {
        let blocks = (1..300u16).map(|number| block(f32::from(number % 37) * 7.0, Keep::Alone)).collect();
        for page in paginate(blocks).unwrap() {
            assert!(page.marks.iter().all(|mark| mark.y + mark.height <= look::BOTTOM + 0.01));
        }
    }

    #[test]
    fn too_many_pages_are_refused() {
        let blocks = (0..=MAX_PAGES).map(|_| block(look::CONTENT_HEIGHT, Keep::Alone)).collect();
        assert_eq!(paginate(blocks).unwrap_err(), RenderError::TooLong);
    }
}
