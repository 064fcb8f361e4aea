//! What was typed and is hardly meant, and what a profile states and is hardly true.

use super::args::{CompareArgs, Format};
use crate::date::Date;
use crate::profile::catalog::Catalog;
use crate::profile::doctor;
use crate::profile::record::Record;
use crate::report::{Report, Warning};

/// Below this many tokens a day hardly anything costs anything.
const FEW_TOKENS: f64 = 1_000.0;
/// Nobody pays this many dollars for a kWh.
const DEAR_KWH: f64 = 2.0;

/// What is hardly meant, a warning each.
pub fn doubts(args: &CompareArgs) -> Vec<Warning> {
    let (demand, money) = (&args.demand, &args.money);
    let shares = [
        ("--cached", demand.cached),
        ("--batch", demand.batch),
        ("--growth", demand.growth),
        ("--hard", args.require.hard),
        ("--headroom", money.headroom),
        ("--resale", money.resale),
        ("--overhead", money.overhead),
        ("--api-price-trend", money.api_price_trend),
        ("--discount", money.discount),
    ];
    let small = shares.into_iter().filter_map(|(flag, share)| {
        let percent = share? * 100.0;
        (percent != 0.0 && percent.abs() < 1.0).then(|| {
            let meant = percent * 100.0;
            format!("`{flag}` is in percent: {percent} is {percent} %; is {meant} meant?")
        })
    });
    let kwh = money.electricity.filter(|price| *price > DEAR_KWH).map(|price| {
        format!("`--electricity` is in dollars per kWh: {price} is ${price}; is it in cents?")
    });
    let few = demand.volume.filter(|volume| volume.get() < FEW_TOKENS).map(|volume| {
        format!("{} tokens a day are a few sentences; is a `k` or an `M` missing?", volume.get())
    });
    let is_data = matches!(args.output.form(), Format::Json | Format::Csv);
    let dollars = args.output.currency.filter(|_| is_data);
    let dollars = dollars.map(|currency| {
        format!("`--currency {currency}` is for what people read: JSON and CSV stay in US dollars")
    });
    let messages = small.chain(kwh).chain(few).chain(dollars);
    messages.map(|message| Warning { code: "hardly-meant".into(), message }).collect()
}

/// What is hardly true in the user's own profiles that the answer rests on.
pub(super) fn implausible(catalog: &Catalog, report: &Report, today: Date) -> Vec<Warning> {
    let used = |record: &Record| {
        let name = format!("{} {}", record.kind, record.name);
        report.sources.iter().any(|source| source.profile == name)
    };
    let own = doctor::examine_own(catalog, today, used);
    own.into_iter()
        .map(|problem| Warning { code: "implausible".into(), message: problem.in_one_line() })
        .collect()
}
