//! JSON documents whose rows are the elements of a list: each is read on its own, so that damage to
//! one costs no other.

use super::json_keys::{skip_space, value_of};
use super::refusal::Refusal;
use super::sink::Sink;

/// The largest document: it is held in memory, and exports are split into pages long before.
pub const LARGEST: u64 = 256 << 20;

/// Reads one element.
pub type ElementReader = fn(&[u8], &mut Sink<'_>) -> Result<(), Refusal>;

/// Reads every element of the lists under `keys`; where there are none, of the list that the document is.
pub fn each(text: &[u8], keys: &'static [&'static str], read: ElementReader, sink: &mut Sink<'_>) {
    let mut at = 0;
    let mut lines = LineCounter::default();
    let mut found = false;
    while let Some((begin, key)) = next_list(text, at, keys) {
        (found, sink.list) = (true, key);
        at = list(text, begin, read, sink, &mut lines);
    }
    if !found {
        sink.skip("a document without rows", 1);
    }
    if !balanced(text) {
        sink.skip("the document is cut off or damaged", lines.of(text, text.len()));
    }
}

/// Keys of objects whose members are the rows.
const MAPS: [&str; 2] = ["inferenceCosts", "projects"];

/// Where the next list of rows begins, after its bracket, and its key.
fn next_list(
    text: &[u8],
    from: usize,
    keys: &'static [&'static str],
) -> Option<(usize, &'static str)> {
    let under = |key: &&'static str| {
        let mut at = from;
        loop {
            let (start, value) = value_of(text, at, key)?;
            match text.get(value) {
                Some(b'[') => return Some((value + 1, *key)),
                Some(b'{') if MAPS.contains(key) => return Some((value + 1, *key)),
                _ => at = start + 1,
            }
        }
    };
    let whole = || {
        let bracket = skip_space(text, 0);
        (from == 0 && text.get(bracket) == Some(&b'[')).then_some((bracket + 1, ""))
    };
    keys.iter().filter_map(under).min().or_else(whole)
}

/// Reads the elements from here to the closing bracket; returns where to look for the next list.
fn list(
    text: &[u8],
    begin: usize,
    read: ElementReader,
    sink: &mut Sink<'_>,
    lines: &mut LineCounter,
) -> usize {
    let mut at = begin;
    let mut marker: Option<Vec<u8>> = None;
    let closing = if text[begin - 1] == b'{' { b'}' } else { b']' };
    loop {
        at = next_element(text, at, closing == b'}');
        match text.get(at) {
            Some(b'{') => {}
            None => return at,
            Some(byte) if *byte == closing => return at,
            Some(_) => {
                sink.skip("what is between two rows is no comma", lines.of(text, at));
                match next_row(&text[at..], marker.as_deref()) {
                    Some(next) => at += next,
                    None => return at,
                }
            }
        }
        let end = object_end(text, at);
        let element = &text[at..end.unwrap_or(text.len())];
        match read(element, sink) {
            Ok(()) => {
                marker = marker.or_else(|| first_key(element));
                at = end.unwrap_or(text.len());
            }
            Err(reason) => {
                let reason = if end.is_none() { "cut off".into() } else { reason };
                sink.skip(&reason, lines.of(text, at));
                match swallowed(element, marker.as_deref()).map(|next| at + next).or(end) {
                    Some(next) => at = next,
                    None => return text.len(),
                }
            }
        }
    }
}

/// Where the next element begins: after commas, and in an object after a key, of which the value can
/// be a list of rows itself.
fn next_element(text: &[u8], from: usize, in_object: bool) -> usize {
    let between = |byte: &u8| {
        byte.is_ascii_whitespace() || *byte == b',' || in_object && b"[]".contains(byte)
    };
    let skip = |at: usize| at + text[at..].iter().take_while(|byte| between(byte)).count();
    let at = skip(from);
    if in_object { skip(after_key(text, at)) } else { at }
}

/// Where the value of a member of an object begins; where it is none, the same place.
fn after_key(text: &[u8], at: usize) -> usize {
    if text.get(at) != Some(&b'"') {
        return at;
    }
    let mut escaped = false;
    let closing = text[at + 1..].iter().position(|byte| {
        let closes = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        closes
    });
    let Some(closing) = closing else { return at };
    let colon = skip_space(text, at + closing + 2);
    if text.get(colon) == Some(&b':') { skip_space(text, colon + 1) } else { at }
}

/// Where the next row begins by the look of it, after the first byte.
pub fn next_row(text: &[u8], marker: Option<&[u8]>) -> Option<usize> {
    Some(memchr::memmem::find(text.get(1..)?, marker?)? + 1)
}

/// Where the next row begins in an element that does not count: a lost bracket or quote swallows what
/// follows.
pub fn swallowed(element: &[u8], marker: Option<&[u8]>) -> Option<usize> {
    let is_sound = serde_json::from_slice::<serde::de::IgnoredAny>(element).is_ok();
    if is_sound { None } else { next_row(element, marker) }
}

/// How an element begins, up to its first key: `{"starting_at"`.
pub fn first_key(element: &[u8]) -> Option<Vec<u8>> {
    let closing = element.iter().enumerate().filter(|(_, byte)| **byte == b'"').nth(1)?.0;
    Some(element[..=closing].to_vec())
}

/// Where an object ends, after its bracket.
pub fn object_end(text: &[u8], begin: usize) -> Option<usize> {
    let (mut depth, mut inside, mut escaped) = (0_u32, false, false);
    for (at, byte) in text.iter().enumerate().skip(begin) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            b'{' | b'[' if !inside => depth += 1,
            b'}' | b']' if !inside => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether every bracket closes.
fn balanced(text: &[u8]) -> bool {
    let mut at = 0;
    loop {
        at = skip_space(text, at);
        match text.get(at) {
            None => return true,
            Some(b'{' | b'[') => match object_end(text, at) {
                Some(end) => at = end,
                None => return false,
            },
            Some(_) => return false,
        }
    }
}

/// Counts lines without counting any twice.
#[derive(Default)]
struct LineCounter {
    at: usize,
    breaks: u64,
}

impl LineCounter {
    fn of(&mut self, text: &[u8], at: usize) -> u64 {
        if at < self.at {
            *self = Self::default();
        }
        self.breaks += memchr::memchr_iter(b'\n', &text[self.at..at]).count() as u64;
        self.at = at;
        self.breaks + 1
    }
}
