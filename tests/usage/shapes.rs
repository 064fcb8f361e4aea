//! The same usage in other shapes: cells of several lines, UTF-16, times as numbers, objects in objects.

use proptest::prelude::*;

use super::{Folder, read, read_one, read_path, skipped, totals};
use crate::support::draw::config;

const NAMES: &str = "hour,model,note,requests,fresh_input,cached_read,cache_write,output\n";

fn row(note: &str, output: u64) -> String {
    format!("2026-10-01T10:00:00Z,m,{note},1,2,3,4,{output}\n")
}

#[test]
fn a_cell_in_quotes_may_hold_line_breaks() {
    let text = NAMES.to_string()
        + &row("\"one\ntwo, three\r\n\r\n\"\"four\"\"\"", 5)
        + &row("plain", 7)
        + &row("\"# no comment\n# either\"", 11);
    let summary = read_one("x.csv", &text);
    assert_eq!(totals(&summary), [6, 9, 12, -1, -1, 23, -1, 3]);
    assert!(skipped(&summary).is_empty(), "{summary}");
    let names = "\"hour\",model,\"fresh\n_input\",output\n".replace("fresh\n_input", "fresh_input");
    let names = names.replace(",model", ",\"model\nor none\"");
    let summary = read_one("x.csv", &(names + "2026-10-01T10:00:00Z,m,2,3\n"));
    assert_eq!(totals(&summary)[5], 3);
}

#[test]
fn a_lost_quote_costs_one_row() {
    for note in ["plain", "\"quoted\"", "\"one\ntwo\""] {
        let rows = row(note, 1).repeat(300);
        let text = NAMES.to_string() + &row("\"open", 1_000_000) + &rows;
        let summary = read_one("x.csv", &text);
        assert_eq!(totals(&summary)[5], 300, "{note:?}: {summary}");
        assert_eq!(skipped(&summary), [("quotes that do not close".to_string(), 1, 2)], "{note:?}");
    }
    // An inch in a cell without quotes is one.
    let text = NAMES.to_string() + &row("24\" screen", 5) + &row("plain", 7);
    assert_eq!(totals(&read_one("x.csv", &text))[5], 12);
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn any_text_in_a_cell_costs_nothing(notes in proptest::collection::vec("[a\",;#\n\r]{0,12}", 1..30)) {
        let quoted = |note: &String| format!("\"{}\"", note.replace('"', "\"\""));
        let rows: String = notes.iter().map(|note| row(&quoted(note), 3)).collect();
        let summary = read_one("x.csv", &(NAMES.to_string() + &rows));
        prop_assert_eq!(totals(&summary)[5], 3 * notes.len() as i64);
        prop_assert!(skipped(&summary).is_empty(), "{}", summary);
    }
}

const FOCUS: &str = "ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ChargeClass,ConsumedQuantity,ConsumedUnit,SkuMeter,ResourceName,EffectiveCost,BillingCurrency\n";

fn charge(days: [u32; 2], class: &str, quantity: &str, words: &str, cost: f64) -> String {
    let [from, to] = days.map(|day| format!("2026-09-{day:02}T00:00:00Z"));
    format!("{from},{to},Usage,{class},{quantity},Tokens,{words},gpt-x,{cost},USD\n")
}

#[test]
fn a_correction_takes_tokens_back_from_its_period() {
    let usage = charge([1, 2], "", "5000", "Input", 1.0)
        + &charge([2, 3], "", "1001", "Input", 1.0)
        + &charge([1, 2], "", "300", "Output", 1.0);
    let back = charge([1, 2], "Correction", "-1000", "Input", -0.25);
    for text in [format!("{FOCUS}{usage}{back}"), format!("{FOCUS}{back}{usage}")] {
        let summary = read_one("focus.csv", &text);
        assert_eq!(totals(&summary), [5001, -1, -1, -1, -1, 300, -1, -1]);
        assert_eq!(summary["billed_usd"], 2.75);
        assert!(skipped(&summary).is_empty() && summary["warnings"][0].is_null(), "{summary}");
    }
    // Of a month, from each of its days by its share; in another file, too.
    let month = charge([1, 30], "Correction", "-601", "Input", -0.25);
    let two = [FOCUS.to_string() + &usage, FOCUS.to_string() + &month];
    let both = read(&[("a.csv", two[0].as_bytes()), ("b.csv", two[1].as_bytes())]);
    assert_eq!((totals(&both)[0], totals(&both)[5]), (5400, 300));
    // More than there was is said; without a quantity the cost alone is corrected.
    let more = charge([2, 3], "Correction", "-2000", "Input", 0.0);
    let summary = read_one("focus.csv", &format!("{FOCUS}{usage}{more}"));
    assert_eq!(totals(&summary)[0], 5000);
    assert!(summary["warnings"][0].as_str().unwrap().contains("more tokens than the bill has"));
    let cost = charge([1, 2], "Correction", "", "Input", -0.5);
    let summary = read_one("focus.csv", &format!("{FOCUS}{usage}{cost}"));
    assert_eq!((totals(&summary)[0], &summary["billed_usd"]), (6001, &2.5.into()));
    let nowhere = charge([4, 3], "Correction", "-5", "Input", 0.0);
    assert_eq!(totals(&read_one("focus.csv", &format!("{FOCUS}{usage}{nowhere}")))[0], 6001);
}

