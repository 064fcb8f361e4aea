//! `snapshot.json` of model-prices: first-party prices with the day from which each held, USD per
//! million tokens.

use super::accounts::{Book, Reason};
use super::json_fields::Fields;
use super::listing::{Cliff, Listing, Rates};
use crate::date::Date;

pub(super) fn read(document: Fields<'_>, today: Date, book: &mut Book) {
    book.as_of = document.date("updated_at");
    for (provider, models) in document.get("prices").into_iter().flat_map(Fields::entries) {
        let status = document.get("status").and_then(|status| status.get(provider));
        for (id, model) in models.entries() {
            let key = format!("{provider}/{id}");
            if status.is_some_and(|all| all.text(id).is_some()) {
                book.skip(key, Reason::Retired);
                continue;
            }
            let (begun, coming) = periods(model, "standard", today);
            let mut listing = Listing {
                key,
                provider: provider.into(),
                model: id.into(),
                rates: begun.map(rates).unwrap_or_default().plain(),
                cliffs: begun.map(cliffs).unwrap_or_default(),
                batch: periods(model, "batch", today).0.map(rates).unwrap_or_default(),
                flex: periods(model, "flex", today).0.map(rates).unwrap_or_default(),
                scheduled: coming.into_iter().map(|(day, table)| (day, rates(table))).collect(),
                page: begun.and_then(|table| table.text("source")).map(String::from),
                ..Listing::default()
            };
            let modes = ["fast", "ultrafast", "thinking"].into_iter();
            listing.dropped =
                modes.filter(|key| model.has(key)).map(|m| format!("{m} mode")).collect();
            book.take(listing, today);
        }
    }
}

/// Of a mode's periods the latest that has begun, and those to come.
fn periods<'a>(
    model: Fields<'a>,
    mode: &str,
    today: Date,
) -> (Option<Fields<'a>>, Vec<(Date, Fields<'a>)>) {
    let (mut begun, mut coming) = (None, Vec::new());
    for period in model.get(mode).into_iter().flat_map(Fields::items) {
        let start = period.date("start").unwrap_or(Date::EPOCH);
        let table = period.get("rates").filter(|rates| rates.is_object());
        if start > today {
            coming.extend(table.map(|table| (start, table)));
        } else if begun.is_none_or(|(day, _)| day <= start) {
            begun = Some((start, table));
        }
    }
    coming.sort_by_key(|(day, _)| *day);
    (begun.and_then(|(_, table)| table), coming)
}

fn rates(table: Fields<'_>) -> Rates {
    let input = table.price("input", 0);
    let multiple = table.price("cache_write_1h_multiple", 0);
    Rates {
        input,
        cached: table.price("cache_read", 0),
        write: table.price("cache_write", 0),
        write_hour: input.zip(multiple).and_then(|(input, multiple)| input.times(multiple)),
        output: table.price("output", 0),
    }
}

fn cliffs(table: Fields<'_>) -> Vec<Cliff> {
    let ordinary = rates(table);
    let tiers = table.get("tiers").into_iter().flat_map(Fields::items);
    let cliff = |tier: Fields<'_>| {
        let hour = table.price("cache_write_1h_multiple", 0);
        let own = Rates {
            write_hour: tier.price("input", 0).zip(hour).and_then(|(a, b)| a.times(b)),
            ..rates(tier)
        };
        Some(Cliff { above: tier.tokens("above")?, rates: own.or(ordinary).plain() })
    };
    let mut cliffs: Vec<Cliff> = tiers.filter_map(cliff).collect();
    cliffs.sort_by_key(|cliff| cliff.above);
    cliffs
}
