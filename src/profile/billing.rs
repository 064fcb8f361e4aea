//! An API's prices and what its bill carries besides, from their keys.

use super::fields::api_fields;
use super::record::Fields;
use crate::api::{Billing, Prices, Terms, Window};
use crate::range::Range;
use crate::units::{TokensPerDay, Usd, UsdPerMonth, UsdPerMtok};

/// How a bill is made besides the price list.
pub fn billing(fields: Fields<'_>) -> Billing {
    use api_fields::windows::{DAYS, DAYS_OF_WEEK, FROM_HOUR_UTC, TO_HOUR_UTC};
    let window = |entry: Fields<'_>| {
        let named = entry.words(&DAYS);
        let on = |day: &str| named.as_ref().is_none_or(|days| days.iter().any(|name| *name == day));
        Window {
            days: std::array::from_fn(|day| on(DAYS_OF_WEEK[day])),
            from_hour: entry.required(&FROM_HOUR_UTC) as usize,
            to_hour: entry.required(&TO_HOUR_UTC) as usize,
            prices: prices(entry),
        }
    };
    let usd = |key| fields.number(key).unwrap_or(0.0);
    let tier = |entry: Fields<'_>| {
        use api_fields::service_tiers::{NAME, PRICE_FACTOR};
        (entry.text(&NAME).unwrap_or_default(), entry.required(&PRICE_FACTOR))
    };
    let price = |key| fields.range(key).map(|range| range.map(UsdPerMtok::new));
    Billing {
        cache_write: price(&api_fields::CACHE_WRITE_USD_PER_MTOK),
        cache_write_hour: price(&api_fields::CACHE_WRITE_1H_USD_PER_MTOK),
        windows: fields.tables(&api_fields::WINDOWS).map(window).collect(),
        output_factor: fields.number(&api_fields::OUTPUT_FACTOR),
        service_tiers: fields.tables(&api_fields::SERVICE_TIERS).map(tier).collect(),
        per_1k_requests: Usd::new(usd(&api_fields::USD_PER_1K_REQUESTS)),
        per_1k_calls: fields.number(&api_fields::USD_PER_1K_CALLS).map(Usd::new),
        free_tokens: TokensPerDay::new(usd(&api_fields::FREE_TOKENS_PER_DAY)),
        free: UsdPerMonth::new(usd(&api_fields::FREE_USD_PER_MONTH)),
        minimum: UsdPerMonth::new(usd(&api_fields::MINIMUM_USD_PER_MONTH)),
        migration: Usd::new(usd(&api_fields::MIGRATION_USD)),
        fee: usd(&api_fields::FEE_PERCENT) / 100.0,
        tax: usd(&api_fields::TAX_PERCENT) / 100.0,
    }
}

/// Until when and for what it may be used.
pub fn terms(fields: Fields<'_>) -> Terms {
    Terms {
        retires: fields.date(&api_fields::RETIRES),
        replaced_by: fields.text(&api_fields::REPLACED_BY),
        trains_on_data: fields.flag(&api_fields::TRAINS_ON_DATA),
        max_prompt_tokens: fields.number(&api_fields::MAX_PROMPT_TOKENS),
        tokens_per_minute: fields.number(&api_fields::TOKENS_PER_MINUTE_LIMIT),
        requests_per_minute: fields.number(&api_fields::REQUESTS_PER_MINUTE_LIMIT),
        limit_fixed: fields.flag(&api_fields::LIMIT_FIXED),
    }
}

/// The price list.
pub fn prices(fields: Fields<'_>) -> Prices {
    let price = |key| fields.range(key).map(|range| range.map(UsdPerMtok::new));
    let unpriced = Range::exactly(UsdPerMtok::ZERO);
    Prices {
        input: price(&api_fields::INPUT_USD_PER_MTOK).unwrap_or(unpriced),
        cached: price(&api_fields::CACHED_INPUT_USD_PER_MTOK),
        output: price(&api_fields::OUTPUT_USD_PER_MTOK).unwrap_or(unpriced),
    }
}
