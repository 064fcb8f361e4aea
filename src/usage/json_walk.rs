//! A JSON text that is walked from value to value without being decoded. Nothing is said of one that is
//! no JSON, or has what rows of usage hardly have, but that it is so.

use super::json_quotes::Quotes;

/// How deep values may lie in each other.
pub const DEEPEST: u32 = 60;

/// A place in a JSON text without control characters, which no string may have and which lines of a log
/// do not need between their values.
#[derive(Clone, Debug)]
pub struct Walk<'a> {
    text: &'a [u8],
    at: usize,
    quotes: Quotes,
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
        Some(Self { text, at: 0, quotes: Quotes::of(text)? })
    }

    /// The next character that is no space.
    #[inline]
    pub fn peek(&mut self) -> Option<u8> {
        loop {
            match *self.text.get(self.at)? {
                b' ' => self.at += 1,
                byte => return Some(byte),
            }
        }
    }

    /// Goes past this character where it is the next one.
    #[inline]
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
    #[inline(always)]
    pub fn string(&mut self) -> Option<Quoted<'a>> {
        if !self.eat(b'"') {
            return None;
        }
        let begin = self.at;
        let (end, plain) = self.quotes.pair(self.text)?;
        self.at = end + 1;
        Some(Quoted { text: &self.text[begin..end], plain })
    }

    /// Goes past a word.
    pub fn literal(&mut self, word: &str) -> Option<()> {
        self.peek()?;
        let there = self.text[self.at..].starts_with(word.as_bytes());
        self.at += word.len();
        there.then_some(())
    }

    /// Goes past digits, and says how many there are and what number they are when it is not too large.
    fn digits(&mut self) -> Option<(usize, u64)> {
        let rest = &self.text[self.at..];
        let (mut count, mut number) = (0, 0_u64);
        while let Some(digit) = rest.get(count).map(|byte| byte.wrapping_sub(b'0')) {
            if digit > 9 {
                break;
            }
            number = number.wrapping_mul(10).wrapping_add(digit.into());
            count += 1;
        }
        self.at += count;
        (count > 0).then_some((count, number))
    }

    /// Goes past a number; what it is where it is a whole one without a sign.
    pub fn number(&mut self) -> Option<Option<u64>> {
        let text = self.text;
        let mut plain = !self.eat(b'-');
        let zero = text.get(self.at) == Some(&b'0');
        let (count, number) = self.digits()?;
        if count > 1 && zero {
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
        // More digits than these may be more than a number holds.
        Some((plain && count < 19).then_some(number))
    }

    /// Goes past a key and its colon.
    #[inline(always)]
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
                open @ (b'{' | b'[') => {
                    let object = open == b'{';
                    self.at += 1;
                    if !self.eat(closing(object)) {
                        if object {
                            self.key()?;
                        }
                        (depth, objects) = (depth + 1, objects << 1 | u64::from(object));
                        continue;
                    }
                }
                b't' => self.literal("true")?,
                b'f' => self.literal("false")?,
                b'n' => self.literal("null")?,
                _ => self.number().map(|_| ())?,
            }
            while depth > 0 {
                let object = objects & 1 == 1;
                match self.peek()? {
                    b',' => {
                        self.at += 1;
                        if object {
                            self.key()?;
                        }
                        break;
                    }
                    byte if byte == closing(object) => self.at += 1,
                    _ => return None,
                }
                (depth, objects) = (depth - 1, objects >> 1);
            }
            if depth == 0 {
                return Some(());
            }
        }
    }

    /// Goes on in an object or a list, behind its bracket or a value of it: whether there is another one.
    #[inline]
    pub fn goes_on(&mut self, first: bool, closing: u8) -> Option<bool> {
        match self.peek()? {
            byte if byte == closing => self.at += 1,
            b',' if !first => {
                self.at += 1;
                return Some(true);
            }
            _ => return first.then_some(true),
        }
        Some(false)
    }
}

/// What ends an object or a list.
fn closing(object: bool) -> u8 {
    if object { b'}' } else { b']' }
}
