//! Quotes, backslashes and control characters of a text, 64 bytes at a time, in a form that compilers
//! make a few wide instructions of.

/// How many bytes are looked at together.
pub const BLOCK: usize = 64;

/// What is in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// Where quotes and backslashes are, a bit for each byte, the first one lowest.
    pub quotes: u64,
    /// Whether there are control characters.
    pub controls: bool,
}

/// The marks of a block; a text that ends within it goes on with spaces.
pub fn marks(text: &[u8]) -> Marks {
    match text.first_chunk() {
        Some(block) => of_block(block),
        None => {
            let mut block = [b' '; BLOCK];
            block[..text.len()].copy_from_slice(text);
            of_block(&block)
        }
    }
}

fn of_block(block: &[u8; BLOCK]) -> Marks {
    // Of each eight bytes, the first one is to be bit 0, the second one bit 1: the product has the sum
    // of them in its highest byte.
    const EACH: u64 = 0x8040_2010_0804_0201;
    const SUM: u64 = 0x0101_0101_0101_0101;
    let is_quote = |byte: u8| (byte == b'"') | (byte == b'\\');
    let found = block.map(|byte| if is_quote(byte) { u8::MAX } else { 0 });
    let mut quotes = 0;
    for (index, eight) in found.as_chunks().0.iter().enumerate() {
        let bits = (u64::from_le_bytes(*eight) & EACH).wrapping_mul(SUM) >> 56;
        quotes |= bits << (8 * index);
    }
    let controls = block.iter().fold(false, |any, byte| any | (*byte < b' '));
    Marks { quotes, controls }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_marked_wherever_it_stands() {
        for byte in 0..=u8::MAX {
            for at in 0..BLOCK {
                let mut block = [b'x'; BLOCK];
                (block[at], block[at / 2]) = (byte, b'"');
                let bit = |(at, byte): (usize, &u8)| u64::from(matches!(byte, b'"' | b'\\')) << at;
                let quotes = block.iter().enumerate().map(bit).sum();
                assert_eq!(marks(&block), Marks { quotes, controls: byte < 32 && at > 0 });
            }
        }
        assert_eq!(marks(b" \" \\"), Marks { quotes: 0b1010, controls: false });
        assert_eq!(marks(b"\t"), Marks { quotes: 0, controls: true });
    }
}
