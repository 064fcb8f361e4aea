//! Floor 0: text that is safe to print, names that were nearly right, and counts of things.

use std::borrow::Cow;
use std::io;

pub mod markup;
pub mod runner;

/// `text` with every control character and every character that changes the direction of text
/// written as an escape, so that a user's file cannot drive the terminal.
///
/// ```
/// use breakeven::text::printable;
/// assert_eq!(printable("a\u{1b}[31mb\r"), "a\\u{1b}[31mb\\r");
/// assert_eq!(printable("plain"), "plain");
/// ```
pub fn printable(text: &str) -> Cow<'_, str> {
    let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if plain || !text.chars().any(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => out.push(' '),
            _ if is_unprintable(character) => out.extend(character.escape_default()),
            _ => out.push(character),
        }
    }
    Cow::Owned(out)
}

/// Whether a character would do something else than show itself: controls, line and paragraph
/// separators, direction marks, embeddings, overrides and isolates, characters that are not seen
/// (zero-width ones, soft hyphens, tags), and what is no character at all.
pub fn is_unprintable(character: char) -> bool {
    character.is_control()
        || u32::from(character) & 0xfffe == 0xfffe
        || matches!(
            character,
            '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{e0000}'..='\u{e007f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
                | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        )
}

/// What the system says of a file, without its error number.
///
/// ```
/// use std::io::{Error, ErrorKind};
/// use breakeven::text::reason;
/// assert_eq!(reason(&Error::from(ErrorKind::NotFound)), "no such file or folder");
/// assert_eq!(reason(&Error::from_raw_os_error(28)), "no space left on device");
/// ```
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::IsADirectory => "a folder; expected a file".into(),
        io::ErrorKind::InvalidData => "the file is not UTF-8 text".into(),
        _ => error.to_string().split(" (os error").next().unwrap_or_default().to_lowercase(),
    }
}

/// The longest piece of a user's text that a message repeats, in characters.
const LONGEST: usize = 60;

/// The user's words in a message: printable, and cut where they go on for too long.
///
/// ```
/// use breakeven::text::shown;
/// assert_eq!(shown("rtx\n"), "rtx\\n");
/// assert_eq!(shown(&"x".repeat(99)), format!("{}…", "x".repeat(60)));
/// ```
pub fn shown(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", printable(&text[..end])),
        None => printable(text).into_owned(),
    }
}

/// The longest line of a message, in characters. A hint that lists every field is about half of it.
const LONGEST_LINE: usize = 4_000;

/// A message whose lines are printable and of a length that a screen can hold, whatever the user's
/// words in it are.
///
/// ```
/// use breakeven::text::lines;
/// assert_eq!(lines("a\nb\u{1b}"), "a\nb\\u{1b}");
/// assert_eq!(lines(&"x".repeat(900_000)).chars().count(), 4_001);
/// ```
pub fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        match line.char_indices().nth(LONGEST_LINE) {
            None => out.extend([&printable(line), end]),
            Some((cut, _)) => out.extend([&printable(&line[..cut]), "…", end]),
        }
    }
    out
}

/// `a, b or c`, each in backticks.
///
/// ```
/// use breakeven::text::one_of;
/// assert_eq!(one_of(["a"]), "`a`");
/// assert_eq!(one_of(["a", "b", "c"]), "`a`, `b` or `c`");
/// ```
pub fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.pop() {
        Some(last) if words.is_empty() => last,
        Some(last) => format!("{} or {last}", words.join(", ")),
        None => "nothing".into(),
    }
}

/// The longest name of a profile, a workload or a check, in characters; longer words are no misspelt name,
/// and would take long to compare.
pub const LONGEST_NAME: usize = 200;

/// The candidate most like `word`, if one is much like it. Ties go to the first in order of name.
///
/// ```
/// use breakeven::text::nearest;
/// assert_eq!(nearest("rtx-3009", ["rtx-3090", "rtx-4090"]), Some("rtx-3090"));
/// assert_eq!(nearest("zebra", ["rtx-3090"]), None);
/// ```
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST_NAME {
        return None;
    }
    let word = word.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let likeness = strsim::jaro_winkler(&word, &candidate.to_lowercase());
        let closer = match best {
            None => likeness > 0.8,
            Some((top, name)) => likeness > top || (likeness == top && candidate < name),
        };
        if closer {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, name)| name)
}

/// `did you mean …?`, when something is near, or when the word is a part of a few names.
///
/// ```
/// use breakeven::text::did_you_mean;
/// let names = ["rtx-3090", "2x-rtx-3090", "rtx-4090"];
/// assert_eq!(did_you_mean("rtx-3009", names).unwrap(), "did you mean `rtx-3090`?");
/// assert_eq!(did_you_mean("3090", names).unwrap(), "did you mean `rtx-3090` or `2x-rtx-3090`?");
/// assert_eq!(did_you_mean("zebra", names), None);
/// ```
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    if word.split('.').next() == Some("hybrid") {
        let now = "`hybrid` is `routed` (several APIs) or `mixed` (machines and an API) now";
        return Some(now.into());
    }
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let near = nearest(word, candidates.iter().copied())
        .map_or_else(|| holding(word, candidates), |name| vec![name]);
    if near.is_empty() { None } else { Some(format!("did you mean {}?", one_of(near))) }
}

/// The three shortest candidates that hold the word.
fn holding<'a>(word: &str, mut candidates: Vec<&'a str>) -> Vec<&'a str> {
    let word = word.to_lowercase();
    candidates.retain(|name| word.len() >= 3 && name.to_lowercase().contains(&word));
    candidates.sort_by_key(|name| (name.len(), *name));
    candidates.dedup();
    candidates.truncate(3);
    candidates
}

/// Words in a row, the last one after `and` or `or`.
///
/// ```
/// use breakeven::text::list;
/// assert_eq!(list(&["a"], "and"), "a");
/// assert_eq!(list(&["a", "b"], "and"), "a and b");
/// assert_eq!(list(&["a", "b", "c"], "or"), "a, b or c");
/// ```
pub fn list<S: AsRef<str>>(words: &[S], join: &str) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match &words[..] {
        [] => String::new(),
        [one] => (*one).to_string(),
        [first @ .., last] => format!("{} {join} {last}", first.join(", ")),
    }
}

/// `1 machine`, `2 machines`.
///
/// ```
/// use breakeven::text::count;
/// assert_eq!(count(1, "machine"), "1 machine");
/// assert_eq!(count(0, "machine"), "0 machines");
/// ```
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
