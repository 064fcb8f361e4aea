//! The answer for people: the question, the verdict, the table, and what stands behind it.

mod blocks;
mod brief;
mod compare;
mod emphasis;
mod explain;
mod grid;
mod list;

use super::Style;
use super::page::{Page, Tone};
use super::sentences::{age, decided_by, features, how_sure, question, ruled_out, shadow_prices};
use super::would_change::changes;
use crate::report::Report;
use crate::why::Why;

/// Below this many columns every option has a block of its own.
const NARROW: usize = 60;
/// More options than this are rows.
const COLUMNS: usize = 6;

/// The question, the verdict, the table, the reasons, what was assumed and what to be careful
/// with. No line is wider than `style.width`, except for a number or word that is.
pub fn render(report: &Report, style: &Style) -> String {
    let mut page = Page::new(*style);
    page.paragraph("", &question(report));
    page.blank();
    page.verdict(&report.verdict.sentence);
    if report.verdict.option.is_some() {
        let decided = std::iter::once(decided_by(&report.verdict)).chain(how_sure(report));
        page.paragraph("", &decided.collect::<Vec<_>>().join(if style.full { "\n" } else { "; " }));
    }
    page.blank();
    let is_list = report.options.iter().any(|option| option.chosen == Why::All.word());
    if !style.full && !is_list && brief::table(report, &mut page) {
        brief::below(report, &mut page);
        return page.finish();
    }
    table(report, &mut page);
    let verdict = &report.verdict;
    page.section("why", &verdict.because);
    // Many options are listed with their reasons already.
    if report.options.len() <= COLUMNS {
        page.section("ruled out", &ruled_out(report));
    }
    if verdict.option.is_some() {
        page.section("what would change it", &changes(verdict));
    }
    page.section("what features would change", &features(report));
    page.section("what requirements cost", &shadow_prices(report));
    page.section("assumed", &verdict.assumed);
    explain::draw(report, &mut page);
    page.blank();
    if let Some(age) = age(report) {
        page.paragraph("", &age);
    }
    for warning in &report.warnings {
        page.warning(&warning.message);
    }
    page.finish()
}

/// A sentence, and rows below it, some of them loud.
pub fn rows_of(
    finding: &str,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    loud: &[bool],
    style: &Style,
) -> String {
    let mut page = Page::new(*style);
    page.paragraph("", finding);
    page.blank();
    let tone = |loud: &bool| if *loud { Tone::Loud } else { Tone::Plain };
    let tones = grid::Tones::Rows(loud.iter().map(tone).collect());
    let blocks = rows.iter().map(|row| row.join(", ")).collect::<Vec<_>>();
    let grid = grid::Grid { header, rows, numbers_from: 6, tones };
    if !grid.draw(&mut page) {
        blocks.iter().for_each(|row| page.paragraph("- ", row));
    }
    page.finish()
}

/// The table in the layout that suits its width.
fn table(report: &Report, page: &mut Page) {
    let wide = page.width() >= NARROW;
    if wide && report.options.len() <= COLUMNS && compare::draw(report, page) {
        return;
    }
    if wide && list::draw(report, page) {
        return;
    }
    blocks::draw(report, page);
}
