//! Few options side by side: a column each, a row for every number.

use super::super::page::{Page, Tone};
use super::super::rows::{heading, rows};
use super::emphasis::tone;
use super::grid::{Grid, Tones};
use crate::report::{OptionReport, Report};

/// Draws the options as columns, or says `false` when they do not fit.
pub fn draw(report: &Report, page: &mut Page) -> bool {
    let options: Vec<&OptionReport> = report.options.iter().collect();
    let rows = rows(report).into_iter().map(|row| std::iter::once(row.indented()).chain(row.cells));
    side_by_side(report, &options, heading, rows.map(Iterator::collect).collect()).draw(page)
}

/// Options as columns below their headings.
pub fn side_by_side(
    report: &Report,
    options: &[&OptionReport],
    heading: impl Fn(&OptionReport) -> Vec<String>,
    rows: Vec<Vec<String>>,
) -> Grid {
    let header = options.iter().map(|option| heading(option).join("\n"));
    let tones = options.iter().map(|option| tone(report, option));
    Grid {
        header: std::iter::once(String::new()).chain(header).collect(),
        rows,
        numbers_from: 1,
        tones: Tones::Columns(std::iter::once(Tone::Plain).chain(tones).collect()),
    }
}
