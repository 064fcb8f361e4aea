//! The answer on one screen: the verdict, how sure it is, the options that decide, and a line each for
//! why, for what would change it and for what was assumed.

use super::super::page::Page;
use super::super::rows::{self, ABSENT};
use super::super::sentences;
use super::super::would_change::nearest_changes;
use super::compare::side_by_side;
use crate::figure::{dollars, percent, short};
use crate::money::{amount, in_dollars, size};
use crate::report::{CostsReport, Figure, OptionReport, Report};
use crate::text::count;
use crate::why::Why;

/// The most options side by side.
const COLUMNS: usize = 4;
/// The most reasons, and the most characters of them where the first one is not longer.
const REASONS: (usize, usize) = (2, 150);

/// Draws the options that decide, as many of them as fit side by side, or says `false` when not even
/// one does.
pub fn table(report: &Report, page: &mut Page) -> bool {
    (1..=COLUMNS).rev().any(|most| {
        let options = decisive(report, most);
        let heading = |option: &OptionReport| heading(report, option);
        side_by_side(report, &options, heading, numbers(report, &options)).draw(page)
    })
}

/// Why, what would change it, and what was assumed: what is left out is said with the flag for it.
pub fn below(report: &Report, page: &mut Page) {
    let verdict = &report.verdict;
    page.blank();
    let mut why = String::new();
    for reason in verdict.because.iter().take(REASONS.0) {
        if why.is_empty() {
            why = format!("why: {reason}");
        } else if why.len() + reason.len() <= REASONS.1 {
            why = format!("{why}; {reason}");
        }
    }
    page.paragraph("", &why);
    if verdict.option.is_some() {
        page.paragraph("", &format!("would change it: {}", nearest_changes(verdict)));
    }
    page.paragraph("", &sentences::assumed_briefly(report));
    // How old prices are is said below in any case, and the rate of machines matters where they win.
    let later = ["stale-prices", "extrapolated-comparator"];
    let (hidden, others): (Vec<_>, Vec<_>) =
        report.warnings.iter().partition(|warning| later.contains(&&*warning.code));
    for warning in others {
        page.warning(&warning.message);
    }
    let days = sentences::days(report).map(sentences::span);
    let mut more: Vec<String> = days.map(|days| format!("prices of {days}")).into_iter().collect();
    let options = report.options.len().saturating_sub(COLUMNS);
    let left_out = match (options, hidden.len()) {
        (0, 0) => "every number".to_string(),
        (0, hidden) => format!("every number and {}", count(hidden, "warning")),
        (options, 0) => format!("every number and {}", count(options, "more option")),
        (options, hidden) => {
            format!("{} and {}", count(options, "more option"), count(hidden, "warning"))
        }
    };
    more.push(format!("`--full` has {left_out}"));
    page.paragraph("", &more.join("; "));
}

/// The options that decide: the verdict, what was named, the best of each kind, and then the rest.
fn decisive(report: &Report, most: usize) -> Vec<&OptionReport> {
    let total = |option: &OptionReport| option.costs.as_ref().map(|costs| costs.horizon_usd.0);
    let is_beaten = |option: &OptionReport| {
        let same_kind = report.options.iter().filter(|other| other.kind == option.kind);
        let able = same_kind.filter(|other| other.meets_requirements && !other.comparison_only);
        able.filter_map(total).any(|other| total(option).is_some_and(|total| other < total))
    };
    let rank = |option: &OptionReport| match option {
        _ if report.verdict.option.as_deref() == Some(&*option.id) => 0,
        _ if report.verdict.otherwise.as_deref() == Some(&*option.id) => 1,
        _ => match (Why::from_word(&option.chosen), option) {
            (Some(Why::Named | Why::Baseline), _) => 2,
            (_, OptionReport { meets_requirements: false, .. }) => 7,
            (Some(Why::Twin), _) => 6,
            (_, OptionReport { comparison_only: true, .. }) => 5,
            _ if is_beaten(option) => 4,
            _ => 3,
        },
    };
    let mut places: Vec<usize> = (0..report.options.len()).collect();
    places.sort_by_key(|place| rank(&report.options[*place]));
    places.truncate(most);
    places.sort_unstable();
    places.into_iter().map(|place| &report.options[place]).collect()
}

