//! Rows of a sheet, which are lines, or several where a cell in quotes holds line breaks (RFC 4180).

use std::collections::VecDeque;
use std::io::{self, Read};

use super::cells::Splitter;
use super::lines::Lines;

/// The longest row of several lines: a quote that was lost must not hide the rest of the file.
const MOST_LINES: usize = 100;
const MOST_BYTES: usize = 1 << 20;

/// One line, kept.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Its text; that of all its lines when it has several.
    pub text: Vec<u8>,
    /// Its first line, from 1.
    pub number: u64,
    /// Whether it is too long to be read.
    pub too_long: bool,
    /// Whether its last number may be longer than what is there.
    pub may_be_cut: bool,
}

/// Rows in order, and the lines that were read ahead of them.
#[derive(Debug)]
pub struct Rows<'l, R> {
    lines: &'l mut Lines<R>,
    ahead: VecDeque<Row>,
    /// What went wrong while reading ahead, until its turn comes.
    failed: Option<io::Error>,
}

impl<'l, R: Read> Rows<'l, R> {
    /// The rows of these lines.
    pub fn new(lines: &'l mut Lines<R>) -> Self {
        Self { lines, ahead: VecDeque::new(), failed: None }
    }

    /// Lines that were read.
    pub fn count(&self) -> u64 {
        self.lines.count()
    }

    /// The next line as a row.
    ///
    /// # Errors
    /// When the stream cannot be read on.
    pub fn read(&mut self, row: &mut Row) -> io::Result<bool> {
        if let Some(held) = self.ahead.pop_front() {
            *row = held;
            return Ok(true);
        }
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        self.read_line(row)
    }

    fn read_line(&mut self, row: &mut Row) -> io::Result<bool> {
        let Some(line) = self.lines.read()? else { return Ok(false) };
        row.text.clear();
        row.text.extend_from_slice(line.bytes);
        row.number = line.number;
        (row.too_long, row.may_be_cut) = (line.too_long, line.may_be_cut());
        Ok(true)
    }

    /// Adds the lines after a row to it up to the one that ends its quotes. When the row does not `fit`
    /// then, it stays as it is, and the lines after it are read on their own.
    pub fn join(&mut self, row: &mut Row, fits: impl FnOnce(&[u8]) -> bool) -> bool {
        let (first, mut index) = (row.text.len(), 0);
        while index < MOST_LINES && row.text.len() < MOST_BYTES {
            if index == self.ahead.len() {
                let mut next = Row::default();
                match self.read_line(&mut next) {
                    Ok(true) => self.ahead.push_back(next),
                    Ok(false) => break,
                    Err(error) => {
                        self.failed = Some(error);
                        break;
                    }
                }
            }
            let Some(next) = self.ahead.get(index) else { break };
            index += 1;
            row.text.push(b'\n');
            row.text.extend_from_slice(&next.text);
            if Splitter::open(&next.text) {
                if fits(&row.text) {
                    row.may_be_cut = next.may_be_cut;
                    self.ahead.drain(..index);
                    return true;
                }
                break;
            }
        }
        row.text.truncate(first);
        false
    }
}
