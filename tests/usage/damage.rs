//! Damaged files: what is sound counts, what is not is counted and located, and nothing panics.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use serde_json::Value;

use super::{read, read_one, skipped, totals};
use crate::support::draw::config;

fn response(number: u64) -> String {
    format!(
        "{{\"type\":\"assistant\",\"requestId\":\"r{number}\",\"sessionId\":\"s\",\"timestamp\":\"2026-10-01T10:00:00Z\",\
         \"message\":{{\"id\":\"m{number}\",\"model\":\"m\",\"usage\":{{\"input_tokens\":{},\"output_tokens\":{},\
         \"cache_read_input_tokens\":{}}}}}}}\n",
        number + 1,
        10 * number + 1,
        100 * number
    )
}

fn log(rows: u64) -> String {
    (0..rows).map(response).collect()
}

/// Input and output by a reader that decodes whole lines, whatever their text is made of, and keeps no
/// more than the last row of an id.
fn reference(bytes: &[u8]) -> (u64, u64, u64) {
    let mut kept: std::collections::BTreeMap<String, (u64, u64)> =
        std::collections::BTreeMap::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        let line = String::from_utf8_lossy(line);
        let Ok(entry) = serde_json::from_str::<Value>(&line) else { continue };
        let message = &entry["message"];
        let usage = &message["usage"];
        let number =
            |key: &str| usage[key].as_u64().filter(|number| *number <= 1_000_000_000_000_000);
        let (Some(input), Some(output)) = (number("input_tokens"), number("output_tokens")) else {
            continue;
        };
        let id = message["id"].as_str().or(entry["requestId"].as_str()).unwrap_or("none");
        let row = kept.entry(id.to_string()).or_default();
        *row = (*row).max((input, output));
    }
    let sum = |of: fn(&(u64, u64)) -> u64| kept.values().map(of).sum();
    (sum(|row| row.0), sum(|row| row.1), kept.len() as u64)
}

fn found(summary: &Value) -> (u64, u64, u64) {
    let number = |key: &str| summary["totals"][key].as_u64().unwrap_or(0);
    (number("fresh_input_tokens"), number("output_tokens"), number("requests"))
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn a_log_that_is_cut_anywhere_counts_up_to_there(cut in 0..2_000_usize) {
        let whole = log(9);
        let bytes = &whole.as_bytes()[..cut.min(whole.len())];
        let summary = read(&[("log.jsonl", bytes)]);
        prop_assert_eq!(found(&summary), reference(bytes));
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        let last = bytes.rsplit(|byte| *byte == b'\n').next().unwrap();
        let sound = last.is_empty() || serde_json::from_slice::<Value>(last).is_ok();
        match (bytes.is_empty(), sound) {
            (true, _) => prop_assert!(skipped(&summary)[0].0 == "an empty file"),
            (_, true) => prop_assert!(skipped(&summary).is_empty(), "{}", summary),
            (_, false) => {
                let left = skipped(&summary);
                prop_assert_eq!((left.len(), left[0].1), (1, 1));
                // Nothing of the file may be known when it is cut in its first line.
                prop_assert_eq!(left[0].2, lines + 1);
            }
        }
    }

    #[test]
    fn a_flipped_bit_costs_no_other_row(at in 0..1_000_000_usize, bit in 0..8_u8) {
        let mut bytes = log(9).into_bytes();
        let at = at % bytes.len();
        bytes[at] ^= 1 << bit;
        let summary = read(&[("log.jsonl", &bytes)]);
        let (input, output, rows) = found(&summary);
        prop_assert!(rows >= 7, "{}", summary);
        let (most_input, most_output, most_rows) = reference(&bytes);
        // A time or a model that is damaged leaves a row out, and that is said.
        let left: u64 = skipped(&summary).iter().map(|left| left.1).sum();
        prop_assert!(rows == most_rows || left > 0, "{} {}", most_rows, summary);
        if left == 0 {
            prop_assert_eq!((input, output), (most_input, most_output));
        }
        for (_, _, line) in skipped(&summary) {
            let before = bytes[..at].iter().filter(|byte| **byte == b'\n').count() as u64;
            prop_assert!((before..=before + 2).contains(&line), "{} {}", at, summary);
        }
    }

    #[test]
    fn damaged_exports_never_panic(at in 0..1_000_000_usize, bit in 0..8_u8, cut in 0..3_000_usize) {
        let bucket = |number: u64| format!(
            "{{\"object\":\"bucket\",\"start_time\":{},\"end_time\":{},\n\"results\":[{{\"object\":\"r\",\"input_tokens\":1,\"output_tokens\":1,\"num_model_requests\":1}}]}}",
            1_730_419_200 + number * 3_600, 1_730_422_800 + number * 3_600
        );
        let page = format!("{{\"object\":\"page\",\"data\":[{}],\"has_more\":false}}", (0..20).map(bucket).collect::<Vec<_>>().join(",\n"));
        let csv = format!("start_time,end_time,model,input_tokens,output_tokens\n{}", (0..20).map(|n| format!("{},{},m,1,1\n", 1_730_419_200 + n * 3_600, 1_730_422_800 + n * 3_600)).collect::<String>());
        for (name, text, rows) in [("page.json", page, 20), ("sheet.csv", csv, 20)] {
            let mut bytes = text.into_bytes();
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
            let summary = read(&[(name, &bytes)]);
            let output = found(&summary).1;
            let left: u64 = skipped(&summary).iter().map(|left| left.1).sum();
            // One digit can become another, and a column of another name is not stated.
            let stated = summary["totals"]["output_tokens"].is_u64();
            prop_assert!(!stated || left > 0 || output + 1 >= rows, "{} {}", at, summary);
            bytes.truncate(cut);
            read(&[(name, &bytes)]);
        }
    }
}

