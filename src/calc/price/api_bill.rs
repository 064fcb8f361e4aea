//! The bill of an endpoint: what a million tokens of each class costs, with cliffs, batch and
//! announced changes.

use super::item::{Driver, Escalation, Item, Origin, Part, RateChange, Role};
use super::prompt_lengths::Beyond;
use super::token_price::price_of;
use super::windows;
use crate::api::{Api, Prices};
use crate::calc::demand::TokenClass;
use crate::date::Date;
use crate::range::Range;
use crate::scenario::Scenario;
use crate::units::{DAYS_PER_MONTH, Mtok, Usd, UsdPerMtok};
use crate::workload::{CacheWrites, Workload};

/// The prices of short prompts on this day: the last announced change whose day has come, else the
/// ordinary ones. What long prompts cost stays as published.
pub fn prices_on(api: &Api, day: Date) -> &Prices {
    let changed = api.scheduled.iter().rev().find(|change| change.from <= day);
    changed.map_or(&api.prices, |change| &change.prices)
}

/// Tokens a day of a workload as an endpoint counts them, hidden output included.
pub fn counted_per_day(api: &Api, workload: &Workload) -> f64 {
    let output = workload.output * workload.output_times(api.billing.output_factor);
    (workload.fresh + workload.cached + output).get() * api.tokens_factor
}

/// Of the fresh input the share that is written to a cache: so much for each token that is read from it,
/// and no more than there is, `W = min(fresh, cached x write_factor)`; or as logs count it.
pub fn written_share(workload: &Workload) -> f64 {
    let (fresh, cached) = (workload.fresh.get(), workload.cached.get());
    match workload.cache_writes {
        CacheWrites::Share(share) => share,
        CacheWrites::PerRead(factor) if fresh > 0.0 => (cached * factor).min(fresh) / fresh,
        CacheWrites::PerRead(_) => 0.0,
    }
}

/// Some prices of an endpoint by hour, weighted with the load of a workload of which so much can wait:
/// `p = (1 - sum of s_i) p_0 + sum of s_i p_i`. An announced change stays as published.
pub fn by_hour(api: &Api, prices: &Prices, workload: &Workload, waits: f64) -> Prices {
    let windows = &api.billing.windows;
    if windows.is_empty() || *prices != api.prices {
        return *prices;
    }
    let shares = windows::shares(api, workload, waits);
    let parts = || windows.iter().zip(&shares).map(|(window, share)| (&window.prices, *share));
    let rest = 1.0 - shares.iter().sum::<f64>();
    mixed(prices, |_| rest, &|_| parts().collect())
}

/// Some prices of an endpoint for short prompts, and its cliffs for those beyond them: `sum of w_i p_i`,
/// where a request pays for all of its tokens at the last cliff that its prompt exceeds. Of the output
/// `w_i` is the share of the requests between two thresholds, of the input that of their prompts.
pub fn by_length(api: &Api, prices: &Prices, workload: &Workload) -> Prices {
    let beyond: Vec<Beyond> = Beyond::cliffs(api, workload).collect();
    if beyond.iter().all(|beyond| *beyond == Beyond::NONE) {
        return *prices;
    }
    let share = |beyond: &Beyond, class| match class {
        TokenClass::Fresh | TokenClass::Cached => beyond.input,
        TokenClass::Output => beyond.requests,
    };
    let first = beyond.first().copied().unwrap_or(Beyond::NONE);
    let parts = |class| {
        let next = beyond.iter().skip(1).chain([&Beyond::NONE]);
        let between = beyond.iter().zip(next);
        let between = between.map(|(from, to)| share(from, class) - share(to, class));
        api.long_context.iter().map(|cliff| &cliff.prices).zip(between).collect()
    };
    mixed(prices, |class| 1.0 - share(&first, class), &parts)
}

/// The mean of prices: some with one share of a class, others with theirs. Cached tokens without a
/// price anywhere have none.
fn mixed<'p>(
    prices: &Prices,
    rest: impl Fn(TokenClass) -> f64,
    parts: &dyn Fn(TokenClass) -> Vec<(&'p Prices, f64)>,
) -> Prices {
    let class = |class: TokenClass, of: fn(&Prices) -> Range<UsdPerMtok>| {
        let own = of(prices).map(|price| price * rest(class));
        parts(class).into_iter().fold(own, |sum, (prices, share)| {
            let price = of(prices);
            Range {
                low: sum.low + price.low * share,
                typical: sum.typical + price.typical * share,
                high: sum.high + price.high * share,
            }
        })
    };
    let own = |prices: &Prices| prices.cached.is_some();
    let stated = own(prices) || parts(TokenClass::Cached).iter().any(|(prices, _)| own(prices));
    let cached = |prices: &Prices| prices.cached.unwrap_or(prices.input);
    Prices {
        input: class(TokenClass::Fresh, |prices| prices.input),
        cached: stated.then(|| class(TokenClass::Cached, cached)),
        output: class(TokenClass::Output, |prices| prices.output),
    }
}

