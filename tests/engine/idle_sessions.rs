//! Cached input on machines: found as far as the prompts of idle sessions have room.

use breakeven::report::{OptionReport, Report};

use crate::support::question::ask;

fn machines(report: &Report) -> &OptionReport {
    report.options.iter().find(|option| option.throughput.is_some()).unwrap()
}

/// 40 GB beside the weights, 100 kB of cache for a token: a request of 9,000 + 1,000 tokens takes 1 GB, the
/// prompt of an idle session 0.9 GB.
const PROFILES: &str = r#"
[hardware.box]
name = "Box"
family = "nv-geforce"
gpus = 1
life_months = 60
memory_gb = 50
memory_bandwidth_gb_per_s = 1_000
price_usd = 3_000
power_idle_watts = 50
power_load_watts = 400
as_of = 2026-11-20
source = "invoice"

[model.open]
name = "Open"
tier = "mid"
parameters_billion = 10
active_parameters_billion = 10
layers = 40
kv_bytes_per_token = 100_000
context_tokens = 100_000
weights_gb = { fp8 = 10 }
as_of = 2026-11-20
source = "card"

[throughput.box.open.fp8.server]
prefill_tokens_per_second = 5_000
decode_tokens_per_second = [[1, 50], [10, 300], [20, 500], [40, 800]]
context_tokens = 10_000
as_of = 2026-11-20
source = "own measurement"
"#;

fn answer(flags: &str) -> Report {
    let asked = "--hardware box --model open --requests 5k/day --request 9000+1000 --load flat";
    ask(PROFILES, &format!("{asked} --min-speed 1 {flags}"))
}

/// Streams, the share of cached input that is found, and how busy the machine is.
fn run(flags: &str) -> (f64, f64, f64) {
    let report = answer(flags);
    let option = machines(&report);
    let throughput = option.throughput.as_ref().unwrap();
    let found = throughput.cache_hit_share.map_or(1.0, |share| share.0);
    (throughput.concurrency.0, found, option.utilization.as_ref().unwrap().mean.0)
}

#[test]
fn as_many_streams_as_leave_room_for_sessions_where_that_pays() {
    // 40 requests fill the memory; 21 leave room for a session each: 21 x 1.9 GB of 40.
    let (streams, found, busy) = run("--cached 50");
    assert_eq!((streams, found), (21.0, 1.0));
    // Half of 9,000 tokens at 5,000 a second, and 1,000 at 515 of all streams.
    let seconds = 4_500.0 / 5_000.0 + 1_000.0 / 515.0;
    assert!((busy / (seconds * 5_000.0 / 86_400.0) - 1.0).abs() < 1e-9, "{busy}");
    // A tenth of a prompt is worth less than 19 streams: all of it is processed again.
    let (streams, found, busy) = run("--cached 10");
    assert_eq!((streams, found), (40.0, 0.0));
    assert!((busy / run("").2 - 1.0).abs() < 1e-9, "{busy}");
}

#[test]
fn one_prompt_for_all_is_always_found() {
    let (streams, found, busy) = run("--cached 50 --idle-sessions 0");
    assert_eq!((streams, found), (40.0, 1.0));
    let seconds = 4_500.0 / 5_000.0 + 1_000.0 / 800.0;
    assert!((busy / (seconds * 5_000.0 / 86_400.0) - 1.0).abs() < 1e-9, "{busy}");
}

#[test]
fn more_sessions_never_leave_a_machine_less_to_do() {
    let mut last = 0.0;
    for idle in [0.0, 0.3, 1.0, 2.5, 7.0, 40.0, 1_000.0] {
        let (streams, found, busy) = run(&format!("--cached 80 --idle-sessions {idle}"));
        assert!(busy >= last && (0.0..=1.0).contains(&found), "{idle}: {busy} after {last}");
        // The memory holds what is in progress and what is found: 40 GB.
        assert!(streams * (1.0 + found * idle * 0.9) <= 40.0 * (1.0 + 1e-12), "{idle}");
        last = busy;
    }
}
