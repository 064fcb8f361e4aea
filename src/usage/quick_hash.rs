//! A hash of few instructions for the many keys of a log: each eight bytes are multiplied into it, and the
//! halves of the product are laid over each other. Who writes a log may make keys that fall together;
//! it is their own log.

use std::hash::{BuildHasherDefault, Hash, Hasher};

/// Digits of the golden ratio and of the root of 5: any odd number with as many ones as zeros would do.
const START: u64 = 0x9e37_79b9_7f4a_7c15;
const FACTOR: u64 = 0xd1b5_4a32_d192_ed03;

/// Of a map whose keys are hashed so.
pub type Quick = BuildHasherDefault<QuickHasher>;

/// The hash of what was written so far.
#[derive(Clone, Copy, Debug)]
pub struct QuickHasher(u64);

impl Default for QuickHasher {
    fn default() -> Self {
        Self(START)
    }
}

impl Hasher for QuickHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks();
        eights.iter().for_each(|eight| self.write_u64(u64::from_le_bytes(*eight)));
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        // Its length tells a text from one that goes on with zeros.
        self.write_u64(u64::from_le_bytes(last) ^ (bytes.len() as u64) << 56);
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        let product = u128::from(self.0 ^ number) * u128::from(FACTOR);
        self.0 = (product as u64) ^ (product >> 64) as u64;
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
}

/// The hash of a key.
pub fn of(key: impl Hash) -> u64 {
    let mut hasher = QuickHasher::default();
    key.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn keys_that_are_nearly_the_same_do_not_fall_together() {
        let mut seen = HashSet::new();
        let mut ones = [0_u32; 64];
        for number in 0..200_000_u64 {
            let hash = of(format!("msg_{number}").as_bytes());
            assert!(seen.insert(hash) && seen.insert(of(number)));
            (0..64).for_each(|bit| ones[bit] += (hash >> bit & 1) as u32);
        }
        assert!(ones.iter().all(|ones| (98_000..102_000).contains(ones)), "{ones:?}");
        for length in 0..40 {
            let text = vec![b'a'; length];
            for at in 0..length {
                for bit in 0..8 {
                    let mut other = text.clone();
                    other[at] ^= 1 << bit;
                    assert!(seen.insert(of(&other[..])));
                }
            }
            let mut zeros = text.clone();
            zeros.push(0);
            assert_ne!(of(&text[..]), of(&zeros[..]));
        }
    }
}
