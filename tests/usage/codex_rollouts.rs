//! Codex: totals that are cumulative, repeat, fall and are replayed.

use super::{read, read_one, skipped, totals};

fn meta(id: &str, more: &str) -> String {
    format!(
        "{{\"timestamp\":\"2026-10-01T10:00:00Z\",\"type\":\"session_meta\",\"payload\":{{\"id\":\"{id}\"{more}}}}}\n"
    )
}

fn context(model: &str) -> String {
    format!(
        "{{\"timestamp\":\"2026-10-01T10:00:00Z\",\"type\":\"turn_context\",\"payload\":{{\"model\":\"{model}\"}}}}\n"
    )
}

fn usage([input, cached, output, reasoning]: [u64; 4]) -> String {
    format!(
        "{{\"input_tokens\":{input},\"cached_input_tokens\":{cached},\"output_tokens\":{output},\
         \"reasoning_output_tokens\":{reasoning},\"total_tokens\":{}}}",
        input + output
    )
}

fn count(time: &str, total: [u64; 4], last: [u64; 4]) -> String {
    format!(
        "{{\"timestamp\":\"2026-10-01T{time}Z\",\"type\":\"event_msg\",\"payload\":{{\"type\":\"token_count\",\
         \"info\":{{\"total_token_usage\":{},\"last_token_usage\":{}}}}}}}\n",
        usage(total),
        usage(last)
    )
}

const A: [u64; 4] = [1000, 250, 125, 75];
const B: [u64; 4] = [3500, 750, 425, 275];
const STEP: [u64; 4] = [2500, 500, 300, 200];

#[test]
fn totals_count_by_how_much_they_grew() {
    let null = "{\"timestamp\":\"2026-10-01T10:02:00Z\",\"type\":\"event_msg\",\"payload\":{\"type\":\"token_count\",\"info\":null}}\n";
    let log = context("gpt-a")
        + &count("10:01:00", A, A)
        + &count("10:01:01", A, A)
        + null
        + &context("gpt-b")
        + &count("11:00:00", B, STEP)
        + &count("11:00:00", B, STEP);
    let summary = read_one("rollout.jsonl", &log);
    assert_eq!(totals(&summary), [2750, 750, -1, -1, -1, 425, 275, 2]);
    assert_eq!(summary["models"]["gpt-a"]["fresh_input_tokens"], 750);
    assert_eq!(summary["models"]["gpt-b"]["output_tokens"], 300);
    assert!(skipped(&summary).is_empty());
}

#[test]
fn after_a_fall_the_total_itself_counts() {
    let log = context("m") + &count("10:01:00", B, B) + &count("10:09:00", A, A);
    assert_eq!(totals(&read_one("r.jsonl", &log)), [3500, 1000, -1, -1, -1, 550, 350, 2]);
}

#[test]
fn written_tokens_are_inside_the_input() {
    let log = (context("m") + &count("10:01:00", A, A))
        .replace("\"output_tokens\"", "\"cache_write_input_tokens\":100,\"output_tokens\"");
    assert_eq!(totals(&read_one("r.jsonl", &log)), [650, 250, 100, -1, -1, 125, 75, 1]);
}

/// A parent with two turns, and what its child adds.
fn family(child_meta: &str, stamp: [&str; 2]) -> [i64; 8] {
    let parent =
        meta("p", "") + &context("m") + &count("10:01:00", A, A) + &count("10:05:00", B, STEP);
    let more = [4500, 750, 500, 300];
    let child = child_meta.to_string()
        + &meta("p", "")
        + &context("m")
        + &count(stamp[0], A, A)
        + &count(stamp[1], B, STEP)
        + &count("12:30:00", more, [1000, 0, 75, 25]);
    totals(&read(&[("a.jsonl", parent.as_bytes()), ("b.jsonl", child.as_bytes())]))
}

