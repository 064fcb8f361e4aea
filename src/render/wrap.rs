//! Lines no wider than asked, in which no number is ever cut: a line ends between words; a name
//! that is too long for a line of its own may also end after one of its `-` or `/`.

use unicode_width::UnicodeWidthStr as _;

/// Columns that a text takes on a terminal.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Columns of the longest line of a text that is not wrapped.
pub fn longest_line(text: &str) -> usize {
    text.lines().map(width).max().unwrap_or(0)
}

/// Columns of the longest word.
pub fn longest_word(text: &str) -> usize {
    longest(text, words)
}

/// Columns of the longest part that is never cut.
pub fn longest_piece(text: &str) -> usize {
    longest(text, |line| words(line).iter().flat_map(|word| pieces(word)).collect())
}

fn longest(text: &str, parts: impl Fn(&str) -> Vec<String>) -> usize {
    let of_line = |line: &str| {
        let longest = parts(line).iter().map(|part| width(part)).max();
        indent(line).len() + longest.unwrap_or(0)
    };
    text.lines().map(of_line).max().unwrap_or(0)
}

/// The lines of a text in `columns` columns. A line break in the text stays one, and the spaces
/// that begin a line begin the lines that it becomes.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    text.lines().flat_map(|line| wrap_line(line, columns)).collect()
}

fn wrap_line(line: &str, columns: usize) -> Vec<String> {
    let indent = indent(line);
    let mut lines = vec![indent.to_string()];
    for word in words(line) {
        let whole = [word.clone()];
        let fits_alone = indent.len() + width(&word) <= columns;
        let parts = if fits_alone { whole.to_vec() } else { pieces(&word) };
        for (position, part) in parts.iter().enumerate() {
            let last = lines.len() - 1;
            let empty = lines[last].len() == indent.len();
            let space = if position > 0 || empty { "" } else { " " };
            if empty || width(&lines[last]) + space.len() + width(part) <= columns {
                lines[last].push_str(space);
                lines[last].push_str(part);
            } else {
                lines.push(format!("{indent}{part}"));
            }
        }
    }
    lines
}

fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches(' ').len()]
}

/// The words of a line. A number keeps its percent sign, and a count its `x`.
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in line.split_whitespace() {
        match words.last_mut() {
            Some(last) if word.starts_with('%') || word == "x" => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_string()),
        }
    }
    words
}

/// A word cut after each `-` and `/` that stands in a name. In a word that begins with a digit or a
/// sign, one between digits is part of a number or a date, and so is that of an exponent.
fn pieces(word: &str) -> Vec<String> {
    let characters: Vec<char> = word.chars().collect();
    let mut pieces = vec![String::new()];
    for (position, character) in characters.iter().enumerate() {
        let last = pieces.len() - 1;
        pieces[last].push(*character);
        let end = position + 1 == characters.len();
        if matches!(character, '-' | '/') && !end && ends_in_name(&characters, position) {
            pieces.push(String::new());
        }
    }
    pieces
}

/// Whether the character at `position` joins two parts of a name.
fn ends_in_name(characters: &[char], position: usize) -> bool {
    let is = |offset: usize, wanted: fn(char) -> bool| {
        position.checked_sub(offset).is_some_and(|index| wanted(characters[index]))
    };
    let after = characters[position + 1];
    let begins_as_name = characters[0].is_alphabetic();
    let after_letters = is(1, char::is_alphabetic) && is(2, char::is_alphabetic);
    is(1, char::is_alphanumeric)
        && after.is_alphanumeric()
        && (begins_as_name || after.is_alphabetic() || after_letters)
}

#[cfg(test)]
mod tests {
    use super::{longest_piece, width, wrap};
    use proptest::prelude::*;

    #[test]
    fn lines_end_between_words() {
        assert_eq!(
            wrap("9 months (6 to 14)", 10),
            ["9 months", "(6 to 14)"],
            "a word goes to the next line whole"
        );
        assert_eq!(wrap("a utilization of 35 % is low", 19), ["a utilization of", "35 % is low"]);
        assert_eq!(wrap("2 x rtx-3090", 4), ["2 x", "rtx-", "3090"]);
        assert_eq!(wrap("one\ntwo three", 80), ["one", "two three"]);
        assert_eq!(wrap("  operations cost", 12), ["  operations", "  cost"]);
        assert_eq!(wrap("  ", 12), ["  "]);
    }

    #[test]
    fn names_are_cut_only_when_they_must_be() {
        assert_eq!(wrap("use openrouter/qwen3.6-27b", 22), ["use", "openrouter/qwen3.6-27b"]);
        assert_eq!(
            wrap("use openrouter/qwen3.6-27b", 18),
            ["use openrouter/", "qwen3.6-27b"],
            "the beginning of a name fills the line"
        );
        assert_eq!(wrap("2x-rtx-3090", 7), ["2x-rtx-", "3090"]);
    }

    #[test]
    fn numbers_and_dates_are_never_cut() {
        for text in ["$1,234,567", "2026-06-01", "6-14", "-12,000", "1/2", "1e-7"] {
            assert_eq!(wrap(text, 2), [text]);
            assert_eq!(longest_piece(text), text.len());
        }
    }

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!(width("模型"), 4);
        assert_eq!(wrap("模型 模型", 5), ["模型", "模型"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_line_is_too_wide(
            text in "[a-z0-9$.,/% -]{0,60}",
            columns in 1_usize..40,
        ) {
            let lines = wrap(&text, columns);
            let limit = columns.max(longest_piece(&text));
            for line in &lines {
                prop_assert!(width(line) <= limit, "{line:?} is wider than {limit}");
            }
            let solid = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(solid(&lines.concat()), solid(&text));
        }
    }
}
