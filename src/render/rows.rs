//! What is said about each option, as text: one row per number, one cell per option.

use crate::figure::{dollars, duration, per_mtok, percent, short, span, whole};
use crate::report::{
    BreakEvenReport, CostsReport, Figure, MixReport, MonthlyReport, OptionReport, PaybackReport,
    Report, ThroughputReport, UtilizationReport, WaitReport,
};
use crate::units::{Months, UsdPerMtok};

/// Stands where a number does not apply.
pub const ABSENT: &str = "-";

/// One number of every option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the number is, with its unit.
    pub label: String,
    /// 0 for a number by itself, 1 for a part of the one above, 2 for a part of a part.
    pub depth: usize,
    /// One cell per option.
    pub cells: Vec<String>,
}

impl Row {
    /// The label, a part of something further to the right.
    pub fn indented(&self) -> String {
        format!("{}{}", "  ".repeat(self.depth), self.label)
    }
}

/// What its kind is called.
pub fn kind(option: &OptionReport) -> &str {
    match option.kind.as_str() {
        "api" => "API",
        other => other,
    }
}

/// What an option is: its kind, and what it is called.
pub fn heading(option: &OptionReport) -> Vec<String> {
    let kind = kind(option);
    let verdict = match option {
        OptionReport { meets_requirements: false, .. } => ", ruled out",
        OptionReport { not_stated, .. } if !not_stated.is_empty() => " ?",
        OptionReport { comparison_only: true, .. } => ", to compare",
        _ => "",
    };
    std::iter::once(format!("{kind}{verdict}")).chain(option.label.iter().cloned()).collect()
}

/// The requirements that an option fails.
pub fn why_not(option: &OptionReport) -> String {
    let reasons: Vec<&str> = option.unmet.iter().map(|unmet| &*unmet.reason).collect();
    reasons.join("; ")
}

/// All rows that say something about at least one option.
pub fn rows(report: &Report) -> Vec<Row> {
    let horizon = report.assumptions.horizon_months;
    let mut rows = Rows { options: &report.options, rows: Vec::new() };
    rows.add("why shown", |option| Some(option.chosen.clone()));
    rows.add("tier, index", |option| Some(tier(option)));
    rows.add("machines", |option| option.units.map(|units| whole(units.0)));
    rows.add("place", |option| option.place.clone());
    rows.add_money("upfront", |costs| dollars(costs.upfront_usd.0));
    rows.add_parts();
    rows.add_money(&format!("total, {horizon} months"), |costs| dollars(costs.horizon_usd.0));
    rows.add_interval();
    rows.add("cheapest in", |option| {
        option.won_share.map(|share| format!("{} of draws", percent(share.0)))
    });
    rows.add_money("per million tokens", |costs| {
        per_mtok(UsdPerMtok::new(costs.levelized_usd_per_mtok.0))
    });
    rows.add_money("payback", |costs| whole_payback(costs, report.baseline.is_some()));
    rows.add_at(1, "over the cheapest API", |option| {
        let costs = option.costs.as_ref()?;
        let found = costs.payback_vs_cheapest.as_ref()?;
        (costs.upfront_usd.0 > 0.0).then(|| words(found, false))
    });
    rows.add_at(1, "net of resale", |option| net_of_resale(&option.costs.as_ref()?.payback));
    rows.add("hard share", |option| hard_share(option.mix.as_ref()?));
    rows.add("spilled to an API", |option| {
        let share = option.mix.as_ref()?.spilled_share.0;
        (share > 0.0).then(|| percent(share))
    });
    rows.add("break-even volume", |option| break_even(&option.costs.as_ref()?.break_even));
    rows.add("capacity", |option| option.capacity_tokens_per_day.map(per_day));
    rows.add("utilization", |option| option.utilization.as_ref().map(utilization));
    rows.add("output, tokens/s together", |option| option.throughput.as_ref().map(decode));
    rows.add_at(1, "streams", |option| option.throughput.as_ref().map(streams));
    rows.add_at(1, "one stream, tokens/s", |option| {
        let alone = option.throughput.is_none();
        option.decode_tokens_per_second_per_stream.filter(|_| alone).map(|rate| short(rate.0))
    });
    rows.add("input, tokens/s", |option| option.throughput.as_ref().map(prefill));
    rows.add("first token, busiest hour", |option| option.wait.as_ref().map(first_token));
    rows.rows
}

