//! A question about profiles that a test writes itself.

use breakeven::answer::evaluate;
use breakeven::cli::command_line::Cli;
use breakeven::cli::resolve::scenario;
use breakeven::date::Date;
use breakeven::profile::catalog::Catalog;
use breakeven::profile::document::Document;
use breakeven::report::{OptionReport, Report};
use breakeven::scenario::{Sampling, Scenario};
use clap::Parser as _;

/// What holds in a test that says nothing else.
const DEFAULTS: &str = r#"
[defaults]
electricity_usd_per_kwh = 0.2
pue = 1
horizon_months = 36
headroom_percent = 80
ops_hours_per_month = 0
ops_usd_per_hour = 60
rent_overhead_percent = 0
min_tokens_per_second = 10
mix_input_share = 0.5
prompt_tokens = 500
output_tokens = 500
load = "flat"
tier = "mid"
stale_after_days = 90
as_of = 2026-11-01
source = "the test"
"#;

/// Open weights, and how fast `box` was measured with them.
pub const WEIGHTS: &str = r#"
[model.weights]
name = "Weights"
parameters_billion = 10
active_parameters_billion = 10
layers = 40
kv_bytes_per_token = 10000
context_tokens = 100000
tier = "mid"
weights_gb = { fp8 = 10 }
as_of = 2026-11-20
source = "card"

[throughput.box.weights.fp8.bench]
prefill_tokens_per_second = 5000
decode_tokens_per_second = [[1, 100], [8, 400]]
prompt_tokens = 1500
as_of = 2026-11-20
source = "bench"
"#;

/// The scenario of a command line's flags, with these profiles and no others, in November 2026.
pub fn with_scenario<T>(profiles: &str, flags: &str, look: impl FnOnce(&Scenario<'_>) -> T) -> T {
    let defaults = if profiles.contains("[defaults]") { "" } else { DEFAULTS };
    let document = Document::parse("test.toml".into(), format!("{profiles}{defaults}")).unwrap();
    let catalog = Catalog::of(vec![document]).map_err(|problems| problems[0].to_string()).unwrap();
    of_catalog(&catalog, flags, look)
}

/// Profiles with a model of 10 GB, `open`, that a machine of theirs serves: so many tokens of prompts a
/// second, and 100 of output.
pub fn serving_open(profiles: &str, machine: &str, prefill: u32) -> String {
    format!(
        r#"{profiles}
[model.open]
name = "open"
parameters_billion = 10
active_parameters_billion = 10
layers = 10
kv_bytes_per_token = 0
context_tokens = 100_000
tier = "mid"
weights_gb = {{ fp8 = 10 }}
as_of = 2026-11-01
source = "the test"

[throughput.{machine}.open.fp8.bench]
prefill_tokens_per_second = {prefill}
decode_tokens_per_second = [[1, 100]]
as_of = 2026-11-01
source = "the test"
"#
    )
}

/// The same with the shipped profiles.
pub fn with_shipped<T>(flags: &str, look: impl FnOnce(&Scenario<'_>) -> T) -> T {
    let catalog = Catalog::with(Vec::new()).map_err(|problems| problems[0].to_string()).unwrap();
    of_catalog(&catalog, flags, look)
}

fn of_catalog<T>(catalog: &Catalog, flags: &str, look: impl FnOnce(&Scenario<'_>) -> T) -> T {
    let cli = Cli::try_parse_from(["breakeven"].into_iter().chain(flags.split_whitespace()));
    let today = Date::new(2026, 11, 22).unwrap();
    let scenario = scenario(&cli.unwrap().compare, catalog, today).unwrap();
    // Draws take time: those who look at them say how many.
    let sampling = if flags.contains("--draws") { scenario.sampling } else { Sampling::NONE };
    // A test looks at more than what is shown to people.
    look(&Scenario { flips: usize::MAX, sampling, ..scenario })
}

/// The report of the same.
pub fn ask(profiles: &str, flags: &str) -> Report {
    with_scenario(profiles, flags, evaluate)
}

/// The report of a scenario without what would change the verdict, which takes most of its time.
pub fn costs_of(scenario: &Scenario<'_>) -> Report {
    evaluate(&Scenario { flips: 0, ..scenario.clone() })
}

/// The option of a report with this name.
pub fn find<'r>(report: &'r Report, id: &str) -> &'r OptionReport {
    report.options.iter().find(|option| option.id == id).unwrap()
}
