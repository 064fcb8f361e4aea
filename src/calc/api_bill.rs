//! The API bill: tokens by class times their prices, cliffs, batch, schedules and trend.

use super::demand::{MonthlyTokens, When, monthly_tokens};
use crate::api::{Api, LongContext, Prices};
use crate::assumptions::Assumptions;
use crate::date::Date;
use crate::range::Pick;
use crate::scenario::Scenario;
use crate::units::{DAYS_PER_MONTH, UsdPerMonth};
use crate::workload::Request;

/// Tokens times prices, by class. Cached tokens without a price of their own are billed as input.
///
/// `month = fresh p_in + cached p_cached + output p_out`, millions of tokens and USD per million.
pub fn bill(prices: &Prices, pick: Pick, tokens: MonthlyTokens) -> UsdPerMonth {
    let cached = prices.cached.unwrap_or(prices.input);
    prices.input.at(pick) * tokens.fresh
        + cached.at(pick) * tokens.cached
        + prices.output.at(pick) * tokens.output
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

/// The bill of a month's tokens at the prices of one day.
///
/// The API's own token count is the workload's times `tokens_factor`; the batch share `s` is
/// billed at the batch price, which takes `s x discount` off the whole.
pub fn bill_on(
    api: &Api,
    request: Request,
    batch_share: f64,
    tokens: MonthlyTokens,
    day: Date,
    assumptions: &Assumptions,
) -> UsdPerMonth {
    let prices = prices_on(api, request, day);
    let batch = 1.0 - batch_share * api.batch_discount.unwrap_or(0.0);
    let factor = api.tokens_factor * batch * assumptions.scale.api_price;
    bill(prices, assumptions.outlook.api_price, tokens) * factor
}

/// The prices of month `m`: pairs of a day with the prices that hold and the share of the month for
/// which they do. A change in the middle of a month counts from its day.
pub fn price_days(api: &Api, today: Date, month: u32) -> Vec<(Date, f64)> {
    let (start, end) = (f64::from(month), f64::from(month) + 1.0);
    let mut shares = Vec::new();
    let mut since = start;
    // Prices hold until they change, so the day of the last change stands for all after it.
    let mut day = today;
    for change in &api.scheduled {
        let at = change.from.days_since(today) as f64 / DAYS_PER_MONTH;
        if at >= end {
            break;
        }
        if at > since {
            shares.push((day, at - since));
            since = at;
        }
        day = day.max(change.from);
    }
    shares.push((day, end - since));
    shares
}

/// The bill of the first month for a share of the workload, at the prices of today.
pub fn api_today(api: &Api, scenario: &Scenario<'_>, share: f64) -> UsdPerMonth {
    api_on(api, scenario, scenario.today, share)
}

/// The same at the prices of another day.
pub fn api_on(api: &Api, scenario: &Scenario<'_>, day: Date, share: f64) -> UsdPerMonth {
    let tokens = monthly_tokens(&scenario.workload).times(share);
    let (request, batch) = (scenario.workload.request, scenario.workload.batch_share);
    bill_on(api, request, batch, tokens, day, &scenario.assumptions)
}

/// The bill of month `m` for a share of the workload: the month's tokens at the prices of its
/// days, times the trend.
pub fn api_month(api: &Api, scenario: &Scenario<'_>, when: When, share: f64) -> UsdPerMonth {
    let assumptions = &scenario.assumptions;
    let tokens = monthly_tokens(&scenario.workload).times(when.growth * share);
    let (request, batch) = (scenario.workload.request, scenario.workload.batch_share);
    let on = |day| bill_on(api, request, batch, tokens, day, assumptions);
    let listed: UsdPerMonth = if api.scheduled.is_empty() {
        on(scenario.today)
    } else {
        price_days(api, scenario.today, when.month)
            .into_iter()
            .map(|(day, part)| on(day) * part)
            .sum()
    };
    listed * when.prices
}
