//! Files of rows and columns: which export it is, by the names of its columns.

use std::io::Read;

use super::cells::{Cells, Columns, Splitter};
use super::jsonl::{TOO_LONG, unread};
use super::lines::{Lines, MAY_BE_CUT};
use super::mapping::Mapping;
use super::refusal::Refusal;
use super::row_lines::{Row, Rows};
use super::short_rows::{self, MOST_HELD, Shape};
use super::sink::Sink;
use super::sources::{anthropic, focus, mapped, openai, openrouter_activity};

/// Reads a row.
type RowReader = fn(&Cells<'_>, &mut Sink<'_>) -> Result<(), Refusal>;

enum Sheet {
    /// An export, the columns of which it needs all or none, and who reads it.
    Known(&'static str, &'static [&'static str], RowReader),
    Mapped(Mapping),
}

impl Sheet {
    /// Columns of which a row has all or none.
    fn needed(&self) -> Vec<&str> {
        match self {
            Self::Known(_, needed, _) => needed.to_vec(),
            Self::Mapped(mapping) => {
                let fields = ["input", "fresh_input", "output"];
                fields.iter().filter_map(|field| mapping.column(field)).collect()
            }
        }
    }
}

/// Which export has these columns.
fn sheet(columns: &Columns, mapping: Option<&Mapping>) -> Result<Sheet, Refusal> {
    if let Some(mapping) = mapping {
        mapping.fits(columns)?;
        return Ok(Sheet::Mapped(mapping.clone()));
    }
    let has = |names: &[&str]| columns.has(names);
    if has(&["usage_date_utc", "usage_output_tokens"]) {
        let needed = &["usage_input_tokens_no_cache", "usage_output_tokens"];
        Ok(Sheet::Known("Anthropic console", needed, anthropic::row))
    } else if has(&["usage_date_utc", "cost_usd"]) {
        Ok(Sheet::Known("Anthropic console", &["cost_usd"], anthropic::cost_row))
    } else if has(&["tokens_prompt", "tokens_completion"]) {
        let needed = &["tokens_prompt", "tokens_completion"];
        Ok(Sheet::Known("OpenRouter activity", needed, openrouter_activity::row))
    } else if has(&["ConsumedUnit", "ConsumedQuantity"]) {
        Ok(Sheet::Known("FOCUS", &["ConsumedUnit", "ConsumedQuantity"], focus::row))
    } else if has(&["start_time", "end_time"]) {
        Ok(Sheet::Known("OpenAI usage", &["input_tokens", "output_tokens"], openai::row))
    } else {
        let canonical = Mapping::canonical(columns).map(Sheet::Mapped);
        canonical.ok_or_else(|| "no known export; say what its columns hold with `--map`".into())
    }
}

/// Bytes of a row that is kept for the next one.
const SHORT: usize = 256;

/// What the first row of a file says of the others.
struct Head {
    splitter: Splitter,
    columns: Columns,
    sheet: Sheet,
    /// What stands in the cells of a whole row, when there has been one.
    whole: Option<Vec<Shape>>,
    /// Short rows before it.
    held: Vec<Row>,
    /// The row that was refused last, and why: files of one row millions of times are not taken apart each
    /// time.
    refused: Option<(Vec<u8>, Refusal)>,
}

impl Head {
    fn of(names: &[u8], sink: &mut Sink<'_>) -> Result<Self, Refusal> {
        if names.contains(&b'\r') && !names.contains(&b'"') {
            return Err("lines end with a carriage return alone; save it with line feeds".into());
        }
        let mut splitter = Splitter::of(names);
        let columns = Columns::new(&splitter.split(names)?);
        let sheet = sheet(&columns, sink.mapping)?;
        let name = if let Sheet::Known(name, ..) = &sheet { *name } else { "rows of columns" };
        sink.gather.sources.insert(name);
        Ok(Self { splitter, columns, sheet, whole: None, held: Vec::new(), refused: None })
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

    /// Reads a row, and those that waited for a whole one.
    fn row(&mut self, row: &Row, sink: &mut Sink<'_>) {
        match &self.refused {
            Some((text, reason)) if *text == row.text => sink.skip(reason, row.number),
            _ => {
                self.refused = None;
                if let Err(reason) = self.cells(row, sink) {
                    sink.skip(&reason, row.number);
                    self.refused = (row.text.len() <= SHORT).then(|| (row.text.clone(), reason));
                }
            }
        }
        self.let_go(sink);
    }

    /// Reads the rows that were held.
    fn let_go(&mut self, sink: &mut Sink<'_>) {
        for row in std::mem::take(&mut self.held) {
            if let Err(reason) = self.cells(&row, sink) {
                sink.skip(&reason, row.number);
            }
        }
    }

    fn cells(&mut self, row: &Row, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        let Self { splitter, columns, sheet, whole, .. } = self;
        let decimal_comma = splitter.delimiter == b';';
        let mut values = splitter.split(&row.text)?;
        // A delimiter after the last cell begins another one that is empty.
        while values.len() > columns.count && values.last().is_some_and(|cell| cell.is_empty()) {
            values.pop();
        }
        if values.len() > columns.count {
            return Err("more cells than columns".into());
        }
        if values.len() < columns.count {
            let needed = sheet.needed();
            let needed = needed.iter().filter_map(|name| Some((*name, columns.at(name)?)));
            let needed: Vec<(&str, usize)> = needed.collect();
            short_rows::check(&values, decimal_comma, whole.as_deref(), &needed)?;
            values.resize(columns.count, "");
        } else if whole.is_none() {
            *whole = Some(short_rows::shapes(&values, decimal_comma));
        }
        let cells = Cells { columns, values: &values, decimal_comma };
        match sheet {
            Sheet::Known(_, _, read) => read(&cells, sink),
            Sheet::Mapped(mapping) => mapped::row(mapping, &cells, sink),
        }
    }

    /// Whether a row has to wait.
    fn holds(&mut self, row: &Row) -> bool {
        let count = self.columns.count;
        self.whole.is_none()
            && self.held.len() < MOST_HELD
            && self.splitter.split(&row.text).is_ok_and(|cells| cells.len() < count)
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
            Ok(false) => break,
            Err(error) => {
                sink.skip(&unread(&error), rows.count() + 1);
                break;
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
        if head.holds(&row) {
            head.held.push(row.clone());
        } else {
            head.row(&row, sink);
        }
    }
    if let Some(head) = &mut head {
        head.let_go(sink);
    }
    Ok(())
}