#[test]
fn units_and_currencies_of_a_bill() {
    let charge = |quantity: f64, unit: &str, words: &str| {
        format!(
            "2026-09-01T00:00:00Z,2026-09-02T00:00:00Z,Usage,,{quantity},{unit},{words},gpt-x,1,EUR\n"
        )
    };
    let text = FOCUS.to_string()
        + &charge(5.0, "1K Input Tokens", "GPT")
        + &charge(7.0, "Output Tokens", "GPT")
        + &charge(2.0, "MTok", "GPT cache read")
        + &charge(3.0, "Thousand Tokens", "GPT cached prompt")
        + &charge(9.0, "Stocks", "GPT input");
    let summary = read_one("focus.csv", &text);
    assert_eq!(totals(&summary), [5000, 2_003_000, -1, -1, -1, 7, -1, -1]);
    assert!(summary["billed_usd"].is_null());
    assert!(summary["warnings"][0].as_str().unwrap().contains("EUR"));
}

const RESPONSE: &str = r#"{"type":"assistant","sessionId":"s","timestamp":AT,"message":{"id":"a","model":"m","usage":{"input_tokens":3,"output_tokens":4}}}"#;

#[test]
fn text_in_utf_16_is_read() {
    let line = RESPONSE.replace("AT", "\"2026-10-01T18:45:00Z\"").replace("\"m\"", "\"m 😀 ü\"");
    let text = format!("\u{feff}{line}\n").repeat(3_000);
    let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    for mut bytes in [wide(u16::to_le_bytes), wide(u16::to_be_bytes)] {
        let summary = read(&[("a.jsonl", &bytes)]);
        assert_eq!(totals(&summary), [3, -1, -1, -1, -1, 4, -1, 1]);
        assert!(summary["models"].get("m 😀 ü").is_some(), "{summary}");
        assert!(skipped(&summary).is_empty(), "{summary}");
        // Cut in the middle of a unit.
        bytes.truncate(bytes.len() - 3);
        assert_eq!(totals(&read(&[("a.jsonl", &bytes)]))[5], 4);
    }
}

#[test]
fn times_may_be_numbers_in_any_unit() {
    for at in ["1790000000", "1790000000.5", "1790000000000", "1790000000000000", "\"1790000000\""]
    {
        let summary = read_one("a.jsonl", &RESPONSE.replace("AT", at));
        assert_eq!(
            (totals(&summary)[5], &summary["first_hour"]),
            (4, &"2026-09-21T14:00:00Z".into())
        );
    }
    for at in ["\"noon\"", "-5", "1e300"] {
        let summary = read_one("a.jsonl", &RESPONSE.replace("AT", at));
        assert_eq!(skipped(&summary), [("a time that is none".to_string(), 1, 1)], "{at}");
    }
    let bucket = r#"{"data":[{"start_time":"1730419200","end_time":"1730505600","results":[{"input_tokens":"10","output_tokens":5,"num_model_requests":1}]}],"has_more":false}"#;
    assert_eq!(totals(&read_one("a.json", bucket)), [10, -1, -1, -1, -1, 5, -1, 1]);
}

#[test]
fn objects_in_objects_and_in_lists_are_mapped() {
    let map = Some(
        "hour=at,model=request.model,input=usage.prompt,cached_read=usage.details.hit,output=usage.completion",
    );
    let object = |second: u32| {
        format!(
            r#"{{"at":179000000{second},"request":{{"model":"m","prompt":"\ud800"}},"usage":{{"prompt":10,"completion":"5","details":{{"hit":4}}}}}}"#
        )
    };
    let (one, two) = (object(1), object(2));
    let expected = [12, 8, -1, -1, -1, 10, -1, 2];
    let shapes = [
        ("a.jsonl", format!("{one}\n{two}\n")),
        ("a.json", format!("[{one},{two}]")),
        (
            "b.json",
            format!("[\n  {},\n  {}\n]\n", one.replace(',', ",\n"), two.replace(',', ",\n")),
        ),
    ];
    for (name, text) in shapes {
        let folder = Folder::of(&[(name, text.as_bytes())]);
        let summary = read_path(&folder.0, map);
        assert_eq!(totals(&summary), expected, "{name}: {summary}");
        assert!(summary["models"].get("m").is_some(), "{summary}");
    }
    let canonical =
        r#"[{"hour":"2026-10-01T10:00:00Z","model":"m","fresh_input":1,"output":2,"requests":1}]"#;
    assert_eq!(totals(&read_one("c.json", canonical)), [1, -1, -1, -1, -1, 2, -1, 1]);
}

