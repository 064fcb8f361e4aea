//! Text in UTF-16, as some shells write what a program prints, as the UTF-8 that everything else reads.

use std::io::{self, Read};

/// A reader of UTF-16 whose bytes are UTF-8; what is no character becomes `U+FFFD`.
#[derive(Debug)]
pub struct WideText<R> {
    reader: R,
    big_endian: bool,
    units: Vec<u16>,
    /// The first half of a unit or of a pair, until the rest comes.
    half: Option<u8>,
    ready: Vec<u8>,
    given: usize,
    done: bool,
}

/// Whether a text begins with the mark of UTF-16, and then whether the higher byte comes first.
pub fn big_endian(head: &[u8]) -> Option<bool> {
    match head.first_chunk() {
        Some([0xff, 0xfe]) => Some(false),
        Some([0xfe, 0xff]) => Some(true),
        _ => None,
    }
}

impl<R: Read> WideText<R> {
    /// The text of a stream.
    pub fn new(reader: R, big_endian: bool) -> Self {
        let (units, ready) = (Vec::new(), Vec::new());
        Self { reader, big_endian, units, half: None, ready, given: 0, done: false }
    }

    fn fill(&mut self) -> io::Result<()> {
        let mut bytes = [0; 1 << 14];
        let read = self.reader.read(&mut bytes)?;
        self.done = read == 0;
        for byte in &bytes[..read] {
            match self.half.take() {
                None => self.half = Some(*byte),
                Some(first) if self.big_endian => {
                    self.units.push(u16::from_be_bytes([first, *byte]))
                }
                Some(first) => self.units.push(u16::from_le_bytes([first, *byte])),
            }
        }
        // The first half of a pair waits for the second one.
        let waits = self.units.pop_if(|unit| !self.done && (0xd800..0xdc00).contains(unit));
        let decoded = char::decode_utf16(self.units.drain(..));
        let text: String =
            decoded.map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        self.units.extend(waits);
        (self.ready, self.given) = (text.into_bytes(), 0);
        Ok(())
    }
}

impl<R: Read> Read for WideText<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() && !self.done {
            self.fill()?;
        }
        let rest = &self.ready[self.given..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}
