//! Lines of a stream of any size in bounded memory.

use std::io::{self, Read};

use memchr::memchr;

/// A longer line is left out: it is no row of usage, and memory is bounded.
pub const LONGEST: usize = 16 << 20;
const STEP: usize = 256 << 10;

/// One line, without its line break.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// From 1.
    pub number: u64,
    /// Where it starts.
    pub offset: u64,
    /// What stands in it; nothing when it is too long.
    pub bytes: &'a [u8],
    /// Whether it is longer than [`LONGEST`].
    pub too_long: bool,
    /// Whether a line break ends it.
    pub ended: bool,
}

impl Line<'_> {
    /// Whether its last number may be longer than what is there.
    pub fn may_be_cut(&self) -> bool {
        !self.ended && self.bytes.last().is_some_and(u8::is_ascii_digit)
    }
}

/// What is said of a line that may be cut.
pub const MAY_BE_CUT: &str =
    "the last line of a file has no line break: it may be cut off, and its last number too small";

/// The lines of a stream.
#[derive(Debug)]
pub struct Lines<R> {
    reader: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    number: u64,
    offset: u64,
    done: bool,
}

impl<R: Read> Lines<R> {
    /// The lines of `reader`, whose first byte is at `offset` of a file.
    pub fn new(reader: R, offset: u64) -> Self {
        Self::reusing(Vec::new(), reader, offset)
    }

    /// The same lines in a buffer that was used before.
    pub fn reusing(mut buffer: Vec<u8>, reader: R, offset: u64) -> Self {
        buffer.resize(STEP, 0);
        Self { reader, buffer, start: 0, end: 0, number: 0, offset, done: false }
    }

    /// Lines so far.
    pub fn count(&self) -> u64 {
        self.number
    }

    /// The buffer, for other lines.
    pub fn into_buffer(self) -> Vec<u8> {
        self.buffer
    }

    /// What has not been read.
    pub fn into_rest(self) -> R {
        self.reader
    }

    /// Reads the next line.
    ///
    /// # Errors
    /// When the stream cannot be read on.
    pub fn read(&mut self) -> io::Result<Option<Line<'_>>> {
        let begin = self.offset;
        let (mut seen, mut lost, mut ended) = (0, 0_u64, true);
        let length = loop {
            let fresh = &self.buffer[self.start + seen..self.end];
            if let Some(at) = memchr(b'\n', fresh) {
                break seen + at;
            }
            seen = self.end - self.start;
            if seen > LONGEST {
                lost += seen as u64;
                (self.start, self.end, seen) = (0, 0, 0);
            }
            if self.done {
                if seen == 0 && lost == 0 {
                    return Ok(None);
                }
                ended = false;
                break seen;
            }
            self.fill()?;
        };
        let (from, to) = (self.start, self.start + length);
        self.start = (to + 1).min(self.end);
        self.number += 1;
        self.offset += lost + length as u64 + 1;
        let too_long = lost > 0;
        let bytes = if too_long { &[] } else { trimmed(&self.buffer[from..to]) };
        Ok(Some(Line { number: self.number, offset: begin, bytes, too_long, ended }))
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        if self.end == self.buffer.len() {
            let wanted = (self.buffer.len() * 2).min(LONGEST + 2 * STEP);
            self.buffer.resize(wanted.max(self.end + STEP), 0);
        }
        loop {
            match self.reader.read(&mut self.buffer[self.end..]) {
                Ok(read) => {
                    self.end += read;
                    self.done = read == 0;
                    return Ok(());
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// Without white space at the ends and without a byte order mark.
fn trimmed(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    bytes.trim_ascii()
}
