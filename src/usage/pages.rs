//! Exports that come in pages: which are here, and whether any is missing.

use std::collections::BTreeSet;

use super::json_keys::last_value;

/// The pages of one source.
#[derive(Debug, Default)]
pub struct Pages {
    /// Documents that say that there are more.
    open: u64,
    /// Documents that say that they are the last.
    last: u64,
    /// Numbers of those that have one.
    numbers: BTreeSet<u64>,
    /// How many there are, where that is said.
    of: u64,
}

impl Pages {
    /// What a document says of its pages; nothing when it does not.
    pub fn of(text: &[u8]) -> Option<Self> {
        let word = |key: &str| last_value(text, key);
        let number = |key: &str| {
            let digits = word(key)?;
            let end = digits.iter().position(|byte| !byte.is_ascii_digit())?;
            std::str::from_utf8(&digits[..end]).ok()?.parse::<u64>().ok()
        };
        let more = word("has_more").map(|value| value.starts_with(b"true"));
        let of = number("total_pages").filter(|of| *of > 0);
        more.or(of.map(|_| false))?;
        Some(Self {
            open: u64::from(more == Some(true)),
            last: u64::from(more == Some(false)),
            numbers: of.and(number("page")).into_iter().collect(),
            of: of.unwrap_or(0),
        })
    }

    /// Takes over those of another.
    pub fn merge(&mut self, other: Self) {
        self.open += other.open;
        self.last += other.last;
        self.numbers.extend(other.numbers);
        self.of = self.of.max(other.of);
    }

    /// What is missing, in words.
    pub fn missing(&self) -> Option<String> {
        let (here, of) = (self.numbers.len() as u64, self.of);
        if here > 0 && here < of {
            Some(format!("{here} of {of} pages are here, and the totals are too low"))
        } else if self.open > 0 && self.last == 0 {
            Some("a page says `has_more`: the pages after it are not here, and the totals are too low".into())
        } else {
            None
        }
    }
}
