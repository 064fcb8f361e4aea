//! JSON lines: which may hold usage, and what is wrong with one.

use std::io::Read;

use memchr::memmem::Finder;

use super::lines::{Line, Lines, MAY_BE_CUT};
use super::refusal::Refusal;
use super::sink::Sink;

/// Reads one line.
pub type Reader = fn(&[u8], &mut Sink<'_>) -> Result<(), Refusal>;

/// Finds lines that may hold usage. A key can be written with escapes (`\u0075sage`), so that a line
/// with an escaped ASCII letter is looked at, too; a quoted key inside a text has a backslash before
/// its closing quote and is not found.
#[derive(Debug)]
pub struct Filter {
    needles: Vec<Finder<'static>>,
    escape: Finder<'static>,
}

impl Filter {
    /// Lines that hold one of these.
    pub fn new(needles: &'static [&'static str]) -> Self {
        let needles = needles.iter().map(Finder::new).collect();
        Self { needles, escape: Finder::new("\\u00") }
    }

    /// Whether usage can be in the line.
    pub fn passes(&self, line: &[u8]) -> bool {
        if self.needles.iter().any(|needle| needle.find(line).is_some()) {
            return true;
        }
        let letters = |at: usize| line.get(at + 4).is_some_and(|byte| (b'5'..=b'7').contains(byte));
        self.escape.find_iter(line).any(letters)
    }
}

/// Reads the lines that begin before `end`, and says how many there are.
pub fn read(
    lines: &mut Lines<impl Read>,
    end: u64,
    filter: &Filter,
    reader: Reader,
    sink: &mut Sink<'_>,
) -> u64 {
    each(lines, end, sink, |line, sink| one(line, filter, reader, sink))
}

/// Reads lines of text.
pub fn samples(lines: &mut Lines<impl Read>, reader: Reader, sink: &mut Sink<'_>) -> u64 {
    each(lines, u64::MAX, sink, |line, sink| {
        if line.too_long {
            return Err(TOO_LONG.into());
        }
        if line.may_be_cut() {
            sink.gather.warn(MAY_BE_CUT);
        }
        reader(line.bytes, sink)
    })
}

/// Why a long line is left out.
pub const TOO_LONG: &str = "a line longer than 16 MiB";

fn each(
    lines: &mut Lines<impl Read>,
    end: u64,
    sink: &mut Sink<'_>,
    mut read: impl FnMut(Line<'_>, &mut Sink<'_>) -> Result<(), Refusal>,
) -> u64 {
    let mut last = lines.count();
    loop {
        let line = match lines.read() {
            Ok(Some(line)) if line.offset < end => line,
            Ok(_) => return last,
            Err(error) => {
                sink.skip(&unread(&error), last + 1);
                return last;
            }
        };
        last = line.number;
        if let Err(reason) = read(line, sink) {
            sink.skip(&reason, line.number);
        }
    }
}

/// Why a stream ends early.
pub fn unread(error: &std::io::Error) -> String {
    use std::io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    match error.kind() {
        UnexpectedEof => "the compressed file is cut off".into(),
        InvalidData | InvalidInput => "the compressed file is damaged".into(),
        _ => format!("the file cannot be read on: {}", crate::text::reason(error)),
    }
}

/// Reads one line where it may hold usage.
///
/// # Errors
/// Why it does not count.
pub fn one(
    line: Line<'_>,
    filter: &Filter,
    reader: Reader,
    sink: &mut Sink<'_>,
) -> Result<(), Refusal> {
    if line.too_long {
        return Err(TOO_LONG.into());
    }
    match (line.bytes.first(), line.bytes.last()) {
        (None, _) | (_, None) => return Ok(()),
        (Some(b'{'), Some(b'}')) => {}
        (Some(b'{'), _) => return Err("cut off".into()),
        _ => return Err("not a JSON object".into()),
    }
    if filter.passes(line.bytes) { reader(line.bytes, sink) } else { Ok(()) }
}
