//! Files that the tools themselves wrote, where they are at hand: totals as computed by hand.

use std::path::PathBuf;

use super::{read_path, totals};

#[allow(clippy::print_stderr, reason = "a test that skips must say so")]
#[test]
fn totals_of_real_files_are_those_computed_by_hand() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    if !folder.is_dir() {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    }
    let expected: [(&str, [i64; 8], &str); 13] = [
        ("claude_code_session_min.jsonl", [600, 70, 75, -1, -1, 250, -1, 3], "event"),
        ("claude_code_streaming_group.jsonl", [2, 0, 19257, 19257, 0, 1130, -1, 1], "event"),
        ("codex_session_min.jsonl", [2750, 750, -1, -1, -1, 425, 275, 2], "event"),
        ("ccusage_claude_daily.json", [730, 110, 90, -1, -1, 310, -1, -1], "day"),
        ("ccusage_codex_daily.json", [2750, 750, 0, -1, -1, 425, 275, -1], "day"),
        ("openai_completions_usage.csv", [172_504, 13_952, -1, -1, -1, 345_416, -1, 39], "day"),
        ("openai_usage_api.json", [200, 800, -1, -1, -1, 500, -1, 5], "day"),
        ("anthropic_console_tokens.csv", [350_000, 0, 0, 0, 0, 17_000, -1, -1], "day"),
        ("litellm_user_daily_activity.json", [111, 0, 0, -1, -1, 1711, -1, 11], "day"),
        ("litellm_spend_logs_FIELDS.json", [250, -1, -1, -1, -1, 100, -1, 1], "event"),
        ("vllm_metrics.prom", [5_371_914, 92_941_632, -1, -1, -1, 496_231, -1, 803], "window"),
        ("openrouter_activity_HEADER_ONLY.csv", [-1; 8], ""),
        ("anthropic_admin_cost_report.json", [-1; 8], ""),
    ];
    for (file, numbers, grain) in expected {
        let summary = read_path(&folder.join(file), None);
        assert_eq!(totals(&summary), numbers, "{file}: {summary}");
        assert_eq!(summary["grain"].as_str().unwrap_or_default(), grain, "{file}");
        assert_eq!(summary["skipped"].as_array().unwrap().len(), 0, "{file}: {summary}");
    }
    let costs = read_path(&folder.join("anthropic_admin_cost_report.json"), None);
    assert_eq!(costs["billed_usd"], 1.2378912);
}
