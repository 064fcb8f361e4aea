//! A grid of cells, arranged so that no number is cut, drawn by comfy-table.

use std::borrow::Cow;
use std::cmp::Reverse;

use comfy_table::{
    Cell, CellAlignment, ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle,
};

use super::super::page::{Page, Tone};
use super::super::wrap::{Widths, wrap};

/// Stands between cells until a line is painted: a private character, which no text keeps.
const BETWEEN: char = '\u{e000}';
/// Columns between two cells, and where the table is shorter or more names stay whole with it.
const GAPS: [usize; 2] = [2, 1];
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
        for cell in self.cells() {
            if let Cow::Owned(clean) = page.clean(cell) {
                *cell = clean;
            }
            if page.color() && cell.contains(BETWEEN) {
                *cell = cell.replace(BETWEEN, "?");
            }
        }
        let Some((gap, widths)) = self.roomiest(page.width()) else { return false };
        for row in self.rows.iter_mut().chain([&mut self.header]) {
            for (cell, width) in row.iter_mut().zip(&widths) {
                if let Cow::Owned(wrapped) = wrap(cell, *width) {
                    *cell = wrapped;
                }
            }
        }
        let heights = if page.color() { self.heights() } else { Vec::new() };
        let tones = self.tones;
        for (number, line) in
            table((self.header, self.rows), self.numbers_from, gap, page).lines().enumerate()
        {
            if page.color() {
                let row = heights.iter().position(|end| number < *end).unwrap_or(heights.len());
                page.line(&tones.paint(&line, row, page));
            } else {
                page.line(&line);
            }
        }
        true
    }

    fn cells(&mut self) -> impl Iterator<Item = &mut String> {
        self.rows.iter_mut().flatten().chain(&mut self.header)
    }

    fn all_rows(&self) -> impl Iterator<Item = &Vec<String>> {
        std::iter::once(&self.header).chain(&self.rows)
    }

    fn cells_of(&self, column: usize) -> impl Iterator<Item = &str> {
        self.all_rows().filter_map(move |row| row.get(column)).map(String::as_str)
    }

    /// The gap and the widths with which the table has the fewest lines and then most columns have
    /// their words whole, or `None` when there is not room for the longest pieces. Cells of several lines
    /// under the header stand two apart, else one reads on in the next.
    fn roomiest(&self, columns: usize) -> Option<(usize, Vec<usize>)> {
        let whole = |widths: &Vec<usize>| {
            let is_whole = |(column, width): &(usize, &usize)| {
                self.cells_of(*column).all(|cell| Widths::of(cell).word <= **width)
            };
            widths.iter().enumerate().filter(is_whole).count()
        };
        let lines = |widths: &[usize]| {
            let of_row = |row: &Vec<String>| {
                row.iter().zip(widths).map(|(cell, width)| lines_of(cell, *width)).max()
            };
            self.all_rows().filter_map(of_row).sum::<usize>()
        };
        let is_apart = |(gap, widths): &(usize, Vec<usize>)| {
            let mut cells = self.rows.iter().flat_map(|row| row.iter().zip(widths).skip(1));
            *gap == GAPS[0] || cells.all(|(cell, width)| lines_of(cell, *width) == 1)
        };
        let arranged = |gap, level| Some((gap, self.widths(columns, gap, level)?));
        let found = GAPS.into_iter().flat_map(|gap| [arranged(gap, true), arranged(gap, false)]);
        found.flatten().max_by_key(|found| {
            let (gap, widths) = found;
            (is_apart(found), Reverse(lines(widths)), whole(widths), *gap)
        })
    }

    /// The width of every column, or `None` when there is not room for the longest pieces. Names
    /// of rows come first, then (with `level`) fewer lines in the tallest cell of the header, then whole
    /// words where few columns are missing, then whole lines.
    fn widths(&self, columns: usize, gap: usize, level: bool) -> Option<Vec<usize>> {
        let count = self.header.len();
        let widest =
            |column| self.cells_of(column).map(Widths::of).fold(Widths::default(), Widths::max);
        let longest: Vec<Widths> = (0..count).map(widest).collect();
        let widths: Vec<usize> = longest.iter().map(|column| column.piece).collect();
        let lines = |column: usize| longest[column].line;
        let words = |column: usize| longest[column].word;
        let gaps = gap * count.saturating_sub(1);
        let left = columns.checked_sub(gaps + widths.iter().sum::<usize>())?;
        let mut room = Room { widths, left };
        room.grow(0, if self.numbers_from == 1 { lines(0).min(ROOMY) } else { words(0) });
        while level && self.lower(&mut room) {}
        let mut by_need: Vec<usize> = (0..count).collect();
        by_need.sort_by_key(|column| words(*column).saturating_sub(room.widths[*column]));
        for column in by_need {
            room.grow(column, words(column));
        }
        let wanted =
            |column: usize| if count > 2 { lines(column).min(ROOMY) } else { lines(column) };
        let narrow = |room: &Room| {
            let narrow = (0..count).filter(|column| room.widths[*column] < wanted(*column));
            narrow.min_by_key(|column| room.widths[*column])
        };
        while let Some(column) = narrow(&room) {
            let next = room.widths[column] + 1;
            if !room.grow(column, next) {
                break;
            }
        }
        Some(room.widths)
    }

    /// Widens the column with the tallest cell of the header until that has fewer lines, or says `false`
    /// when there is not room for it.
    fn lower(&self, room: &mut Room) -> bool {
        let header = self.header.iter().zip(&room.widths).enumerate();
        let heights = header.map(|(column, (cell, width))| (lines_of(cell, *width), column));
        let Some((height, column)) = heights.max() else { return false };
        let width = room.widths[column];
        let cell = &self.header[column];
        let widest = Widths::of(cell).line.min(width + room.left);
        let next = (width + 1..=widest).find(|width| lines_of(cell, *width) < height);
        next.is_some_and(|next| room.grow(column, next))
    }

    /// The line at which every row ends: the header, its rule, and each row.
    fn heights(&self) -> Vec<usize> {
        let mut end = 0;
        let mut ends = Vec::new();
        for (index, row) in self.all_rows().enumerate() {
            end += row.iter().map(|cell| cell.split('\n').count()).max().unwrap_or(1);
            ends.push(end);
            if index == 0 {
                end += 1;
                ends.push(end);
            }
        }
        ends
    }
}

