//! Columns of text with nothing but spaces between them.

use super::page::Page;

/// How wide each column is, and whether it is aligned at the right.
pub struct Columns(Vec<(usize, bool)>);

impl Columns {
    /// Those of rows; numbers are aligned at the right.
    pub fn of<R: AsRef<[String]>>(rows: &[R], is_number: impl Fn(usize) -> bool) -> Self {
        let most = rows.iter().map(|row| row.as_ref().len()).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.as_ref().get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        Self((0..most).map(|column| (width(column), is_number(column))).collect())
    }

    /// The width of a line with so many spaces between two columns.
    pub fn width(&self, gap: usize) -> usize {
        let widths: usize = self.0.iter().map(|(width, _)| width).sum();
        widths + gap * self.0.len().saturating_sub(1)
    }

    /// A row with so many spaces between two columns, and none at its end.
    pub fn line(&self, row: &[String], gap: usize) -> String {
        let cell = |(cell, (width, is_number)): (&String, &(usize, bool))| match is_number {
            true => format!("{cell:>width$}"),
            false => format!("{cell:<width$}"),
        };
        let cells: Vec<String> = row.iter().zip(&self.0).map(cell).collect();
        cells.join(&" ".repeat(gap)).trim_end().to_string()
    }
}

/// Rows a line each, two spaces between their columns; from a column on they hold numbers.
///
/// ```
/// use breakeven::render::aligned::aligned;
/// let rows = [["a", "9"], ["bc", "10"]].map(|row| row.map(String::from));
/// assert_eq!(aligned(&rows, 1), "a    9\nbc  10\n");
/// assert_eq!(aligned(&rows, 2), "a   9\nbc  10\n");
/// ```
pub fn aligned<R: AsRef<[String]>>(rows: &[R], numbers_from: usize) -> String {
    let columns = Columns::of(rows, |column| column >= numbers_from);
    rows.iter().map(|row| columns.line(row.as_ref(), 2) + "\n").collect()
}

/// The same on a page, below their heads, with numbers to the right and words to the left. Where that is wider
/// than the page, every row becomes lines of name and value.
pub(super) fn grid(page: &mut Page, heads: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    let clean = |row: Vec<String>| row.iter().map(|cell| page.clean(cell).into_owned()).collect();
    let rows: Vec<Vec<String>> = rows.map(clean).collect();
    if rows.is_empty() {
        return;
    }
    let numbers: Vec<bool> = (0..heads.len()).map(|column| has_numbers(column, &rows)).collect();
    let heads: Vec<String> = heads.iter().map(ToString::to_string).collect();
    let all: Vec<&Vec<String>> = std::iter::once(&heads).chain(&rows).collect();
    let columns = Columns::of(&all, |column| numbers[column]);
    let gap = [2, 1].into_iter().find(|gap| columns.width(*gap) <= page.width());
    if let Some(gap) = gap {
        return all.iter().for_each(|row| page.line(&columns.line(row, gap)));
    }
    for row in &rows {
        for (head, cell) in heads.iter().zip(row) {
            page.paragraph("", &format!("{head}: {cell}"));
        }
        page.blank();
    }
}

/// Whether some cell of a column begins and ends with a digit.
fn has_numbers(column: usize, rows: &[Vec<String>]) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    rows.iter().any(|row| row[column].starts_with(digit) && row[column].ends_with(digit))
}