/// The kind, and what it is called: the first line for who serves, the model on machines, and that the
/// rest goes to an API, which `--full` names, and the verdict where it is this option.
fn heading(report: &Report, option: &OptionReport) -> Vec<String> {
    let lines = rows::heading(option);
    let own = if option.units.is_some() { 3 } else { 2 };
    let named = report.verdict.option.as_deref() == Some(&*option.id);
    let others = if named { 0 } else { option.beside.len() };
    let others = std::iter::repeat_n("+ an API".to_string(), others);
    let kept = lines.len().saturating_sub(option.beside.len()).min(own);
    lines.into_iter().take(kept).chain(others).collect()
}

fn numbers(report: &Report, options: &[&OptionReport]) -> Vec<Vec<String>> {
    type Cell<'c> = &'c dyn Fn(&OptionReport) -> Option<String>;
    let money = |say: fn(&CostsReport) -> Figure| {
        move |option: &OptionReport| option.costs.as_ref().map(|costs| dollars(say(costs).0))
    };
    let total = format!("total, {} months", report.assumptions.horizon_months);
    let some_upfront = |option: &OptionReport| {
        let upfront = option.costs.as_ref()?.upfront_usd.0;
        (upfront > 0.0).then(|| dollars(upfront))
    };
    // The same tier for all says nothing.
    let differ = options.iter().any(|option| option.tier != options[0].tier);
    let tier = |option: &OptionReport| differ.then(|| rows::tier(option));
    let payback = |option: &OptionReport| {
        let costs = option.costs.as_ref()?;
        let pays = costs.upfront_usd.0 > 0.0;
        pays.then(|| rows::payback(costs, report.baseline.is_some()))
    };
    let over_cheapest = |option: &OptionReport| {
        let costs = option.costs.as_ref()?;
        let found = costs.payback_vs_cheapest.as_ref()?;
        (costs.upfront_usd.0 > 0.0).then(|| rows::words(found, false))
    };
    let won = |option: &OptionReport| option.won_share.map(|share| percent(share.0));
    let busy = |option: &OptionReport| option.utilization.as_ref().map(|busy| percent(busy.mean.0));
    let cells: [(&str, Cell<'_>); 9] = [
        ("tier, index", &tier),
        ("upfront", &some_upfront),
        ("first month", &money(|costs| costs.monthly_usd.total)),
        (&total, &money(|costs| costs.horizon_usd)),
        ("  P10 to P90", &interval),
        ("payback", &payback),
        ("  over cheapest API", &over_cheapest),
        ("machines busy", &busy),
        ("cheapest in", &won),
    ];
    let row = |(label, cell): &(&str, Cell<'_>)| {
        let found: Vec<Option<String>> = options.iter().map(|option| cell(option)).collect();
        found.iter().any(Option::is_some).then(|| {
            let cells = found.into_iter().map(|cell| cell.unwrap_or_else(|| ABSENT.into()));
            std::iter::once((*label).to_string()).chain(cells).collect()
        })
    };
    cells.iter().filter_map(row).collect()
}

/// P10 and P90 of the total, on one line.
fn interval(option: &OptionReport) -> Option<String> {
    let drawn = &option.costs.as_ref()?.interval.draws.as_ref()?.horizon_usd;
    let (p10, p90) = (drawn.p10?.0, drawn.p90?.0);
    let digits = |usd: f64| if usd < 10_000.0 { in_dollars } else { short };
    let (low, high) = (amount(p10, digits(p10)), amount(p90, digits(p90)));
    // What is below nothing keeps its sign.
    let end = if p90 < 0.0 { high.clone() } else { size(p90, digits(p90)) };
    (low != high).then(|| format!("{low}-{end}"))
}
