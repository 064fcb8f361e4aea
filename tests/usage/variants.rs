//! What the same programs write in other versions, and what people make of their files.

use serde_json::json;

use breakeven::usage::hour_series::growth;

use super::{read, read_one, skipped, totals};

fn warnings(summary: &serde_json::Value) -> String {
    summary["warnings"].to_string()
}

#[test]
fn ccusage_names_every_period_alike() {
    let row = |period: &str| {
        json!({"period": period, "agent": "all", "inputTokens": 300, "outputTokens": 125, "cacheCreationTokens": 75,
            "cacheReadTokens": 30, "metadata": {"lastActivity": "2026-01-10T09:15:00.000Z"}, "modelBreakdowns": [
            {"modelName": "a", "inputTokens": 200, "outputTokens": 75, "cacheCreationTokens": 50, "cacheReadTokens": 20},
            {"modelName": "b", "inputTokens": 100, "outputTokens": 50, "cacheCreationTokens": 25, "cacheReadTokens": 10}]})
    };
    let of = |list: &str, rows: &[serde_json::Value]| {
        let totals = json!({"inputTokens": 9999, "outputTokens": 9999});
        read_one("x.json", &json!({list: rows, "totals": totals}).to_string())
    };
    for (list, first, second, grain, days) in [
        ("daily", "2026-01-09", "2026-01-11", "day", json!(3.0)),
        ("weekly", "2026-01-05", "2026-01-12", "window", json!(14.0)),
        ("monthly", "2026-01", "2026-02", "month", json!(59.0)),
        ("session", "a", "b", "session", json!(null)),
    ] {
        let summary = of(list, &[row(first), row(second)]);
        assert_eq!(totals(&summary), [600, 60, 150, -1, -1, 250, -1, -1], "{list}");
        assert_eq!((&summary["grain"], &summary["span_days"]), (&grain.into(), &days), "{list}");
        assert!(skipped(&summary).is_empty() && summary["hours"].is_null());
    }
    let block = |start: &str, end: &str, input: u64| {
        json!({"id": start, "startTime": start, "endTime": end, "isGap": input == 0, "entries": 2, "models": ["m"],
            "tokenCounts": {"inputTokens": input, "outputTokens": input, "cacheCreationInputTokens": input, "cacheReadInputTokens": input}})
    };
    let blocks = [
        block("2026-01-09T10:00:00.000Z", "2026-01-09T15:00:00.000Z", 7),
        block("2026-01-09T15:00:00.000Z", "2026-01-10T10:00:00.000Z", 0),
    ];
    let summary = of("blocks", &blocks);
    assert_eq!(totals(&summary), [7, 7, 7, -1, -1, 7, -1, -1]);
    assert_eq!((&summary["grain"], &summary["span_days"]), (&"window".into(), &1.0.into()));
    let day =
        json!({"date": "2026-01-09", "inputTokens": 3, "outputTokens": 4, "modelsUsed": ["m"]});
    let instances =
        json!({"projects": {"p \"q\"": [day], "r": [day, day]}, "totals": {"inputTokens": 9}});
    assert_eq!(totals(&read_one("x.json", &instances.to_string()))[5], 12);
}

#[test]
fn opencost_answers_with_objects_by_key() {
    let cost = |from: &str, to: &str| {
        json!({"properties": {"modelName": "m", "namespace": "n"}, "window": {"start": from, "end": to}, "costBasis": "allocation",
            "totalCost": 1.5, "promptTokens": 1000.0, "generationTokens": 50.0, "totalTokens": 1050.0, "cacheSavingsFraction": 0.4})
    };
    let (noon, one) = ("2026-06-11T12:00:00Z", "2026-06-11T13:00:00Z");
    let set = json!({"inferenceCosts": {"m/n": cost(noon, one), "m/{k": cost(noon, one)}, "window": {"start": noon, "end": one}});
    let total = read_one("total.json", &json!({"code": 200, "data": set}).to_string());
    assert_eq!(totals(&total), [1200, 800, -1, -1, -1, 100, -1, -1]);
    assert_eq!((&total["grain"], &total["billed_usd"]), (&"hour".into(), &3.0.into()));
    assert!(skipped(&total).is_empty(), "{total}");
    let series = json!({"code": 200, "data": {"inferenceCostSets": [set, set], "window": {}}});
    assert_eq!(totals(&read_one("series.json", &series.to_string()))[0], 2400);
}

