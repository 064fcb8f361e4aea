//! Bytes that were read and not yet used, and where in the file they stand.

use std::io::{self, Read};

/// How much is read at a time.
const STEP: usize = 64 << 10;

/// How much is kept of the line before the next byte, for excerpts.
const KEPT: usize = 160;

/// Bytes between a reader and its user.
#[derive(Debug, Default)]
pub struct Waiting {
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// Lines that have ended.
    lines: u32,
    /// The last part of the line before the next byte.
    line: String,
    /// Characters of that line before that part.
    cut: u32,
}

impl Waiting {
    /// What waits.
    pub fn rest(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// The last part of the line before the next byte.
    pub fn line(&self) -> &str {
        &self.line
    }

    /// Lines before that part of a line, and characters before it on its line.
    pub fn before(&self) -> (u32, u32) {
        (self.lines, self.cut)
    }

    /// Uses up the next bytes.
    pub fn take(&mut self, length: usize) {
        let used = &self.buffer[self.start..self.start + length];
        let mut tail = used;
        if let Some(at) = memchr::memrchr(b'\n', used) {
            self.lines += memchr::memchr_iter(b'\n', used).count() as u32;
            self.line.clear();
            self.cut = 0;
            tail = &used[at + 1..];
        }
        if tail.len() > KEPT {
            let begins = |byte: &&u8| **byte & 0xc0 != 0x80;
            self.cut += self.line.chars().count() as u32;
            self.line.clear();
            let from = (tail.len() - KEPT..tail.len()).find(|at| begins(&&tail[*at]));
            let (cut, kept) = tail.split_at(from.unwrap_or(tail.len()));
            self.cut += cut.iter().filter(begins).count() as u32;
            tail = kept;
        }
        // Text is checked where it is used; here nothing depends on it.
        self.line.push_str(&String::from_utf8_lossy(tail));
        if self.line.len() > 2 * KEPT {
            let from = self.line.len() - KEPT;
            let from = (from..).find(|at| self.line.is_char_boundary(*at)).unwrap_or(from);
            self.cut += self.line[..from].chars().count() as u32;
            self.line.drain(..from);
        }
        self.start += length;
    }

    /// Passes over a byte order mark.
    pub fn skip_mark(&mut self) {
        self.start += "\u{feff}".len();
    }

    /// Reads on; whether there was more.
    pub fn fill(&mut self, reader: &mut impl Read) -> io::Result<bool> {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        if self.end == self.buffer.len() {
            // Twice as much each time, so that a long record is not copied again and again.
            self.buffer.resize((2 * self.buffer.len()).max(STEP), 0);
        }
        let read = reader.read(&mut self.buffer[self.end..])?;
        self.end += read;
        Ok(read > 0)
    }
}
