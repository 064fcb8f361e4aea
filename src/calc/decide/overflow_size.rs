//! How many machines a mix has: the number that costs least.

use crate::calc::crossing::first_from;
use crate::calc::price::machine_rates::MachineRates;
use crate::units::Usd;

/// Of more machines than this the cheapest number is found to one in as many: the cost at a minimum is flat,
/// and so far from it differs by less than a millionth.
const FINE: f64 = 1_024.0;

/// The cheapest number of machines from one to another, and what it costs: the cheapest of each stretch.
pub fn cheapest_size(
    rates: &MachineRates,
    (from, to): (f64, f64),
    near: f64,
    mut least: impl FnMut(f64) -> Usd,
    mut total: Option<impl FnMut(f64) -> Usd>,
) -> (f64, Usd) {
    let (few, many) = stretches(rates, from, to);
    let mut cheapest = |sizes| cheapest_between(sizes, near, &mut least, total.as_mut());
    let with_few = cheapest(few);
    let with_many = many.map(cheapest);
    with_many.filter(|many| many.1 < with_few.1).unwrap_or(with_few)
}

/// The cheapest number of a stretch: `total` of a number, which is never less than `least`, that of machines
/// which draw no more for a request than at full concurrency.
///
/// The least is convex: one machine more takes off the bill what the hours above the limit of the others have
/// above it, and what days have no room for, less the more there are. What machines draw beyond it only grows
/// with their number, as they share the same requests (energy for a request never rises with the load). So no
/// size above the one where the least is cheapest costs less than that one; and of sizes below it, a range costs
/// no less than the least of its last one and what its first one draws beyond the least.
///
/// The search for where the least is cheapest begins `near` a number. Of machines that draw no more the
/// least is the `total`, which is then not given.
pub fn cheapest_between(
    (from, to): (f64, f64),
    near: f64,
    least: impl FnMut(f64) -> Usd,
    total: Option<impl FnMut(f64) -> Usd>,
) -> (f64, Usd) {
    let mut least = remembered(least);
    let start = first_from(near, (from, to), |n| least(n + 1.0) < least(n));
    let Some(mut total) = total else { return (start, least(start)) };
    let mut best = (start, total(start));
    let mut ranges = vec![(from, start - 1.0)];
    while let Some((first, last)) = ranges.pop() {
        if first > last {
            continue;
        }
        let least_of_all = least(last);
        if least_of_all >= best.1 {
            continue;
        }
        let cost = total(first);
        if cost < best.1 {
            best = (first, cost);
        }
        let is_wide = last - first > (first / FINE).floor();
        if is_wide && least_of_all + (cost - least(first)) < best.1 {
            let middle = ((first + last) / 2.0).floor();
            ranges.extend([(first + 1.0, middle), (middle + 1.0, last)]);
        }
    }
    best
}

/// The same, with its last answers known.
fn remembered(mut of: impl FnMut(f64) -> Usd) -> impl FnMut(f64) -> Usd {
    let (mut known, mut oldest) = ([(f64::NAN, Usd::ZERO); 4], 0);
    move |machines| {
        if let Some((_, cost)) = known.iter().find(|(of, _)| *of == machines) {
            return *cost;
        }
        let cost = of(machines);
        known[oldest] = (machines, cost);
        oldest = (oldest + 1) % known.len();
        cost
    }
}

/// The stretch of a fleet's sizes in which all stand alike, and the one that begins where more machines stand
/// elsewhere, or begin to pay for their load.
pub fn stretches(rates: &MachineRates, from: f64, to: f64) -> ((f64, f64), Option<(f64, f64)>) {
    let cut = rates.most_alike().filter(|most| from <= *most && *most < to);
    ((from, cut.unwrap_or(to)), cut.map(|most| (most + 1.0, to)))
}
