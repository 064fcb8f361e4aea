//! Exports of providers and proxies: what is inside the input, what is said twice, what is idle.

use super::{Folder, read, read_one, read_path, skipped, totals};

#[test]
fn openai_counts_cached_tokens_and_writes_inside_the_input() {
    let csv = "\u{feff}start_time,end_time,model,num_model_requests,input_tokens,output_tokens,input_cached_tokens,input_cache_write_tokens\r\n\
        1759622400,1759708800,a,10.0,1000.0,50.0,200.0,100.0\r\n\
        1759622400,1759708800,a,1.0,10.0,5.0,0.0,0.0\r\n\
        1759708800,1759795200,,,,,,\r\n";
    let summary = read_one("openai.csv", csv);
    assert_eq!(totals(&summary), [710, 200, 100, -1, -1, 55, -1, 11]);
    assert_eq!((&summary["grain"], &summary["hours"]), (&"day".into(), &serde_json::Value::Null));
    assert_eq!((&summary["span_days"], &summary["active_days"]), (&2.0.into(), &1.into()));
    let idle = read_one(
        "idle.csv",
        "start_time,end_time,start_time_iso,end_time_iso\n1759622400,1759708800,2025-10-05T00:00:00+00:00,2025-10-06T00:00:00+00:00\n",
    );
    assert_eq!(totals(&idle), [-1; 8]);
    assert!(skipped(&idle).is_empty());
}

const PAGE: &str = r#"{"object":"page","data":[{"object":"bucket","start_time":1730419200,"end_time":1730422800,"results":[
 {"object":"organization.usage.completions.result","input_tokens":1000,"output_tokens":500,"input_cached_tokens":800,"num_model_requests":5,"model":"a"},
 {"object":"organization.usage.completions.result","input_tokens":10,"output_tokens":5,"input_cached_tokens":0,"num_model_requests":1,"model":null}]},
 {"object":"bucket","start_time":1730422800,"end_time":1730426400,"results":[]}],"has_more":MORE,"next_page":null}"#;

#[test]
fn pages_that_are_missing_are_warned_about() {
    let (open, closed) = (PAGE.replace("MORE", "true"), PAGE.replace("MORE", "false"));
    let summary = read_one("page.json", &open);
    assert_eq!(totals(&summary), [210, 800, -1, -1, -1, 505, -1, 6]);
    assert_eq!(
        (&summary["grain"], &summary["last_hour"]),
        (&"hour".into(), &"2024-11-01T00:00:00Z".into())
    );
    assert!(summary["warnings"][0].as_str().unwrap().contains("has_more"));
    assert_eq!(summary["models"]["not stated"]["requests"], 1);
    let both = read(&[("1.json", open.as_bytes()), ("2.json", closed.as_bytes())]);
    assert_eq!((totals(&both)[5], both["warnings"].as_array().unwrap().len()), (1010, 0));
}

#[test]
fn anthropic_counts_cached_tokens_beside_the_input_and_bills_cents() {
    let usage = r#"{"data":[{"starting_at":"2026-08-01T00:00:00Z","ending_at":"2026-08-02T00:00:00Z","results":[
      {"uncached_input_tokens":1500,"cache_creation":{"ephemeral_1h_input_tokens":1000,"ephemeral_5m_input_tokens":500},
       "cache_read_input_tokens":200,"output_tokens":500,"model":"claude-x"}]}],"has_more":false}"#;
    assert_eq!(totals(&read_one("usage.json", usage)), [1500, 200, 1500, 500, 1000, 500, -1, -1]);
    let costs = r#"{"data":[{"starting_at":"2026-08-01T00:00:00Z","ending_at":"2026-08-02T00:00:00Z",
      "results":[{"amount":"12345.6","currency":"USD","token_type":"uncached_input_tokens","model":"claude-x"}]}],"has_more":false}"#;
    let summary = read_one("costs.json", costs);
    assert_eq!((totals(&summary), &summary["billed_usd"]), ([-1; 8], &123.456.into()));
}