#[test]
fn an_agents_responses_count_once_wherever_they_are_said() {
    let message = r#"{"id":"m1","model":"m","usage":{"input_tokens":3,"output_tokens":1000}}"#;
    let progress = format!(
        r#"{{"type":"progress","sessionId":"s","timestamp":"2026-10-01T10:00:00Z","data":{{"type":"agent_progress","message":{{"type":"assistant","message":{message}}}}}}}"#
    );
    assert_eq!(totals(&read_one("a.jsonl", &progress))[5], 1000);
    let own = format!(
        r#"{{"type":"assistant","isSidechain":true,"sessionId":"s","requestId":"r","timestamp":"2026-10-01T10:00:00Z","message":{message}}}"#
    );
    let both = read_one("a.jsonl", &format!("{progress}\n{own}\n"));
    assert_eq!(totals(&both), [3, -1, -1, -1, -1, 1000, -1, 1]);
}

#[test]
fn one_id_for_every_response_is_suspicious() {
    let line = "{\"type\":\"assistant\",\"sessionId\":\"s\",\"timestamp\":\"2026-10-01T10:00:00Z\",\
                \"message\":{\"id\":\"same\",\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}}\n";
    assert_eq!(warnings(&read_one("a.jsonl", &line.repeat(900))), "[]");
    assert!(warnings(&read_one("a.jsonl", &line.repeat(1_200))).contains("1200 rows have one id"));
}

#[test]
fn damage_to_one_span_costs_no_other() {
    let span = |id: u32, value: &str| {
        format!(
            r#"{{"traceId":"t","spanId":"{id}","startTimeUnixNano":"1790000000000000000","attributes":[
            {{"key":"gen_ai.usage.input_tokens","value":{value}}},{{"key":"gen_ai.usage.output_tokens","value":{{"intValue":"5"}}}},
            {{"key":"gen_ai.usage.cost","value":{{"doubleValue":-1}}}},{{"key":"gen_ai.usage.details","value":{{"arrayValue":{{}}}}}}]}}"#
        )
    };
    let good = r#"{"intValue":"7"}"#;
    let spans = [span(1, good), span(2, r#"{"stringValue":"many"}"#), span(3, good)].join(",");
    let text = format!(r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{spans}]}}]}}]}}"#);
    let summary = read_one("t.json", &text);
    assert_eq!(totals(&summary), [14, -1, -1, -1, -1, 10, -1, 2]);
    assert_eq!(skipped(&summary).len(), 1);
    let list = format!("[{text},{text}]");
    assert_eq!(totals(&read_one("t.json", &list)), totals(&summary));
}

#[test]
fn one_count_under_three_names_and_values_with_brackets() {
    let of = "model_name=\"a}b # {\",engine=\"0\"";
    let scrape = |factor: u32| {
        format!(
            "vllm:prompt_tokens_total{{{of}}} {} # {{trace_id=\"x\"}} 1 1.5\nvllm:generation_tokens_total{{{of}}} {}\n\
             vllm:prefix_cache_hits_total{{{of}}} {}\nvllm:gpu_prefix_cache_hits_total{{{of}}} {}\nvllm:prompt_tokens_cached_total{{{of}}} {}\n",
            1000 * factor,
            10 * factor,
            300 * factor,
            300 * factor,
            250 * factor
        )
    };
    let both = read(&[("1.prom", scrape(1).as_bytes()), ("2.prom", scrape(2).as_bytes())]);
    assert_eq!(totals(&both), [750, 250, -1, -1, -1, 10, -1, -1]);
    assert!(both["models"].get("a}b # {").is_some(), "{both}");
}

#[test]
fn rows_at_full_hours_are_what_the_others_of_their_file_are() {
    let rows = |second: &str| {
        format!(
            "timestamp,fresh_input,output\n2026-10-01T10:00:00Z,5,6\n2026-10-01T11:00:{second}Z,7,8\n"
        )
    };
    let (hours, single) = (read_one("h.csv", &rows("00")), read_one("s.csv", &rows("01")));
    assert_eq!((totals(&hours)[7], &hours["grain"]), (-1, &"hour".into()));
    assert_eq!((totals(&single)[7], &single["grain"]), (2, &"event".into()));
}

#[test]
fn spreadsheets_write_numbers_and_days_their_own_way() {
    let text = "hour;model;requests;fresh_input;cached_read;cache_write;output\r\n01.10.2026 10:00;m;3,0;1,5E+03;2.000;0;\"1.234.567,0\"\r\n";
    let summary = read_one("x.csv", text);
    assert_eq!(totals(&summary), [1500, 2000, 0, -1, -1, 1_234_567, -1, 3]);
    assert_eq!(summary["first_hour"], "2026-10-01T10:00:00Z");
    let tabs = "hour\tmodel\tfresh_input\toutput\n2026-10-01 10:00:00 +0200\tm\t3,0\t1,234\n";
    let summary = read_one("x.tsv", tabs);
    assert_eq!((totals(&summary)[0], totals(&summary)[5]), (3, 1234));
    assert_eq!(summary["first_hour"], "2026-10-01T08:00:00Z");
}

