//! Every source, cut anywhere and with any bit flipped: what is whole counts, the rest is said.

use proptest::prelude::*;
use serde_json::Value;

use super::{read, skipped};
use crate::support::draw::config;

/// Rows of one output token each, between a head and a tail.
struct Source {
    name: &'static str,
    head: &'static str,
    row: fn(usize) -> String,
    between: &'static str,
    tail: &'static str,
}

const ROWS: usize = 12;

fn hour(number: usize) -> String {
    format!("2026-10-01T{number:02}:00:00Z")
}

const SOURCES: [Source; 11] = [
    Source {
        name: "codex.jsonl",
        head: "{\"timestamp\":\"2026-10-01T00:00:00Z\",\"type\":\"turn_context\",\"payload\":{\"model\":\"m\"}}\n",
        row: |n| {
            format!(
                "{{\"timestamp\":\"{}\",\"type\":\"event_msg\",\"payload\":{{\"type\":\"token_count\",\"info\":{{\"total_token_usage\":{{\"input_tokens\":{},\"output_tokens\":{}}}}}}}}}",
                hour(n),
                10 * n + 10,
                n + 1
            )
        },
        between: "\n",
        tail: "\n",
    },
    Source {
        name: "openai.json",
        head: "{\"object\":\"page\",\"data\":[",
        row: |n| {
            format!(
                "{{\"object\":\"bucket\",\"start_time\":{},\"end_time\":{},\"results\":[{{\"input_tokens\":1,\"output_tokens\":1}}]}}",
                1_730_419_200 + n * 3_600,
                1_730_422_800 + n * 3_600
            )
        },
        between: ",\n",
        tail: "],\"has_more\":false}",
    },
    Source {
        name: "anthropic.json",
        head: "{\"data\":[",
        row: |n| {
            format!(
                "{{\"starting_at\":\"{}\",\"results\":[{{\"uncached_input_tokens\":1,\"output_tokens\":1}}]}}",
                hour(n)
            )
        },
        between: ",",
        tail: "],\"has_more\":false}",
    },
    Source {
        name: "spend.json",
        head: "[",
        row: |n| {
            format!(
                "{{\"request_id\":\"r{n}\",\"call_type\":\"c\",\"prompt_tokens\":1,\"completion_tokens\":1,\"startTime\":\"{}\"}}",
                hour(n)
            )
        },
        between: ",",
        tail: "]",
    },
    Source {
        name: "litellm.json",
        head: "{\"results\":[",
        row: |n| {
            format!(
                "{{\"date\":\"2026-10-{:02}\",\"metrics\":{{\"prompt_tokens\":1,\"completion_tokens\":1}},\"breakdown\":{{\"models\":{{}}}}}}",
                n + 1
            )
        },
        between: ",",
        tail: "],\"metadata\":{\"has_more\":false}}",
    },
    Source {
        name: "ccusage.json",
        head: "{\"daily\":[",
        row: |n| {
            format!("{{\"date\":\"2026-10-{:02}\",\"inputTokens\":1,\"outputTokens\":1}}", n + 1)
        },
        between: ",\n",
        tail: "]}",
    },
    Source {
        name: "opencost.json",
        head: "{\"code\":200,\"data\":{\"inferenceCosts\":{",
        row: |n| {
            format!(
                "\"m{n}\":{{\"properties\":{{\"modelName\":\"m\"}},\"promptTokens\":1,\"generationTokens\":1}}"
            )
        },
        between: ",",
        tail: "}}}",
    },
    Source {
        name: "spans.json",
        head: "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[",
        row: |n| {
            format!(
                "{{\"traceId\":\"t\",\"spanId\":\"s{n}\",\"startTimeUnixNano\":\"1790000000000000000\",\"attributes\":[{{\"key\":\"gen_ai.usage.input_tokens\",\"value\":{{\"intValue\":\"1\"}}}},{{\"key\":\"gen_ai.usage.output_tokens\",\"value\":{{\"intValue\":\"1\"}}}}]}}"
            )
        },
        between: ",",
        tail: "]}]}]}",
    },
    Source {
        name: "openrouter.csv",
        head: "generation_id,created_at,tokens_prompt,tokens_completion,model_permaslug\n",
        row: |n| format!("g{n},2026-09-01 {n:02}:15:00.1,1,1,model"),
        between: "\n",
        tail: "\n",
    },
    Source {
        name: "console.csv",
        head: "usage_date_utc,usage_input_tokens_no_cache,usage_output_tokens,model_version\n",
        row: |n| format!("2026-09-{:02},1,1,model", n + 1),
        between: "\n",
        tail: "\n",
    },
    Source {
        name: "metrics.prom",
        head: "# TYPE vllm:generation_tokens_total counter\nvllm:prompt_tokens_total 1\n",
        row: |n| format!("vllm:generation_tokens_total{{engine=\"{n}\"}} 1"),
        between: "\n",
        tail: "\n",
    },
];

