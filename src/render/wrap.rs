//! Lines no wider than asked, in which no number is ever cut: a line ends between words; a name
//! that is too long for a line of its own may also end after one of its `-` or `/`.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr as _;

/// Columns that a text takes on a terminal.
pub fn width(text: &str) -> usize {
    // Nearly every text is plain, and then it is as wide as it is long.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) { text.len() } else { text.width() }
}

/// Columns that the parts of a text take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Widths {
    /// The longest part that is never cut.
    pub piece: usize,
    /// The longest word.
    pub word: usize,
    /// The longest line of the text when it is not wrapped.
    pub line: usize,
}

impl Widths {
    /// The widths of a text.
    pub fn of(text: &str) -> Self {
        // Most cells hold a number or a word.
        if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"$.,%".contains(&byte)) {
            return Self { piece: text.len(), word: text.len(), line: text.len() };
        }
        text.lines().fold(Self::default(), |widths, line| widths.max(Self::of_line(line)))
    }

    fn of_line(line: &str) -> Self {
        let indent = indent(line).len();
        let (mut longest_piece, mut longest_word) = (0, 0);
        let any_joint = line.bytes().any(is_joint);
        for word in words(line) {
            let whole = width(&word);
            longest_word = longest_word.max(whole);
            longest_piece = match any_joint {
                true => pieces(&word).map(width).fold(longest_piece, usize::max),
                false => longest_piece.max(whole),
            };
        }
        Self { piece: indent + longest_piece, word: indent + longest_word, line: width(line) }
    }

    /// The larger of each.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self {
            piece: self.piece.max(other.piece),
            word: self.word.max(other.word),
            line: self.line.max(other.line),
        }
    }
}

/// A text in lines of `columns` columns. A line break in the text stays one, and the spaces that
/// begin a line begin the lines that it becomes.
pub fn wrap(text: &str, columns: usize) -> Cow<'_, str> {
    if fits(text, columns) {
        return Cow::Borrowed(text);
    }
    let mut wrapped = String::with_capacity(text.len() + text.len() / 8);
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            wrapped.push('\n');
        }
        if fits(line, columns) {
            wrapped.push_str(line);
        } else {
            wrap_line(line, columns, &mut wrapped);
        }
    }
    Cow::Owned(wrapped)
}

fn wrap_line(line: &str, columns: usize, wrapped: &mut String) {
    let indent = indent(line);
    wrapped.push_str(indent);
    let (mut filled, mut empty) = (indent.len(), true);
    let mut add = |part: &str, wide: usize, space: &str| {
        let space = if empty { "" } else { space };
        if empty || filled + space.len() + wide <= columns {
            wrapped.push_str(space);
            filled += space.len() + wide;
        } else {
            wrapped.push('\n');
            wrapped.push_str(indent);
            filled = indent.len() + wide;
        }
        wrapped.push_str(part);
        empty = false;
    };
    for word in words(line) {
        let wide = width(&word);
        if indent.len() + wide <= columns {
            add(&word, wide, " ");
        } else {
            let mut space = " ";
            for piece in pieces(&word) {
                add(piece, width(piece), space);
                space = "";
            }
        }
    }
}

/// Whether a line stays as it is: plain words stand behind the indent with one space between them,
/// as in nearly every cell, and there is room for them.
fn fits(line: &str, columns: usize) -> bool {
    line.len() <= columns && is_tidy(line)
}

/// Whether a line is its words again when it is put together.
fn is_tidy(line: &str) -> bool {
    let words = line.trim_start_matches(' ').as_bytes();
    let plain = words.iter().all(|byte| matches!(byte, b' '..=b'~'));
    plain && words.last() != Some(&b' ') && words.windows(2).all(|pair| pair != b"  ")
}

fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches(' ').len()]
}

