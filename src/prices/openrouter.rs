//! OpenRouter: its model list as its API gives it (USD per token, in text), or a history of copies
//! of that list (USD per million).

use super::accounts::{Book, Reason};
use super::json_fields::Fields;
use super::listing::{Listing, Rates};
use crate::date::Date;

pub(super) fn read(document: Fields<'_>, today: Date, book: &mut Book) {
    for model in document.get("data").into_iter().flat_map(Fields::items) {
        take(book, of_list(model), today);
    }
    let copies = document.get("snapshots").into_iter().flat_map(Fields::items);
    let begun = copies.filter_map(|copy| Some((copy.date("date")?, copy)));
    let Some((day, copy)) = begun.filter(|(day, _)| *day <= today).max_by_key(|(day, _)| *day)
    else {
        return;
    };
    book.as_of = Some(day);
    for (key, prices) in copy.get("prices").into_iter().flat_map(Fields::entries) {
        let mut pair = prices.items();
        let mut next = || pair.next().and_then(|price| price.decimal(0));
        let rates = Rates { input: next(), output: next(), ..Rates::default() };
        take(book, Listing { rates, ..named(key) }, today);
    }
}

fn take(book: &mut Book, listing: Listing, today: Date) {
    let batch = listing.key.strip_suffix(":batch").is_some();
    if listing.key.ends_with(":free") {
        book.skip(listing.key, Reason::FreeVariant);
    } else if batch {
        book.skip(listing.key, Reason::BatchOfAnother);
    } else {
        book.take(listing, today);
    }
}

fn named(key: &str) -> Listing {
    let page = Some("https://openrouter.ai/models".into());
    let (key, model) = (key.to_string(), key.to_string());
    Listing { key, provider: "openrouter".into(), model, page, ..Listing::default() }
}

fn of_list(model: Fields<'_>) -> Listing {
    let pricing = model.get("pricing");
    let price = |key: &str| pricing.and_then(|prices| prices.price(key, 6));
    let rates = Rates {
        input: price("prompt"),
        cached: price("input_cache_read"),
        write: price("input_cache_write"),
        write_hour: None,
        output: price("completion"),
    };
    let top = model.get("top_provider");
    let context = model.tokens("context_length");
    let input = model.get("architecture").and_then(|all| all.get("input_modalities"));
    let takes = |word: &&str| {
        let word = if *word == "pdf" { "file" } else { word };
        input.is_some_and(|kinds| kinds.items().any(|kind| kind.string() == Some(word)))
    };
    let fee = |key: &str| price(key).is_some_and(|price| !price.is_zero());
    let fees = [("request", "fee per request"), ("web_search", "search fee")];
    Listing {
        rates: rates.plain(),
        context_tokens: context,
        max_output_tokens: top
            .and_then(|top| top.tokens("max_completion_tokens"))
            .filter(|output| Some(*output) != context),
        modalities: crate::model::MODALITIES.iter().copied().filter(takes).collect(),
        dropped: fees.iter().filter(|(key, _)| fee(key)).map(|(_, w)| (*w).into()).collect(),
        retires: model.date("expiration_date"),
        ..named(model.text("id").unwrap_or_default())
    }
}
