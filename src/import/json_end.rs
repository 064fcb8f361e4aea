//! Where a JSON document ends, and what of it is kept, found without reading it: of a long list its
//! beginning, so that a record with the time of every token takes no more memory than one without.

use std::ops::Range;

/// Items of a list that are kept: no reader looks at each request or at the time of every token.
const KEPT: u32 = 64;

/// Lists of which a reader looks at every item.
const WHOLE: &[&[u8]] = &[b"benchmarks", b"error_summary", b"latencies"];

/// Deeper than anything that is read; it keeps a hostile file from filling the memory.
const DEEPEST: usize = 128;

/// A part of a document that was passed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gap {
    /// Where it was in what is kept.
    pub at: usize,
    /// Line breaks in it.
    pub lines: u32,
    /// Characters in it, after the last line break if there is one.
    pub columns: u32,
}

impl Gap {
    fn widen(&mut self, bytes: &[u8]) {
        let breaks = memchr::memchr_iter(b'\n', bytes).count() as u32;
        let tail = memchr::memrchr(b'\n', bytes).map_or(bytes, |at| &bytes[at + 1..]);
        let characters = tail.iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u32;
        self.columns = if breaks > 0 { characters } else { self.columns + characters };
        self.lines += breaks;
    }
}

/// A list or an object whose end has not come.
#[derive(Debug)]
struct Open {
    /// Whether it is a list of which only the beginning is kept.
    shortened: bool,
    /// Commas in it.
    commas: u32,
}

/// Looks for the end of a document that comes in parts.
#[derive(Debug, Default)]
pub struct Scan {
    /// What is kept of the document so far, behind what was there before.
    pub kept: Vec<u8>,
    /// What was passed over.
    pub gaps: Vec<Gap>,
    open: Vec<Open>,
    /// Lists and objects that are open in what is being passed over; `None` when nothing is.
    passing: Option<u32>,
    inside: bool,
    escaped: bool,
    /// The last text, in what is kept.
    text: Range<usize>,
    /// Whether a colon was the last thing that came.
    named: bool,
}

impl Scan {
    /// A document that begins behind these bytes.
    pub fn behind(kept: Vec<u8>) -> Self {
        Self { kept, ..Self::default() }
    }

    /// Takes the next bytes; where the document ends in them, if it does.
    pub fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        let (mut from, mut at) = (0, 0);
        while let Some(next) = self.next(&bytes[at..]) {
            at += next;
            let place = self.kept.len() + at - from;
            match bytes[at] {
                _ if self.inside => {
                    self.escaped = bytes[at] == b'\\';
                    self.inside = self.escaped;
                    self.text.end = place;
                }
                b'"' => (self.inside, self.text.start) = (true, place + 1),
                b',' if self.is_long() => {
                    self.keep(&bytes[from..at]);
                    (self.passing, from) = (Some(0), at);
                    self.gaps.push(Gap { at: self.kept.len(), ..Gap::default() });
                }
                b'{' | b'[' => match &mut self.passing {
                    Some(depth) => *depth += 1,
                    None if self.open.len() == DEEPEST => return self.ended(bytes, from, at),
                    None => {
                        self.keep(&bytes[from..at]);
                        from = at;
                        let shortened = bytes[at] == b'[' && !(self.named && self.is_whole());
                        self.open.push(Open { shortened, commas: 0 });
                    }
                },
                b'}' | b']' => match &mut self.passing {
                    Some(depth @ 1..) => *depth -= 1,
                    Some(0) | None => {
                        if self.passing.take().is_some() {
                            self.pass(&bytes[from..at]);
                            from = at;
                        }
                        self.open.pop();
                        if self.open.is_empty() {
                            return self.ended(bytes, from, at);
                        }
                    }
                },
                _ => {}
            }
            self.named = bytes[at] == b':';
            at += 1;
        }
        match self.passing {
            Some(_) => self.pass(&bytes[from..]),
            None => self.keep(&bytes[from..]),
        }
        None
    }

    /// The next byte that means something.
    fn next(&mut self, bytes: &[u8]) -> Option<usize> {
        if self.inside {
            let skipped = usize::from(self.escaped && !bytes.is_empty());
            self.escaped &= bytes.is_empty();
            return memchr::memchr2(b'"', b'\\', &bytes[skipped..]).map(|at| skipped + at);
        }
        let means = |byte: &u8| matches!(byte, b'"' | b'[' | b']' | b'{' | b'}' | b',' | b':');
        bytes.iter().position(means)
    }

    /// Whether the comma that came is behind the last item that is kept.
    fn is_long(&mut self) -> bool {
        let Some(open) = self.open.last_mut().filter(|_| self.passing.is_none()) else {
            return false;
        };
        open.commas += u32::from(open.shortened);
        open.commas == KEPT
    }

    fn is_whole(&self) -> bool {
        self.kept.get(self.text.clone()).is_some_and(|name| WHOLE.contains(&name))
    }

    fn keep(&mut self, bytes: &[u8]) {
        self.kept.extend_from_slice(bytes);
    }

    fn pass(&mut self, bytes: &[u8]) {
        if let Some(gap) = self.gaps.last_mut() {
            gap.widen(bytes);
        }
    }

    fn ended(&mut self, bytes: &[u8], from: usize, at: usize) -> Option<usize> {
        self.keep(&bytes[from..=at]);
        Some(at + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Gap, Scan};

    #[test]
    fn the_end_is_found_however_the_bytes_are_cut() {
        let text = br#"{"a": "}\\\"]", "b": [1, {}]} {"c": 2}"#;
        let whole = Scan::default().end(text).unwrap();
        assert_eq!(&text[whole..], br#" {"c": 2}"#);
        for cut in 0..whole {
            let mut scan = Scan::default();
            assert_eq!(scan.end(&text[..cut]), None, "{cut}");
            assert_eq!(scan.end(&text[cut..]), Some(whole - cut), "{cut}");
            assert_eq!(scan.kept, text[..whole]);
        }
    }

    #[test]
    fn of_a_long_list_the_beginning_is_kept_however_the_bytes_are_cut() {
        let items = |count: usize| vec!["[1,\n{}]"; count].join(",");
        let text = format!("{{\"a\": [{}], \"benchmarks\" : [{}]}}", items(66), items(66));
        let kept = format!("{{\"a\": [{}], \"benchmarks\" : [{}]}}", items(64), items(66));
        let at = kept.find("], \"b").unwrap();
        for cut in 0..text.len() {
            let mut scan = Scan::default();
            assert_eq!(scan.end(&text.as_bytes()[..cut]), None, "{cut}");
            assert_eq!(scan.end(&text.as_bytes()[cut..]), Some(text.len() - cut), "{cut}");
            assert_eq!(String::from_utf8(scan.kept).unwrap(), kept, "{cut}");
            assert_eq!(scan.gaps, [Gap { at, lines: 2, columns: 3 }], "{cut}");
        }
    }

    #[test]
    fn nothing_that_is_nested_without_end_is_kept() {
        let mut scan = Scan::default();
        assert!(scan.end(&b"{\"a\":[".repeat(1_000)).is_some_and(|end| end < 2_000));
        let mut scan = Scan::default();
        assert_eq!(scan.end(b"{\"a\":[1"), None);
        assert_eq!(scan.end(&b",1".repeat(100)), None);
        assert_eq!(scan.end(&b"[".repeat(100_000)), None);
        assert!(scan.kept.len() < 200, "{}", scan.kept.len());
    }
}
