//! What is wrong with a profile, with the place and the line of text.

use std::fmt;

use super::document::Document;
use super::node::Place;
use crate::text::printable;

/// The number of problems after which no more are looked for.
pub const MOST_PROBLEMS: usize = 1_000;

/// One thing that is wrong, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as the user named it.
    pub file: String,
    /// Line and column from 1, and the line of text with the length of the mark under it.
    pub at: Option<At>,
    /// What was found and what was expected.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

/// A place and its line of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// The line, made printable.
    pub excerpt: String,
    /// Characters before the mark, and of the mark.
    pub mark: (usize, usize),
}

/// The longest excerpt shown, in characters of the file.
const EXCERPT: usize = 120;
/// The most of it that is before the mark.
const HEAD: usize = 80;

impl Problem {
    /// A problem with a whole file.
    pub fn of_file(file: impl fmt::Display, message: impl Into<String>) -> Self {
        Self { file: file.to_string(), at: None, message: message.into(), hint: None }
    }

    /// A problem at a place.
    pub fn at(document: &Document, place: Place, message: impl Into<String>) -> Self {
        let at = Some(At::new(&document.text, place));
        Self { file: document.path.to_string(), at, message: message.into(), hint: None }
    }

    /// A problem at these bytes of a text that is no document.
    pub fn in_text(
        file: impl fmt::Display,
        text: &str,
        span: std::ops::Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        let at = Some(At::new(text, Place::of(text, span)));
        Self { at, ..Self::of_file(file, message) }
    }

    /// The place and the message, without the line of text.
    pub fn in_one_line(&self) -> String {
        let file = printable(&self.file);
        match &self.at {
            Some(at) => format!("{file}:{}: {}", at.line, self.message),
            None => format!("{file}: {}", self.message),
        }
    }

    /// The same problem with something to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same problem with a hint, if there is one.
    #[must_use]
    pub fn maybe_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }
}

impl At {
    /// Looks at no more of the text than it shows: a file may be one line of a megabyte, with a
    /// problem in every tenth byte.
    fn new(text: &str, place: Place) -> Self {
        let (before, rest) = text.split_at_checked(place.offset as usize).unwrap_or((text, ""));
        let head = head(before);
        let room = EXCERPT.saturating_sub(head.chars().count());
        let line = rest.split('\n').next().unwrap_or_default();
        let line = line.strip_suffix('\r').unwrap_or(line);
        let tail = line.char_indices().nth(room).map_or(line, |(end, _)| &line[..end]);
        let ahead = &before[..before.len() - head.len()];
        let start = if ahead.is_empty() || ahead.ends_with('\n') { "" } else { "…" };
        let end = if tail.len() == line.len() { "" } else { "…" };
        let marked = tail.get(..(place.length as usize).min(tail.len())).unwrap_or(tail);
        let width = |part: &str| printable(part).chars().count();
        Self {
            line: place.line,
            column: place.column,
            excerpt: format!("{start}{}{}{end}", printable(head), printable(tail)),
            mark: (width(start) + width(head), width(marked).max(1)),
        }
    }
}

/// The end of the text: what is before the mark on its line, or the last part of it.
fn head(before: &str) -> &str {
    let mut start = before.len();
    for (count, (at, character)) in before.char_indices().rev().enumerate() {
        if character == '\n' || count == HEAD {
            break;
        }
        start = at;
    }
    &before[start..]
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = printable(&self.file);
        match &self.at {
            None => write!(f, "{file}: {}", self.message)?,
            Some(at) => {
                let gutter = " ".repeat(at.line.to_string().len());
                let (start, length) = at.mark;
                writeln!(f, "{file}:{}:{}: {}", at.line, at.column, self.message)?;
                writeln!(f, "{gutter} |")?;
                writeln!(f, "{} | {}", at.line, at.excerpt)?;
                write!(f, "{gutter} | {}{}", " ".repeat(start), "^".repeat(length))?;
            }
        }
        match &self.hint {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}
