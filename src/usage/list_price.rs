//! What the same tokens cost at the list price of each API, with and without a cache.

use serde::Serialize;

use super::counts::Counts;
use crate::api::Api;
use crate::calc::demand::TokenClass;
use crate::calc::price::token_price::price_of;
use crate::range::Pick;

/// The bill of one API.
#[derive(Clone, Debug, Serialize)]
pub struct ListPrice {
    /// The API.
    pub api: String,
    /// Dollars with cached and written tokens at their prices; without such a price, as input.
    pub with_cache_usd: f64,
    /// Dollars with every input token at the price of input.
    pub without_cache_usd: f64,
}

/// Dollars of tokens at the ordinary list price: `tokens x USD per million / 10^6` by class, without
/// the prices of long prompts, batches and schedules. `None` when input or output is not stated.
pub fn list_price(api: &Api, counts: &Counts) -> Option<ListPrice> {
    let (fresh, output) = (counts.fresh? as f64, counts.output? as f64);
    let cached = counts.cached.unwrap_or(0) as f64;
    let written = counts.written.unwrap_or(0) as f64;
    let price = |class| price_of(&api.prices, class, Pick::Typical).get();
    let input = price(TokenClass::Fresh);
    let write = api.billing.cache_write.map_or(input, |price| price.typical.get());
    let hour = api.billing.cache_write_hour.map_or(write, |price| price.typical.get());
    let for_an_hour = (counts.written_1h.unwrap_or(0) as f64).min(written);
    let writes = written * write + for_an_hour * (hour - write);
    let answers = output * price(TokenClass::Output);
    let prompts = fresh * input + cached * price(TokenClass::Cached) + writes;
    Some(ListPrice {
        api: api.id.to_string(),
        with_cache_usd: (prompts + answers) / 1e6,
        without_cache_usd: ((fresh + cached + written) * input + answers) / 1e6,
    })
}

/// The bills of all of them, the cheapest first.
pub fn list_prices<'a>(apis: impl Iterator<Item = &'a Api>, counts: &Counts) -> Vec<ListPrice> {
    let mut bills: Vec<ListPrice> = apis.filter_map(|api| list_price(api, counts)).collect();
    bills.sort_by(|a, b| {
        a.with_cache_usd.total_cmp(&b.with_cache_usd).then_with(|| a.api.cmp(&b.api))
    });
    bills
}
