//! Files of rows and columns: which export it is, by the names of its columns.

use std::io::Read;

use super::cells::{Cells, Columns, Splitter};
use super::jsonl::{TOO_LONG, unread};
use super::lines::{Lines, MAY_BE_CUT};
use super::mapping::Mapping;
use super::refusal::Refusal;
use super::row_lines::{Row, Rows};
use super::sink::Sink;
use super::sources::{anthropic, focus, mapped, openai, openrouter_activity};

enum Sheet {
    Known(&'static str, fn(&Cells<'_>, &mut Sink<'_>) -> Result<(), Refusal>),
    Mapped(Mapping),
}

/// Which export has these columns.
fn sheet(columns: &Columns, mapping: Option<&Mapping>) -> Result<Sheet, Refusal> {
    if let Some(mapping) = mapping {
        mapping.fits(columns)?;
        return Ok(Sheet::Mapped(mapping.clone()));
    }
    let has = |names: &[&str]| columns.has(names);
    if has(&["usage_date_utc", "usage_output_tokens"]) {
        Ok(Sheet::Known("Anthropic console", anthropic::row))
    } else if has(&["usage_date_utc", "cost_usd"]) {
        Ok(Sheet::Known("Anthropic console", anthropic::cost_row))
    } else if has(&["tokens_prompt", "tokens_completion"]) {
        Ok(Sheet::Known("OpenRouter activity", openrouter_activity::row))
    } else if has(&["ConsumedUnit", "ConsumedQuantity"]) {
        Ok(Sheet::Known("FOCUS", focus::row))
    } else if has(&["start_time", "end_time"]) {
        Ok(Sheet::Known("OpenAI usage", openai::row))
    } else {
        let canonical = Mapping::canonical(columns).map(Sheet::Mapped);
        canonical.ok_or_else(|| "no known export; say what its columns hold with `--map`".into())
    }
}

/// What the first row of a file says of the others.
struct Head {
    splitter: Splitter,
    columns: Columns,
    sheet: Sheet,
}

impl Head {
    fn of(names: &[u8], sink: &mut Sink<'_>) -> Result<Self, Refusal> {
        if names.contains(&b'\r') && !names.contains(&b'"') {
            return Err("lines end with a carriage return alone; save it with line feeds".into());
        }
        let mut splitter = Splitter::of(names);
        let columns = Columns::new(&splitter.split(names)?);
        let sheet = sheet(&columns, sink.mapping)?;
        let name = if let Sheet::Known(name, _) = &sheet { *name } else { "rows of columns" };
        sink.gather.sources.insert(name);
        Ok(Self { splitter, columns, sheet })
    }

    /// Whether a text is a row with a cell in each column.
    fn fits(&mut self, text: &[u8]) -> bool {
        let count = self.columns.count;
        self.splitter.split(text).is_ok_and(|cells| cells.len() == count)
    }

    /// Whether lines that a quote joins are one row.
    fn joined(&mut self, text: &[u8]) -> bool {
        self.splitter.well_quoted(text) && self.fits(text)
    }

    fn row(&mut self, text: &[u8], sink: &mut Sink<'_>) -> Result<(), Refusal> {
        let Self { splitter, columns, sheet } = self;
        let decimal_comma = splitter.delimiter == b';';
        let mut values = splitter.split(text)?;
        // A delimiter after the last cell begins another one that is empty.
        while values.len() > columns.count && values.last().is_some_and(|cell| cell.is_empty()) {
            values.pop();
        }
        if values.len() != columns.count {
            return Err("another number of cells than columns".into());
        }
        let cells = Cells { columns, values: &values, decimal_comma };
        match sheet {
            Sheet::Known(_, read) => read(&cells, sink),
            Sheet::Mapped(mapping) => mapped::row(mapping, &cells, sink),
        }
    }
}

/// Whether a line is none of the table: a comment, or what tells a spreadsheet the delimiter.
fn beside(line: &[u8]) -> bool {
    line.is_empty() || line.starts_with(b"#") || line.len() <= 6 && line.starts_with(b"sep=")
}

/// Reads a file whose first row names its columns.
///
/// # Errors
/// When the names are those of no export.
pub fn read(lines: &mut Lines<impl Read>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let mut rows = Rows::new(lines);
    let mut row = Row::default();
    let mut head: Option<Head> = None;
    loop {
        match rows.read(&mut row) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) => {
                sink.skip(&unread(&error), rows.count() + 1);
                return Ok(());
            }
        }
        if row.too_long {
            sink.skip(TOO_LONG, row.number);
            continue;
        }
        if beside(&row.text) {
            continue;
        }
        let Some(head) = &mut head else {
            if Splitter::open(&row.text) {
                rows.join(&mut row, |text| !Splitter::open(text));
            }
            head = Some(Head::of(&row.text, sink)?);
            continue;
        };
        if Splitter::open(&row.text) && !head.fits(&row.text) {
            rows.join(&mut row, |text| head.joined(text));
        }
        if row.may_be_cut {
            sink.gather.warn(MAY_BE_CUT);
        }
        if let Err(reason) = head.row(&row.text, sink) {
            sink.skip(&reason, row.number);
        }
    }
}
