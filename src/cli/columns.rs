//! Lists of things in columns.

use crate::date::Date;
use crate::text::count;

/// Rows as columns two spaces apart, without spaces at the end of a line.
pub(super) fn columns(rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let most = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..most).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// How old something is: `146 days`.
pub(super) fn age(as_of: Date, today: Date) -> String {
    match today.days_since(as_of) {
        days if days < 0 => "in the future".into(),
        days => count(days as usize, "day"),
    }
}
