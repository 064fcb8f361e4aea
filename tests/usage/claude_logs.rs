//! Claude Code: a response is written several times, and only its usage is read.

use super::{numbers, read, read_one, skipped, totals};

fn line(id: &str, request: &str, time: &str, numbers: [u64; 4], more: &str) -> String {
    let [input, written, cached, output] = numbers;
    let request =
        if request.is_empty() { String::new() } else { format!("\"requestId\":\"{request}\",") };
    format!(
        "{{\"type\":\"assistant\",{request}\"sessionId\":\"s\",{more}\"timestamp\":\"2026-10-01T{time}Z\",\
         \"message\":{{\"id\":\"{id}\",\"model\":\"claude-x\",\"role\":\"assistant\",\
         \"content\":[{{\"type\":\"text\",\"text\":\"a \\\"output_tokens\\\": 9\"}}],\
         \"usage\":{{\"input_tokens\":{input},\"cache_creation_input_tokens\":{written},\
         \"cache_read_input_tokens\":{cached},\"output_tokens\":{output}}}}}}}\n"
    )
}

#[test]
fn the_row_with_the_largest_output_counts_at_the_first_time() {
    let log = line("m1", "r1", "10:00:00", [2, 100, 50, 1], "")
        + &line("m1", "r1", "11:00:05", [2, 100, 50, 1130], "")
        + &line("m1", "r1", "12:00:09", [2, 100, 50, 700], "")
        // Without a request, and as a replay in a subagent: the same response.
        + &line("m1", "", "13:00:00", [2, 100, 50, 1130], "\"isSidechain\":true,")
        // A subagent's own response.
        + &line("m2", "", "10:30:00", [7, 0, 0, 3], "\"isSidechain\":true,");
    let summary = read_one("log.jsonl", &log);
    assert_eq!(totals(&summary), [9, 50, 100, -1, -1, 1133, -1, 2]);
    assert_eq!(summary["first_hour"], "2026-10-01T10:00:00Z");
    assert_eq!(summary["last_hour"], "2026-10-01T10:00:00Z");
    assert_eq!((&summary["rows"], &summary["repeated_rows"]), (&5.into(), &3.into()));
    assert!(skipped(&summary).is_empty());
    // 2026-10-01 is a Thursday.
    assert_eq!(summary["hours"][3 * 24 + 10], 9 + 50 + 100 + 1133);
}

#[test]
fn a_response_counts_once_over_files_whatever_their_order() {
    let early = line("m1", "r1", "10:00:00", [2, 0, 0, 1], "");
    let late = line("m1", "r1", "10:00:01", [2, 0, 0, 90], "");
    let one = read(&[("a.jsonl", early.as_bytes()), ("b.jsonl", late.as_bytes())]);
    let other = read(&[("a.jsonl", late.as_bytes()), ("b.jsonl", early.as_bytes())]);
    assert_eq!(totals(&one), [2, 0, 0, -1, -1, 90, -1, 1]);
    assert_eq!(one["models"], other["models"]);
    assert_eq!(one["hours"], other["hours"]);
}

#[test]
fn rows_without_an_id_and_made_up_ones() {
    let nameless = line("x", "", "10:00:00", [1, 2, 3, 4], "").replace("\"id\":\"x\",", "");
    let made_up = line("x", "", "10:00:00", [9, 9, 9, 9], "").replace("claude-x", "<synthetic>");
    let summary = read_one("log.jsonl", &format!("{nameless}{nameless}{made_up}"));
    assert_eq!(totals(&summary), [2, 6, 4, -1, -1, 8, -1, 2]);
    assert_eq!(skipped(&summary), [("made up by the client (`<synthetic>`)".to_string(), 1, 3)]);
}

#[test]
fn what_is_kept_for_an_hour_is_told_apart() {
    let log = line("m", "r", "10:00:00", [1, 30, 0, 5], "").replace(
        "\"cache_read_input_tokens\"",
        "\"cache_creation\":{\"ephemeral_5m_input_tokens\":10,\"ephemeral_1h_input_tokens\":20},\
         \"cache_read_input_tokens\"",
    );
    assert_eq!(totals(&read_one("log.jsonl", &log)), [1, 0, 30, 10, 20, 5, -1, 1]);
}

#[test]
fn what_a_tool_used_is_not_counted_again() {
    let tool = "{\"type\":\"user\",\"sessionId\":\"s\",\"message\":{\"role\":\"user\"},\"toolUseResult\":\
                {\"usage\":{\"input_tokens\":5,\"output_tokens\":6}}}\n";
    let log = line("m", "r", "10:00:00", [1, 0, 0, 5], "") + tool;
    let summary = read_one("log.jsonl", &log);
    assert_eq!(totals(&summary), [1, 0, 0, -1, -1, 5, -1, 1]);
    assert!(skipped(&summary).is_empty());
}

#[test]
fn prompts_and_answers_are_never_decoded() {
    // None of these can be made into text: a lone surrogate, a byte that is no UTF-8.
    for bad in [&b"\\ud800"[..], &b"\xff\xfe\x80"[..]] {
        let log = line("m", "r", "10:00:00", [1, 2, 3, 4], "").into_bytes();
        let at = log.windows(3).position(|window| window == b"a \\").unwrap();
        let log = [&log[..at], bad, &log[at..]].concat();
        let summary = read(&[("log.jsonl", &log)]);
        assert_eq!(totals(&summary), [1, 3, 2, -1, -1, 4, -1, 1]);
        assert!(skipped(&summary).is_empty(), "{summary}");
        // It is the content that stands there, not luck: whoever decodes it fails.
        assert!(serde_json::from_slice::<serde_json::Value>(log.trim_ascii()).is_err());
    }
    // No struct of a reader has a field for it.
    let source = include_str!("../../src/usage/sources/claude_code.rs");
    assert!(!source.contains("content:") && !source.contains("text:"));
}

#[test]
fn a_key_may_be_written_with_escapes() {
    let log = line("m", "r", "10:00:00", [1, 2, 3, 4], "")
        .replace("_tokens\"", "\\u005ftokens\"")
        .replace("\"usage\"", "\"us\\u0061ge\"");
    let log = line("first", "r0", "09:00:00", [1, 0, 0, 1], "") + &log;
    assert_eq!(numbers(&read_one("log.jsonl", &log)["totals"])[5], 5);
}

#[test]
fn a_large_log_is_read_in_pieces() {
    use std::io::Write;
    let folder = super::Folder::of(&[]);
    let mut file =
        std::io::BufWriter::new(std::fs::File::create(folder.0.join("big.jsonl")).unwrap());
    let padding = format!("{{\"type\":\"user\",\"message\":\"{}\"}}\n", "x".repeat(5_000));
    let mut expected = [0_u64; 2];
    for number in 0..15_000_u64 {
        let usage = [number % 7, 0, 0, number % 11 + 1];
        expected[0] += usage[0];
        expected[1] += usage[3];
        let id = format!("m{number}");
        file.write_all(line(&id, "", "10:00:00", [usage[0], 0, 0, 1], "").as_bytes()).unwrap();
        file.write_all(padding.as_bytes()).unwrap();
        file.write_all(line(&id, "", "10:00:01", usage, "").as_bytes()).unwrap();
    }
    file.write_all(b"{\"cut").unwrap();
    drop(file);
    let summary = super::read_path(&folder.0, None);
    let found = totals(&summary);
    assert_eq!((found[0] as u64, found[5] as u64, found[7]), (expected[0], expected[1], 15_000));
    assert_eq!(skipped(&summary), [("cut off".to_string(), 1, 45_001)]);
}