#[test]
fn litellm_says_its_metrics_again_and_counts_cached_tokens_inside() {
    let metrics = r#"{"spend":1,"prompt_tokens":1000,"completion_tokens":20,"cache_read_input_tokens":600,"cache_creation_input_tokens":100,"api_requests":3}"#;
    let day = format!(
        r#"{{"results":[{{"date":"2026-03-27","metrics":{metrics},"breakdown":{{"models":{{"m":{{"metrics":{metrics}}}}},
        "providers":{{"p":{{"metrics":{metrics}}}}},"api_keys":{{"k":{{"metrics":{metrics}}}}}}}}}],"metadata":{{"page":1,"has_more":false}}}}"#
    );
    let summary = read_one("activity.json", &day);
    assert_eq!(totals(&summary), [300, 600, 100, -1, -1, 20, -1, 3]);
    assert_eq!(summary["models"].as_object().unwrap().len(), 1);
    let row = |id: &str, more: &str| {
        format!(
            r#"{{"request_id":"{id}","call_type":"acompletion","prompt_tokens":250,"completion_tokens":100,"startTime":"2026-11-01T10:00:00.000Z","model":"m"{more}}}"#
        )
    };
    let inside =
        r#","metadata":"{\"usage_object\":{\"prompt_tokens_details\":{\"cached_tokens\":50}}}""#;
    let list = format!(
        "[{},\n{},{}]",
        row("a", inside),
        row("a", inside),
        row("b", ",\"cache_hit\":\"True\"")
    );
    let summary = read_one("spend.json", &list);
    assert_eq!(totals(&summary), [200, 50, -1, -1, -1, 100, -1, 1]);
    assert_eq!(skipped(&summary), [("answered by the proxy's own cache".to_string(), 1, 2)]);
}

#[test]
fn openrouter_counts_cached_tokens_and_reasoning_inside() {
    let csv = "generation_id,created_at,tokens_prompt,tokens_completion,tokens_reasoning,tokens_cached,model_permaslug\n\
        g1,2026-09-01 10:15:00.123456,1000,80,30,400,x/y\ng1,2026-09-01 10:15:00.123456,1000,80,30,400,x/y\n";
    let summary = read_one("activity.csv", csv);
    assert_eq!(totals(&summary), [600, 400, -1, -1, -1, 80, 30, 1]);
    assert_eq!(summary["first_hour"], "2026-09-01T10:00:00Z");
}

#[test]
fn ccusage_says_its_totals_again() {
    let day = r#"{"daily":[{"date":"2026-01-09","inputTokens":300,"outputTokens":125,"cacheCreationTokens":75,"cacheReadTokens":30,
      "modelBreakdowns":[{"modelName":"a","inputTokens":200,"outputTokens":75,"cacheCreationTokens":50,"cacheReadTokens":20},
      {"modelName":"b","inputTokens":100,"outputTokens":50,"cacheCreationTokens":25,"cacheReadTokens":10}]}],
      "totals":{"inputTokens":300,"outputTokens":125,"cacheCreationTokens":75,"cacheReadTokens":30}}"#;
    let summary = read_one("daily.json", day);
    assert_eq!(totals(&summary), [300, 30, 75, -1, -1, 125, -1, -1]);
    assert_eq!((&summary["grain"], &summary["span_days"]), (&"day".into(), &1.0.into()));
    let month = day
        .replace("\"daily\"", "\"monthly\"")
        .replace("\"date\":\"2026-01-09\"", "\"month\":\"2026-01\"");
    let summary = read_one("monthly.json", &month);
    assert_eq!((&summary["grain"], &summary["span_days"]), (&"month".into(), &31.0.into()));
    let session = day
        .replace("\"daily\"", "\"sessions\"")
        .replace("\"date\":\"2026-01-09\"", "\"sessionId\":\"s\",\"lastActivity\":\"2026-01-09\"");
    assert_eq!(read_one("session.json", &session)["grain"], "session");
}