impl Tones {
    /// The cells of a line of a row.
    fn paint(&self, line: &str, row: usize, page: &Page) -> String {
        let cells = line.split(BETWEEN).enumerate().map(|(column, cell)| {
            let tone = match self {
                Self::Columns(tones) => tones.get(column),
                // The header and its rule come before the rows.
                Self::Rows(tones) => row.checked_sub(2).and_then(|row| tones.get(row)),
            };
            page.paint_inside(cell, tone.copied().unwrap_or(Tone::Plain))
        });
        cells.collect::<Vec<_>>().join(" ")
    }
}

/// Widths of columns, and what is left of the page.
struct Room {
    widths: Vec<usize>,
    left: usize,
}

impl Room {
    /// Widens a column as far as there is room, and says whether it did.
    fn grow(&mut self, column: usize, wanted: usize) -> bool {
        let more = wanted.saturating_sub(self.widths[column]).min(self.left);
        self.widths[column] += more;
        self.left -= more;
        more > 0
    }
}

/// Lines of a cell in a column of this width.
fn lines_of(cell: &str, width: usize) -> usize {
    wrap(cell, width).split('\n').count()
}

/// Cells that are wrapped already.
fn table(
    (header, rows): (Vec<String>, Vec<Vec<String>>),
    numbers_from: usize,
    gap: usize,
    page: &Page,
) -> Table {
    let rule = if page.ascii() { '-' } else { '─' };
    let between = if page.color() { BETWEEN } else { ' ' };
    let mut table = Table::new();
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.load_style(
        TableStyle::new()
            .header_lines(ContentLineStyle::none().junction(between))
            .header_separator(LineStyle::none().fill(rule).junction(rule))
            .content_lines(ContentLineStyle::none().junction(between)),
    );
    let last = header.len().saturating_sub(1);
    let cells = |row: Vec<String>| -> Vec<Cell> {
        let cell = |(column, text): (usize, String)| {
            let right = column >= numbers_from;
            let alignment = if right { CellAlignment::Right } else { CellAlignment::Left };
            Cell::new_owned(text).set_alignment(alignment)
        };
        row.into_iter().enumerate().map(cell).collect()
    };
    table.set_header(cells(header));
    table.add_rows(rows.into_iter().map(cells));
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, u16::from(index < last && gap > 1)));
    }
    table
}
