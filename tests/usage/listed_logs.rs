//! Logs whose objects are in one list.

use super::{Folder, read, read_one, read_path, skipped, totals};

/// A response, and what is said before it.
fn pair(number: u64) -> [String; 2] {
    let said = format!(
        "{{\"type\":\"user\",\"sessionId\":\"s\",\"message\":{{\"role\":\"user\",\"content\":\"a, {{\\\"b\\\": [ {number}\"}}}}"
    );
    let response = format!(
        "{{\"parentUuid\":\"p\",\"type\":\"assistant\",\"sessionId\":\"s\",\"timestamp\":\"2026-10-01T10:00:00Z\",\
         \"message\":{{\"id\":\"m{number}\",\"model\":\"m\",\"content\":[{{\"type\":\"text\",\"text\":\"x}},{{\"}}],\
         \"usage\":{{\"input_tokens\":{},\"output_tokens\":{}}}}}}}",
        number + 1,
        10 * number
    );
    [said, response]
}

fn rows(count: u64) -> Vec<String> {
    (0..count).flat_map(pair).collect()
}

/// The rows as lists are written: in one line, by rows, and by fields.
fn forms(rows: &[String]) -> [String; 4] {
    let by_fields: Vec<serde_json::Value> =
        rows.iter().map(|row| serde_json::from_str(row).unwrap()).collect();
    [
        format!("[{}]", rows.join(",")),
        format!("[\n{}\n]\n", rows.join(",\n")),
        format!("\u{feff}[{}]\r\n", rows.join("\r\n,")),
        serde_json::to_string_pretty(&by_fields).unwrap(),
    ]
}

#[test]
fn a_log_in_one_list_is_read_as_its_lines_are() {
    let rows = rows(9);
    let lines = read_one("a.jsonl", &rows.join("\n"));
    assert_eq!(totals(&lines), [45, -1, -1, -1, -1, 360, -1, 9]);
    for text in forms(&rows) {
        let list = read_one("a.json", &text);
        assert_eq!((totals(&list), &list["hours"]), (totals(&lines), &lines["hours"]));
        assert!(skipped(&list).is_empty(), "{list}");
        assert_eq!(list["sources"], lines["sources"]);
    }
    let meta = "{\"timestamp\":\"2026-10-01T10:00:00Z\",\"type\":\"session_meta\",\"payload\":{\"id\":\"s\"}}";
    let count = "{\"timestamp\":\"2026-10-01T10:01:00Z\",\"type\":\"event_msg\",\"payload\":{\"type\":\"token_count\",\
                 \"info\":{\"total_token_usage\":{\"input_tokens\":7,\"output_tokens\":5}}}}";
    let codex = read_one("c.json", &format!("[{meta},{count}]"));
    assert_eq!((totals(&codex)[0], totals(&codex)[5]), (7, 5));
}

#[test]
fn a_damaged_object_of_a_list_costs_itself_and_is_located() {
    for (form, line) in forms(&rows(30)).iter().zip([1, 21, 20, 0]) {
        // What is damaged is the tenth response: of 435 + 30 fresh and 4350 output tokens.
        let place = form.find("\"m9\"").unwrap();
        let lost = [465 - 10, 4350 - 90];
        for (from, to) in [("\"input_tokens\"", "\"input_tokens"), (":", " "), (",", " ")] {
            let at = place + form[place..].find(from).unwrap();
            let text = format!("{}{to}{}", &form[..at], &form[at + from.len()..]);
            let summary = read_one("a.json", &text);
            let found = totals(&summary);
            assert_eq!([found[0], found[5]], lost, "`{from}` in {}", &form[..60]);
            let first = skipped(&summary).iter().map(|(_, _, line)| *line).min().unwrap();
            assert!(line == 0 || first == line, "{first} is not {line}: {:?}", skipped(&summary));
        }
    }
}

#[test]
fn a_list_that_is_cut_off_counts_up_to_there() {
    let rows = rows(9);
    for form in forms(&rows) {
        let cut = &form[..form.rfind("\"m8\"").unwrap()];
        let summary = read_one("a.json", cut);
        assert_eq!((totals(&summary)[0], totals(&summary)[7]), (36, 8));
        assert_eq!(skipped(&summary)[0].0, "cut off");
    }
}

#[test]
fn a_long_list_is_read_in_bounded_pieces() {
    use std::io::Write;
    let folder = Folder::of(&[]);
    let path = folder.0.join("a.json");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    let padding = format!("{{\"type\":\"user\",\"message\":\"{}\"}}", "x".repeat(50_000));
    for number in 0..2_000 {
        let [_, response] = pair(number);
        let before = if number == 0 { "[" } else { "," };
        write!(file, "{before}{padding},{response}").unwrap();
    }
    // One object longer than may be held, and another one after it.
    let long = format!("{{\"type\":\"user\",\"message\":\"{}\"}}", "y".repeat(20 << 20));
    write!(file, ",{long},{}]", pair(9_999)[1]).unwrap();
    drop(file);
    let summary = read_path(&path, None);
    assert_eq!(totals(&summary)[0], 2_001_000 + 10_000);
    assert_eq!(skipped(&summary), [("a line longer than 16 MiB".to_string(), 1, 1)]);
}

#[test]
fn a_log_whose_first_line_only_looks_like_a_list_is_still_one_of_lines() {
    let text = format!("[2026-10-01 10:00] started\n{}\n", rows(3).join("\n"));
    let summary = read(&[("a.log", text.as_bytes())]);
    assert_eq!(totals(&summary)[0], 6);
    assert_eq!(skipped(&summary), [("not a JSON object".to_string(), 1, 1)]);
}
