//! A file of any size in pieces: JSON documents, of which a list counts as many, and lines of text.

use std::io::{Cursor, ErrorKind, Read};
use std::ops::Range;

use super::input::{EMPTY, Input, LARGEST_INPUT, NOT_UTF16, from_utf16};
use super::json::{self, Json};
use super::json_end::Scan;
use super::waiting_text::Waiting;
use crate::profile::problem::Problem;
use crate::text::{printable, reason};

/// What comes next in a file.
#[derive(Debug)]
pub enum Piece {
    /// A JSON document, or an item of a list of them.
    Document(Json),
    /// A line without its break; whether it had one.
    Line(Range<usize>, bool),
}

/// Where in a file of JSON the stream is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    /// Between documents.
    Outside,
    /// In a list, where an item or its end may come.
    Opened,
    /// In a list after a comma.
    Comma,
    /// In a list after an item.
    Item,
}

/// The pieces of a file. What they say stands in `input` until the next is asked for.
pub struct Stream<'r> {
    reader: Box<dyn Read + 'r>,
    waiting: Waiting,
    level: Level,
    /// Whether a list was seen.
    listed: bool,
    /// The text of the piece that was read last.
    pub input: Input,
}

impl<'r> Stream<'r> {
    /// A stream of what a reader gives: UTF-8, or UTF-16 with its mark, which is read at once.
    ///
    /// # Errors
    /// When it cannot be read, or is text of no kind.
    pub fn new(file: &str, mut reader: impl Read + 'r) -> Result<Self, Problem> {
        let said = |error: std::io::Error| Problem::of_file(file, reason(&error));
        let mut mark = Vec::new();
        reader.by_ref().take(3).read_to_end(&mut mark).map_err(said)?;
        let reader: Box<dyn Read + 'r> = if from_utf16(&mark).is_some() {
            reader.take(LARGEST_INPUT).read_to_end(&mut mark).map_err(said)?;
            if mark.len() as u64 > LARGEST_INPUT {
                return Err(Problem::of_file(file, "the file is UTF-16 and larger than 64 MiB"));
            }
            let text = from_utf16(&mark).flatten();
            let text = text.ok_or_else(|| Problem::of_file(file, NOT_UTF16))?;
            Box::new(Cursor::new(text.into_bytes()))
        } else {
            Box::new(Cursor::new(mark).chain(reader))
        };
        let input = Input::begin(file.into());
        Ok(Self {
            reader,
            waiting: Waiting::default(),
            level: Level::Outside,
            listed: false,
            input,
        })
    }

    /// The next piece that is not blank.
    ///
    /// # Errors
    /// The first place of a document that is not JSON, and what is no text.
    pub fn next(&mut self) -> Result<Option<Piece>, Problem> {
        loop {
            self.space()?;
            let Some(byte) = self.byte(0)? else { return self.end() };
            match (self.level, byte) {
                (Level::Outside, b'{') | (Level::Opened | Level::Comma, b'{') => {
                    return self.document().map(Some);
                }
                (Level::Outside, b'[') if self.opens_records()? => {
                    self.waiting.take(1);
                    (self.level, self.listed) = (Level::Opened, true);
                }
                (Level::Outside, _) => return self.line().map(Some),
                (Level::Opened | Level::Item, b']') => {
                    self.waiting.take(1);
                    self.level = Level::Outside;
                }
                (Level::Item, b',') => {
                    self.waiting.take(1);
                    self.level = Level::Comma;
                }
                (level, _) => return Err(self.misplaced(level)),
            }
        }
    }

    /// What is said of a file in which nothing was found.
    pub fn nothing(&self) -> Problem {
        if !self.listed {
            return self.input.whole(EMPTY);
        }
        self.input.at(&(0..1), "the list is empty; expected the results of a benchmark")
    }

    fn end(&mut self) -> Result<Option<Piece>, Problem> {
        if self.level == Level::Outside {
            return Ok(None);
        }
        let what = if self.level == Level::Item { "`,` or `]`" } else { "a record" };
        let message = format!("the file ends where {what} is expected; is it cut off?");
        self.show(0)?;
        Err(self.input.at(&self.input.end(), message))
    }

    fn misplaced(&mut self, level: Level) -> Problem {
        let what = if level == Level::Item { "`,` or `]`" } else { "a record in `{}`" };
        let length = self.line_length().unwrap_or(1);
        let start = match self.show(length) {
            Ok(start) => start,
            Err(problem) => return problem,
        };
        let found = self.input.text[start..].chars().next().unwrap_or(' ').to_string();
        let message = format!("found `{}`; expected {what}", printable(&found));
        self.input.at(&(start..start + 1), message)
    }

    fn document(&mut self) -> Result<Piece, Problem> {
        let before = self.waiting.before();
        let mut kept = std::mem::take(&mut self.input.text).into_bytes();
        kept.clear();
        kept.extend_from_slice(self.waiting.line().as_bytes());
        let start = kept.len();
        let mut scan = Scan::behind(kept);
        loop {
            let rest = self.waiting.rest();
            let end = scan.end(rest);
            let used = rest.len();
            self.waiting.take(end.unwrap_or(used));
            let large = scan.kept.len() as u64 > LARGEST_INPUT;
            if large || end.is_some() || !self.fill()? {
                self.input.record(scan, before)?;
                if large {
                    let message = "the record is larger than 64 MiB";
                    return Err(self.input.at(&(start..start + 1), message));
                }
                break;
            }
        }
        self.level = if self.level == Level::Outside { Level::Outside } else { Level::Item };
        json::document(&self.input, start).map(Piece::Document)
    }

    /// What a program logs in brackets, like `[12:00:01]` or `[INFO]`, opens no list of records.
    fn opens_records(&mut self) -> Result<bool, Problem> {
        let mut at = 1;
        loop {
            match self.byte(at)? {
                Some(b' ' | b'\t' | b'\r') => at += 1,
                Some(b'{' | b']' | b'\n') | None => return Ok(true),
                Some(_) => return Ok(false),
            }
        }
    }

    fn line(&mut self) -> Result<Piece, Problem> {
        let length = self.line_length()?;
        let start = self.show(length)?;
        let ended = self.byte(0)?.is_some();
        let end = self.input.text.trim_end_matches('\r').len();
        Ok(Piece::Line(start..end, ended))
    }

    fn line_length(&mut self) -> Result<usize, Problem> {
        let mut seen = 0;
        loop {
            let rest = self.waiting.rest();
            if let Some(at) = memchr::memchr(b'\n', &rest[seen..]) {
                return Ok(seen + at);
            }
            seen = rest.len();
            if seen as u64 > LARGEST_INPUT {
                return Err(self.input.whole("a line is longer than 64 MiB"));
            }
            if !self.fill()? {
                return Ok(seen);
            }
        }
    }

    fn space(&mut self) -> Result<(), Problem> {
        loop {
            let rest = self.waiting.rest();
            let blank = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let all = blank == rest.len();
            self.waiting.take(blank);
            if self.waiting.rest().starts_with("\u{feff}".as_bytes()) {
                self.waiting.skip_mark();
            } else if !all || !self.fill()? {
                return Ok(());
            }
        }
    }

    fn byte(&mut self, at: usize) -> Result<Option<u8>, Problem> {
        while self.waiting.rest().len() <= at {
            if !self.fill()? {
                return Ok(None);
            }
        }
        Ok(self.waiting.rest().get(at).copied())
    }

    /// Reads on; whether there was more.
    fn fill(&mut self) -> Result<bool, Problem> {
        loop {
            match self.waiting.fill(&mut self.reader) {
                Ok(more) => return Ok(more),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(self.input.whole(reason(&error))),
            }
        }
    }

    /// Takes the next bytes as the text of `input`, after the line before them; where they start.
    fn show(&mut self, length: usize) -> Result<usize, Problem> {
        let length = length.min(self.waiting.rest().len());
        let (lines, columns) = self.waiting.before();
        match std::str::from_utf8(&self.waiting.rest()[..length]) {
            Ok(text) => self.input.piece([self.waiting.line(), text], (lines, columns)),
            Err(error) => {
                let good = &self.waiting.rest()[..error.valid_up_to()];
                let line = lines as usize + memchr::memchr_iter(b'\n', good).count() + 1;
                let message = format!("the file is not UTF-8 text: see line {line}");
                return Err(self.input.whole(message));
            }
        }
        let start = self.waiting.line().len();
        self.waiting.take(length);
        Ok(start)
    }
}
