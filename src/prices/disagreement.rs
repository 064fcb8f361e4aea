//! Where two databases say something else of the same endpoint.

use serde::Serialize;

use super::accounts::Book;
use super::compare::{SAME, key_of};
use super::decimal::Decimal;
use super::listing::Listing;
use crate::profile::catalog::Catalog;
use crate::profile::fields::api_fields;
use crate::profile::schema::Field;

/// A price on which two databases disagree, USD per million tokens.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Disagreement {
    /// The profile that names a key of both.
    pub profile: String,
    /// The field.
    pub field: String,
    /// What the profile says; `null` where it says nothing.
    pub stated: Option<f64>,
    /// What the first database says.
    pub first: f64,
    /// What the other one says.
    pub other: f64,
}

/// The prices that both databases state of the endpoint of a profile, and not alike. Prices of some hours
/// of the day are those of the other's hours where one of them says so.
pub fn disagreements([first, other]: [&Book; 2], catalog: &Catalog) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for record in catalog.records_of("api") {
        let listings = [first, other].map(|book| book.listing(&key_of(book, record)?));
        let [Some(first), Some(other)] = listings else { continue };
        let prices = [first, other].map(|listing| listing.rates.plain().classes());
        for (class, field) in FIELDS.iter().enumerate() {
            let (Some(one), Some(two)) = (prices[0][class], prices[1][class]) else { continue };
            let (one, two) = (one.value(), two.value());
            let at_hours = at_hours(first, class, two) || at_hours(other, class, one);
            if (one - two).abs() > SAME * two && !at_hours {
                found.push(Disagreement {
                    profile: record.name.to_string(),
                    field: field.key.into(),
                    stated: record.fields().range(field).map(|range| range.typical),
                    first: one,
                    other: two,
                });
            }
        }
    }
    found
}

/// The prices that are compared.
const FIELDS: [Field; 3] = [
    api_fields::INPUT_USD_PER_MTOK,
    api_fields::CACHED_INPUT_USD_PER_MTOK,
    api_fields::OUTPUT_USD_PER_MTOK,
];

/// Whether a price of a class is that of some hours.
fn at_hours(listing: &Listing, class: usize, price: f64) -> bool {
    let windows = listing.windows.iter().filter_map(|window| window.rates.classes()[class]);
    windows.map(Decimal::value).any(|own| own == price)
}
