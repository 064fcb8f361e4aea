//! Which program wrote a file, by what is in it; the file's name is not asked. The first record,
//! table or line of a known format decides, and what stands around results is passed over.

use std::ops::Range;

use super::foreign;
use super::format::{Format, Lines};
use super::formats::{self, PRINTED, READ, RECORDS};
use super::input::Input;
use super::json::{self, Json, Value};
use super::labels::Stated;
use super::log_lines::LogLines;
use super::look::Look;
use super::runs::Bench;
use super::stream::{Piece, Stream};
use super::table;
use super::tabular::{Grid, unended};
use crate::profile::problem::Problem;

/// Names of columns are far shorter; a line of millions of commas is not taken apart.
const LONGEST_HEADER: usize = 64 << 10;

/// What may stand before results, in lines: a log of hours is shorter.
const MOST_BEFORE: u64 = 500_000;

/// What a file was found to be.
enum Mode {
    Unknown,
    Records(&'static Format),
    Rows(Grid),
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
    };
    while let Some(piece) = stream.next()? {
        match piece {
            Piece::Document(json) => reading.document(&stream.input, &json)?,
            Piece::Line(span, ended) => reading.line(&stream.input, span, ended)?,
        }
    }
    reading.end(stream)
}

/// What a line of a stream of events holds, as servers send answers piece by piece; of an event that has
/// its result inside, that.
fn event(input: &Input, span: &Range<usize>) -> Option<Json> {
    const DATA: &str = "data: {";
    input.text[span.clone()].starts_with(DATA).then_some(())?;
    let whole = json::document(input, span.start + DATA.len() - 1).ok()?;
    match whole.get("result") {
        Some(result) => Some(result.clone()),
        None => Some(whole),
    }
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
        if let Some(event) = event(input, &span) {
            // Of the pieces of a stream the last one has the numbers.
            return if formats::of(&event, RECORDS).is_some() {
                self.document(input, &event)
            } else {
                Ok(())
            };
        }
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
            Mode::Rows(grid) => {
                let format = grid.format;
                if let Some(row) = grid.row(input, span, ended)? {
                    self.record(input, &row, format)?;
                }
            }
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
            let Some(grid) = Grid::of_table(input, &span) else {
                let message = "the table has no columns `test` and `t/s`";
                self.unknown.get_or_insert_with(|| input.at(&(0..1), message).hint(READ));
                return Ok(());
            };
            self.begin((grid.format.begin)());
            self.mode = Mode::Rows(grid);
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
        let header = Some(text).filter(|text| text.len() <= LONGEST_HEADER && text.contains(','));
        let cells = header.and_then(|_| table::csv(input, &span).ok()).unwrap_or_default();
        let names = table::names(&cells);
        if let Some(grid) = Grid::of_sheet(&names) {
            self.begin((grid.format.begin)());
            self.mode = Mode::Rows(grid);
            return Ok(());
        }
        let start = span.start..span.start + 1;
        if let Some(what) = foreign::of_line(text, &names) {
            self.foreign.get_or_insert_with(|| foreign::refusal(input, &start, &what));
        }
        let message = "the file is not the result of a known benchmark";
        self.unknown.get_or_insert_with(|| input.at(&start, message).hint(READ));
        self.skip(input, span.start);
        match self.skipped {
            Some((MOST_BEFORE, _)) => {
                let known = self.foreign.take().or(self.unknown.take());
                Err(known.unwrap_or_else(|| input.at(&start, message)))
            }
            _ => Ok(()),
        }
    }

    fn end(mut self, stream: &Stream<'_>) -> Result<Bench, Problem> {
        let input = &stream.input;
        let end = |message: &str| input.at(&input.end(), message);
        match &self.mode {
            Mode::Unknown => {
                let known = self.foreign.or(self.unknown);
                return Err(known.unwrap_or_else(|| stream.nothing()));
            }
            Mode::Rows(_) if self.rows == 0 => {
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
