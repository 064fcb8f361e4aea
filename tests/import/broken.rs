//! Everything that is broken is one error with its place.

use std::fs;

use breakeven::import::{LARGEST_INPUT, Labels, Stated, import};
use breakeven::profile::catalog::Catalog;
use breakeven::profile::document::Document;
use serde_json::Value;

use super::{all_labels, facts, fixture, fixtures, read};

/// A prefix that ends with a record is a whole file of fewer runs, and nothing can tell.
fn ends_with_a_record(name: &str, cut: &[u8], rest: &[u8]) -> bool {
    let whole_lines =
        [".jsonl", ".md", ".csv", ".txt", ".sql"].iter().any(|kind| name.ends_with(kind));
    let started = cut.trim_ascii_end().len();
    let ends_line = cut[started..].contains(&b'\n') || rest.first() == Some(&b'\n');
    whole_lines && ends_line
        || rest.trim_ascii().is_empty()
        || (name.ends_with(".md") && in_build(cut))
}

fn in_build(cut: &[u8]) -> bool {
    !String::from_utf8_lossy(cut).lines().last().unwrap_or("").starts_with('|')
}

#[test]
fn every_truncation_is_one_error_with_its_place() {
    for path in fixtures() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        for at in 0..bytes.len() {
            let (cut, rest) = bytes.split_at(at);
            match import(&name, cut, &all_labels()) {
                Ok(imported) => {
                    assert!(ends_with_a_record(&name, cut, rest), "{name} cut at {at} is read");
                    let document = Document::parse("mine.toml".into(), imported.toml).unwrap();
                    assert!(Catalog::with(vec![document]).is_ok(), "{name} cut at {at}");
                }
                Err(problem) => {
                    let empty = cut.trim_ascii().is_empty();
                    let split = std::str::from_utf8(cut).is_err();
                    assert!(
                        problem.at.is_some() || empty || split,
                        "{name} cut at {at}: {problem}"
                    );
                    assert!(!problem.message.is_empty() && problem.file == name);
                    assert!(!problem.to_string().contains(['\u{1b}', '\r']), "{problem}");
                }
            }
        }
    }
}

/// Every value of a document in turn replaced, the path of its keys with it.
fn mutations(value: &Value, with: &Value, path: &str, found: &mut Vec<(String, Value)>) {
    found.push((path.to_string(), with.clone()));
    let mut inside = |key: String, inner: &Value, put: &dyn Fn(Value) -> Value| {
        let mut deeper = Vec::new();
        mutations(inner, with, &key, &mut deeper);
        found.extend(deeper.into_iter().map(|(path, value)| (path, put(value))));
    };
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                inside(format!("{path}.{key}"), inner, &|new| {
                    let mut fields = fields.clone();
                    fields.insert(key.clone(), new);
                    Value::Object(fields)
                });
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                inside(format!("{path}[{index}]"), inner, &|new| {
                    let mut items = items.clone();
                    items[index] = new;
                    Value::Array(items)
                });
            }
        }
        _ => {}
    }
}

#[test]
fn every_wrong_type_is_one_error_or_changes_nothing() {
    let wrong = ["true", "\"x\"", "-1", "[]", "{}", "1e300", "\"\\u001b[31m\""];
    for path in fixtures() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.contains(".json") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap().replace(": Infinity", ": \"inf\"");
        let records: Vec<Value> = serde_json::Deserializer::from_str(&text)
            .into_iter()
            .collect::<Result<_, _>>()
            .unwrap();
        // One record, as a second one of another kind is a problem of its own.
        let record = &records[records.len() - 1];
        // What the file itself says is not stated beside it.
        let silent = ["vllm-throughput", "vllm-latency", "sglang-offline"];
        let silent = silent.iter().any(|start| name.starts_with(start));
        let stated = if silent { all_labels().stated } else { Stated::default() };
        let labels = Labels { stated, ..all_labels() };
        let plain = import(&name, record.to_string().as_bytes(), &labels);
        let plain = plain.map(|imported| imported.toml);
        for with in wrong {
            let with: Value = serde_json::from_str(with).unwrap();
            let mut found = Vec::new();
            mutations(record, &with, "", &mut found);
            for (path, value) in found {
                match import(&name, value.to_string().as_bytes(), &labels) {
                    Err(problem) => {
                        assert!(problem.at.is_some(), "{name}{path} = {with}: {problem}");
                        assert!(!problem.to_string().contains('\u{1b}'), "{problem}");
                    }
                    Ok(imported) => {
                        let Ok(plain) = &plain else { panic!("{name}{path} = {with} is read") };
                        let may_speculate = ["accept", "draft", "spec", "offload", "moe", "buft"]
                            .iter()
                            .any(|w| path.contains(w));
                        let new = facts(&imported.toml);
                        let same = new == facts(plain) || may_speculate;
                        assert!(same, "{name}{path} = {with}\n{new:#?}");
                    }
                }
            }
        }
    }
}

