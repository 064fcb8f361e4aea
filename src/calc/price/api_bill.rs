//! The bill of an endpoint: what a million tokens of each class costs, with cliffs, batch and
//! announced changes.

use super::item::{Driver, Escalation, Item, Origin, Part, RateChange, Role};
use crate::api::{Api, LongContext, Prices, Window};
use crate::calc::demand::{MonthlyTokens, TokenClass};
use crate::date::Date;
use crate::load::Load;
use crate::range::{Pick, Range};
use crate::scenario::Scenario;
use crate::units::{DAYS_PER_MONTH, Mtok, Usd, UsdPerMtok};
use crate::workload::{Request, Workload};

/// The price of a class. Cached tokens without a price of their own are billed as input.
pub fn price_of(prices: &Prices, class: TokenClass, pick: Pick) -> UsdPerMtok {
    let range = match class {
        TokenClass::Fresh => prices.input,
        TokenClass::Cached => prices.cached.unwrap_or(prices.input),
        TokenClass::Output => prices.output,
    };
    range.at(pick)
}

/// The prices of a request of this size on this day: the last cliff that the prompt exceeds, else
/// the last scheduled change whose day has come, else the ordinary ones.
///
/// A cliff bills every token class of the request at its own prices, and the prompt counts with
/// its cached tokens and in the API's own tokens.
pub fn prices_on(api: &Api, request: Request, day: Date) -> &Prices {
    let scheduled = || api.scheduled.iter().rev().find(|change| change.from <= day);
    match cliff(api, request) {
        Some(cliff) => &cliff.prices,
        None => scheduled().map_or(&api.prices, |change| &change.prices),
    }
}

/// The last cliff that the prompt of a request exceeds, in the API's own tokens.
pub fn cliff(api: &Api, request: Request) -> Option<&LongContext> {
    let prompt = request.prompt_tokens * api.tokens_factor;
    api.long_context.iter().rev().find(|cliff| prompt > cliff.above_prompt_tokens)
}

/// Of the fresh input the share that is written to a cache: as much as is read from it, and no more
/// than there is. `W = min(fresh, cached)`.
pub fn written_share(workload: &Workload) -> f64 {
    let fresh = workload.fresh.get();
    if fresh > 0.0 { workload.cached.get().min(fresh) / fresh } else { 0.0 }
}

/// The share of the load that falls into a window; all windows and the rest make 1.
pub fn share_of_load(window: &Window, load: &Load) -> f64 {
    let inside = |hour: &usize| {
        window.days[hour / 24] && (window.from_hour..window.to_hour).contains(&(hour % 24))
    };
    let weights = load.weights();
    let within: f64 = (0..weights.len()).filter(inside).map(|hour| weights[hour]).sum();
    within / weights.iter().sum::<f64>()
}

/// The prices that a workload pays at some prices of an endpoint: by hour, weighted with its load,
/// `p = (1 - sum of s_i) p_0 + sum of s_i p_i`; fresh input with its cache writes,
/// `p_in x (1 + W (p_write / p_in - 1))`; all with the fee on top, `x (1 + fee)`.
pub fn paid(api: &Api, prices: &Prices, workload: &Workload) -> Prices {
    let billing = &api.billing;
    let mut paid = *prices;
    // A cliff and a change stay as published.
    if *prices == api.prices {
        let shares = billing.windows.iter().map(|window| share_of_load(window, &workload.load));
        let shares: Vec<f64> = shares.collect();
        let rest = 1.0 - shares.iter().sum::<f64>();
        let mixed = |class: &dyn Fn(&Prices) -> Range<UsdPerMtok>| {
            let windows = billing.windows.iter().zip(&shares);
            windows.fold(class(prices).map(|price| price * rest), |sum, (window, share)| {
                let price = class(&window.prices);
                Range {
                    low: sum.low + price.low * *share,
                    typical: sum.typical + price.typical * *share,
                    high: sum.high + price.high * *share,
                }
            })
        };
        if !shares.is_empty() {
            let cached = |prices: &Prices| prices.cached.unwrap_or(prices.input);
            let stated = prices.cached.is_some()
                || billing.windows.iter().any(|window| window.prices.cached.is_some());
            paid = Prices {
                input: mixed(&|prices| prices.input),
                cached: stated.then(|| mixed(&cached)),
                output: mixed(&|prices| prices.output),
            };
        }
    }
    let on_top = 1.0 + billing.fee;
    // Cached input without a price of its own is read at that of input, which has no writes in it.
    let cached =
        if billing.cache_write.is_some() { paid.cached.or(Some(paid.input)) } else { paid.cached };
    let write = billing.cache_write.map_or(1.0, |write| {
        let ratio = write.typical / api.prices.input.typical;
        1.0 + written_share(workload) * (ratio - 1.0)
    });
    Prices {
        input: paid.input.map(|price| price * (write * on_top)),
        cached: cached.map(|range| range.map(|price| price * on_top)),
        output: paid.output.map(|price| price * on_top),
    }
}