#[test]
fn a_last_number_without_a_line_break_may_be_cut_off() {
    let text = "hour,fresh_input,output\n2026-10-01T10:00:00Z,5,61";
    assert!(warnings(&read_one("x.csv", text)).contains("no line break"));
    assert_eq!(warnings(&read_one("x.csv", &format!("{text}\n"))), "[]");
    let metrics = "vllm:prompt_tokens_total 12\nvllm:generation_tokens_total 34";
    assert!(warnings(&read_one("x.prom", metrics)).contains("no line break"));
}

#[test]
fn pages_by_number_are_missed_and_other_money_is_not_dollars() {
    let page = |number: u32| {
        format!(
            r#"{{"data":[{{"request_id":"r{number}","call_type":"c","prompt_tokens":5,"completion_tokens":2,"startTime":"2026-11-01T10:00:00Z","model":"m"}}],"total":3,"page":{number},"page_size":1,"total_pages":3}}"#
        )
    };
    let (one, two, three) = (page(1), page(2), page(3));
    let some = read(&[("1.json", one.as_bytes()), ("3.json", three.as_bytes())]);
    assert!(warnings(&some).contains("2 of 3 pages"), "{some}");
    let files = [("1.json", &one), ("2.json", &two), ("3.json", &three)];
    let all = read(&files.map(|(name, text)| (name, text.as_bytes())));
    assert_eq!((totals(&all)[5], warnings(&all)), (6, "[]".into()));
    let costs = r#"{"data":[{"starting_at":"2026-08-01T00:00:00Z","results":[{"amount":1000,"currency":"EUR"},{"amount":"50.5","currency":"USD"}]}],"has_more":false}"#;
    let summary = read_one("c.json", costs);
    assert_eq!(summary["billed_usd"], 0.505);
    assert!(warnings(&summary).contains("EUR"));
}

#[test]
fn a_model_that_is_not_in_the_breakdown_counts_without_a_name() {
    let day = r#"{"results":[{"date":"2026-03-27","metrics":{"prompt_tokens":100,"completion_tokens":20,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"api_requests":3},
        "breakdown":{"models":{"m":{"metrics":{"prompt_tokens":60,"completion_tokens":15,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"api_requests":2}}}}}],"metadata":{"has_more":false}}"#;
    let summary = read_one("a.json", day);
    assert_eq!(totals(&summary), [100, 0, 0, -1, -1, 20, -1, 3]);
    assert_eq!(summary["models"]["m"]["output_tokens"], 15);
    assert_eq!(summary["models"]["not stated"]["output_tokens"], 5);
}

#[test]
fn a_clock_half_an_hour_ahead_is_right_to_the_minute() {
    use breakeven::usage::intake;
    use breakeven::usage::summary::{Summary, Terms};
    let line = "{\"type\":\"assistant\",\"sessionId\":\"s\",\"timestamp\":\"2026-10-01T18:45:00Z\",\
                \"message\":{\"id\":\"a\",\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}}\n";
    let folder = super::Folder::of(&[("a.jsonl", line.as_bytes())]);
    let intake = intake::read(std::slice::from_ref(&folder.0), None, None).unwrap();
    let at = |utc_offset: f64| {
        let hours = Summary::of(&intake, Terms { utc_offset, days: None }).hours.unwrap();
        hours.iter().position(|tokens| *tokens == 7).unwrap()
    };
    // 2026-10-01 is a Thursday: 18:45 is 00:15 on Friday in India.
    assert_eq!((at(0.0), at(5.5), at(-9.5)), (3 * 24 + 18, 4 * 24, 3 * 24 + 9));
}

#[test]
fn what_stands_before_a_log_costs_no_more_than_itself() {
    let line = "{\"type\":\"assistant\",\"sessionId\":\"s\",\"timestamp\":\"2026-10-01T18:45:00Z\",\
                \"message\":{\"id\":\"a\",\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}}\n";
    let summary = read_one("a.jsonl", &format!("{}\n{line}", "x".repeat(700_000)));
    assert_eq!(totals(&summary)[5], 4);
    assert_eq!(skipped(&summary), [("not a JSON object".to_string(), 1, 1)]);
}

/// Nine weeks, each with 1 % more than the one before.
#[test]
fn weeks_that_grow_are_a_year_that_grows() {
    let tokens = |hour: i64| (1e9 * 1.01_f64.powi((hour / 168) as i32)) as u64;
    let hourly = (0..9 * 168).map(|hour| (hour, tokens(hour))).collect();
    let found = growth(&hourly, Some((0, 9 * 7 * 86_400))).unwrap();
    let year = (1.01_f64.powf(365.0 / 7.0) - 1.0) * 100.0;
    assert!((found - year).abs() < 1e-4, "{found}, not {year}");
}
