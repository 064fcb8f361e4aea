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

/// A vLLM record with the times of every token, of which so many megabytes.
fn detailed(megabytes: usize) -> impl Read {
    let record = String::from_utf8(super::fixture("vllm-closed.json")).unwrap();
    let record = record.trim_end().strip_suffix('}').unwrap().to_string();
    let row = format!("[{}]", vec!["0.0234567"; 400].join(", "));
    let rows = (megabytes << 20) / (row.len() + 2);
    let row = format!("{row}, ").into_bytes();
    let left = (rows * row.len()) as u64;
    let rows = Repeated { record: row, at: 0, left };
    let head = format!("{record}, \"errors\": [\"\"], \"itls\": [").into_bytes();
    io::Cursor::new(head).chain(rows).chain(io::Cursor::new(b"[0.1]], \"bad\": }\n".to_vec()))
}

#[test]
fn a_record_may_be_larger_than_what_is_kept_of_it() {
    let labels = Labels::default();
    // 80 MiB of one record, and then a mistake, whose place is that in the file.
    let problem = import("f", detailed(80), &labels).unwrap_err();
    assert!(problem.message.contains("found `}`"), "{problem}");
    let at = problem.at.unwrap();
    assert_eq!(at.line, 1);
    assert!(at.column > 79 << 20, "{}", at.column);
}

#[test]
fn what_stands_behind_a_long_list_has_its_line() {
    let record = String::from_utf8(super::fixture("vllm-closed.json")).unwrap();
    let record = record.trim_end().strip_suffix('}').unwrap();
    let times = vec!["0.5"; 1_000].join(",\n");
    let text = format!("{record},\n\"ttfts\": [{times}],\n\"late\": ?}}\n");
    let at = import("f", text.as_bytes(), &Labels::default()).unwrap_err().at.unwrap();
    assert_eq!((at.line, at.column), (1_002, 9), "{}", at.excerpt);
}

/// A disk that fails once a few records are read.
struct Failing(&'static [u8]);

impl Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(io::Error::other("the disk is gone")),
            more => Ok(more),
        }
    }
}

#[test]
fn what_cannot_be_read_to_its_end_is_said() {
    let record = b"{\"n_prompt\": 0, \"n_gen\": 128, \"avg_ts\": 50.0}\n";
    let problem = import("f", Failing(record), &Labels::default()).unwrap_err();
    assert!(problem.message.contains("the disk is gone"), "{problem}");
}

/// Of lists that a reader looks at as a whole every item is kept.
#[test]
fn a_hundred_benchmarks_of_one_report_are_all_read() {
    let report = String::from_utf8(super::fixture("guidellm-0.3.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let one = &report["benchmarks"][0];
    let many = serde_json::json!({ "benchmarks": vec![one.clone(); 100] });
    let toml = import("f", many.to_string().as_bytes(), &Labels::default()).unwrap().toml;
    assert!(toml.contains("(median of 100 runs"), "{toml}");
}
