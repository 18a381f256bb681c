//! Rows by the block, so that a browser which looks at one of a thousand rows passes over the others by the block.

/// So many rows begin a new block: with a thousand rows, about as many blocks as rows in each.
const MOST: usize = 32;

/// Rows that stand below each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Stays while the block does.
    pub number: usize,
    /// Ids of rows.
    pub rows: Vec<String>,
}

/// The rows `ids` in their order. A row stays in the block it had in `before`, so that what a person is looking at
/// is not made anew when a row before it goes away. Where the order has become another, all begins anew.
pub fn blocks(before: &[Block], ids: &[String]) -> Vec<Block> {
    let mut rest = ids;
    let mut kept: Vec<Block> = Vec::new();
    for block in before {
        let here = rest.iter().take_while(|id| block.rows.contains(id)).count();
        let (rows, later) = rest.split_at(here);
        rest = later;
        if !rows.is_empty() {
            kept.push(Block { number: block.number, rows: rows.to_vec() });
        }
    }
    let next = before.iter().map(|block| block.number + 1).max().unwrap_or_default();
    if let Some(last) = kept.last_mut().filter(|last| last.rows.len() < MOST) {
        let (more, later) = rest.split_at(rest.len().min(MOST - last.rows.len()));
        last.rows.extend_from_slice(more);
        rest = later;
    }
    let new = rest.chunks(MOST).zip(next..).map(|(rows, number)| Block { number, rows: rows.to_vec() });
    kept.extend(new);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
        numbers.into_iter().map(|number| ["r", &number.to_string()].concat()).collect()
    }

    fn shown(blocks: &[Block]) -> Vec<String> {
        blocks.iter().flat_map(|block| block.rows.clone()).collect()
    }

    #[test]
    fn a_row_that_goes_leaves_the_others_where_they_are() {
        let before = blocks(&[], &ids(0..100));
        let after = blocks(&before, &ids((0..100).filter(|number| *number != 40)));
        assert_eq!(shown(&after), ids((0..100).filter(|number| *number != 40)));
        for (old, new) in before.iter().zip(&after) {
            assert_eq!(old.number, new.number);
            assert!(new.rows.iter().all(|id| old.rows.contains(id)));
        }
    }

    #[test]
    fn a_row_that_comes_stands_last() {
        let before = blocks(&[], &ids(0..MOST));
        let after = blocks(&before, &ids(0..=MOST));
        assert_eq!(after.first(), before.first());
        assert_eq!(shown(&after), ids(0..=MOST));
        assert_eq!(after.len(), 2);
    }

    #[test]
    fn another_order_is_kept() {
        let before = blocks(&[], &ids(0..100));
        let turned = ids((0..100).rev());
        let after = blocks(&before, &turned);
        assert_eq!(shown(&after), turned);
        let numbers: std::collections::BTreeSet<usize> = after.iter().map(|block| block.number).collect();
        assert_eq!(numbers.len(), after.len());
        assert!(after.iter().all(|block| block.rows.len() <= MOST));
    }

    #[test]
    fn without_rows_there_are_no_blocks() {
        assert_eq!(blocks(&blocks(&[], &ids(0..5)), &[]), []);
    }
}