#[test]
fn needed_fields_are_named_when_they_are_missing_or_wrong() {
    let cases = [
        (
            "llama-bench.json",
            "\"avg_ts\": 1180.26871",
            "\"avg_ts\": \"fast\"",
            "`avg_ts` is `\"fast\"`",
        ),
        ("llama-bench.json", "\"n_prompt\": 0", "\"n_prompt\": 0.5", "expected a whole number"),
        ("llama-bench.json", "\"n_gen\": 128", "\"n_gen\": 0", "both counts are 0"),
        (
            "llama-bench.jsonl",
            "\"n_gpu_layers\": 99",
            "\"n_gpu_layers\": 0",
            "another `n_gpu_layers` than the first: 99, not 0",
        ),
        ("llama-batched-bench.jsonl", "\"speed_tg\": 61.5, ", "", "`speed_tg` is missing"),
        ("vllm-closed.json", "\"completed\": 128", "\"completed\": 0", "no request was completed"),
        ("vllm-closed.json", "\"duration\": 40.0", "\"duration\": 80.0", "expected them to agree"),
        (
            "vllm-closed.json",
            "\"request_rate\": \"inf\"",
            "\"request_rate\": null",
            "`request_rate` is missing",
        ),
        (
            "sglang.jsonl",
            "\"max_concurrency\": 16",
            "\"max_concurrency\": 0",
            "expected a number above 0",
        ),
        (
            "ollama-generate.json",
            "\"eval_duration\": 4000000000",
            "\"eval_duration\": 0",
            "expected a number above 0",
        ),
        ("ollama-verbose.txt", "35.00 tokens/s", "53.00 tokens/s", "expected them to agree"),
        (
            "guidellm.json",
            "\"type_\": \"synchronous\"",
            "\"type_\": \"sweep\"",
            "`benchmarks[0].config.strategy.type_` is `\"sweep\"`",
        ),
        ("llama-bench.md", "tg128 @ d8192", "tg128 @ 8192", "expected a test like pp512"),
        ("llama-bench.csv", "\"35.0049\"", "\"\"", "`avg_ts` is `\"\"`"),
    ];
    for (name, from, to, message) in cases {
        let text = String::from_utf8(fixture(name)).unwrap();
        assert!(text.contains(from), "{name} has no {from}");
        let error = read(text.replacen(from, to, 1).as_bytes()).unwrap_err();
        assert!(error.contains(message), "{name}: {error}");
    }
}

#[test]
fn other_known_files_are_named_and_refused() {
    let cases = [
        ("{\"daily\": []}", "a usage report of ccusage"),
        ("{\"sessionId\": \"a\", \"message\": {}}", "a session log of Claude Code"),
        ("{\"type\": \"event_msg\", \"payload\": {}}", "a session log of Codex"),
        ("[{\"request_id\": \"a\", \"spend\": 0.1}]", "a spend log of LiteLLM"),
        ("{\"sample_spec\": {}}", "the price database of LiteLLM"),
        ("{\"data\": [{\"id\": \"a\", \"pricing\": {}}]}", "the price list of OpenRouter"),
        ("# HELP vllm:x y\n# TYPE vllm:x counter\n", "metrics of a vLLM server"),
    ];
    for (text, what) in cases {
        let error = read(text.as_bytes()).unwrap_err();
        assert!(error.contains(&format!("this is {what}, which is not read here")), "{error}");
    }
    for text in ["hello", "{}", "[]", "[1, 2]", "{\"a\": 1}", "| a | b |\n"] {
        let error = read(text.as_bytes()).unwrap_err();
        assert!(error.starts_with("f:1:1: "), "{text}: {error}");
    }
    assert!(read(b" \n").unwrap_err().contains("the file is empty"));
}

#[test]
fn text_of_other_shells_and_files_of_any_size_are_handled() {
    let text = String::from_utf8(fixture("llama-bench.json")).unwrap();
    let plain = read(text.as_bytes()).unwrap();
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(read(&utf16).unwrap(), plain);
    assert_eq!(read(format!("\u{feff}{text}").as_bytes()).unwrap(), plain);
    assert_eq!(read(text.replace('\n', "\r\n").as_bytes()).unwrap(), plain);
    let large = vec![b' '; LARGEST_INPUT as usize + 1];
    assert!(read(&large).unwrap_err().contains("the file is empty"));
    let open = [b"{\"a\": [".to_vec(), vec![b'0'; LARGEST_INPUT as usize + (1 << 20)]].concat();
    assert!(read(&open).unwrap_err().contains("the record is larger than 64 MiB"));
    assert!(read(b"{\"a\": \xff}").unwrap_err().contains("not UTF-8 text: see line 1"));
}

#[test]
fn names_in_a_file_cannot_leave_their_comment() {
    let text = String::from_utf8(fixture("vllm-closed.json")).unwrap();
    let evil = text.replace("Qwen/Qwen3.6-27B-FP8", "x\\n[hardware.evil]\\u001b[31m");
    let toml = read(evil.as_bytes()).unwrap().toml;
    assert!(
        toml.contains("# The file calls the model: x\\n[hardware.evil]\\u{1b}[31m\n"),
        "{toml}"
    );
    assert_eq!(toml.lines().filter(|line| line.starts_with('[')).count(), 1);
}
