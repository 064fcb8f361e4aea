//! Objects of one JSON list of any size in bounded memory, each read on its own.

use std::io::{self, Read};

use super::documents::{first_key, next_row, object_end, swallowed};
use super::jsonl::{self, Filter, Reader, unread};
use super::lines::{LONGEST, Line};
use super::sink::Sink;

/// How much is read at once, at least.
const STEP: usize = 256 << 10;

/// What is held of a list.
struct Window<R> {
    reader: R,
    held: Vec<u8>,
    /// What is before this was read.
    at: usize,
    /// The line of that, from 1.
    line: u64,
    done: bool,
}

impl<R: Read> Window<R> {
    fn rest(&self) -> &[u8] {
        &self.held[self.at..]
    }

    /// Goes on by so many bytes.
    fn pass(&mut self, count: usize) {
        let passed = &self.held[self.at..self.at + count];
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.at += count;
    }

    /// Reads as much again as is held; less than that ends it.
    fn fill(&mut self) -> io::Result<()> {
        self.held.drain(..self.at);
        self.at = 0;
        let wanted = self.held.len().max(STEP);
        let read = self.reader.by_ref().take(wanted as u64).read_to_end(&mut self.held)?;
        self.done = read < wanted;
        Ok(())
    }

    /// Goes to the next byte that is neither space nor among these.
    fn skip(&mut self, between: &[u8]) -> io::Result<Option<u8>> {
        loop {
            let skipped = |byte: &&u8| byte.is_ascii_whitespace() || between.contains(byte);
            let count = self.rest().iter().take_while(skipped).count();
            self.pass(count);
            match self.rest().first() {
                None if !self.done => self.fill()?,
                found => return Ok(found.copied()),
            }
        }
    }

    /// How long the object is that begins here; nothing when it does not end, or not within what may be
    /// held.
    fn object(&mut self) -> io::Result<Option<usize>> {
        loop {
            match object_end(self.rest(), 0) {
                None if !self.done && self.rest().len() <= LONGEST => self.fill()?,
                end => return Ok(end),
            }
        }
    }

    /// How the next object after this one may be found when this one is damaged: by the beginning of its
    /// line where this one begins a line, else by its first key.
    fn marker(&self, element: &[u8]) -> Option<Vec<u8>> {
        let before = &self.held[..self.at];
        let indent = before.iter().rev().take_while(|byte| b" \t".contains(byte)).count();
        let line = before.len().checked_sub(indent + 1).filter(|at| before[*at] == b'\n');
        line.map_or_else(|| first_key(element), |line| Some(self.held[line..=self.at].to_vec()))
    }

    /// Goes to what looks like an object after this one; otherwise to the end.
    fn find(&mut self, marker: Option<&[u8]>) -> io::Result<()> {
        loop {
            if let Some(next) = next_row(self.rest(), marker) {
                self.pass(next);
                return Ok(());
            }
            // The marker may be cut in two here.
            let kept = marker.map_or(0, <[u8]>::len).min(self.rest().len());
            self.pass(self.rest().len() - kept);
            if self.done {
                self.pass(kept);
                return Ok(());
            }
            self.fill()?;
        }
    }
}

/// Reads the objects of a list, and says how many lines it has.
pub fn read(reader: impl Read, filter: &Filter, read: Reader, sink: &mut Sink<'_>) -> u64 {
    let mut window = Window { reader, held: Vec::new(), at: 0, line: 1, done: false };
    if let Err(error) = elements(&mut window, filter, read, sink) {
        sink.skip(&unread(&error), window.line);
    }
    window.line
}

fn elements(
    window: &mut Window<impl Read>,
    filter: &Filter,
    read: Reader,
    sink: &mut Sink<'_>,
) -> io::Result<()> {
    let mut marker: Option<Vec<u8>> = None;
    while let Some(byte) = window.skip("\u{feff}[],".as_bytes())? {
        let number = window.line;
        if byte != b'{' {
            sink.skip("what is between two rows is no comma", number);
            window.find(marker.as_deref())?;
            continue;
        }
        let end = window.object()?;
        let element = &window.rest()[..end.unwrap_or(window.rest().len())];
        let line = Line {
            number,
            offset: 0,
            bytes: element,
            too_long: element.len() > LONGEST,
            ended: end.is_some(),
        };
        let result = if end.is_none() && !line.too_long {
            Err("cut off".into())
        } else {
            jsonl::one(line, filter, read, sink)
        };
        // Objects of several kinds are in a log: what is looked for is one with usage.
        if marker.is_none() || result.is_ok() && filter.passes(element) {
            marker = window.marker(element).or(marker);
        }
        let next = match result {
            Ok(()) => end,
            Err(reason) => {
                sink.skip(&reason, number);
                swallowed(element, marker.as_deref()).or(end)
            }
        };
        match next {
            Some(next) => window.pass(next),
            None => window.find(marker.as_deref())?,
        }
    }
    Ok(())
}
