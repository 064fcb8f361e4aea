//! `data.json` of genai-prices: providers with their models, USD per million tokens.
//!
//! Prices may be a list with conditions. Of those with a start date the latest that has begun holds,
//! in whatever order they stand; later ones are changes to come; times of day are windows.

use super::accounts::{Book, Reason};
use super::decimal::Decimal;
use super::json_fields::Fields;
use super::listing::{Cliff, Listing, Rates, Window};
use super::litellm::hour;
use crate::date::Date;

const KEYS: [&str; 5] =
    ["input_mtok", "cache_read_mtok", "cache_write_mtok", "cache_write_1h_mtok", "output_mtok"];

pub(super) fn read(document: Fields<'_>, today: Date, book: &mut Book) {
    let list = document.get("providers").unwrap_or(document);
    for provider in list.items() {
        let name = provider.text("id").unwrap_or_default();
        let page = provider.get("pricing_urls").and_then(|pages| pages.items().next()?.string());
        let models = || provider.get("models").into_iter().flat_map(Fields::items);
        for model in models() {
            let id = model.text("id").unwrap_or_default();
            let key = format!("{name}/{id}");
            let other = |suffix: &str| id.strip_suffix(suffix);
            let stands_for = |plain: &str| models().any(|m| m.text("id") == Some(plain));
            if model.is_true("deprecated") {
                book.skip(key, Reason::Retired);
            } else if other(":free").is_some() {
                book.skip(key, Reason::FreeVariant);
            } else if other(":batch").is_some_and(stands_for) {
                book.skip(key, Reason::BatchOfAnother);
            } else {
                let mut listing = listing(key, name, id, model, today);
                listing.page = page.map(String::from);
                book.take(listing, today);
            }
        }
        // Batch prices that are records of their own.
        for model in models() {
            let Some(plain) = model.text("id").and_then(|id| id.strip_suffix(":batch")) else {
                continue;
            };
            if let Some(listing) = book.listing_mut(&format!("{name}/{plain}"))
                && listing.batch.is_empty()
            {
                listing.batch = model.get("prices").map(of_day(today)).unwrap_or_default();
            }
        }
    }
}

fn listing(key: String, provider: &str, id: &str, model: Fields<'_>, today: Date) -> Listing {
    let mut listing = Listing {
        key,
        provider: provider.into(),
        model: id.into(),
        context_tokens: model.tokens("context_window"),
        ..Listing::default()
    };
    let Some(prices) = model.get("prices") else { return listing };
    listing.rates = of_day(today)(prices).plain();
    for entry in prices.items() {
        let Some(rates) = entry.get("prices").map(flat) else { continue };
        let Some(condition) = entry.get("constraint") else { continue };
        if let Some(day) = condition.date("start_date").filter(|day| *day > today) {
            listing.scheduled.push((day, rates.or(listing.rates).plain()));
        }
        let at = |key| condition.text(key).and_then(hour);
        if let (Some(from), Some(to)) = (at("start_time"), at("end_time")) {
            let rates = rates.or(listing.rates).plain();
            let window = |from_hour, to_hour| Window { days: [true; 7], from_hour, to_hour, rates };
            if from < to {
                listing.windows.push(window(from, to));
            } else {
                listing.windows.extend([window(from, 24.0), window(0.0, to)]);
            }
        }
    }
    listing.scheduled.sort_by_key(|(day, _)| *day);
    listing.cliffs = cliffs(base(prices, today).unwrap_or(prices), listing.rates);
    listing.batch = variant(model, "batch", today);
    listing.dropped = dropped(prices);
    listing
}

/// The prices of a day, of a table or of a list with conditions.
fn of_day(today: Date) -> impl Fn(Fields<'_>) -> Rates {
    move |prices| base(prices, today).map(flat).unwrap_or_default()
}

/// The table that holds on a day: the one without a condition, or the latest that has begun.
fn base(prices: Fields<'_>, today: Date) -> Option<Fields<'_>> {
    if prices.is_object() {
        return Some(prices);
    }
    let mut best: Option<(Date, Fields<'_>)> = None;
    for entry in prices.items() {
        let condition = entry.get("constraint").filter(|condition| condition.is_object());
        let begun = match condition {
            None => Date::EPOCH,
            Some(condition) => match condition.date("start_date") {
                Some(day) if day <= today => day,
                _ => continue,
            },
        };
        if let Some(table) = entry.get("prices")
            && best.is_none_or(|(day, _)| day <= begun)
        {
            best = Some((begun, table));
        }
    }
    best.map(|(_, table)| table)
}

/// The price variant of a way of processing, of those that have begun the latest.
fn variant(model: Fields<'_>, processing: &str, today: Date) -> Rates {
    let mut best: Option<(Date, Rates)> = None;
    for variant in model.get("price_variants").into_iter().flat_map(Fields::items) {
        let when = variant.get("when").and_then(|when| when.text("processing"));
        let condition = variant.get("constraint");
        let begun = condition.and_then(|c| c.date("start_date")).unwrap_or(Date::EPOCH);
        let later = best.is_none_or(|(day, _)| day <= begun);
        if when == Some(processing) && begun <= today && later {
            best = variant.get("prices").map(|prices| (begun, flat(prices)));
        }
    }
    best.map(|(_, rates)| rates).unwrap_or_default()
}

/// A price, or the one below the first step.
fn flat(prices: Fields<'_>) -> Rates {
    let price = |key: &str| {
        let value = prices.get(key)?;
        value.decimal(0).or_else(|| value.price("base", 0))
    };
    of_classes(KEYS.map(price))
}

fn of_classes([input, cached, write, write_hour, output]: [Option<Decimal>; 5]) -> Rates {
    Rates { input, cached, write, write_hour, output }
}

/// `{ base, tiers: [{ start, price }] }` of each class, joined by threshold.
fn cliffs(prices: Fields<'_>, ordinary: Rates) -> Vec<Cliff> {
    let tiers = |key: &str| prices.get(key).and_then(|value| value.get("tiers"));
    let all = KEYS.iter().filter_map(|key| tiers(key)).flat_map(Fields::items);
    let mut steps: Vec<u64> = all.filter_map(|tier| tier.tokens("start")).collect();
    steps.sort_unstable();
    steps.dedup();
    let at = |key: &str, step: u64| {
        let begun = tiers(key)?.items().filter(|tier| tier.tokens("start") <= Some(step));
        begun.last()?.price("price", 0)
    };
    let cliff = |above| {
        let rates = of_classes(KEYS.map(|key| at(key, above))).or(ordinary).plain();
        Cliff { above, rates }
    };
    steps.into_iter().map(cliff).collect()
}

fn dropped(prices: Fields<'_>) -> Vec<String> {
    let has = |key: &str| {
        prices.has(key) || prices.items().any(|e| e.get("prices").is_some_and(|p| p.has(key)))
    };
    let words = [
        ("web_searches_kcount", "search fee"),
        ("storage_searches_kcount", "storage search fee"),
        ("requests_kcount", "fee per request"),
        ("input_audio_mtok", "audio price"),
        ("output_audio_mtok", "audio output price"),
        ("output_image_mtok", "image output price"),
        ("output_reasoning_mtok", "reasoning output price"),
    ];
    words.iter().filter(|(key, _)| has(key)).map(|(_, words)| (*words).into()).collect()
}