/// The words of a line. A number keeps its percent sign, and a count its `x`.
fn words(line: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let mut rest = line.split_ascii_whitespace().peekable();
    std::iter::from_fn(move || {
        let mut word = Cow::Borrowed(rest.next()?);
        while let Some(unit) = rest.next_if(|next| next.starts_with('%') || *next == "x") {
            word = Cow::Owned(format!("{word} {unit}"));
        }
        Some(word)
    })
}

/// A word cut after each `-` and `/` that stands in a name. In a word that begins with a digit or a
/// sign, one between digits is part of a number or a date, and so is that of an exponent.
fn pieces(word: &str) -> impl Iterator<Item = &str> {
    let joints = word.bytes().enumerate().filter(|(_, byte)| is_joint(*byte)).map(|(at, _)| at);
    let ends = joints.filter(move |at| joins_names(word, *at)).map(|at| at + 1);
    let mut start = 0;
    ends.chain([word.len()]).map(move |end| &word[std::mem::replace(&mut start, end)..end])
}

const fn is_joint(byte: u8) -> bool {
    matches!(byte, b'-' | b'/')
}

/// Whether the `-` or `/` at this byte of the word joins two parts of a name.
fn joins_names(word: &str, at: usize) -> bool {
    let mut before = word[..at].chars().rev();
    let (last, last_but_one) = (before.next(), before.next());
    let after = word[at + 1..].chars().next();
    let is = |character: Option<char>, wanted: fn(char) -> bool| character.is_some_and(wanted);
    let begins_as_name = is(word.chars().next(), char::is_alphabetic);
    let after_letters = is(last, char::is_alphabetic) && is(last_but_one, char::is_alphabetic);
    is(last, char::is_alphanumeric)
        && is(after, char::is_alphanumeric)
        && (begins_as_name || is(after, char::is_alphabetic) || after_letters)
}

#[cfg(test)]
mod tests {
    use super::{Widths, width, wrap};
    use proptest::prelude::*;

    #[test]
    fn lines_end_between_words() {
        assert_eq!(
            wrap("9 months (6 to 14)", 10),
            "9 months\n(6 to 14)",
            "a word goes to the next line whole"
        );
        assert_eq!(wrap("a utilization of 35 % is low", 19), "a utilization of\n35 % is low");
        assert_eq!(wrap("2 x rtx-3090", 4), "2 x\nrtx-\n3090");
        assert_eq!(wrap("one\ntwo three", 80), "one\ntwo three");
        assert_eq!(wrap("  operations cost", 12), "  operations\n  cost");
        assert_eq!(wrap("  ", 12), "  ");
        assert_eq!(wrap("  two  spaces ", 20), "  two spaces");
    }

    #[test]
    fn names_are_cut_only_when_they_must_be() {
        assert_eq!(wrap("use openrouter/qwen3.6-27b", 22), "use\nopenrouter/qwen3.6-27b");
        assert_eq!(
            wrap("use openrouter/qwen3.6-27b", 18),
            "use openrouter/\nqwen3.6-27b",
            "the beginning of a name fills the line"
        );
        assert_eq!(wrap("2x-rtx-3090", 7), "2x-rtx-\n3090");
    }

    #[test]
    fn numbers_and_dates_are_never_cut() {
        for text in ["$1,234,567", "2026-06-01", "6-14", "-12,000", "1/2", "1e-7"] {
            assert_eq!(wrap(text, 2), text);
            assert_eq!(Widths::of(text).piece, text.len());
        }
    }

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!(width("模型"), 4);
        assert_eq!(wrap("模型 模型", 5), "模型\n模型");
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: proptest::test_runner::RngSeed::Fixed(20_261_122),
            ..ProptestConfig::default()
        })]

        #[test]
        fn nothing_is_lost_and_no_line_is_too_wide(
            text in "[a-z0-9$.,/% -]{0,60}",
            columns in 1_usize..40,
        ) {
            let lines = wrap(&text, columns);
            let limit = columns.max(Widths::of(&text).piece);
            for line in lines.split('\n') {
                prop_assert!(width(line) <= limit, "{line:?} is wider than {limit}");
            }
            let solid = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(solid(&lines), solid(&text));
        }
    }
}