#[test]
fn what_a_fork_or_a_subagent_replays_is_not_counted_again() {
    let expected = [3750, 750, -1, -1, -1, 500, 300, 3];
    let born = ",\"timestamp\":\"2026-10-01T12:00:00Z\"";
    let fork = meta("c", &format!("{born},\"forked_from_id\":\"p\""));
    let agent = meta(
        "c",
        &format!(
            "{born},\"source\":{{\"subagent\":{{\"thread_spawn\":{{\"parent_thread_id\":\"p\",\"depth\":1}}}}}}"
        ),
    );
    for child in [fork, agent] {
        // With the times of the parent, and with the time of the fork.
        assert_eq!(family(&child, ["10:01:00", "10:05:00"]), expected);
        assert_eq!(family(&child, ["12:00:00", "12:00:01"]), expected);
        assert_eq!(family(&child, ["12:00:05", "12:00:06"]), expected);
    }
}

#[test]
fn a_fork_without_its_parent_and_without_its_history() {
    let fork = meta("c", ",\"timestamp\":\"2026-10-01T12:00:00Z\",\"forked_from_id\":\"gone\"");
    let log = fork.clone()
        + &context("m")
        + &count("12:00:00", B, STEP)
        + &count("12:09:00", [4500, 750, 500, 300], A);
    assert_eq!(totals(&read_one("c.jsonl", &log)), [1000, 0, -1, -1, -1, 75, 25, 1]);
    let log = fork + &context("m") + &count("12:09:00", B, A);
    assert_eq!(totals(&read_one("c.jsonl", &log)), [750, 250, -1, -1, -1, 125, 75, 1]);
}

#[test]
fn two_sessions_that_are_alike_count_twice() {
    let log = |id: &str| meta(id, ",\"source\":\"cli\"") + &context("m") + &count("10:01:00", A, A);
    let (one, two) = (log("one"), log("two"));
    let both = read(&[("a.jsonl", one.as_bytes()), ("b.jsonl", two.as_bytes())]);
    assert_eq!(totals(&both)[5], 250);
    assert_eq!(totals(&read_one("ab.jsonl", &(one + &two)))[5], 250);
}

#[test]
fn a_copy_of_a_session_is_not_counted_again() {
    let short = meta("s", "") + &context("m") + &count("10:01:00", A, A);
    let long = short.clone() + &count("10:05:00", B, STEP);
    let once = totals(&read_one("a.jsonl", &long));
    for files in [[&short, &long], [&long, &short], [&long, &long]] {
        let both = read(&[("a.jsonl", files[0].as_bytes()), ("b.jsonl", files[1].as_bytes())]);
        assert_eq!(totals(&both), once);
    }
}

#[test]
fn a_replay_may_take_longer_than_a_second() {
    let born = ",\"timestamp\":\"2026-10-01T12:00:00Z\",\"forked_from_id\":\"gone\"";
    let log = meta("c", born)
        + &context("m")
        + &count("12:00:00", A, A)
        + &count("12:00:01", B, STEP)
        + &count("12:00:02", [4000, 800, 500, 300], [500, 50, 75, 25])
        + &count("12:09:00", [5000, 800, 600, 300], [1000, 0, 100, 0]);
    assert_eq!(totals(&read_one("c.jsonl", &log)), [1000, 0, -1, -1, -1, 100, 0, 1]);
}

#[test]
fn work_in_the_second_of_a_fork_counts_where_its_parent_is_here() {
    let parent = meta("p", "") + &context("m") + &count("10:01:00", A, A);
    let born = ",\"timestamp\":\"2026-10-01T12:00:00Z\",\"forked_from_id\":\"p\"";
    let child =
        meta("c", born) + &context("m") + &count("12:00:00", A, A) + &count("12:00:01", B, STEP);
    let both = read(&[("a.jsonl", parent.as_bytes()), ("b.jsonl", child.as_bytes())]);
    assert_eq!(totals(&both), [2750, 750, -1, -1, -1, 425, 275, 2]);
}
