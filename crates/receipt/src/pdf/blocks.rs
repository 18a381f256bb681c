//! Columns of lines as blocks that may be parted from each other.

use super::{
    look::{self, Style},
    pages::{Block, Keep, Mark, Piece},
};

/// Lines of a column, each with the leaf it belongs to.
pub(super) type Column = Vec<Piece>;

/// What a row of a table looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// Lines between rows.
    Ruled,
    /// The facts at the top.
    Tinted,
}

/// Columns beside each other. Up to a third of a page stays whole; more may break after each line but the
/// first and the last but one.
pub(super) fn stack(columns: Vec<Column>, pitch: Style) -> Vec<Block> {
    let count = columns.iter().map(Vec::len).max().unwrap_or_default();
    let base_line = |line: usize| line as f32 * pitch.line_height + pitch.base_line();
    if count as f32 * pitch.line_height <= look::CONTENT_HEIGHT / 3.0 {
        // Column after column, as it is read. All stand on the same base lines, whatever their sizes.
        let pieces = columns.into_iter().flat_map(|column| {
            column.into_iter().enumerate().map(|(line, piece)| Piece { base_line: base_line(line), ..piece })
        });
        let height = count as f32 * pitch.line_height;
        return vec![Block { height, pieces: pieces.collect(), ..Block::default() }];
    }
    let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
    let lines = (0..count).map(|line| {
        let pieces = columns.iter_mut().filter_map(Iterator::next);
        Block {
            height: pitch.line_height,
            keep: if line == 0 || line + 2 == count { Keep::WithNext } else { Keep::Alone },
            pieces: pieces.map(|piece| Piece { base_line: base_line(0), ..piece }).collect(),
            ..Block::default()
        }
    });
    lines.collect()
}

/// A row of a table: columns on a ground that begins at `left`, with room above and below.
pub(super) fn row(
    columns: Vec<Column>,
    pitch: Style,
    (top, bottom): (f32, f32),
    ground: Ground,
    left: f32,
) -> Vec<Block> {
    let mut rows = stack(columns, pitch);
    if let Some(first) = rows.first_mut() {
        first.height += top;
        first.pieces.iter_mut().for_each(|piece| piece.base_line += top);
    }
    if let Some(last) = rows.last_mut() {
        last.height += bottom;
    }
    for (index, block) in rows.iter_mut().enumerate() {
        let height = block.height;
        match ground {
            Ground::Ruled if index == 0 => {
                block.marks.push(bar(left, look::RIGHT - left, 0.6, look::rule()));
            }
            Ground::Ruled => {}
            // A little more than its height, so that no light shows between rows.
            Ground::Tinted => block.marks.extend([
                bar(look::LEFT, look::WIDTH, height + 0.2, look::river_tint()),
                bar(look::LEFT, 3.0, height + 0.2, look::river()),
            ]),
        }
    }
    rows
}

/// A mark at the top of a block.
const fn bar(x: f32, width: f32, height: f32, color: krilla::color::rgb::Color) -> Mark {
    Mark { x, y: 0.0, width, height, color }
}
