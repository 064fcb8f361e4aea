//! A piece of a file as text, and problems that point into it.

use std::ops::Range;

use super::json_end::{Gap, Scan};
use crate::profile::problem::{At, Problem};

/// The longest record, and the longest file that is read at once, in bytes. Detailed results hold
/// every token's time.
pub const LARGEST_INPUT: u64 = 64 << 20;

/// Text of a file with the name by which the user knows it.
#[derive(Debug)]
pub struct Input {
    file: String,
    /// The text: all of the file, or the piece that is being read.
    pub text: String,
    /// Lines of the file before the text, and characters before it on its first line.
    before: (u32, u32),
    /// What of the file is not in the text, in its order.
    gaps: Vec<Gap>,
}

impl Input {
    /// The text in these bytes: UTF-8, or UTF-16 with its mark, which some shells write.
    pub fn new(file: &str, bytes: Vec<u8>) -> Result<Self, Problem> {
        if bytes.len() as u64 > LARGEST_INPUT {
            return Err(Problem::of_file(file, "the file is larger than 64 MiB"));
        }
        let text = match from_utf16(&bytes) {
            Some(text) => text.ok_or_else(|| Problem::of_file(file, NOT_UTF16))?,
            None => utf8(file, bytes)?,
        };
        if text.trim_start_matches('\u{feff}').trim().is_empty() {
            return Err(Problem::of_file(file, EMPTY));
        }
        Ok(Self { file: file.into(), text, before: (0, 0), gaps: Vec::new() })
    }

    /// A file of which nothing is read yet.
    pub const fn begin(file: String) -> Self {
        Self { file, text: String::new(), before: (0, 0), gaps: Vec::new() }
    }

    /// The next piece of the file, and the lines and characters before it.
    pub fn piece(&mut self, parts: [&str; 2], before: (u32, u32)) {
        self.text.clear();
        parts.iter().for_each(|part| self.text.push_str(part));
        self.before = before;
        self.gaps.clear();
    }

    /// The next record of the file, and the lines and characters before it.
    ///
    /// # Errors
    /// When it is no text.
    pub fn record(&mut self, scan: Scan, before: (u32, u32)) -> Result<(), Problem> {
        (self.before, self.gaps) = (before, scan.gaps);
        self.text = String::from_utf8(scan.kept).map_err(|error| {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let message = format!("the file is not UTF-8 text: see line {}", self.line_after(good));
            self.whole(message)
        })?;
        Ok(())
    }

    /// A problem with the file as a whole.
    pub fn whole(&self, message: impl Into<String>) -> Problem {
        Problem::of_file(&self.file, message)
    }

    /// A problem at these bytes.
    pub fn at(&self, span: &Range<usize>, message: impl Into<String>) -> Problem {
        let start = floor(&self.text, span.start);
        let end = floor(&self.text, span.end.max(start));
        let mut problem = Problem::in_text(&self.file, &self.text, start..end, message);
        if let Some(at) = &mut problem.at {
            let (lines, columns) = self.before;
            at.column += if at.line == 1 { columns } else { 0 };
            at.line += lines;
            self.pass_gaps(at, start);
        }
        problem
    }

    /// A place in the text as one in the file.
    fn pass_gaps(&self, at: &mut At, start: usize) {
        let line = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        for gap in self.gaps.iter().take_while(|gap| gap.at <= start) {
            at.line += gap.lines;
            if gap.at >= line && gap.lines == 0 {
                at.column += gap.columns;
            } else if gap.at >= line {
                at.column = gap.columns + self.text[gap.at..start].chars().count() as u32 + 1;
            }
        }
    }

    /// The line of the file on which this byte stands, from 1.
    pub fn line(&self, at: usize) -> u32 {
        self.line_after(self.text.as_bytes().get(..at).unwrap_or_default())
    }

    /// The line of the file behind the beginning of the text.
    fn line_after(&self, before: &[u8]) -> u32 {
        let gaps = self.gaps.iter().take_while(|gap| gap.at <= before.len());
        let passed: u32 = gaps.map(|gap| gap.lines).sum();
        self.before.0 + passed + memchr::memchr_iter(b'\n', before).count() as u32 + 1
    }

    /// The last byte: where a file is cut off.
    pub fn end(&self) -> Range<usize> {
        let end = self.text.trim_end().len();
        end..end
    }
}

/// What is said of a file without anything in it.
pub const EMPTY: &str = "the file is empty; expected the results of a benchmark";

/// What is said of a file with the mark of UTF-16 that is none.
pub const NOT_UTF16: &str = "the file is not UTF-16 text";

/// The nearest character boundary at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn utf8(file: &str, bytes: Vec<u8>) -> Result<String, Problem> {
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..good].iter().filter(|byte| **byte == b'\n').count() + 1;
        Problem::of_file(file, format!("the file is not UTF-8 text: see line {line}"))
    })
}

/// The text in bytes that begin with the mark of UTF-16; `Some(None)` when they are none.
#[allow(clippy::option_option, reason = "no mark, and a mark with no text behind it")]
pub fn from_utf16(bytes: &[u8]) -> Option<Option<String>> {
    match bytes.get(..2) {
        Some([0xff, 0xfe]) => Some(utf16(&bytes[2..], u16::from_le_bytes)),
        Some([0xfe, 0xff]) => Some(utf16(&bytes[2..], u16::from_be_bytes)),
        _ => None,
    }
}

fn utf16(bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    if rest.is_empty() { String::from_utf16(&units).ok() } else { None }
}
