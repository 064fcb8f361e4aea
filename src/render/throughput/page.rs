//! Lines and columns of at most a width.

use crate::text::printable;

/// Lines of at most a width, except where one word or number is wider.
pub struct Page {
    text: String,
    width: usize,
}

impl Page {
    /// An empty page.
    pub fn new(width: u16) -> Self {
        Self { text: String::new(), width: usize::from(width) }
    }

    /// What is on it.
    pub fn finish(self) -> String {
        self.text
    }

    /// An empty line.
    pub fn blank(&mut self) {
        self.text.push('\n');
    }

    /// Words, wrapped; further lines are indented.
    pub fn paragraph(&mut self, words: &str) {
        let words = printable(words);
        let indent = words.len() - words.trim_start().len();
        let mut line = " ".repeat(indent);
        for word in words.split_whitespace() {
            let used = line.chars().count();
            let bare = line.trim().is_empty();
            if !bare && used + 1 + word.chars().count() > self.width {
                self.text.push_str(line.trim_end());
                self.text.push('\n');
                line = " ".repeat(indent + 2);
            } else if !bare {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// Columns: numbers to the right, words to the left. Where that is wider than the page, every
    /// row becomes lines of name and value.
    pub fn grid(&mut self, heads: &[&str], rows: impl Iterator<Item = Vec<String>>) {
        let heads: Vec<String> = heads.iter().map(ToString::to_string).collect();
        let rows: Vec<Vec<String>> = rows.collect();
        if rows.is_empty() {
            return;
        }
        let columns: Vec<Column> =
            (0..heads.len()).map(|column| Column::of(column, &heads, &rows)).collect();
        let used: usize = columns.iter().map(|column| column.width).sum();
        let gaps = heads.len() - 1;
        let Some(gap) = [2, 1].into_iter().find(|gap| used + gap * gaps <= self.width) else {
            return self.blocks(&heads, &rows);
        };
        for row in std::iter::once(&heads).chain(&rows) {
            let cells = row.iter().zip(&columns).map(|(cell, column)| column.padded(cell));
            let line = cells.collect::<Vec<_>>().join(&" ".repeat(gap));
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }

    fn blocks(&mut self, heads: &[String], rows: &[Vec<String>]) {
        for row in rows {
            for (head, cell) in heads.iter().zip(row) {
                self.paragraph(&format!("{head}: {cell}"));
            }
            self.blank();
        }
    }
}

struct Column {
    width: usize,
    is_words: bool,
}

impl Column {
    fn of(column: usize, heads: &[String], rows: &[Vec<String>]) -> Self {
        let cells = || rows.iter().map(|row| &*row[column]);
        let widths = cells().chain([&*heads[column]]).map(|cell| cell.chars().count());
        let is_number = |cell: &str| {
            let digit = |c: char| c.is_ascii_digit();
            cell.starts_with(digit) && cell.ends_with(digit)
        };
        Self { width: widths.max().unwrap_or(0), is_words: !cells().any(is_number) }
    }

    fn padded(&self, cell: &str) -> String {
        let pad = " ".repeat(self.width - cell.chars().count());
        if self.is_words { format!("{cell}{pad}") } else { format!("{pad}{cell}") }
    }
}

#[cfg(test)]
mod tests {
    use super::Page;

    #[test]
    fn what_is_as_wide_as_the_page_stays_on_one_line() {
        let written = |width: u16| {
            let mut page = Page::new(width);
            page.paragraph("seven letters");
            page.finish()
        };
        assert_eq!(written(13), "seven letters\n");
        assert_eq!(written(12), "seven\n  letters\n");
    }
}
