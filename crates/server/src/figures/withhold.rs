//! What may be told of counts.
//!
//! Leaving small counts out is not enough: those who left a page are those who came less those who went on, and
//! where pages follow each other, those who went on come to the next one; whoever knows the others works out the
//! one left out. So every count is rounded down to a multiple of five, and one that becomes nothing is left out.
//! A difference between two such counts may be off by four either way, and tells of nobody. Days are told of when
//! they are over, and whole months: watching the counts grow tells no more than the counts.

use contract::figures::{ErrorFigure, PageFigures, SPANS, STEP};
use forms::Form;

use super::count_steps::SUMMARY;
use crate::storage::{Counted, Counts};

/// What is told of a count; nothing where it is below five.
pub(super) const fn told(count: u64) -> Option<u64> {
    match count / STEP * STEP {
        0 => None,
        rounded => Some(rounded),
    }
}

/// What is told of the pages of a version.
pub(super) fn pages(form: &Form, counts: &Counts) -> Vec<PageFigures> {
    let definition = form.definition();
    let ids = definition.pages.iter().map(|page| page.id.as_str()).chain([SUMMARY]);
    ids.map(|page| page_figures(definition.version, page, counts)).collect()
}

fn page_figures(version: u32, page: &str, counts: &Counts) -> PageFigures {
    let count =
        |counted: Counted| counts.get(&(version, page.to_owned(), counted)).copied().unwrap_or_default();
    let (reached, done) = (count(Counted::Reached), count(Counted::Done));
    let mut errors: Vec<ErrorFigure> = counts
        .iter()
        .filter(|((of, at, _), _)| *of == version && at == page)
        .filter_map(|((_, _, counted), count)| {
            let Counted::Error(field, kind) = counted else { return None };
            Some(ErrorFigure { field: field.clone(), kind: *kind, count: told(*count)? })
        })
        .collect();
    errors.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.field.cmp(&other.field)));
    PageFigures {
        version,
        page: page.to_owned(),
        reached: told(reached),
        done: told(done),
        left: told(reached.saturating_sub(done)),
        median_seconds: median(&SPANS.map(|span| (span, count(Counted::Span(span))))),
        errors,
    }
}

/// The span in which the one in the middle is; nothing where they are fewer than five.
fn median(spans: &[(u32, u64)]) -> Option<u32> {
    let all: u64 = spans.iter().map(|(_, count)| count).sum();
    told(all)?;
    let mut before = 0;
    spans.iter().find_map(|(span, count)| {
        before += count;
        (before * 2 >= all).then_some(*span)
    })
}

#[cfg(test)]
mod tests {
    use super::{median, told};

    #[test]
    fn counts_are_told_in_fives() {
        assert_eq!(
            [0, 1, 4, 5, 9, 10, 104].map(told),
            [None, None, None, Some(5), Some(5), Some(10), Some(100)]
        );
    }

    #[test]
    fn the_middle_is_told_by_its_span() {
        assert_eq!(median(&[(5, 2), (10, 2)]), None);
        assert_eq!(median(&[(5, 2), (10, 2), (20, 1)]), Some(10));
        assert_eq!(median(&[(5, 0), (10, 0), (20, 9)]), Some(20));
        assert_eq!(median(&[(5, 10), (10, 0), (20, 10)]), Some(5));
    }

    /// Two truths that differ by one person are told alike, or differ by five: neither gives the other away.
    #[test]
    fn one_person_is_never_seen_in_a_difference() {
        for reached in 0..60_u64 {
            for done in 0..=reached {
                let shown = (told(reached), told(done), told(reached - done));
                let alike = (0..60_u64)
                    .flat_map(|reached| (0..=reached).map(move |done| (reached, done)))
                    .filter(|(reached, done)| (told(*reached), told(*done), told(reached - done)) == shown)
                    .count();
                assert!(alike >= 5, "{reached} {done}: only {alike} pairs look like this");
            }
        }
    }
}