#[test]
fn damage_in_one_bucket_costs_no_other() {
    let bucket = |number: u64, end: &str| {
        format!(
            "{{\"object\":\"bucket\",\"start_time\":{},\"results\":[{{\"input_tokens\":1,\"output_tokens\":1{end}]}}",
            1_730_419_200 + number * 3_600
        )
    };
    let page = format!(
        "{{\"data\":[{},\n{},\n{}],\"has_more\":false}}",
        bucket(0, "}"),
        bucket(1, ""),
        bucket(2, "}")
    );
    let summary = read_one("page.json", &page);
    assert_eq!(totals(&summary)[5], 2);
    assert_eq!(skipped(&summary)[0].2, 2);
}

#[test]
fn garbage_between_rows_is_located() {
    let text = format!(
        "\u{feff}{}\r\nINFO started\r\n\r\n{}\n\u{0}\u{1}\n{{\"half\":",
        response(1).trim(),
        response(2).trim()
    );
    let summary = read_one("log.jsonl", &text);
    assert_eq!(found(&summary), (5, 32, 2));
    assert_eq!(
        skipped(&summary),
        [("cut off".to_string(), 1, 6), ("not a JSON object".to_string(), 2, 2)]
    );
    // It may also stand first.
    let summary = read_one("log.jsonl", &format!("INFO started\n{}", response(1)));
    assert_eq!((found(&summary).2, skipped(&summary)[0].2), (1, 1));
}

#[test]
fn numbers_that_are_none_are_left_out() {
    let bad = [
        ("\"output_tokens\":11", "\"output_tokens\":-11"),
        ("\"output_tokens\":11", "\"output_tokens\":1e300"),
        ("\"output_tokens\"", "\"outqut_tokens\""),
        ("2026-10-01T", "2026-13-01T"),
    ];
    for (from, to) in bad {
        let text = response(0) + &response(1).replace(from, to);
        let summary = read_one("log.jsonl", &text);
        assert_eq!((found(&summary).2, skipped(&summary)[0].2), (1, 2), "{to} {summary}");
    }
}

#[test]
fn compressed_files_are_read_and_damaged_ones_in_part() {
    let text = log(2_000);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    let bytes = encoder.finish().unwrap();
    let summary = read(&[("log.gz", &bytes)]);
    assert_eq!(found(&summary), reference(text.as_bytes()));
    assert!(skipped(&summary).is_empty());
    let summary = read(&[("log.gz", &bytes[..bytes.len() / 2])]);
    assert!(found(&summary).2 > 500 && found(&summary).2 < 2_000);
    assert!(
        skipped(&summary).iter().any(|left| left.0.contains("compressed file is cut off")),
        "{summary}"
    );
}

#[test]
fn a_line_without_end_needs_little_memory() {
    // 100 MB of one line, between two that are sound.
    let mut text = response(1).into_bytes();
    text.extend(std::iter::repeat_n(b'x', 100_000_000));
    text.push(b'\n');
    text.extend(response(2).into_bytes());
    let summary = read(&[("log.jsonl", &text)]);
    assert_eq!(found(&summary).2, 2);
    assert_eq!(skipped(&summary), [("a line longer than 16 MiB".to_string(), 1, 2)]);
}

#[test]
fn a_file_of_another_tool_costs_no_other_file() {
    let summary = read(&[
        ("a.jsonl", response(1).as_bytes()),
        ("b.json", b"{\"name\":\"x\",\"version\":1}\n"),
        ("c.csv", b"a,b\n1,2\n"),
        ("d.txt", b""),
    ]);
    assert_eq!(found(&summary).2, 1);
    let left = skipped(&summary);
    assert_eq!(left.len(), 3, "{summary}");
}
