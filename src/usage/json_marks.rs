//! Quotes, backslashes and control characters of a text, 64 bytes at a time.

use wide::u8x16;

/// How many bytes are looked at together.
pub const BLOCK: usize = 64;

/// What is in a block: a bit for each byte, the first one lowest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Where quotes are.
    pub quotes: u64,
    /// Where backslashes are.
    pub backslashes: u64,
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
    let mut found = Marks::default();
    let mut controls = u8x16::splat(0);
    for (index, bytes) in block.as_chunks().0.iter().enumerate() {
        let bytes = u8x16::from(*bytes);
        let places = |byte| u64::from(bytes.simd_eq(u8x16::splat(byte)).to_bitmask());
        found.quotes |= places(b'"') << (16 * index);
        found.backslashes |= places(b'\\') << (16 * index);
        controls |= bytes.simd_eq(bytes.min(u8x16::splat(b' ' - 1)));
    }
    found.controls = controls.any();
    found
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
                let places = |wanted: u8| {
                    let bit = |(at, byte): (usize, &u8)| u64::from(*byte == wanted) << at;
                    block.iter().enumerate().map(bit).sum()
                };
                let (quotes, backslashes) = (places(b'"'), places(b'\\'));
                let controls = byte < 32 && at > 0;
                assert_eq!(marks(&block), Marks { quotes, backslashes, controls });
            }
        }
        let ended = Marks { quotes: 0b10, backslashes: 0b1000, controls: false };
        assert_eq!(marks(b" \" \\"), ended);
        assert_eq!(marks(b"\t"), Marks { controls: true, ..Marks::default() });
    }
}