struct Rows<'r> {
    options: &'r [OptionReport],
    rows: Vec<Row>,
}

impl Rows<'_> {
    fn add(&mut self, label: &str, cell: impl Fn(&OptionReport) -> Option<String>) {
        self.add_at(0, label, cell);
    }

    fn add_at(
        &mut self,
        depth: usize,
        label: &str,
        cell: impl Fn(&OptionReport) -> Option<String>,
    ) {
        let cells: Vec<Option<String>> = self.options.iter().map(cell).collect();
        if cells.iter().any(Option::is_some) {
            let cells = cells.into_iter().map(|cell| cell.unwrap_or_else(|| ABSENT.into()));
            self.rows.push(Row { label: label.into(), depth, cells: cells.collect() });
        }
    }

    fn add_money(&mut self, label: &str, cell: impl Fn(&CostsReport) -> String) {
        self.add(label, |option| option.costs.as_ref().map(&cell));
    }

    /// The interval of totals: of draws, or with everything at its best and at its worst. An interval
    /// whose ends read the same says nothing.
    fn add_interval(&mut self) {
        let is_drawn = |option: &OptionReport| {
            option.costs.as_ref().is_some_and(|costs| costs.interval.draws.is_some())
        };
        let drawn = self.options.iter().any(is_drawn);
        self.add_at(1, if drawn { "P10 to P90" } else { "low to high" }, |option| {
            let interval = &option.costs.as_ref()?.interval;
            let (low, high) = match (&interval.draws, &interval.horizon_usd) {
                (Some(draws), _) => (draws.horizon_usd.p10?, draws.horizon_usd.p90?),
                (None, ends) => (ends.low?, ends.high?),
            };
            let (low, high) = (dollars(low.0), dollars(high.0));
            (low != high).then(|| format!("{low} to {high}"))
        });
    }

    /// The first month by part, without the parts that no option has.
    fn add_parts(&mut self) {
        type Part = (usize, &'static str, fn(&MonthlyReport) -> Figure);
        const PARTS: [Part; 9] = [
            (1, "API", |month| month.api),
            (1, "energy", |month| month.energy),
            (2, "of it idle", |month| month.energy_idle),
            (1, "operations", |month| month.operations),
            (1, "hosting", |month| month.hosting),
            (1, "maintenance", |month| month.maintenance),
            (1, "rent", |month| month.rent),
            (1, "routing", |month| month.routing),
            (1, "amortization", |month| month.amortization),
        ];
        self.add_money("first month", |costs| dollars(costs.monthly_usd.total.0));
        for (depth, label, part) in PARTS {
            self.add_at(depth, label, |option| {
                let amount = part(&option.costs.as_ref()?.monthly_usd).0;
                (amount != 0.0).then(|| dollars(amount))
            });
        }
    }
}

/// What its model can do: the tier, and the number that it is drawn from where one is stated.
pub fn tier(option: &OptionReport) -> String {
    match option.index {
        Some(index) => format!("{} {}", option.tier, short(index.0)),
        None => option.tier.clone(),
    }
}

fn months(months: Figure) -> String {
    duration(Months::new(months.0))
}

/// When the purchase is repaid.
pub fn payback(costs: &CostsReport, has_baseline: bool) -> String {
    words(&costs.payback, has_baseline)
}

/// A payback as it is read.
pub fn words(payback: &PaybackReport, has_baseline: bool) -> String {
    let PaybackReport { status, months: found, .. } = payback;
    match (status.as_str(), found.map(months)) {
        ("after" | "beyond_horizon", Some(months)) => months,
        ("immediate", _) => "at once".into(),
        ("none", _) if has_baseline => "baseline".into(),
        ("none", _) => ABSENT.into(),
        _ => "never".into(),
    }
}

