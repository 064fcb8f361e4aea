//! An API's prices and what its bill carries besides, from their keys.

use super::fields::api_fields;
use super::record::Fields;
use crate::api::{Billing, Prices, Window};
use crate::range::Range;
use crate::units::UsdPerMtok;

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
    let write = fields.range(&api_fields::CACHE_WRITE_USD_PER_MTOK);
    Billing {
        cache_write: write.map(|range| range.map(UsdPerMtok::new)),
        windows: fields.tables(&api_fields::WINDOWS).map(window).collect(),
        fee: fields.number(&api_fields::FEE_PERCENT).unwrap_or(0.0) / 100.0,
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
