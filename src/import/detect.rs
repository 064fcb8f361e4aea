//! Which program wrote a file, by what is in it; the file's name is not asked. The first record,
//! table or line of a known format decides, and what stands around results is passed over.

use std::ops::Range;

use super::foreign;
use super::format::{Format, Lines};
use super::formats::{self, PRINTED, READ, RECORDS, SHEETS, TABLES};
use super::input::Input;
use super::json::{Json, Value};
use super::labels::Stated;
use super::log_lines::LogLines;
use super::look::Look;
use super::runs::Bench;
use super::stream::{Piece, Stream};
use super::table;
use crate::profile::problem::Problem;

/// What a file was found to be.
enum Mode {
    Unknown,
    Records(&'static Format),
    /// With the names of its columns; none behind a table of other columns.
    Table(&'static Format, Option<Vec<String>>),
    Sheet(&'static Format, Vec<String>),
    Printed(Box<dyn Lines>),
}

/// A file as far as it was read.
struct Reading {
    mode: Mode,
    bench: Bench,
    rows: u64,
    /// What is said of a file of no known format.
    unknown: Option<Problem>,
    /// What is said of a document of no known format.
    strange: Option<Problem>,
    /// What is said of one that is known and not read here.
    foreign: Option<Problem>,
    /// How many lines were passed over, and the first of them.
    skipped: Option<(u64, u32)>,
    logs: LogLines,
    /// What the user says of the requests.
    stated: Stated,
    /// Whether the last row of a table is followed by other lines.
    interrupted: bool,
}

/// Reads a file of any known format.
///
/// # Errors
/// What is wrong with it; a format that is known but not read is named.
pub fn read(stream: &mut Stream<'_>, stated: Stated) -> Result<Bench, Problem> {
    let mut reading = Reading {
        stated,
        mode: Mode::Unknown,
        bench: Bench::default(),
        rows: 0,
        unknown: None,
        strange: None,
        foreign: None,
        skipped: None,
        logs: LogLines::default(),
        interrupted: false,
    };
    while let Some(piece) = stream.next()? {
        match piece {
            Piece::Document(json) => reading.document(&stream.input, &json)?,
            Piece::Line(span, ended) => reading.line(&stream.input, span, ended)?,
        }
    }
    reading.end(stream)
}

impl Reading {
    fn document(&mut self, input: &Input, json: &Json) -> Result<(), Problem> {
        let found = formats::of(json, RECORDS);
        match (&self.mode, found) {
            (Mode::Unknown, None) => self.nothing_known(input, json),
            (Mode::Unknown, Some(format)) => {
                if let Some(problem) = self.strange.take() {
                    return Err(problem);
                }
                self.mode = Mode::Records(format);
                self.begin((format.begin)());
                self.record(input, json, format)?;
            }
            (Mode::Records(format), found) if found.is_some_and(|f| f.word == format.word) => {
                self.record(input, json, format)?;
            }
            (Mode::Records(format), _) => {
                let start = json.span.start;
                let message = format!("this record is not of {} like the first", format.word);
                return Err(input.at(&(start..start + 1), message));
            }
            (_, Some(format)) => {
                let start = json.span.start;
                let message =
                    format!("a record of {}; expected what stands before it", format.word);
                return Err(input.at(&(start..start + 1), message));
            }
            (_, None) => self.skip(input, json.span.start),
        }
        Ok(())
    }

    fn begin(&mut self, bench: Bench) {
        self.bench = Bench { stated: self.stated, ..bench };
    }

    fn record(&mut self, input: &Input, json: &Json, format: &Format) -> Result<(), Problem> {
        self.rows += 1;
        (format.record)(&mut self.bench, &Look::new(input, json))
    }

    fn nothing_known(&mut self, input: &Input, json: &Json) {
        let start = json.span.start..json.span.start + 1;
        if let Some(what) = foreign::of_json(json) {
            self.foreign.get_or_insert_with(|| foreign::refusal(input, &start, &what));
        }
        let message = "the JSON has no field of a known benchmark";
        let strange = self.strange.get_or_insert_with(|| input.at(&start, message).hint(READ));
        self.unknown.get_or_insert_with(|| strange.clone());
    }

    fn skip(&mut self, input: &Input, at: usize) {
        let line = input.line(at);
        self.skipped.get_or_insert((0, line)).0 += 1;
    }

    fn line(&mut self, input: &Input, span: Range<usize>, ended: bool) -> Result<(), Problem> {
        let text = &input.text[span.clone()];
        self.logs.line(input, &span)?;
        match &mut self.mode {
            Mode::Records(format) if text.starts_with("INSERT INTO") => {
                let (format, row) = (*format, table::insert(input, &span)?);
                return self.record(input, &row, format);
            }
            Mode::Records(_) if text.starts_with(['"', '}', ']', ',']) => {
                let message = "a piece of JSON outside of any record; is the file damaged?";
                return Err(input.at(&span, message));
            }
            Mode::Table(..) if text.starts_with('|') => self.table_row(input, span)?,
            Mode::Table(..) => self.interrupted = true,
            Mode::Sheet(..) => self.sheet_row(input, span, ended)?,
            Mode::Printed(lines) => {
                // Without its unit a number may have lost digits.
                let units = ["tokens/s", "tokens-per-sec", ")"];
                if !ended && !units.iter().any(|unit| text.trim_end().ends_with(unit)) {
                    return Err(unended(input));
                }
                let json = Json { span: span.clone(), value: Value::Text(text.into()) };
                lines.line(&mut self.bench, &Look::new(input, &json))?;
            }
            Mode::Records(_) => self.skip(input, span.start),
            Mode::Unknown => self.first_line(input, span, ended)?,
        }
        Ok(())
    }

    /// A line before anything was recognised.
    fn first_line(
        &mut self,
        input: &Input,
        span: Range<usize>,
        ended: bool,
    ) -> Result<(), Problem> {
        let text = &input.text[span.clone()];
        if text.starts_with('|') {
            let header = table::markdown(input, &span);
            let names = header.ok().flatten().map(|cells| table::names(&cells));
            let found = names
                .and_then(|names| Some((formats::of(&table::columns(&names), TABLES)?, names)));
            let Some((format, names)) = found else {
                let message = "the table has no columns `test` and `t/s`";
                self.unknown.get_or_insert_with(|| input.at(&(0..1), message).hint(READ));
                return Ok(());
            };
            self.begin((format.begin)());
            self.mode = Mode::Table(format, Some(names));
            return Ok(());
        }
        if text.starts_with("INSERT INTO") {
            let row = table::insert(input, &span)?;
            // What stands before it declares the table.
            self.skipped = None;
            return self.document(input, &row);
        }
        if let Some(printed) = PRINTED.iter().find(|printed| (printed.knows)(text)) {
            let (bench, lines) = (printed.begin)();
            self.begin(bench);
            self.mode = Mode::Printed(lines);
            return self.line(input, span, ended);
        }
        let header = Some(text).filter(|text| text.contains(','));
        let cells = header.and_then(|_| table::csv(input, &span).ok()).unwrap_or_default();
        let names = table::names(&cells);
        if let Some(format) = formats::of(&table::columns(&names), SHEETS) {
            self.begin((format.begin)());
            self.mode = Mode::Sheet(format, names);
            return Ok(());
        }
        let start = span.start..span.start + 1;
        if let Some(what) = foreign::of_line(text, &names) {
            self.foreign.get_or_insert_with(|| foreign::refusal(input, &start, &what));
        }
        let message = "the file is not the result of a known benchmark";
        self.unknown.get_or_insert_with(|| input.at(&start, message).hint(READ));
        self.skip(input, span.start);
        Ok(())
    }

    /// A row of the table, or the names of the next one.
    fn table_row(&mut self, input: &Input, span: Range<usize>) -> Result<(), Problem> {
        let Mode::Table(format, names) = &mut self.mode else { return Ok(()) };
        let interrupted = std::mem::take(&mut self.interrupted);
        let cells = match (table::markdown(input, &span), &names) {
            (Ok(Some(cells)), _) => cells,
            (Err(problem), Some(_)) => return Err(problem),
            _ => return Ok(()),
        };
        // Every table that is read has a column of this unit.
        if input.text.contains("t/s") {
            let own = table::names(&cells);
            if (format.wrote)(&table::columns(&own)) {
                *names = Some(own);
                return Ok(());
            }
        }
        match names {
            None => Ok(()),
            // Another table of the same file.
            Some(known) if interrupted && known.len() != cells.len() => {
                *names = None;
                Ok(())
            }
            Some(known) => {
                let (format, row) = (*format, table::row(input, known, span, cells)?);
                self.record(input, &row, format)
            }
        }
    }

    fn sheet_row(&mut self, input: &Input, span: Range<usize>, ended: bool) -> Result<(), Problem> {
        let Mode::Sheet(format, names) = &self.mode else { return Ok(()) };
        if input.text[span.clone()].starts_with('#') {
            return Ok(());
        }
        if !ended {
            // The last cell may have lost digits, and nothing else would tell.
            return Err(unended(input));
        }
        let (format, cells) = (*format, table::csv(input, &span)?);
        let row = table::row(input, names, span, cells)?;
        self.record(input, &row, format)
    }

    fn end(mut self, stream: &Stream<'_>) -> Result<Bench, Problem> {
        let input = &stream.input;
        let end = |message: &str| input.at(&input.end(), message);
        match &self.mode {
            Mode::Unknown => {
                let known = self.foreign.or(self.unknown);
                return Err(known.unwrap_or_else(|| stream.nothing()));
            }
            Mode::Table(..) | Mode::Sheet(..) if self.rows == 0 => {
                return Err(end("there are names of columns and no row; is the file cut off?"));
            }
            Mode::Printed(lines) => {
                if let Some(missing) = lines.missing() {
                    return Err(end(missing));
                }
            }
            Mode::Records(_) => {
                if let Some((count, line)) = self.skipped {
                    let lines = if count == 1 { "line" } else { "lines" };
                    self.bench.remark(format!(
                        "skipped: {count} {lines} that are no results, the first is line {line}"
                    ));
                }
            }
            _ => {}
        }
        if self.bench.decode.is_empty() {
            if let Some(problem) = self.bench.refused {
                return Err(problem);
            }
            if let Some(nothing) = self.bench.nothing {
                return Err(end(nothing).hint("is the stream cut off?"));
            }
        }
        self.logs.settle(&mut self.bench);
        Ok(self.bench)
    }
}

fn unended(input: &Input) -> Problem {
    let message = "the last line does not end; is the file cut off?";
    input.at(&input.end(), message).hint("add a line break if the file is whole")
}