#[test]
fn a_copy_of_an_export_counts_once_and_an_overlap_is_said() {
    let export = |days: std::ops::Range<i64>| {
        let day = |day: i64| {
            let from = 1_759_622_400 + 86_400 * day;
            format!("{from},{},m,1,10,5\n", from + 86_400)
        };
        let names = "start_time,end_time,model,num_model_requests,input_tokens,output_tokens\n";
        names.to_string() + &days.map(day).collect::<String>()
    };
    let (first, later, both) = (export(0..3), export(3..6), export(2..5));
    let of = |files: &[(&str, &str)]| {
        let files: Vec<(&str, &[u8])> =
            files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        let summary = read(&files);
        (totals(&summary)[5], summary["warnings"].to_string())
    };
    assert_eq!(of(&[("a.csv", &first), ("b.csv", &later)]), (30, "[]".into()));
    let (output, warnings) = of(&[("a.csv", &first), ("a (1).csv", &first)]);
    assert_eq!(output, 15);
    assert!(
        warnings.contains("a.csv is a copy of ") && !warnings.contains("same time"),
        "{warnings}"
    );
    let (output, warnings) = of(&[("a.csv", &first), ("b.csv", &both)]);
    assert_eq!(output, 30);
    assert!(warnings.contains("b.csv both hold `OpenAI usage` of the same time"), "{warnings}");
    // Two scrapes can be alike, and rows of a log have ids.
    let scrape = "vllm:prompt_tokens_total 12\nvllm:generation_tokens_total 34\n";
    let (output, warnings) = of(&[("1.prom", scrape), ("2.prom", scrape)]);
    assert_eq!((output, warnings), (0, "[]".into()));
}

#[test]
fn other_columns_of_known_exports() {
    let earlier = "usage_date_utc,model_version,usage_input_tokens_no_cache,usage_input_tokens_cache_write,usage_input_tokens_cache_read,usage_output_tokens\n2026-03-22,c,100,5,11,13\n";
    assert_eq!(totals(&read_one("a.csv", earlier)), [100, 11, 5, -1, -1, 13, -1, -1]);
    let costs = "usage_date_utc,model,token_type,cost_usd\n2026-03-22,c,input,1.25\n2026-03-23,c,input,0.5\n";
    let summary = read_one("a.csv", costs);
    assert_eq!((totals(&summary), &summary["billed_usd"]), ([-1; 8], &1.75.into()));
    let spread = "sep=;\r\nhour;fresh_input;output\r\n2026-10-01 10:00;1,0;2;;\r\n";
    let summary = read_one("a.csv", spread);
    assert_eq!((totals(&summary)[0], totals(&summary)[5]), (1, 2));
    assert!(skipped(&summary).is_empty(), "{summary}");
    let nothing = "start_time,end_time,model,input_tokens,output_tokens,input_cached_tokens\n1759622400,1759708800,m,10,5,NaN\n";
    assert_eq!(totals(&read_one("a.csv", nothing)), [10, -1, -1, -1, -1, 5, -1, -1]);
    let returns = nothing.replace('\n', "\r");
    assert!(skipped(&read_one("a.csv", &returns))[0].0.contains("carriage return"));
    let codex = r#"{"daily":[{"date":"Jan 09, 2026","inputTokens":100,"cachedInputTokens":40,"outputTokens":10,"models":{"g":{"inputTokens":100,"cachedInputTokens":40,"outputTokens":10}}}],"totals":{"inputTokens":100}}"#;
    let summary = read_one("a.json", codex);
    assert_eq!(
        (totals(&summary)[..2].to_vec(), &summary["first_hour"]),
        (vec![60, 40], &"2026-01-09T00:00:00Z".into())
    );
    let batches = r#"{"batches":[{"instrumentationLibrarySpans":[{"spans":[{"traceId":"t","spanId":"1","attributes":[{"key":"gen_ai.usage.input_tokens","value":{"intValue":"7"}}]}]}]}]}"#;
    assert_eq!(totals(&read_one("a.json", batches))[0], 7);
}