#[test]
fn focus_counts_each_kind_of_token_in_its_unit() {
    let csv = "ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ConsumedQuantity,ConsumedUnit,SkuMeter,ResourceName,EffectiveCost\n\
        2026-09-01T00:00:00Z,2026-09-02T00:00:00Z,Usage,1.5,1M Tokens,GPT Input,gpt-x,1\n\
        2026-09-01T00:00:00Z,2026-09-02T00:00:00Z,Usage,200,1K Tokens,GPT Cached Input,gpt-x,0.5\n\
        2026-09-01T00:00:00Z,2026-09-02T00:00:00Z,Usage,3000,Tokens,GPT Output,gpt-x,2\n\
        2026-09-01T00:00:00Z,2026-09-02T00:00:00Z,Tax,3000,Tokens,GPT Output,gpt-x,2\n\
        2026-09-01T00:00:00Z,2026-09-02T00:00:00Z,Usage,9,Hours,Disk,d,2\n";
    let summary = read_one("focus.csv", csv);
    assert_eq!(totals(&summary), [1_500_000, 200_000, -1, -1, -1, 3_000, -1, -1]);
    assert_eq!((&summary["billed_usd"], &summary["grain"]), (&3.5.into(), &"day".into()));
}

#[test]
fn a_span_around_others_is_not_counted_again() {
    let span = |id: &str, parent: &str, attributes: &str| {
        format!(
            r#"{{"traceId":"t","spanId":"{id}","parentSpanId":"{parent}","name":"chat","startTimeUnixNano":"1790000000000000000","attributes":[{attributes}]}}"#
        )
    };
    let of = |input: u64, output: u64| {
        format!(
            r#"{{"key":"gen_ai.request.model","value":{{"stringValue":"m"}}}},{{"key":"gen_ai.usage.input_tokens","value":{{"intValue":"{input}"}}}},
        {{"key":"gen_ai.usage.output_tokens","value":{{"intValue":{output}}}}},{{"key":"gen_ai.usage.cache_read.input_tokens","value":{{"intValue":"10"}}}},
        {{"key":"gen_ai.input.messages","value":{{"stringValue":"secret"}}}}"#
        )
    };
    let spans = [
        span("agent", "", &of(300, 30)),
        span("step", "agent", ""),
        span("a", "step", &of(100, 10)),
        span("b", "step", &of(200, 20)),
    ];
    let text = format!(
        r#"{{"resourceSpans":[{{"resource":{{}},"scopeSpans":[{{"spans":[{}]}}]}}]}}"#,
        spans.join(",")
    );
    let summary = read_one("traces.jsonl", &format!("{text}\n{text}\n"));
    assert_eq!(totals(&summary), [280, 20, -1, -1, -1, 30, -1, 2]);
    assert_eq!(summary["models"]["m"]["requests"], 2);
}

#[test]
fn rows_of_columns_in_the_canonical_form_and_as_spreadsheets_write_them() {
    let plain = "hour,model,requests,fresh_input,cached_read,cache_write,output\n2026-10-01T10:00:00Z,m,3,1000,200,50,100\n2026-10-01T11:00:00Z,m,1,1,0,0,1\n";
    let summary = read_one("hours.csv", plain);
    assert_eq!(totals(&summary), [1001, 200, 50, -1, -1, 101, -1, 4]);
    assert_eq!((&summary["grain"], &summary["hours"][3 * 24 + 10]), (&"hour".into(), &1350.into()));
    let spread = "hour;model;requests;fresh_input;cached_read;cache_write;output\r\n2026-10-01 10:00;m;3,0;1.000,0;200;50;100\r\n2026-10-01 11:00;m;1;1;;0;1\r\n";
    assert_eq!(totals(&read_one("hours.csv", spread)), totals(&summary));
    let mapped =
        Folder::of(&[("x.csv", b"when,who,in,hit,out\n2026-10-01T10:00:01Z,m,100,40,7\n")]);
    let map = Some("time=when,model=who,input=in,cached_read=hit,output=out");
    let summary = read_path(&mapped.0, map);
    assert_eq!(
        (totals(&summary), &summary["grain"]),
        ([60, 40, -1, -1, -1, 7, -1, 1], &"event".into())
    );
    let lines = Folder::of(&[("x.jsonl", b"{\"when\":\"2026-10-01T10:00:01Z\",\"prompt\":{\"x\":1},\"in\":100,\"hit\":40,\"out\":7,\"who\":\"m\"}\n")]);
    assert_eq!(totals(&read_path(&lines.0, map)), [60, 40, -1, -1, -1, 7, -1, 1]);
}

