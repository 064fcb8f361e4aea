//! Large logs in pieces, which threads read side by side.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use super::found_files::{STDIN, name};
use super::kinds::{self, Kind};
use crate::text::reason;

/// How much is looked at to tell what a file is.
pub const HEAD: u64 = 256 << 10;
/// A log is read in pieces of this size: small enough that threads end together.
const PIECE: u64 = 4 << 20;
/// How much is looked at to find where a line ends.
const STEP: u64 = 16 << 10;

/// A part of a file that one thread reads: the lines that begin in it.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// The number of the file.
    pub file: usize,
    /// Its own number.
    pub number: usize,
    /// Its first byte.
    pub start: u64,
    /// The byte after its last one.
    pub end: u64,
}

impl Piece {
    /// Where the first line begins in it, to which the file is moved; nothing when a line of an earlier
    /// piece goes beyond it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn first_line(&self, file: &mut File) -> io::Result<Option<u64>> {
        let mut at = self.start.saturating_sub(1);
        file.seek(SeekFrom::Start(at))?;
        let mut bytes = Vec::new();
        while at < self.end {
            bytes.clear();
            if file.by_ref().take(STEP).read_to_end(&mut bytes)? == 0 {
                break;
            }
            if let Some(index) = memchr::memchr(b'\n', &bytes) {
                at += index as u64 + 1;
                file.seek(SeekFrom::Start(at))?;
                return Ok((at < self.end).then_some(at));
            }
            at += bytes.len() as u64;
        }
        Ok(None)
    }
}

/// The pieces of a file, many for a large log whose lines do not depend on each other, and its size. Where
/// the user names the columns, `mapped`, a log is none.
///
/// # Errors
/// When the file cannot be read.
pub fn split(file: usize, path: &Path, mapped: bool) -> Result<(Vec<Piece>, u64), String> {
    let whole = || vec![Piece { file, number: 0, start: 0, end: u64::MAX }];
    if path.as_os_str() == STDIN {
        return Ok((whole(), 0));
    }
    let said = |error: io::Error| format!("{}: {}", name(path), reason(&error));
    let mut opened = File::open(path).map_err(said)?;
    let size = opened.metadata().map_err(said)?.len();
    if size <= PIECE {
        return Ok((whole(), size));
    }
    let head = head(&mut opened).map_err(said)?;
    let in_pieces = matches!(kinds::of(&head, mapped), Some(Kind::Lines("Claude Code", ..)));
    if !in_pieces {
        return Ok((whole(), size));
    }
    let piece = |number: u64| Piece {
        file,
        number: number as usize,
        start: number * PIECE,
        end: ((number + 1) * PIECE).min(size),
    };
    Ok(((0..size.div_ceil(PIECE)).map(piece).collect(), size))
}

/// The beginning of a text.
///
/// # Errors
/// When it cannot be read.
pub fn head(reader: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    reader.by_ref().take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

    #[test]
    fn a_piece_begins_with_the_first_line_that_begins_in_it() {
        let path = std::env::temp_dir().join(format!("breakeven-pieces-{}", std::process::id()));
        let long = STEP as usize * 3;
        std::fs::write(&path, format!("a\n{}\nbc\n", "x".repeat(long))).unwrap();
        let mut file = File::open(&path).unwrap();
        let mut first = |start: u64, end: u64| {
            let piece = Piece { file: 0, number: 1, start, end };
            let line = piece.first_line(&mut file).unwrap();
            assert!(line.is_none() || file.stream_position().unwrap() == line.unwrap());
            line
        };
        let after = long as u64 + 3;
        assert_eq!((first(2, 9), first(1, 9)), (Some(2), Some(2)));
        // Nothing begins within the long line, however long it is.
        assert_eq!((first(3, 9), first(9, after)), (None, None));
        assert_eq!((first(9, after + 1), first(after, after + 9)), (Some(after), Some(after)));
        assert_eq!(first(after + 1, after + 3), None);
        std::fs::remove_file(&path).unwrap();
    }
}
