//! A canvas of characters: dots of Braille (2 x 4 in a cell), or one plain character in a cell.

use super::palette::Tone;

/// One cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Cell {
    /// Dots of Braille that are set.
    dots: u8,
    /// A character in front of them.
    front: Option<char>,
    /// Its colour.
    tone: Option<Tone>,
}

/// Bits of a Braille cell by column and row of its dots; Unicode, block U+2800.
const BITS: [[u8; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

/// A canvas.
#[derive(Clone, Debug)]
pub struct Canvas {
    columns: usize,
    rows: usize,
    plain: bool,
    cells: Vec<Cell>,
}

/// A piece of a row in one colour.
pub type Run = (Option<Tone>, String);

impl Canvas {
    /// An empty canvas; a plain one has ASCII characters only.
    pub fn new(columns: usize, rows: usize, plain: bool) -> Self {
        Self { columns, rows, plain, cells: vec![Cell::default(); columns * rows] }
    }

    /// Columns of cells.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Rows of cells.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Dots from left to right, and from the bottom up.
    pub fn dots(&self) -> (usize, usize) {
        if self.plain { (self.columns, self.rows) } else { (self.columns * 2, self.rows * 4) }
    }

    /// Sets the dot at this share of the width and of the height, from the left and the bottom.
    pub fn dot(&mut self, x: f64, y: f64, tone: Tone) {
        let (wide, high) = self.dots();
        let column = (x * (wide - 1) as f64).round() as usize;
        let row = high - 1 - (y * (high - 1) as f64).round() as usize;
        self.set(column, row, tone);
    }

    fn set(&mut self, column: usize, row: usize, tone: Tone) {
        let (width, height) = if self.plain { (1, 1) } else { (2, 4) };
        let at = row / height * self.columns + column / width;
        let Some(cell) = self.cells.get_mut(at) else { return };
        cell.tone = Some(tone);
        match self.plain {
            true => cell.front = Some(tone.look().letter.to_ascii_lowercase()),
            false => cell.dots |= BITS[column % 2][row % 4],
        }
    }

    /// A straight line between two places.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), tone: Tone) {
        let (wide, high) = self.dots();
        let (across, up) = ((to.0 - from.0).abs(), (to.1 - from.1).abs());
        let steps = (across * (wide - 1) as f64).max(up * (high - 1) as f64);
        let steps = steps.ceil().max(1.0);
        for step in 0..=steps as usize {
            let share = step as f64 / steps;
            let at = |a: f64, b: f64| a + (b - a) * share;
            self.dot(at(from.0, to.0), at(from.1, to.1), tone);
        }
    }

    /// Every other dot of a column from the bottom to the top.
    pub fn dashes(&mut self, x: f64, tone: Tone) {
        let (_, high) = self.dots();
        let step = if self.plain { 1 } else { 2 };
        for row in (0..high).step_by(step) {
            let y = row as f64 / (high - 1).max(1) as f64;
            let (column, line) = self.cell(x, y);
            let cell = self.cells[line * self.columns + column];
            if cell.tone.is_none_or(|there| there == tone) && cell.front.is_none_or(|c| c == ':') {
                match self.plain {
                    true => self.write(column, line, ":", Some(tone)),
                    false => self.dot(x, y, tone),
                }
            }
        }
    }

    /// Fills a column from one height to another.
    pub fn fill(&mut self, x: f64, from: f64, to: f64, tone: Tone) {
        self.line((x, from), (x, to), tone);
    }

    /// The cell at a place: column and row from the top.
    pub fn cell(&self, x: f64, y: f64) -> (usize, usize) {
        let (wide, high) = self.dots();
        let (width, height) = if self.plain { (1, 1) } else { (2, 4) };
        let column = (x * (wide - 1) as f64).round() as usize / width;
        let row = (high - 1 - (y * (high - 1) as f64).round() as usize) / height;
        (column, row)
    }

    /// Writes a text in front of the dots.
    pub fn write(&mut self, column: usize, row: usize, text: &str, tone: Option<Tone>) {
        for (offset, character) in text.chars().enumerate() {
            if column + offset < self.columns
                && let Some(cell) = self.cells.get_mut(row * self.columns + column + offset)
            {
                *cell = Cell { front: Some(character), tone, dots: 0 };
            }
        }
    }

    /// Whether nothing stands in these cells of a row.
    pub fn is_free(&self, column: usize, row: usize, length: usize) -> bool {
        column + length <= self.columns
            && row < self.rows
            && self.cells[row * self.columns + column..][..length]
                .iter()
                .all(|cell| *cell == Cell::default())
    }

    /// A row from the top, in runs of one colour.
    pub fn row(&self, row: usize) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for cell in &self.cells[row * self.columns..][..self.columns] {
            let braille = char::from_u32(0x2800 + u32::from(cell.dots)).unwrap_or(' ');
            let character = match cell.front {
                Some(front) => front,
                None if cell.dots == 0 => ' ',
                None => braille,
            };
            match runs.last_mut().filter(|(tone, _)| *tone == cell.tone) {
                Some((_, text)) => text.push(character),
                None => runs.push((cell.tone, character.to_string())),
            }
        }
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(canvas: &Canvas) -> Vec<String> {
        let row = |row| canvas.row(row).into_iter().map(|(_, text)| text).collect();
        (0..canvas.rows()).map(row).collect()
    }

    #[test]
    fn corners_are_corners() {
        let mut canvas = Canvas::new(2, 2, false);
        for (x, y) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
            canvas.dot(x, y, Tone::Api);
        }
        assert_eq!(text(&canvas), ["⠁⠈", "⡀⢀"]);
        let mut plain = Canvas::new(3, 2, true);
        plain.line((0.0, 0.0), (1.0, 1.0), Tone::Local);
        assert_eq!(text(&plain), [" ll", "l  "]);
    }
}
