//! Prices by hour of the week: which share of a workload pays those of which window.

use super::token_price::{bill, price_of};
use crate::api::{Api, Prices, Window};
use crate::calc::demand::{MonthlyTokens, TokenClass};
use crate::load::hours::Hours;
use crate::range::Pick;
use crate::units::{HOURS_PER_WEEK, Mtok, Usd};
use crate::workload::Workload;

/// The hours of a day.
const DAY: usize = 24;

/// The share of some hours of a load that falls into a window; all windows and the rest make 1, and of
/// hours with nothing in them 0. Windows are in UTC and hours in the load's own time: where they differ by
/// a part of an hour, two share it.
pub fn share_within(window: &Window, hours: &Hours, utc_offset: f64) -> f64 {
    let (whole, part) = (utc_offset.floor(), utc_offset - utc_offset.floor());
    let own = |hour: usize| {
        let ahead = (hour as f64 + whole).rem_euclid(HOURS_PER_WEEK as f64) as usize;
        let (first, next) = (ahead % HOURS_PER_WEEK, (ahead + 1) % HOURS_PER_WEEK);
        hours.weights()[first] * (1.0 - part) + hours.weights()[next] * part
    };
    let inside = |hour: &usize| {
        window.days[hour / DAY] && (window.from_hour..window.to_hour).contains(&(hour % DAY))
    };
    let within: f64 = (0..HOURS_PER_WEEK).filter(inside).map(own).sum();
    let all: f64 = hours.weights().iter().sum();
    if all > 0.0 { within / all } else { 0.0 }
}

/// The shares of a workload that fall into the windows of an endpoint, when so much of it can wait. What
/// can wait and has no batch price is sent in the cheapest hours of its day.
pub fn shares(api: &Api, workload: &Workload, waits: f64) -> Vec<f64> {
    let load = &workload.load;
    // A batch price is the same at all hours: they are those in which it is sent.
    let (waits, hours) = match api.batch_discount {
        Some(_) => (0.0, load.as_asked()),
        None => (waits, load.interactive()),
    };
    let now = |window| (1.0 - waits) * share_within(window, hours, load.utc_offset());
    let mut shares: Vec<f64> = api.billing.windows.iter().map(now).collect();
    if waits > 0.0 {
        let later = in_cheapest_hours(api, workload);
        shares.iter_mut().zip(later).for_each(|(share, later)| *share += waits * later);
    }
    shares
}

/// The same of work that is sent in the cheapest hours of its day.
fn in_cheapest_hours(api: &Api, workload: &Workload) -> Vec<f64> {
    let windows = &api.billing.windows;
    let tokens = MonthlyTokens::of(workload);
    let cost = |prices: &Prices| {
        let rate = |class| price_of(prices, class, Pick::Typical) * Mtok::new(1.0);
        bill(TokenClass::ALL.map(rate), tokens)
    };
    let mut shares = vec![0.0; windows.len()];
    let days = workload.load.waits_by_day();
    let all: f64 = days.iter().sum();
    for (day, waits) in days.into_iter().enumerate() {
        let open = || windows.iter().enumerate().filter(move |(_, window)| window.days[day]);
        let covered: usize = open().map(|(_, window)| window.to_hour - window.from_hour).sum();
        let usual = if covered < DAY { cost(&api.prices) } else { Usd::new(f64::INFINITY) };
        let cheapest =
            open().min_by(|a, b| cost(&a.1.prices).get().total_cmp(&cost(&b.1.prices).get()));
        if let Some((index, _)) = cheapest.filter(|(_, window)| cost(&window.prices) < usual) {
            shares[index] += waits / all;
        }
    }
    shares
}
