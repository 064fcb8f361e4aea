//! `model_prices_and_context_window.json` of litellm: one object per endpoint, USD per token.

use super::accounts::{Book, Reason};
use super::json_fields::Fields;
use super::listing::{Cliff, Listing, Rates, Window};
use crate::date::Date;

/// Prices are per token.
const PER_TOKEN: i32 = 6;

const MODES: [&str; 3] = ["chat", "responses", "completion"];

const INPUT: &str = "input_cost_per_token";
const OUTPUT: &str = "output_cost_per_token";
const CACHED: &str = "cache_read_input_token_cost";
const WRITE: &str = "cache_creation_input_token_cost";
const WRITE_HOUR: &str = "cache_creation_input_token_cost_above_1hr";

/// Words for what a record states and no field of a profile holds, by the beginning of its key.
const DROPPED: [(&str, &str); 10] = [
    ("cache_creation_input_token_cost_above_12hr", "cache write for twelve hours"),
    ("search_context_cost_per_query", "search fee"),
    ("google_maps_grounding_cost_per_query", "maps fee"),
    ("input_cost_per_request", "fee per request"),
    ("input_cost_per_audio_token", "audio price"),
    ("output_cost_per_audio_token", "audio output price"),
    ("output_cost_per_image_token", "image output price"),
    ("provider_specific_entry", "multipliers by region or speed"),
    ("regional_", "regional uplift"),
    ("fedramp_uplift_multiplier", "government uplift"),
];

pub(super) fn read(document: Fields<'_>, today: Date, book: &mut Book) {
    for (key, record) in document.entries() {
        if key == "sample_spec" {
            book.skip(key, Reason::Sample);
        } else if record.has("alias_of") && !record.has("mode") {
            book.skip(key, Reason::Alias);
        } else if !record.text("mode").is_some_and(|mode| MODES.contains(&mode)) {
            book.skip(key, Reason::OtherMode);
        } else {
            book.take(listing(key, record), today);
        }
    }
}

fn listing(key: &str, record: Fields<'_>) -> Listing {
    let provider = record.text("litellm_provider").unwrap_or_default();
    let model = key.strip_prefix(provider).and_then(|rest| rest.strip_prefix('/'));
    let context = record.tokens("max_input_tokens");
    let output = record.tokens("max_output_tokens");
    let mut listing = Listing {
        key: key.into(),
        provider: provider.into(),
        model: model.unwrap_or(key).into(),
        rates: rates(record, "").plain(),
        batch: rates(record, "_batches"),
        flex: rates(record, "_flex"),
        priority: rates(record, "_priority"),
        cliffs: cliffs(record),
        retires: record.date("deprecation_date"),
        successor: record.text("successor_model").map(String::from),
        context_tokens: context,
        // One number for both is that of the context.
        max_output_tokens: output.filter(|_| output != context),
        modalities: modalities(record),
        page: record.text("source").map(String::from),
        dropped: dropped(record),
        ..Listing::default()
    };
    take_steps(record, &mut listing);
    take_off_peak(record, &mut listing);
    listing
}

fn rates(record: Fields<'_>, suffix: &str) -> Rates {
    let price = |name: &str| record.price(&format!("{name}{suffix}"), PER_TOKEN);
    Rates {
        input: price(INPUT),
        cached: price(CACHED),
        write: price(WRITE),
        write_hour: price(WRITE_HOUR),
        output: price(OUTPUT),
    }
}

/// `input_cost_per_token_above_272k_tokens` and its like.
fn cliffs(record: Fields<'_>) -> Vec<Cliff> {
    let threshold = |key: &str| {
        let rest = key.strip_prefix(INPUT)?.strip_prefix("_above_")?;
        rest.strip_suffix("k_tokens")?.parse::<u64>().ok()?.checked_mul(1_000)
    };
    let mut steps: Vec<u64> = record.entries().filter_map(|(key, _)| threshold(key)).collect();
    steps.sort_unstable();
    steps.dedup();
    let cliff = |above: u64| Cliff {
        above,
        rates: rates(record, &format!("_above_{}k_tokens", above / 1_000)).plain(),
    };
    steps.into_iter().filter(|above| *above > 0).map(cliff).collect()
}