/// What fresh input costs with its cache writes over what it costs without, `1 + W (p_w / p_in - 1)`: of
/// the writes the share `h` that is to stay for an hour costs its own price, `p_w = (1 - h) p_5m + h p_1h`.
pub fn with_writes(api: &Api, workload: &Workload) -> f64 {
    let billing = &api.billing;
    let input = api.prices.input.typical.get();
    if !billing.bills_writes() || input == 0.0 {
        return 1.0;
    }
    let minutes = billing.cache_write.map_or(input, |price| price.typical.get());
    let hour = billing.cache_write_hour.map_or(minutes, |price| price.typical.get());
    let write = minutes + (hour - minutes) * workload.hour_writes;
    1.0 + written_share(workload) * (write / input - 1.0)
}

/// Some prices of an endpoint with what comes on top of them: fresh input with its cache writes
/// ([`with_writes`]), and all classes with the service tier, the fee and the tax,
/// `x tier (1 + fee) (1 + tax)`.
pub fn with_extras(api: &Api, prices: &Prices, workload: &Workload) -> Prices {
    let billing = &api.billing;
    let tier = workload.service_tier.as_ref().and_then(|name| billing.tier(name)).unwrap_or(1.0);
    let on_top = billing.on_top() * tier;
    // Cached input without a price of its own is read at that of input, which has no writes in it.
    let cached = match billing.bills_writes() {
        true => prices.cached.or(Some(prices.input)),
        false => prices.cached,
    };
    let write = with_writes(api, workload);
    Prices {
        input: prices.input.map(|price| price * (write * on_top)),
        cached: cached.map(|range| range.map(|price| price * on_top)),
        output: prices.output.map(|price| price * on_top),
    }
}

/// The prices that a workload of which so much can wait pays at some prices of an endpoint for short
/// prompts: by hour, by length of the prompt, and with what comes on top.
pub fn paid(api: &Api, prices: &Prices, workload: &Workload, waits: f64) -> Prices {
    let by_hour = by_hour(api, prices, workload, waits);
    with_extras(api, &by_length(api, &by_hour, workload), workload)
}

/// USD per million tokens of the workload, by class, at some prices of an endpoint:
/// `price x tokens factor x (1 - share that waits x batch discount)`, of output times what is made for
/// each token that is seen.
pub fn rates(api: &Api, prices: &Prices, waits: f64, scenario: &Scenario<'_>) -> [Usd; 3] {
    let assumptions = &scenario.assumptions;
    let prices = paid(api, prices, &scenario.workload, waits);
    let factor = api.tokens_factor * after_batch(api, waits) * assumptions.scale.api_price;
    let made = scenario.workload.output_times(api.billing.output_factor);
    TokenClass::ALL.map(|class| {
        let times = if class == TokenClass::Output { factor * made } else { factor };
        price_of(&prices, class, assumptions.outlook.api_price) * times * Mtok::new(1.0)
    })
}

/// The part of its prices that an endpoint asks when this share can wait for its batch price.
pub fn after_batch(api: &Api, waits: f64) -> f64 {
    1.0 - waits * api.batch_discount.unwrap_or(0.0)
}

/// The items of an endpoint's tokens, one for each class; where what can wait is told `apart`, those of
/// what cannot, and those of what can.
pub fn items<'c>(api: &'c Api, role: Role, apart: bool, scenario: &Scenario<'_>) -> Vec<Item<'c>> {
    let waits = scenario.workload.batch_share();
    let each = |class| Driver::Mtok(role, class);
    if !apart {
        return classes(api, waits, each, scenario).to_vec();
    }
    let mut items = classes(api, 0.0, each, scenario).to_vec();
    if waits > 0.0 {
        items.extend(classes(api, 1.0, |class| Driver::BatchMtok(role, class), scenario));
    }
    items
}

/// The items of the classes of tokens of which a share can wait.
pub fn classes<'c>(
    api: &'c Api,
    waits: f64,
    driver: impl Fn(TokenClass) -> Driver,
    scenario: &Scenario<'_>,
) -> [Item<'c>; 3] {
    let today = rates(api, prices_on(api, scenario.today), waits, scenario);
    let announced = api.scheduled.iter().filter(|change| change.from > scenario.today);
    let later: Vec<(f64, [Usd; 3])> = announced
        .map(|change| {
            let from = change.from.days_since(scenario.today) as f64 / DAYS_PER_MONTH;
            (from, rates(api, &change.prices, waits, scenario))
        })
        .collect();
    std::array::from_fn(|index| Item {
        part: Part::Api,
        rate: today[index],
        changes: later
            .iter()
            .map(|(from, rates)| RateChange { from: *from, rate: rates[index] })
            .collect(),
        driver: driver(TokenClass::ALL[index]),
        escalation: Escalation::ApiTrend,
        origin: Origin::TokenPrice(api, TokenClass::ALL[index]),
    })
}
