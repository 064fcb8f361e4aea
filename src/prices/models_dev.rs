//! `api.json` of models.dev: providers with their models, USD per million tokens.

use super::accounts::{Book, Reason};
use super::json_fields::Fields;
use super::listing::{Cliff, Listing, Rates};
use crate::date::Date;

pub(super) fn read(document: Fields<'_>, today: Date, book: &mut Book) {
    let providers = document.get("providers").filter(|list| list.is_object()).unwrap_or(document);
    for (name, provider) in providers.entries() {
        let page = provider.text("doc");
        for (id, model) in provider.get("models").into_iter().flat_map(Fields::entries) {
            let key = format!("{name}/{id}");
            let output = model.get("modalities").and_then(|all| all.get("output"));
            let writes =
                output.is_none_or(|kinds| kinds.items().any(|kind| kind.string() == Some("text")));
            if model.text("status") == Some("deprecated") {
                book.skip(key, Reason::Retired);
            } else if !writes {
                book.skip(key, Reason::OtherMode);
            } else {
                let mut listing = listing(key, name, id, model);
                listing.page = page.map(String::from);
                book.take(listing, today);
            }
        }
    }
}

fn listing(key: String, provider: &str, id: &str, model: Fields<'_>) -> Listing {
    let limit = model.get("limit");
    let tokens = |key| limit.and_then(|limit| limit.tokens(key));
    let context = tokens("context");
    let output = tokens("output");
    let input = model.get("modalities").and_then(|all| all.get("input"));
    let takes = |word: &&str| {
        input.is_some_and(|kinds| kinds.items().any(|kind| kind.string() == Some(word)))
    };
    let cost = model.get("cost");
    Listing {
        key,
        provider: provider.into(),
        model: id.into(),
        rates: cost.map(rates).unwrap_or_default().plain(),
        cliffs: cost.map(cliffs).unwrap_or_default(),
        context_tokens: context,
        max_output_tokens: output.filter(|_| output != context),
        modalities: crate::model::MODALITIES.iter().copied().filter(takes).collect(),
        dropped: cost.map(dropped).unwrap_or_default(),
        ..Listing::default()
    }
}

fn rates(cost: Fields<'_>) -> Rates {
    Rates {
        input: cost.price("input", 0),
        cached: cost.price("cache_read", 0),
        write: cost.price("cache_write", 0),
        write_hour: None,
        output: cost.price("output", 0),
    }
}

/// `tiers`, or the older `context_over_200k`.
fn cliffs(cost: Fields<'_>) -> Vec<Cliff> {
    let ordinary = rates(cost);
    let cliff = |above, tier| Cliff { above, rates: rates(tier).or(ordinary).plain() };
    let steps = cost.get("tiers").into_iter().flat_map(Fields::items);
    let mut cliffs: Vec<Cliff> =
        steps.filter_map(|step| Some(cliff(step.get("tier")?.tokens("size")?, step))).collect();
    if cliffs.is_empty() {
        cliffs.extend(cost.get("context_over_200k").map(|step| cliff(200_000, step)));
    }
    cliffs.sort_by_key(|cliff| cliff.above);
    cliffs.dedup_by_key(|cliff| cliff.above);
    cliffs
}

fn dropped(cost: Fields<'_>) -> Vec<String> {
    let words = [
        ("reasoning", "reasoning output price"),
        ("input_audio", "audio price"),
        ("output_audio", "audio output price"),
        ("request", "fee per request"),
    ];
    words.iter().filter(|(key, _)| cost.has(key)).map(|(_, words)| (*words).into()).collect()
}
