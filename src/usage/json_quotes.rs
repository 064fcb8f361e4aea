//! The quotes of a JSON text that begin or end a string, one after the other, and whether the escapes in
//! it are some. A backslash outside a string is not seen here: who walks over the text comes to it.

use super::json_marks::{BLOCK, Marks, marks};

/// Every second bit of a block, from the second one on.
const ODD: u64 = 0xAAAA_AAAA_AAAA_AAAA;

/// The quotes of a text that were not come to.
#[derive(Clone, Debug, Default)]
pub struct Quotes {
    /// Where the block begins that was looked at last.
    block: usize,
    /// Quotes of it that were not come to.
    left: u64,
    /// Its backslashes.
    backslashes: u64,
    /// 1 when its last byte escapes the first one of the next block.
    carried: u64,
}

impl Quotes {
    /// Those of a text; nothing when its first block has control characters or escapes that are none.
    pub fn of(text: &[u8]) -> Option<Self> {
        let mut quotes = Self::default();
        quotes.look(text)?;
        Some(quotes)
    }

    /// Goes past a quote and the next one: where that is, and whether no backslash is between them.
    #[inline(always)]
    pub fn pair(&mut self, text: &[u8]) -> Option<(usize, bool)> {
        let after = self.left & self.left.wrapping_sub(1);
        if after == 0 {
            return self.pair_of_blocks(text);
        }
        let (first, last) = (self.left ^ after, after & after.wrapping_neg());
        self.left = after ^ last;
        let plain = self.backslashes & (last - first) == 0;
        Some((self.block + last.trailing_zeros() as usize, plain))
    }

    #[inline(never)]
    fn pair_of_blocks(&mut self, text: &[u8]) -> Option<(usize, bool)> {
        while self.left == 0 {
            self.next_block(text)?;
        }
        let mut between = u64::MAX << self.left.trailing_zeros();
        self.left &= self.left - 1;
        let mut plain = true;
        while self.left == 0 {
            plain &= self.backslashes & between == 0;
            between = u64::MAX;
            self.next_block(text)?;
        }
        let last = self.left & self.left.wrapping_neg();
        plain &= self.backslashes & between & (last - 1) == 0;
        self.left ^= last;
        Some((self.block + last.trailing_zeros() as usize, plain))
    }

    fn next_block(&mut self, text: &[u8]) -> Option<()> {
        self.block += BLOCK;
        self.look(text)
    }

    fn look(&mut self, text: &[u8]) -> Option<()> {
        let rest = text.get(self.block..).filter(|rest| !rest.is_empty())?;
        let Marks { quotes, backslashes, controls } = marks(rest);
        let escaped = self.escaped(backslashes);
        (self.left, self.backslashes) = (quotes & !escaped, backslashes);
        // A quote or a backslash may be escaped wherever it is.
        let mut letters = escaped & !(quotes | backslashes);
        while letters != 0 {
            is_escape(&rest[letters.trailing_zeros() as usize..]).then_some(())?;
            letters &= letters - 1;
        }
        (!controls).then_some(())
    }

    /// The bytes that a backslash before them escapes: in a row of backslashes every second one, and what
    /// follows on a row of an odd number.
    fn escaped(&mut self, backslashes: u64) -> u64 {
        if backslashes == 0 {
            return std::mem::take(&mut self.carried);
        }
        let first = backslashes & !self.carried;
        // The subtraction carries each row that begins at an even place to its end.
        let ends = ((first << 1) | ODD).wrapping_sub(first) ^ ODD;
        let escaped = ends ^ (backslashes | self.carried);
        self.carried = (ends & backslashes) >> 63;
        escaped
    }
}

/// Whether a text begins with what may stand behind a backslash, but for a quote or a backslash.
fn is_escape(text: &[u8]) -> bool {
    match text {
        [b'n' | b'r' | b't' | b'b' | b'f' | b'/', ..] => true,
        [b'u', rest @ ..] => rest.get(..4).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_backslashes_in_a_row_every_second_one_is_escaped() {
        for before in 0..BLOCK + 2 {
            for row in 0..2 * BLOCK + 2 {
                let odd = row % 2;
                let text = ["\"", &"x".repeat(before), &"\\".repeat(row), &"\"".repeat(odd), "\" "];
                let text = text.concat().into_bytes();
                let found = Quotes::of(&text).and_then(|mut quotes| quotes.pair(&text));
                assert_eq!(found, Some((1 + before + row + odd, row == 0)));
            }
        }
    }

    #[test]
    fn escapes_are_seen_wherever_a_block_ends() {
        for before in 0..BLOCK + 2 {
            for (escape, is_one) in [("n", true), ("u00e9", true), ("u00eg", false), ("x", false)] {
                let text = format!("\"{}\\{escape}\"", "x".repeat(before)).into_bytes();
                let found = Quotes::of(&text).and_then(|mut quotes| quotes.pair(&text));
                assert_eq!(found, is_one.then_some((text.len() - 1, false)));
            }
            let cut = format!("\"{}\\", "x".repeat(before)).into_bytes();
            assert_eq!(Quotes::of(&cut).and_then(|mut quotes| quotes.pair(&cut)), None);
        }
    }
}
