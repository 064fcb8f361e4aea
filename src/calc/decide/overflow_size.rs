//! How many machines a mix has: the number that costs least.

use crate::calc::crossing::first_whole;
use crate::calc::price::machine_rates::MachineRates;
use crate::units::Usd;

/// Sizes tried to each side of the one that a search finds.
const BESIDE: u32 = 32;
/// The largest fleet of which every size beside it is tried; of larger ones as many, farther apart, and then
/// those between.
const SMALL: f64 = 256.0;

/// The cheapest number of machines from one to another, and what it costs: `total` of a number, which is
/// never less than `least`.
///
/// In each stretch of sizes that stand alike, what machines cost at least, if they drew no more for a request
/// than at full concurrency, is convex in their number: one machine more takes off the bill what the hours
/// above the limit of the others have above it, and what days have no room for, less the more there are.
/// Machines that share the work draw a little more the more they are, so that the cost itself is not: from
/// where the least is cheapest, sizes are tried to both sides while their least is below the best.
pub fn cheapest_size(
    rates: &MachineRates,
    from: f64,
    to: f64,
    least: impl Fn(f64) -> Usd,
    total: impl Fn(f64) -> Usd,
) -> Option<(f64, Usd)> {
    let in_stretch = |(from, to): (f64, f64)| {
        let start = nearest(from, to, |n| least(n + 1.0) < least(n));
        let mut best = (start, total(start));
        let (mut step, mut tries) = ((start / SMALL).floor().max(1.0), BESIDE);
        loop {
            let (middle, mut found) = (best.0, best);
            for side in [-step, step] {
                for away in 1..=tries {
                    let size = middle + side * f64::from(away);
                    if !(from..=to).contains(&size) || least(size) >= found.1 {
                        break;
                    }
                    let cost = total(size);
                    if cost < found.1 {
                        found = (size, cost);
                    }
                }
            }
            best = found;
            if step == 1.0 {
                return best;
            }
            (step, tries) = ((step / 2.0).floor().max(1.0), 2);
        }
    };
    let all = stretches(rates, from, to).map(in_stretch);
    all.min_by(|a, b| a.1.get().total_cmp(&b.1.get()))
}

/// The first number from which on one more does not pay, in longer and longer steps: a month mostly needs what
/// the one before it did.
fn nearest(from: f64, to: f64, one_more_pays: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high, mut step) = (from, from, 1.0);
    while high < to && one_more_pays(high) {
        low = high + 1.0;
        high = (high + step).min(to);
        step *= 2.0;
    }
    first_whole(low, high, one_more_pays)
}

/// The stretches of a fleet's size in which all stand alike: where more machines stand elsewhere, or begin to
/// pay for their load, another begins.
fn stretches(rates: &MachineRates, from: f64, to: f64) -> impl Iterator<Item = (f64, f64)> {
    let cut = rates.most_alike().filter(|most| from <= *most && *most < to);
    let first = (from, cut.unwrap_or(to));
    std::iter::once(first).chain(cut.map(|most| (most + 1.0, to)))
}
