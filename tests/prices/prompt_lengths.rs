//! Cliffs by the spread of prompt lengths: cases worked out by hand, and laws.

use breakeven::calc::price::prompt_lengths::{Beyond, normal_above};
use proptest::prelude::*;

use crate::support::draw::config;

use super::bills::{monthly, report};

const STEEP: &str = "
[api.steep]
provider = \"p\"
model = \"m\"
tier = \"frontier\"
input_usd_per_mtok = 1.0
output_usd_per_mtok = 5.0
long_context = [
  { above_prompt_tokens = 100_000, input_usd_per_mtok = 5.0, output_usd_per_mtok = 25.0 },
  { above_prompt_tokens = 200_000, input_usd_per_mtok = 10.0, output_usd_per_mtok = 50.0 },
]
as_of = 2026-11-01
source = \"made for this test\"

[workload.logged]
prompt_tokens = 50_000
output_tokens = 1_000
prompt_spread = 1.0
load = \"flat\"
as_of = 2026-11-01
source = \"made for this test\"
";

const DEMAND: [&str; 8] =
    ["--input", "50M/day", "--output", "1M/day", "--api", "steep", "--request", "50000+1000"];

fn bill(profile: &str, more: &[&str]) -> f64 {
    monthly("lengths.toml", profile, &[&DEMAND[..], more].concat())
}

/// With a mean of 50,000 and a spread of 1, `t = ln 2 + 1/2 = 1.1931`: 11.6406 % of the requests with
/// 42.3422 % of the input are above 100,000 tokens, and 2.9628 % with 18.7729 % above 200,000
/// (t = ln 4 + 1/2 = 1.8863). A month is 365/12 x (50 x (1 + 4 x 0.4234 + 5 x 0.1877) + 5 x (1 + 4 x
/// 0.1164 + 5 x 0.0296)).
#[test]
fn long_prompts_pay_their_own_price() {
    let (above, far) = ((0.116_405_868, 0.423_421_852), (0.029_627_649, 0.187_729_463));
    let input = 50.0 * (1.0 + 4.0 * above.1 + 5.0 * far.1);
    let output = 5.0 * (1.0 + 4.0 * above.0 + 5.0 * far.0);
    let right = 365.0 / 12.0 * (input + output);
    let found = bill(STEEP, &["--prompt-spread", "1"]);
    assert!((found / right - 1.0).abs() < 1e-8, "{found}, {right}");
    // All alike, at the mean, they are all short.
    assert!((bill(STEEP, &["--prompt-spread", "0"]) - 365.0 / 12.0 * 55.0).abs() < 1e-6);
}

/// The spread of a workload profile is read back, a flag overrules it, and without either that of
/// `[defaults]` holds and is said.
#[test]
fn the_spread_is_the_workloads() {
    let flags = ["--volume", "51M/day", "--api", "steep"];
    let by_profile =
        monthly("lengths.toml", STEEP, &[&flags[..], &["--workload", "logged"]].concat());
    assert!((by_profile - bill(STEEP, &["--prompt-spread", "1"])).abs() < 1e-9 * by_profile);
    let args = [&flags[..], &["--workload", "logged", "--prompt-spread", "0"]].concat();
    let flat = monthly("lengths.toml", STEEP, &args);
    assert!((flat - 365.0 / 12.0 * 55.0).abs() < 1e-6, "{flat}");
    let usual = report("lengths.toml", STEEP, &DEMAND);
    assert_eq!(usual["workload"]["prompt_spread"], 0.8);
    let assumed = usual["verdict"]["assumed"].as_array().unwrap();
    let said = assumed.iter().any(|line| line.as_str().unwrap().contains("spread 0.8"));
    assert!(said, "{assumed:?}");
}

proptest! {
    #![proptest_config(config(256))]

    /// The mean is kept: what is below and what is beyond make all of the input. Long prompts hold more
    /// of it than their number, and the share beyond falls with the threshold.
    #[test]
    fn shares_beyond_a_threshold(
        mean in 10.0_f64..1e6, ratio in 0.01_f64..100.0, spread in 0.0_f64..3.0, more in 1.0_f64..10.0,
    ) {
        let beyond = Beyond::threshold(mean * ratio, mean, spread);
        prop_assert!((0.0..=1.0).contains(&beyond.requests) && (0.0..=1.0).contains(&beyond.input));
        prop_assert!(beyond.input >= beyond.requests);
        let farther = Beyond::threshold(mean * ratio * more, mean, spread);
        prop_assert!(farther.requests <= beyond.requests && farther.input <= beyond.input);
        // Half of the normal distribution is on each side.
        let both = normal_above(ratio) + normal_above(-ratio);
        prop_assert!((both - 1.0).abs() < 1e-15);
    }

    /// The shares are those of prompts drawn one by one.
    #[test]
    fn drawn_prompts_agree(ratio in 0.2_f64..5.0, spread in 0.2_f64..1.2) {
        // Equal slices of the normal distribution, found by halving.
        let count = 2_000;
        let quantile = |share: f64| {
            let (mut low, mut high) = (-9.0, 9.0);
            for _ in 0..50 {
                let middle = (low + high) / 2.0;
                if normal_above(middle) > 1.0 - share { low = middle } else { high = middle }
            }
            low
        };
        let (mut requests, mut tokens, mut all) = (0.0, 0.0, 0.0);
        for slice in 0..count {
            let z = quantile((f64::from(slice) + 0.5) / f64::from(count));
            let length = (spread * z - spread * spread / 2.0).exp();
            all += length;
            if length > ratio {
                requests += 1.0;
                tokens += length;
            }
        }
        let beyond = Beyond::threshold(ratio * 1_000.0, 1_000.0, spread);
        prop_assert!((beyond.requests - requests / f64::from(count)).abs() < 1e-3);
        prop_assert!((beyond.input - tokens / all).abs() < 1e-2, "{beyond:?} {}", tokens / all);
    }
}
