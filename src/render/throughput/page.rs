//! Lines and columns of at most a width.

use super::super::aligned::Columns;
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
        let numbers: Vec<bool> =
            (0..heads.len()).map(|column| has_numbers(column, &rows)).collect();
        let all: Vec<&Vec<String>> = std::iter::once(&heads).chain(&rows).collect();
        let columns = Columns::of(&all, |column| numbers[column]);
        let Some(gap) = [2, 1].into_iter().find(|gap| columns.width(*gap) <= self.width) else {
            return self.blocks(&heads, &rows);
        };
        for row in all {
            self.text.push_str(&columns.line(row, gap));
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

/// Whether some cell of a column begins and ends with a digit.
fn has_numbers(column: usize, rows: &[Vec<String>]) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    rows.iter().any(|row| row[column].starts_with(digit) && row[column].ends_with(digit))
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
