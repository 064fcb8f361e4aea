//! A Markdown table or a sheet of CSV in a file, line by line.

use std::ops::Range;
use std::rc::Rc;

use super::format::Format;
use super::formats::{self, SHEETS, TABLES};
use super::input::Input;
use super::json::Json;
use super::table;
use crate::profile::problem::Problem;

/// What is known of the columns.
pub struct Grid {
    /// What its rows are.
    pub format: &'static Format,
    /// Whether it is CSV.
    sheet: bool,
    /// Their names; none behind a table of other columns.
    names: Option<Vec<Rc<str>>>,
    /// Whether the last row of the table was followed by other lines.
    interrupted: bool,
}

impl Grid {
    /// The table that begins with this line, when it is of a known format.
    pub fn of_table(input: &Input, span: &Range<usize>) -> Option<Self> {
        let names = table::names(&table::markdown(input, span).ok().flatten()?);
        let format = formats::of(&table::columns(&names), TABLES)?;
        Some(Self { format, sheet: false, names: Some(names), interrupted: false })
    }

    /// The sheet with these names of columns, when it is of a known format.
    pub fn of_sheet(names: &[Rc<str>]) -> Option<Self> {
        let format = formats::of(&table::columns(names), SHEETS)?;
        Some(Self { format, sheet: true, names: Some(names.into()), interrupted: false })
    }

    /// The row in a line; `None` when there is none.
    ///
    /// # Errors
    /// When the line is cut off, or has more or fewer cells than there are columns.
    pub fn row(
        &mut self,
        input: &Input,
        span: Range<usize>,
        ended: bool,
    ) -> Result<Option<Json>, Problem> {
        let text = &input.text[span.clone()];
        match (self.sheet, &self.names) {
            (true, _) if text.starts_with('#') => Ok(None),
            // The last cell may have lost digits, and nothing else would tell.
            (true, _) if !ended => Err(unended(input)),
            (true, Some(names)) => {
                let cells = table::csv(input, &span)?;
                table::row(input, names, span, cells).map(Some)
            }
            _ if text.starts_with('|') => self.table_row(input, span),
            _ => {
                self.interrupted = true;
                Ok(None)
            }
        }
    }

    /// A row of the table, or the names of the next one.
    fn table_row(&mut self, input: &Input, span: Range<usize>) -> Result<Option<Json>, Problem> {
        let interrupted = std::mem::take(&mut self.interrupted);
        let cells = match (table::markdown(input, &span), &self.names) {
            (Ok(Some(cells)), _) => cells,
            (Err(problem), Some(_)) => return Err(problem),
            _ => return Ok(None),
        };
        // Every table that is read has a column of this unit.
        if input.text.contains("t/s") {
            let own = table::names(&cells);
            if (self.format.wrote)(&table::columns(&own)) {
                self.names = Some(own);
                return Ok(None);
            }
        }
        match &self.names {
            None => Ok(None),
            // Another table of the same file.
            Some(known) if interrupted && known.len() != cells.len() => {
                self.names = None;
                Ok(None)
            }
            Some(known) => table::row(input, known, span, cells).map(Some),
        }
    }
}

/// What is said of a last line whose numbers may have lost digits.
pub fn unended(input: &Input) -> Problem {
    let message = "the last line does not end; is the file cut off?";
    input.at(&input.end(), message).hint("add a line break if the file is whole")
}