/// When the purchase is repaid, and when at P10 and P90, or in the best and the worst case.
fn whole_payback(costs: &CostsReport, has_baseline: bool) -> String {
    let beyond = if costs.payback.status == "beyond_horizon" { ", beyond horizon" } else { "" };
    let text = format!("{}{beyond}", payback(costs, has_baseline));
    match payback_span(costs) {
        Some((low, high)) if low != high => format!("{text} ({low} to {high})"),
        _ => text,
    }
}

/// Early and late payback; `None` when even the early one is never or when nothing is bought.
fn payback_span(costs: &CostsReport) -> Option<(String, String)> {
    if costs.upfront_usd.0 == 0.0 {
        return None;
    }
    let interval = &costs.interval;
    let drawn = interval.draws.as_ref().and_then(|draws| draws.payback_months.as_ref());
    let (low, high) = match drawn {
        Some(drawn) => (drawn.p10, drawn.p90),
        None => (interval.payback_months.low, interval.payback_months.high),
    };
    let low = low?;
    let Some(high) = high else { return Some((months(low), "never".into())) };
    Some(span([low, high].map(|months| Months::new(months.0))))
}

fn net_of_resale(payback: &PaybackReport) -> Option<String> {
    let net = months(payback.net_of_resale_months?);
    // Where resale changes nothing that can be seen, there is nothing to say.
    (payback.months.map(months).as_ref() != Some(&net)).then_some(net)
}

fn break_even(found: &BreakEvenReport) -> Option<String> {
    match found.status.as_str() {
        "reachable" => {
            let tokens = found.tokens_per_day?;
            let always = found.always_above_tokens_per_day;
            let beyond = always.filter(|above| per_day(*above) != per_day(tokens));
            let beyond = beyond.map(|above| format!("; always above {}", per_day(above)));
            Some(format!("{}{}", per_day(tokens), beyond.unwrap_or_default()))
        }
        "never" => Some("never".into()),
        _ => None,
    }
}

/// The tokens that go to the frontier API, and their part of the bill.
fn hard_share(mix: &MixReport) -> Option<String> {
    let (tokens, bill) = (percent(mix.hard_share.0), percent(mix.hard_share_of_bill.0));
    (mix.hard_share.0 > 0.0).then(|| format!("{tokens}, {bill} of cost"))
}

/// A volume as it is typed after `--volume`.
fn per_day(tokens: Figure) -> String {
    format!("{}/day", short(tokens.0))
}

fn utilization(busy: &UtilizationReport) -> String {
    format!("{}, peak {}", percent(busy.mean.0), percent(busy.peak.0))
}

fn decode(throughput: &ThroughputReport) -> String {
    let rate = short(throughput.decode_tokens_per_second.0);
    let (low, high) = (short(throughput.low.0), short(throughput.high.0));
    let interval = if low == high { String::new() } else { format!(" ({low} to {high})") };
    format!("{rate}{interval} {}", throughput.basis)
}

/// How many streams there are, and how fast each is.
fn streams(throughput: &ThroughputReport) -> String {
    let number = throughput.concurrency.0;
    match number > 1.0 {
        true => {
            let each = throughput.decode_tokens_per_second.0 / number;
            format!("{}, {} each", whole(number), short(each))
        }
        false => whole(number),
    }
}

/// Mean and p95 of the wait; an API's is what its profile states.
fn first_token(wait: &WaitReport) -> String {
    let seconds = |wait: Figure| format!("{} s", short(wait.0));
    match (wait.mean, wait.p95) {
        (None, _) => "grows without end".into(),
        (Some(mean), None) => seconds(mean),
        (Some(mean), Some(p95)) => format!("{}, p95 {}", seconds(mean), seconds(p95)),
    }
}

fn prefill(throughput: &ThroughputReport) -> String {
    format!("{} {}", short(throughput.prefill_tokens_per_second.0), throughput.prefill_basis)
}
