//! A grid of cells, arranged so that no number is cut, drawn by comfy-table.

use comfy_table::{
    Cell, CellAlignment, ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle,
};

use super::super::wrap::{longest_line, longest_piece, longest_word, wrap};
use super::page::{Page, Tone};

/// Stands between cells until the line is painted: a private character, which no text keeps.
const BETWEEN: char = '\u{e000}';
/// Columns between two cells.
const GAP: usize = 2;
/// No column grows beyond this to keep a text on one line.
const ROOMY: usize = 30;

/// What is painted in one tone.
pub enum Tones {
    /// Every column, the first included.
    Columns(Vec<Tone>),
    /// Every row.
    Rows(Vec<Tone>),
}

/// Cells in rows and columns.
pub struct Grid {
    /// The first row.
    pub header: Vec<String>,
    /// The others.
    pub rows: Vec<Vec<String>>,
    /// Columns from here on hold numbers, which are aligned at the right.
    pub numbers_from: usize,
    /// Colours.
    pub tones: Tones,
}

impl Grid {
    /// Draws the grid, or says `false` when the page is too narrow for it.
    pub fn draw(mut self, page: &mut Page) -> bool {
        for cell in self.rows.iter_mut().flatten().chain(&mut self.header) {
            *cell = page.clean(cell).replace(BETWEEN, "?");
        }
        let Some(widths) = self.widths(page.width()) else { return false };
        let table = self.table(&widths, page.ascii());
        let heights = self.heights(&widths);
        for (number, line) in table.lines().enumerate() {
            let row = heights.iter().position(|end| number < *end).unwrap_or(heights.len());
            let painted = self.paint(&line, row, page);
            page.line(&painted);
        }
        true
    }

    fn all_rows(&self) -> impl Iterator<Item = &Vec<String>> {
        std::iter::once(&self.header).chain(&self.rows)
    }

    fn cells_of(&self, column: usize) -> impl Iterator<Item = &str> {
        self.all_rows().filter_map(move |row| row.get(column)).map(String::as_str)
    }

    /// The width of every column, or `None` when there is not room for the longest pieces. Names
    /// of rows come first, then whole words where few columns are missing, then whole lines.
    fn widths(&self, columns: usize) -> Option<Vec<usize>> {
        let count = self.header.len();
        let widest = |measure: fn(&str) -> usize| -> Vec<usize> {
            (0..count).map(|c| self.cells_of(c).map(measure).max().unwrap_or(0)).collect()
        };
        let mut widths = widest(longest_piece);
        let words = widest(longest_word);
        let lines = widest(longest_line);
        let gaps = GAP * count.saturating_sub(1);
        let mut left = columns.checked_sub(gaps + widths.iter().sum::<usize>())?;
        let mut grow = |widths: &mut [usize], column: usize, wanted: usize| {
            let more = wanted.saturating_sub(widths[column]).min(left);
            widths[column] += more;
            left -= more;
            more > 0
        };
        grow(&mut widths, 0, if self.numbers_from == 1 { lines[0].min(ROOMY) } else { words[0] });
        let mut by_need: Vec<usize> = (0..count).collect();
        by_need.sort_by_key(|column| words[*column].saturating_sub(widths[*column]));
        for column in by_need {
            grow(&mut widths, column, words[column]);
        }
        let wanted =
            |column: usize| if count > 2 { lines[column].min(ROOMY) } else { lines[column] };
        while let Some(column) =
            (0..count).filter(|c| widths[*c] < wanted(*c)).min_by_key(|c| widths[*c])
        {
            let next = widths[column] + 1;
            if !grow(&mut widths, column, next) {
                break;
            }
        }
        Some(widths)
    }

    fn table(&self, widths: &[usize], ascii: bool) -> Table {
        let rule = if ascii { '-' } else { '─' };
        let mut table = Table::new();
        table.set_content_arrangement(ContentArrangement::Disabled);
        table.load_style(
            TableStyle::new()
                .header_lines(ContentLineStyle::none().junction(BETWEEN))
                .header_separator(LineStyle::none().fill(rule).junction(rule))
                .content_lines(ContentLineStyle::none().junction(BETWEEN)),
        );
        let cells = |row: &Vec<String>| -> Vec<Cell> {
            let cell = |(column, text): (usize, &String)| {
                let cell = Cell::new_owned(wrap(text, widths[column]).join("\n"));
                let right = column >= self.numbers_from;
                cell.set_alignment(if right { CellAlignment::Right } else { CellAlignment::Left })
            };
            row.iter().enumerate().map(cell).collect()
        };
        table.set_header(cells(&self.header));
        table.add_rows(self.rows.iter().map(cells));
        let last = widths.len().saturating_sub(1);
        for (index, column) in table.column_iter_mut().enumerate() {
            column.set_padding((0, u16::from(index < last)));
        }
        table
    }

    /// The line at which every row ends: the header, its rule, and each row.
    fn heights(&self, widths: &[usize]) -> Vec<usize> {
        let mut end = 0;
        let mut ends = Vec::new();
        for (index, row) in self.all_rows().enumerate() {
            let lines = row.iter().zip(widths).map(|(cell, width)| wrap(cell, *width).len());
            end += lines.max().unwrap_or(0).max(1);
            ends.push(end);
            if index == 0 {
                end += 1;
                ends.push(end);
            }
        }
        ends
    }

    fn paint(&self, line: &str, row: usize, page: &Page) -> String {
        let cells = line.split(BETWEEN).enumerate().map(|(column, cell)| {
            let tone = match &self.tones {
                Tones::Columns(tones) => tones.get(column),
                // The header and its rule come before the rows.
                Tones::Rows(tones) => row.checked_sub(2).and_then(|row| tones.get(row)),
            };
            page.paint_inside(cell, tone.copied().unwrap_or(Tone::Plain))
        });
        cells.collect::<Vec<_>>().join(" ")
    }
}