#[test]
fn opencost_names_a_model_its_window_and_its_tokens() {
    let text = r#"{"code":200,"data":[{"model":"m","window":{"start":"2026-09-01T00:00:00Z","end":"2026-09-02T00:00:00Z"},
      "inputTokens":1000,"cachedTokens":400,"outputTokens":50,"requestCount":7,"totalCost":3.5}]}"#;
    let summary = read_one("opencost.json", text);
    assert_eq!(totals(&summary), [600, 400, -1, -1, -1, 50, -1, 7]);
    assert_eq!((&summary["grain"], &summary["billed_usd"]), (&"day".into(), &3.5.into()));
}

#[test]
fn opencost_may_say_a_number_under_two_names() {
    let row = |input: u64| {
        format!(
            "{{\"data\":[{{\"model\":\"m\",\"promptTokens\":70.0,\"inputTokens\":{input},\"outputTokens\":5,\"generationTokens\":5}}]}}"
        )
    };
    let summary = read_one("same.json", &row(70));
    assert_eq!((totals(&summary)[0], totals(&summary)[5]), (70, 5));
    let summary = read_one("other.json", &row(71));
    assert_eq!(
        summary["skipped"][0]["reason"],
        "two names for the same tokens have different numbers"
    );
}

#[test]
fn buckets_and_results_may_be_null() {
    let page = r#"{"data":[{"start_time":1790035200,"end_time":1790121600,"results":null},
        {"start_time":1790121600,"end_time":1790208000,"results":[null,{"input_tokens":5,"output_tokens":6,"project_id":null,"model":null}]}],"has_more":false}"#;
    let summary = read_one("a.json", page);
    assert_eq!(
        (totals(&summary)[0], totals(&summary)[5], &summary["span_days"]),
        (5, 6, &2.0.into())
    );
    assert!(skipped(&summary).is_empty(), "{summary}");
    let report = page
        .replace(
            "start_time\":1790035200,\"end_time\":1790121600",
            "starting_at\":\"2026-08-01T00:00:00Z\",\"ending_at\":\"2026-08-02T00:00:00Z\"",
        )
        .replace(
            "start_time\":1790121600,\"end_time\":1790208000",
            "starting_at\":\"2026-08-02T00:00:00Z\",\"ending_at\":\"2026-08-03T00:00:00Z\"",
        );
    let summary = read_one("a.json", &report);
    assert_eq!(
        (totals(&summary)[0], totals(&summary)[5], &summary["span_days"]),
        (5, 6, &2.0.into())
    );
    assert!(skipped(&summary).is_empty(), "{summary}");
}

#[test]
fn azure_shortens_the_words_of_its_meters() {
    let head =
        "ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ConsumedUnit,ConsumedQuantity,SkuMeter\n";
    let row = |meter: &str, quantity: u32| {
        format!("2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,Usage,1K Tokens,{quantity},{meter}\n")
    };
    let rows = [
        ("GPT 5 Mini Inpt Glbl", 1),
        ("5.4 inp Gl", 2),
        ("GPT 5 Mini cchd Inpt Glbl", 4),
        ("5.4 cd inp Gl", 8),
        ("gpt-4.1-cach-Inp-glbl", 16),
        ("GPT 5 Mini outpt Glbl", 32),
        ("5.4 opt Gl", 64),
    ];
    let text: String = rows.iter().map(|(meter, quantity)| row(meter, *quantity)).collect();
    let summary = read_one("a.csv", &(head.to_string() + &text));
    assert_eq!(totals(&summary), [3_000, 28_000, -1, -1, -1, 96_000, -1, -1]);
    assert!(skipped(&summary).is_empty(), "{summary}");
}

#[test]
fn a_breakdown_that_leaves_out_a_model_leaves_out_no_tokens() {
    let text = r#"{"daily":[{"date":"2026-01-09","inputTokens":100,"outputTokens":50,"cacheCreationTokens":5,"cacheReadTokens":7,"modelsUsed":["a","b"],
        "modelBreakdowns":[{"modelName":"a","inputTokens":60,"outputTokens":50,"cacheCreationTokens":5,"cacheReadTokens":3}]}],"totals":{"inputTokens":100}}"#;
    let summary = read_one("a.json", text);
    assert_eq!(totals(&summary), [100, 7, 5, -1, -1, 50, -1, -1]);
    assert_eq!(summary["models"]["a"]["fresh_input_tokens"], 60);
    assert_eq!(summary["models"]["not stated"]["cached_read_tokens"], 4);
}