impl Source {
    /// The text, and where each row ends.
    fn text(&self) -> (String, Vec<usize>) {
        let (mut text, mut ends) = (self.head.to_string(), Vec::new());
        for number in 0..ROWS {
            if number > 0 {
                text.push_str(self.between);
            }
            text.push_str(&(self.row)(number));
            ends.push(text.len());
        }
        (text + self.tail, ends)
    }

    fn is_sheet(&self) -> bool {
        self.name.ends_with(".csv")
    }
}

fn output(summary: &Value) -> usize {
    summary["totals"]["output_tokens"].as_u64().unwrap_or(0) as usize
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn a_file_that_is_cut_anywhere_counts_up_to_there(share in 0.0..1.0_f64) {
        for source in SOURCES {
            let (text, ends) = source.text();
            let cut = (share * text.len() as f64) as usize;
            let summary = read(&[(source.name, &text.as_bytes()[..cut])]);
            let whole = ends.iter().filter(|end| **end <= cut).count();
            // The last cell of a row is a text here, of which nobody can know that it was longer.
            let most = if source.is_sheet() { whole + 1 } else { whole };
            prop_assert!((whole..=most).contains(&output(&summary)), "{} at {}: {}", source.name, cut, summary);
            let on_a_line = text[..cut].ends_with('\n') || source.between == "\n" && text[..=cut].ends_with('\n');
            // A remark of Prometheus may end anywhere.
            let in_a_remark = source.name.ends_with(".prom") && cut < source.head.len();
            if !on_a_line && !source.is_sheet() && !in_a_remark {
                prop_assert!(!skipped(&summary).is_empty(), "{} at {}: {}", source.name, cut, summary);
            }
        }
    }

    #[test]
    fn a_bit_that_is_flipped_anywhere_costs_few_rows_or_is_said(at in 0.0..1.0_f64, bit in 0..8_u8) {
        for source in SOURCES {
            let mut bytes = source.text().0.into_bytes();
            let at = (at * bytes.len() as f64) as usize;
            bytes[at] ^= 1 << bit;
            let summary = read(&[(source.name, &bytes)]);
            // A name of a column or a key that nobody knows is not stated.
            let stated = summary["totals"]["output_tokens"].is_u64();
            // A series that comes twice begins another scrape, in which those before it are not.
            let is_lost = |warning: &Value| warning.as_str().unwrap().contains("is not in the last");
            let lost = summary["warnings"].as_array().unwrap().iter().any(is_lost);
            let said = lost || !skipped(&summary).is_empty();
            prop_assert!(!stated || said || output(&summary) + 2 >= ROWS, "{} at {}: {}", source.name, at, summary);
            let located = skipped(&summary).iter().all(|(_, rows, line)| *rows > 0 && *line > 0);
            prop_assert!(located);
        }
    }
}
