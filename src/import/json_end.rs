//! Where a JSON document ends, found without reading it.

/// Looks for the end of a document that comes in parts.
#[derive(Debug, Default)]
pub struct Scan {
    depth: u32,
    inside: bool,
    escaped: bool,
}

impl Scan {
    /// Where the document ends in its next bytes.
    pub fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        while at < bytes.len() {
            if self.escaped {
                self.escaped = false;
            } else if self.inside {
                at += memchr::memchr2(b'"', b'\\', &bytes[at..])?;
                self.escaped = bytes[at] == b'\\';
                self.inside = self.escaped;
            } else {
                match bytes[at] {
                    b'"' => self.inside = true,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' => {
                        self.depth = self.depth.saturating_sub(1);
                        if self.depth == 0 {
                            return Some(at + 1);
                        }
                    }
                    _ => {}
                }
            }
            at += 1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Scan;

    #[test]
    fn the_end_is_found_however_the_bytes_are_cut() {
        let text = br#"{"a": "}\\\"]", "b": [1, {}]} {"c": 2}"#;
        let whole = Scan::default().end(text).unwrap();
        assert_eq!(&text[whole..], br#" {"c": 2}"#);
        for cut in 0..whole {
            let mut scan = Scan::default();
            assert_eq!(scan.end(&text[..cut]), None, "{cut}");
            assert_eq!(scan.end(&text[cut..]), Some(whole - cut), "{cut}");
        }
    }
}