/// USD per million tokens of the workload, by class, at some prices of an endpoint:
/// `price x tokens factor x (1 - batch share x batch discount)`.
pub fn rates(api: &Api, prices: &Prices, scenario: &Scenario<'_>) -> [Usd; 3] {
    let assumptions = &scenario.assumptions;
    let prices = paid(api, prices, &scenario.workload);
    let batch = 1.0 - scenario.workload.batch_share * api.batch_discount.unwrap_or(0.0);
    let factor = api.tokens_factor * batch * assumptions.scale.api_price;
    TokenClass::ALL.map(|class| {
        price_of(&prices, class, assumptions.outlook.api_price) * factor * Mtok::new(1.0)
    })
}

/// The same at today's prices.
pub fn rates_today(api: &Api, scenario: &Scenario<'_>) -> [Usd; 3] {
    rates(api, prices_on(api, scenario.workload.request, scenario.today), scenario)
}

/// The bill of the first month's tokens at these rates: `sum of rate x millions of tokens`.
///
/// ```
/// use breakeven::calc::{demand::MonthlyTokens, price::api_bill::bill};
/// use breakeven::units::{MtokPerMonth, Usd};
/// let mtok = MtokPerMonth::new;
/// let tokens = MonthlyTokens { fresh: mtok(20.0), cached: mtok(10.0), output: mtok(2.0) };
/// assert_eq!(bill([2.0, 0.5, 10.0].map(Usd::new), tokens).get(), 65.0);
/// ```
pub fn bill(rates: [Usd; 3], tokens: MonthlyTokens) -> Usd {
    let [fresh, cached, output] = rates;
    fresh * tokens.fresh.get() + cached * tokens.cached.get() + output * tokens.output.get()
}

/// The items of an endpoint, one for each class.
pub fn items<'c>(api: &'c Api, role: Role, scenario: &Scenario<'_>) -> [Item<'c>; 3] {
    let today = rates_today(api, scenario);
    let beyond_cliff = cliff(api, scenario.workload.request).is_some();
    let later: Vec<(f64, [Usd; 3])> = api
        .scheduled
        .iter()
        // A cliff stays as published.
        .filter(|change| !beyond_cliff && change.from > scenario.today)
        .map(|change| {
            let from = change.from.days_since(scenario.today) as f64 / DAYS_PER_MONTH;
            (from, rates(api, &change.prices, scenario))
        })
        .collect();
    std::array::from_fn(|index| Item {
        part: Part::Api,
        rate: today[index],
        changes: later
            .iter()
            .map(|(from, rates)| RateChange { from: *from, rate: rates[index] })
            .collect(),
        driver: Driver::Mtok(role, TokenClass::ALL[index]),
        escalation: Escalation::ApiTrend,
        origin: Origin::TokenPrice(api, TokenClass::ALL[index]),
    })
}
