//! CSV by column name.

use std::error::Error;
use std::fs;
use std::path::Path;

/// A table as text.
pub struct Table {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// One line of it.
#[derive(Clone, Copy)]
pub struct Line<'t> {
    names: &'t [String],
    values: &'t [String],
}

impl Table {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let owned = |record: &csv::StringRecord| record.iter().map(String::from).collect();
        let names = owned(reader.headers()?);
        let rows = reader.records().map(|record| Ok(owned(&record?)));
        Ok(Self { names, rows: rows.collect::<Result<_, csv::Error>>()? })
    }

    /// The lines, in order.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.rows.iter().map(|values| Line { names: &self.names, values })
    }
}

impl<'t> Line<'t> {
    /// The text of a column; empty when there is no such column.
    pub fn text(self, name: &str) -> &'t str {
        let index = self.names.iter().position(|known| known == name);
        index.and_then(|index| self.values.get(index)).map_or("", String::as_str)
    }

    /// The number of a column, if it is one.
    pub fn number(self, name: &str) -> Option<f64> {
        self.text(name).trim().parse().ok()
    }

    /// The number of a column that must be one.
    pub fn required(self, name: &str) -> Result<f64, Box<dyn Error>> {
        let text = self.text(name);
        self.number(name).ok_or_else(|| format!("column `{name}`: no number in `{text}`").into())
    }
}
