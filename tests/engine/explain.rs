//! What `--explain` says is true: every line of it is worked out again, and gives what the report says.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use crate::support::question::ask as ask_of;
use breakeven::figure::percent;
use breakeven::report::{OptionReport, Report, StepReport};

/// Two APIs and a machine; no factor of any of them is 1 or 0.
const PROFILES: &str = r#"
[defaults]
electricity_usd_per_kwh = 0.2
pue = 1
horizon_months = 36
headroom_percent = 80
ops_hours_per_month = 2
ops_usd_per_hour = 60
rent_overhead_percent = 10
min_tokens_per_second = 10
mix_input_share = 0.5
prompt_tokens = 500
output_tokens = 500
load = "flat"
tier = "mid"
stale_after_days = 90
as_of = 2026-11-01
source = "the test"

[api.frontier]
provider = "a"
model = "frontier"
tier = "frontier"
context_tokens = 100_000
input_usd_per_mtok = 25
output_usd_per_mtok = 25
as_of = 2026-11-01
source = "the test"

[api.mid]
provider = "a"
model = "mid"
tokens_factor = 1.25
batch_discount = 0.5
tier = "mid"
context_tokens = 100_000
input_usd_per_mtok = 0.8
cached_input_usd_per_mtok = 0.1
output_usd_per_mtok = 0.8
as_of = 2026-11-01
source = "the test"

[hardware.machine]
name = "machine"
family = "cpu"
gpus = 1
memory_gb = 80
memory_bandwidth_gb_per_s = 2_000
price_usd = 1_800
host_usd = 360
resale_fraction = 0.25
rent_usd_per_hour = 0.5
power_idle_watts = 100
power_load_watts = 500
life_months = 36
as_of = 2026-11-01
source = "the test"

[model.open]
name = "open"
parameters_billion = 10
active_parameters_billion = 10
layers = 10
kv_bytes_per_token = 0
context_tokens = 100_000
tokens_factor = 1.5
tier = "mid"
weights_gb = { fp8 = 10 }
as_of = 2026-11-01
source = "the test"

[throughput.machine.open.fp8.bench]
prefill_tokens_per_second = 3_000
decode_tokens_per_second = [[1, 100]]
as_of = 2026-11-01
source = "the test"

[load.office]
hours = [0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 3, 3, 2, 2, 3, 3, 2, 1, 0, 0, 0, 0, 0, 0]
weekend_factor = 0.5
as_of = 2026-11-01
source = "the test"
"#;

fn ask(flags: &str) -> Report {
    ask_of(PROFILES, flags)
}

/// Works out sums of products with parentheses, as they are shown: `$`, thousands, `88 %`, `ceil`.
struct Sum<'a> {
    rest: &'a str,
}

impl Sum<'_> {
    fn of(text: &str) -> f64 {
        let text = text.replace(['$', ','], "").replace(" %", "%");
        let mut sum = Sum { rest: &text };
        let value = sum.terms();
        assert_eq!(sum.rest.trim(), "", "in {text}");
        value
    }

    fn takes(&mut self, word: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(word);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn terms(&mut self) -> f64 {
        let mut value = self.factors();
        loop {
            if self.takes("+") {
                value += self.factors();
            } else if self.takes("-") {
                value -= self.factors();
            } else {
                return value;
            }
        }
    }

    fn factors(&mut self) -> f64 {
        let mut value = self.atom();
        loop {
            if self.takes("x") {
                value *= self.atom();
            } else if self.takes("/") {
                value /= self.atom();
            } else {
                return value;
            }
        }
    }

    fn atom(&mut self) -> f64 {
        let up = self.takes("ceil");
        if self.takes("(") {
            let value = self.terms();
            assert!(self.takes(")"), "before {}", self.rest);
            return if up { value.ceil() } else { value };
        }
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let value: f64 = rest[..end].parse().unwrap_or_else(|_| panic!("no number: {rest}"));
        self.rest = &rest[end..];
        if self.takes("%") { value / 100.0 } else { value }
    }
}

/// The number at the beginning of a text.
fn first(text: &str) -> f64 {
    let text = text.replace(['$', ','], "");
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let value: f64 = text[..end].parse().unwrap();
    if text[end..].starts_with(" %") { value / 100.0 } else { value }
}

/// Equal but for what rounding to cents, dollars and whole percents takes off.
#[track_caller]
fn near(found: f64, expected: f64, what: &str) {
    assert!((found - expected).abs() <= 0.01 * expected.abs(), "{found} is not {expected}: {what}");
}

/// The result of a step, which its numbers must give.
fn result(step: &StepReport) -> f64 {
    let (sum, result) = step.numbers.split_once(" = ").unwrap();
    near(Sum::of(sum), first(result), &step.numbers);
    first(result)
}

/// The results of all steps of a name; none is zero.
fn all(steps: &[StepReport], name: &str) -> f64 {
    steps.iter().filter(|step| step.name.starts_with(name)).map(result).sum()
}

