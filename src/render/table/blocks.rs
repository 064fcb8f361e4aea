//! For a narrow page: a block of lines for each option, a number to a line.

use super::super::page::{Page, Tone};
use super::super::rows::{ABSENT, heading, rows};
use super::super::wrap::{width, wrap};
use super::emphasis::tone;
use crate::report::Report;

/// Draws the options below each other.
pub fn draw(report: &Report, page: &mut Page) {
    let rows = rows(report);
    // Where there is room, the values stand in a column.
    let longest = rows.iter().map(|row| width(&row.indented())).max().unwrap_or(0);
    let column = if page.width() >= 2 * longest { longest } else { 0 };
    for (index, option) in report.options.iter().enumerate() {
        page.blank();
        let tone = match tone(report, option) {
            Tone::Plain => Tone::Loud,
            other => other,
        };
        for line in wrap(&page.clean(&heading(option).join("\n")), page.width()).lines() {
            let painted = page.paint(line, tone);
            page.line(&painted);
        }
        for row in &rows {
            let value = row.cells.get(index).filter(|cell| *cell != ABSENT);
            if let Some(value) = value {
                number(page, &format!("{:column$}", row.indented()), value);
            }
        }
    }
}

/// A label and its value on one line, or the value below the label when it does not fit.
fn number(page: &mut Page, label: &str, value: &str) {
    let label = format!("  {}", page.clean(label));
    let value = page.clean(value);
    let room = page.width();
    if width(&label) + 2 + width(&value) <= room {
        page.line(&format!("{label}  {value}"));
        return;
    }
    let value = format!("      {value}");
    for part in [label.trim_end(), &value] {
        wrap(part, room).lines().for_each(|line| page.line(line));
    }
}
