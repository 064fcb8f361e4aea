//! The text of a file, and problems that point into it.

use std::ops::Range;

use crate::profile::problem::Problem;

/// The longest file that is read, in bytes. Detailed results hold every token's time.
pub const LARGEST_INPUT: u64 = 64 << 20;

/// A file with the name by which the user knows it.
#[derive(Debug)]
pub struct Input {
    file: String,
    /// The whole text.
    pub text: String,
}

impl Input {
    /// The text in these bytes: UTF-8, or UTF-16 with its mark, which some shells write.
    pub fn new(file: &str, bytes: Vec<u8>) -> Result<Self, Problem> {
        if bytes.len() as u64 > LARGEST_INPUT {
            return Err(Problem::of_file(file, "the file is larger than 64 MiB"));
        }
        let text = match bytes.get(..2) {
            Some([0xff, 0xfe]) => utf16(&bytes[2..], u16::from_le_bytes),
            Some([0xfe, 0xff]) => utf16(&bytes[2..], u16::from_be_bytes),
            _ => Some(utf8(file, bytes)?),
        };
        let text = text.ok_or_else(|| Problem::of_file(file, "the file is not UTF-16 text"))?;
        if text.trim_start_matches('\u{feff}').trim().is_empty() {
            let message = "the file is empty; expected the results of a benchmark";
            return Err(Problem::of_file(file, message));
        }
        Ok(Self { file: file.into(), text })
    }

    /// A problem with the file as a whole.
    pub fn whole(&self, message: impl Into<String>) -> Problem {
        Problem::of_file(&self.file, message)
    }

    /// A problem at these bytes.
    pub fn at(&self, span: &Range<usize>, message: impl Into<String>) -> Problem {
        let start = floor(&self.text, span.start);
        let end = floor(&self.text, span.end.max(start));
        Problem::in_text(&self.file, &self.text, start..end, message)
    }

    /// The last byte: where a file is cut off.
    pub fn end(&self) -> Range<usize> {
        let end = self.text.trim_end().len();
        end..end
    }
}

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

fn utf16(bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    if rest.is_empty() { String::from_utf16(&units).ok() } else { None }
}
