//! The bill of an endpoint: what a million tokens of each class costs, with cliffs, batch and
//! announced changes.

use super::item::{Driver, Escalation, Item, Origin, Part, RateChange, Role};
use crate::api::{Api, LongContext, Prices};
use crate::calc::demand::{MonthlyTokens, TokenClass};
use crate::date::Date;
use crate::range::Pick;
use crate::scenario::Scenario;
use crate::units::{DAYS_PER_MONTH, Mtok, Usd, UsdPerMtok};
use crate::workload::Request;

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

/// USD per million tokens of the workload, by class, at some prices of an endpoint:
/// `price x tokens factor x (1 - batch share x batch discount)`.
pub fn rates(api: &Api, prices: &Prices, scenario: &Scenario<'_>) -> [Usd; 3] {
    let assumptions = &scenario.assumptions;
    let batch = 1.0 - scenario.workload.batch_share * api.batch_discount.unwrap_or(0.0);
    let factor = api.tokens_factor * batch * assumptions.scale.api_price;
    TokenClass::ALL.map(|class| {
        price_of(prices, class, assumptions.outlook.api_price) * factor * Mtok::new(1.0)
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
