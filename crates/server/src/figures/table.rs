//! The figures as a table for the command line.

use std::fmt::Write;

use contract::figures::Figures;

/// A line a page, with a line below for each field that had to be mended. What is withheld is `<5`.
#[must_use]
pub fn table(figures: &Figures) -> String {
    let shown = |count: Option<u64>| count.map_or_else(|| "<5".to_owned(), |count| format!("{count}+"));
    let mut out = format!("{} from {} to {}\n", figures.form, figures.from, figures.through);
    // Writing to a text does not fail.
    _ = writeln!(out, "{:<28} {:>8} {:>8} {:>8} {:>8}", "version/page", "reached", "done", "left", "median");
    for page in &figures.pages {
        let name = format!("{}/{}", page.version, page.page);
        let median = page.median_seconds.map_or_else(String::new, |seconds| format!("≤{seconds} s"));
        let [reached, done, left] = [page.reached, page.done, page.left].map(shown);
        _ = writeln!(out, "{name:<28} {reached:>8} {done:>8} {left:>8} {median:>8}");
        for error in &page.errors {
            _ = writeln!(out, "    {} {}: {}+", error.field, error.kind.name(), error.count);
        }
    }
    out
}
