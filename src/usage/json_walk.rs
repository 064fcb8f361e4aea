//! A JSON text that is walked from value to value without being decoded. Nothing is said of one that is
//! no JSON, or has what rows of usage hardly have, but that it is so.

use super::json_marks::{BLOCK, marks};

/// How deep values may lie in each other.
pub const DEEPEST: u32 = 60;

/// A place in a JSON text without control characters, which no string may have and which lines of a log
/// do not need between their values.
#[derive(Clone, Debug)]
pub struct Walk<'a> {
    text: &'a [u8],
    at: usize,
    /// Where the block begins of which quotes and backslashes are known.
    block: usize,
    /// Those of them that were not come to.
    quotes: u64,
}

/// A string as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quoted<'a> {
    /// What stands between the quotes.
    pub text: &'a [u8],
    /// Whether that is what it says.
    pub plain: bool,
}

impl<'a> Walk<'a> {
    /// The beginning of a text.
    pub fn of(text: &'a [u8]) -> Option<Self> {
        let first = marks(text);
        (!first.controls).then_some(Self { text, at: 0, block: 0, quotes: first.quotes })
    }

    /// The next character that is no space.
    pub fn peek(&mut self) -> Option<u8> {
        loop {
            match *self.text.get(self.at)? {
                b' ' => self.at += 1,
                byte => return Some(byte),
            }
        }
    }

    /// Goes past this character where it is the next one.
    pub fn eat(&mut self, byte: u8) -> bool {
        let next = self.peek() == Some(byte);
        self.at += usize::from(next);
        next
    }

    /// Whether nothing is left.
    pub fn is_done(&mut self) -> bool {
        self.peek().is_none()
    }

    /// Goes past a string.
    pub fn string(&mut self) -> Option<Quoted<'a>> {
        if !self.eat(b'"') {
            return None;
        }
        let (text, begin) = (self.text, self.at);
        let (mut block, mut quotes, mut next) = (self.block, self.quotes, begin);
        loop {
            while quotes == 0 {
                block += BLOCK;
                let found = marks(text.get(block..).filter(|rest| !rest.is_empty())?);
                if found.controls {
                    return None;
                }
                quotes = found.quotes;
            }
            let at = block + quotes.trailing_zeros() as usize;
            quotes &= quotes - 1;
            if at < next {
                continue;
            }
            if text[at] == b'"' {
                (self.block, self.quotes, self.at) = (block, quotes, at + 1);
                return Some(Quoted { text: &text[begin..at], plain: next == begin });
            }
            next = at + escape(&text[at..])?;
        }
    }

    /// Goes past a word.
    pub fn literal(&mut self, word: &str) -> Option<()> {
        self.peek()?;
        let there = self.text[self.at..].starts_with(word.as_bytes());
        self.at += word.len();
        there.then_some(())
    }

    /// Goes past digits, and says how many there are.
    fn digits(&mut self) -> Option<usize> {
        let rest = &self.text[self.at..];
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        (count > 0).then_some(count)
    }

    /// Goes past a number; what it is where it is a whole one without a sign.
    pub fn number(&mut self) -> Option<Option<u64>> {
        let text = self.text;
        let mut plain = !self.eat(b'-');
        let begin = self.at;
        let count = self.digits()?;
        let digits = &text[begin..begin + count];
        if count > 1 && digits[0] == b'0' {
            return None;
        }
        if text.get(self.at) == Some(&b'.') {
            (plain, self.at) = (false, self.at + 1);
            self.digits()?;
        }
        if matches!(text.get(self.at), Some(b'e' | b'E')) {
            (plain, self.at) = (false, self.at + 1);
            self.at += usize::from(matches!(text.get(self.at), Some(b'+' | b'-')));
            self.digits()?;
        }
        let add = |number: u64, digit: &u8| number * 10 + u64::from(digit - b'0');
        // More digits than these may be more than a number holds.
        Some((plain && count < 19).then(|| digits.iter().fold(0, add)))
    }

    /// Goes past a key and its colon.
    pub fn key(&mut self) -> Option<Quoted<'a>> {
        let key = self.string()?;
        self.eat(b':').then_some(key)
    }

    /// Goes past a value of any kind.
    pub fn value(&mut self) -> Option<()> {
        // Of each value around this one, whether it is an object, the innermost at the lowest bit.
        let (mut depth, mut objects) = (0, 0_u64);
        loop {
            match self.peek()? {
                b'"' => self.string().map(|_| ())?,
                b'{' | b'[' if depth == DEEPEST => return None,
                b'{' => {
                    self.at += 1;
                    if !self.eat(b'}') {
                        self.key()?;
                        (depth, objects) = (depth + 1, objects << 1 | 1);
                        continue;
                    }
                }
                b'[' => {
                    self.at += 1;
                    if !self.eat(b']') {
                        (depth, objects) = (depth + 1, objects << 1);
                        continue;
                    }
                }
                b't' => self.literal("true")?,
                b'f' => self.literal("false")?,
                b'n' => self.literal("null")?,
                _ => self.number().map(|_| ())?,
            }
            loop {
                if depth == 0 {
                    return Some(());
                }
                let object = objects & 1 == 1;
                if self.eat(b',') {
                    if object {
                        self.key()?;
                    }
                    break;
                }
                if !self.eat(if object { b'}' } else { b']' }) {
                    return None;
                }
                (depth, objects) = (depth - 1, objects >> 1);
            }
        }
    }
}

/// How long an escape is, which begins with a backslash.
fn escape(text: &[u8]) -> Option<usize> {
    let letter = *text.get(1)?;
    if letter == b'u' {
        return text.get(2..6)?.iter().all(u8::is_ascii_hexdigit).then_some(6);
    }
    b"\"n\\trbf/".contains(&letter).then_some(2)
}
