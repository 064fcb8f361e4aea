//! Files larger than memory should hold: what is kept does not grow with them.

use std::io::{self, Read};

use breakeven::import::{Labels, import};

/// The same record again and again, without ever being in memory as a whole.
struct Repeated {
    record: Vec<u8>,
    at: usize,
    left: u64,
}

impl Read for Repeated {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(self.record.len() - self.at).min(self.left as usize);
        buffer[..length].copy_from_slice(&self.record[self.at..self.at + length]);
        self.at = (self.at + length) % self.record.len();
        self.left -= length as u64;
        Ok(length)
    }
}

#[test]
fn a_file_may_be_larger_than_what_is_read_at_once() {
    let record = super::fixture("llama-bench.jsonl");
    let record = record.split_inclusive(|byte| *byte == b'\n').nth(1).unwrap().to_vec();
    let count = (80 << 20) / record.len() as u64;
    let left = count * record.len() as u64;
    let large = Repeated { record, at: 0, left };
    let toml = import("f", large, &Labels::default()).unwrap().toml;
    assert!(toml.contains(&format!("(median of {count} runs from 35.005 to 35.005)")), "{toml}");
}

#[test]
fn a_problem_deep_in_a_file_has_its_line() {
    let record = "{\"n_prompt\": 0, \"n_gen\": 128, \"avg_ts\": 50.0}\n";
    let text = format!("{}{{\"n_prompt\": 0, \"n_gen\": 128}}\n", record.repeat(20_000));
    let problem = import("f", text.as_bytes(), &Labels::default()).unwrap_err();
    let at = problem.at.unwrap();
    assert_eq!((at.line, at.column), (20_001, 1), "{}", at.excerpt);
    // On one line, too.
    let record = "{\"n_prompt\": 0, \"n_gen\": 128, \"avg_ts\": 50.0}, ";
    let text = format!("[{}{{\"n_gen\": 128}}]", record.repeat(2_000));
    let at = import("f", text.as_bytes(), &Labels::default()).unwrap_err().at.unwrap();
    assert_eq!((at.line, at.column), (1, 2 + 2_000 * record.len() as u32), "{}", at.excerpt);
}