/// `tiered_pricing`: steps by prompt length, of which the first is the ordinary price.
fn take_steps(record: Fields<'_>, listing: &mut Listing) {
    let Some(steps) = record.get("tiered_pricing") else { return };
    for step in steps.items() {
        let from = step.get("range").and_then(|range| range.items().next());
        let Some(from) = from.and_then(|from| from.decimal(0)) else { continue };
        let rates = rates(step, "").plain();
        if from.is_zero() {
            listing.rates = listing.rates.or(rates);
        } else if listing.cliffs.last().is_none_or(|last| (last.above as f64) < from.value()) {
            listing.cliffs.push(Cliff { above: from.value() as u64, rates });
        }
    }
}

/// `off_peak_pricing`: the flat price is then that of the peak.
fn take_off_peak(record: Fields<'_>, listing: &mut Listing) {
    let Some(off_peak) = record.get("off_peak_pricing") else { return };
    let rates = rates(off_peak, "").or(listing.rates).plain();
    for window in off_peak.get("windows").iter().flat_map(|windows| windows.items()) {
        let mut days = [!window.has("weekdays"); 7];
        for day in window.get("weekdays").iter().flat_map(|days| days.items()) {
            let day = day.decimal(0).map_or(0, |day| day.value() as usize);
            if let Some(slot) = day.checked_sub(1).and_then(|index| days.get_mut(index)) {
                *slot = true;
            }
        }
        let Some(hours) = window.get("hours_utc") else { continue };
        let one = hours.string().into_iter();
        for span in one.chain(hours.items().filter_map(Fields::string)) {
            let Some((from, to)) = span.split_once('-') else { continue };
            let (Some(from_hour), Some(to_hour)) = (hour(from), hour(to)) else { continue };
            // Midnight ends a day.
            let to_hour = if to_hour == 0.0 { 24.0 } else { to_hour };
            if from_hour < to_hour {
                listing.windows.push(Window { days, from_hour, to_hour, rates });
            } else {
                let before = Window { days, from_hour, to_hour: 24.0, rates };
                listing.windows.extend([before, Window { days, from_hour: 0.0, to_hour, rates }]);
            }
        }
    }
}

/// `04:30` as 4.5.
pub(super) fn hour(text: &str) -> Option<f64> {
    let mut parts = text.trim_end_matches('Z').split(':').map(str::parse::<u32>);
    let (hours, minutes) = (parts.next()?.ok()?, parts.next()?.ok()?);
    (hours <= 24 && minutes < 60).then(|| f64::from(hours) + f64::from(minutes) / 60.0)
}

fn modalities(record: Fields<'_>) -> Vec<&'static str> {
    let listed = |word: &str| {
        let all = record.get("supported_modalities");
        all.is_some_and(|all| all.items().any(|item| item.string() == Some(word)))
    };
    let kinds = [
        ("text", true),
        ("image", listed("image") || record.is_true("supports_vision")),
        ("audio", listed("audio") || record.is_true("supports_audio_input")),
        ("video", listed("video") || record.is_true("supports_video_input")),
        ("pdf", record.is_true("supports_pdf_input")),
    ];
    kinds.into_iter().filter(|(_, takes)| *takes).map(|(word, _)| word).collect()
}

fn dropped(record: Fields<'_>) -> Vec<String> {
    let has = |prefix: &str| record.entries().any(|(key, _)| key.starts_with(prefix));
    let mut all: Vec<String> =
        DROPPED.iter().filter(|(key, _)| has(key)).map(|(_, words)| (*words).into()).collect();
    let reasoning = record.price("output_cost_per_reasoning_token", PER_TOKEN);
    if let Some(price) = reasoning.filter(|price| Some(*price) != record.price(OUTPUT, PER_TOKEN)) {
        all.push(format!("reasoning output {price}"));
    }
    for (key, words) in [("rpm", "requests"), ("tpm", "tokens")] {
        if let Some(limit) = record.tokens(key) {
            all.push(format!("limit of {limit} {words} a minute"));
        }
    }
    all
}