fn is_true(option: &OptionReport, steps: &[StepReport]) {
    let costs = option.costs.as_ref().unwrap();
    let month = &costs.monthly_usd;
    for (name, reported) in [
        ("bill of ", month.api),
        ("energy", month.energy),
        ("rent", month.rent),
        ("write-off", month.amortization),
        ("operations", month.operations),
        ("total over the horizon", costs.horizon_usd),
    ] {
        near(all(steps, name), reported.0, &format!("{name} of {}", option.id));
    }
    for step in steps {
        assert!(!step.formula.is_empty() && !step.from.is_empty(), "{step:?}");
        assert!(step.from.iter().all(|n| !n.name.is_empty() && !n.value.is_empty()), "{step:?}");
        assert!(!step.numbers.contains("(1 - 0)"), "{step:?}");
        match &*step.name {
            "demand in machines" if option.mix.is_none() => {
                let machines = option.units.unwrap().0;
                let mean = option.utilization.as_ref().unwrap().mean.0;
                near(result(step), mean * machines, &step.numbers);
            }
            "machines" => assert!(result(step) >= 1.0),
            "write-off" => {
                let upfront = step.numbers.split("; ").nth(1).unwrap();
                near(first(upfront), costs.upfront_usd.0, &step.numbers);
            }
            "total over the horizon" => {
                let (_, per_token) = step.numbers.split_once("; / ").unwrap();
                let (mtok, price) = per_token.split_once(" Mtok = ").unwrap();
                near(first(price), result(step) / first(mtok), &step.numbers);
                near(first(price), costs.levelized_usd_per_mtok.0, &step.numbers);
            }
            _ => {}
        }
    }
}

#[test]
fn every_line_works_out_and_gives_what_the_report_says() {
    let mut names = Vec::new();
    for flags in [
        "--volume 300M/month",
        "--volume 300M/month --batch 40 --cached 50 --resale 30",
        "--volume 900M/month --hard 20 --batch 40 --cached 50",
        "--volume 300M/month --owned --hardware machine",
        "--volume 900M/month --rent-mode autoscale --load office",
        "--volume 900M/month --machines 5",
    ] {
        let report = ask(&format!("{flags} --all --explain"));
        assert!(report.explanation.len() > 3);
        for explanation in &report.explanation {
            let option = report.options.iter().find(|option| option.id == explanation.option);
            is_true(option.unwrap(), &explanation.steps);
            let work = explanation.steps.iter().flat_map(|step| &step.from);
            for work in work.filter(|from| from.name == "work of the busiest concurrency") {
                let mean = option.unwrap().utilization.as_ref().unwrap().mean.0;
                assert_eq!(work.value, percent(mean), "{}", explanation.option);
            }
            names.push(explanation.option.clone());
        }
    }
    for kind in ["api/", "local/", "rent/", "+spill/mid", "+hard/frontier", "+spill/mid+hard/"] {
        assert!(names.iter().any(|name| name.contains(kind)), "{kind}");
    }
    assert!(ask("--volume 300M/month").explanation.is_empty());
    let steps = |kind: &str| -> Vec<String> {
        let report = ask("--volume 300M/month --all --explain");
        let found = report.explanation.into_iter().find(|e| e.option.starts_with(kind)).unwrap();
        found.steps.into_iter().map(|step| step.name).collect()
    };
    let total = "total over the horizon";
    assert_eq!(steps("api/mid"), ["bill of mid", total]);
    let expected = ["demand in machines", "machines", "energy", "write-off", "operations", total];
    assert_eq!(steps("local/"), expected);
    assert_eq!(steps("rent/"), ["demand in machines", "machines", "rent", "operations", total]);
}

#[test]
fn what_was_asked_is_said_in_percent() {
    let report = ask("--volume 300M/month --growth 10 --batch 20 --overhead 15 --resale 30 \
         --api-price-trend -40 --api-price-floor 25 --discount 8");
    let (asked, assumed) = (&report.workload, &report.assumptions);
    let found = [
        asked.growth_percent_per_year,
        asked.batch_percent,
        assumed.rent_overhead_percent,
        assumed.resale_percent.unwrap(),
        assumed.api_price_trend_percent_per_year,
        assumed.api_price_floor_percent,
        assumed.discount_percent_per_year,
    ];
    assert_eq!(found.map(|figure| figure.rounded()), [10.0, 20.0, 15.0, 30.0, -40.0, 25.0, 8.0]);
}

#[test]
fn only_machines_that_follow_the_load_have_no_inputs_of_their_own() {
    for (mode, expected) in [("always", [true, true]), ("autoscale", [true, false])] {
        let report = ask(&format!("--volume 300M/month --all --rent-mode {mode}"));
        let has = |kind: &str| {
            report.options.iter().find(|option| option.kind == kind).unwrap().inputs.is_some()
        };
        assert_eq!([has("local"), has("rent")], expected, "{mode}");
    }
}
