//! Columns of text with nothing but spaces between them.

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
