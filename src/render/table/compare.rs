//! Few options side by side: a column each, a row for every number.

use super::super::rows::{heading, rows};
use super::emphasis::tone;
use super::grid::{Grid, Tones};
use super::page::{Page, Tone};
use crate::report::Report;

/// Draws the options as columns, or says `false` when they do not fit.
pub fn draw(report: &Report, page: &mut Page) -> bool {
    let options = &report.options;
    let header = options.iter().map(|option| heading(option).join("\n"));
    let rows = rows(report).into_iter().map(|row| std::iter::once(row.label).chain(row.cells));
    let tones = options.iter().map(|option| tone(report, option));
    let grid = Grid {
        header: std::iter::once(String::new()).chain(header).collect(),
        rows: rows.map(Iterator::collect).collect(),
        numbers_from: 1,
        tones: Tones::Columns(std::iter::once(Tone::Plain).chain(tones).collect()),
    };
    grid.draw(page)
}
