//! Prices by hour of the week: which share of a workload pays those of which window.

use crate::api::{Api, Prices, Window};
use crate::load::hours::Hours;
use crate::units::{HOURS_PER_WEEK, Mtok, Usd};
use crate::workload::Workload;

/// The hours of a day.
const DAY: usize = 24;

/// The share of some hours of a load that falls into a window; all windows and the rest make 1. Windows
/// are in UTC and hours in the load's own time: where they differ by a part of an hour, two share it.
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
    within / hours.weights().iter().sum::<f64>()
}

/// The shares of a workload that fall into the windows of an endpoint, when so much of it can wait. What
/// can wait and has no batch price is sent in the cheapest hours of its day.
pub fn shares(api: &Api, workload: &Workload, waits: f64) -> Vec<f64> {
    let (windows, load) = (&api.billing.windows, &workload.load);
    let waits = if api.batch_discount.is_some() { 0.0 } else { waits };
    let asked = |window: &Window| share_within(window, load.as_asked(), load.utc_offset());
    let cheapest = (waits > 0.0).then(|| in_cheapest_hours(api, workload));
    let share = |(index, window): (usize, &Window)| match &cheapest {
        None => asked(window),
        Some(cheapest) if waits == 1.0 => cheapest[index],
        Some(cheapest) => {
            let hours = load.interactive();
            let interactive = share_within(window, hours, load.utc_offset());
            (1.0 - waits) * interactive + waits * cheapest[index]
        }
    };
    windows.iter().enumerate().map(share).collect()
}

/// The same of work that is sent in the cheapest hours of its day.
fn in_cheapest_hours(api: &Api, workload: &Workload) -> Vec<f64> {
    let windows = &api.billing.windows;
    let cost = |prices: &Prices| bill(prices, workload);
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

/// What a day of a workload costs at some prices.
fn bill(prices: &Prices, workload: &Workload) -> Usd {
    let cached = prices.cached.unwrap_or(prices.input).typical;
    let mtok = |tokens: f64| Mtok::new(tokens / 1e6);
    prices.input.typical * mtok(workload.fresh.get())
        + cached * mtok(workload.cached.get())
        + prices.output.typical * mtok(workload.output.get())
}
