//! Rows with fewer cells than the heading: spreadsheets leave out the delimiters of empty cells at the
//! end, and a row that lost a delimiter or was cut off has fewer, too.

use super::cells::number;
use super::refusal::Refusal;

/// So many short rows before the first whole one are a habit of the file.
pub const MOST_HELD: usize = 1_000;

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Nothing.
    Empty,
    /// A whole number.
    Whole,
    /// A number with a fraction.
    Fraction,
    /// Something else.
    Text,
}

/// The shapes of cells.
pub fn shapes(cells: &[&str], decimal_comma: bool) -> Vec<Shape> {
    let shape = |cell: &&str| match number(cell, decimal_comma) {
        _ if cell.is_empty() => Shape::Empty,
        Some(number) if number.fract() == 0.0 => Shape::Whole,
        Some(_) => Shape::Fraction,
        None => Shape::Text,
    };
    cells.iter().map(shape).collect()
}

/// Whether a short row has in each column what a whole one has there: where a delimiter was lost, each
/// cell after it stands in the column before its own.
fn stands_as(short: &[Shape], whole: &[Shape]) -> bool {
    short
        .iter()
        .zip(whole)
        .all(|(short, whole)| short == whole || *short == Shape::Empty || *whole == Shape::Empty)
}

/// Refuses a row that is short for another reason than empty cells at its end.
///
/// # Errors
/// Why it does not count.
pub fn check(
    cells: &[&str],
    decimal_comma: bool,
    whole: Option<&[Shape]>,
    needed: &[(&str, usize)],
) -> Result<(), Refusal> {
    if whole.is_some_and(|whole| !stands_as(&shapes(cells, decimal_comma), whole)) {
        return Err("fewer cells than columns, in other columns than those of whole rows".into());
    }
    let is_there = |at: usize| cells.get(at).is_some_and(|cell| !cell.is_empty());
    let missing = needed.iter().find(|(_, at)| *at >= cells.len());
    match missing.filter(|_| needed.iter().any(|(_, at)| is_there(*at))) {
        Some((name, _)) => Err(format!("cut off before `{name}`").into()),
        None => Ok(()),
    }
}
