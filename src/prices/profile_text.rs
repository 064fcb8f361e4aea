//! A listing as an API profile to review.

use std::fmt::Write as _;

use super::accounts::Book;
use super::listing::{Listing, Rates, Window};
use crate::date::Date;
use crate::profile::profile_name::name_problem;
use crate::profile::quoted::quoted;
use crate::text::printable;
use crate::tier::Tier;

/// What the user adds to what the database says.
#[derive(Clone, Debug)]
pub struct Written {
    /// The database and its version, as `source` names it.
    pub source: String,
    /// The day on which its prices were true.
    pub as_of: Date,
    /// What every one of the models can do, when the user says so.
    pub tier: Option<Tier>,
}

/// The profile. What the record states and the profile cannot hold stands above it as a comment;
/// without a tier it has a placeholder, and is refused until that is filled in.
pub fn profile(book: &Book, listing: &Listing, written: &Written) -> String {
    let mut text = String::new();
    for line in left_out(listing) {
        let _ = writeln!(text, "# not in the profile: {}", printable(&line));
    }
    let _ = writeln!(text, "[api.{}]", quoted(&name(&listing.key)));
    let mut field = |key: &str, value: String| {
        let _ = writeln!(text, "{key} = {value}");
    };
    let provider =
        if listing.provider.is_empty() { book.database.word() } else { &listing.provider };
    field("provider", quoted(provider));
    field("model", quoted(&listing.model));
    match written.tier {
        Some(tier) => field("tier", quoted(tier.word())),
        None => field("# tier", "\"...\"   FILL IN what it can do, or say `--tier`.".into()),
    }
    if !listing.modalities.is_empty() {
        let words: Vec<String> = listing.modalities.iter().map(|word| quoted(word)).collect();
        field("modalities", format!("[{}]", words.join(", ")));
    }
    let tokens = [
        ("context_tokens", listing.context_tokens),
        ("max_output_tokens", listing.max_output_tokens),
    ];
    for (key, value) in tokens {
        if let Some(value) = value.filter(|value| *value <= 100_000_000) {
            field(key, grouped(value));
        }
    }
    for (key, value) in pairs(&listing.rates).into_iter().chain(writes(&listing.rates)) {
        field(key, value);
    }
    if let Some(discount) = listing.batch.discount_on(&listing.rates) {
        field("batch_discount", plain(discount));
    }
    let windows = listing.windows.iter().filter(|_| whole_hours(listing)).map(window);
    list(&mut text, "windows", windows);
    let cliffs = listing.cliffs.iter().map(|cliff| {
        let above = format!("above_prompt_tokens = {}", grouped(cliff.above));
        inline(above, &cliff.rates.or(listing.rates))
    });
    list(&mut text, "long_context", cliffs);
    let changes = listing.scheduled.iter();
    let changes = changes.map(|(day, rates)| inline(format!("from = {day}"), rates));
    list(&mut text, "scheduled", changes);
    terms(&mut text, listing);
    let _ = writeln!(text, "as_of = {}", written.as_of);
    let page = listing.page.as_deref().map_or(String::new(), |page| format!("{page}; "));
    let source = format!("{page}{} [{}]", written.source, listing.key);
    let _ = writeln!(text, "source = {}", quoted(&printable(&source)));
    text
}

/// Service tiers, and the last day.
fn terms(text: &mut String, listing: &Listing) {
    let tiers = service_tiers(listing).into_iter().filter_map(|(name, _, factor)| {
        Some(format!("{{ name = {}, price_factor = {} }}", quoted(name), plain(factor?)))
    });
    list(text, "service_tiers", tiers);
    if let Some(day) = listing.retires {
        let _ = writeln!(text, "retires = {day}");
        let next = listing.successor.as_deref().map(name).map(|name| quoted(&name));
        let _ = next.map_or(Ok(()), |next| writeln!(text, "replaced_by = {next}"));
    }
}

fn list(text: &mut String, key: &str, tables: impl Iterator<Item = String>) {
    let tables: Vec<String> = tables.collect();
    if !tables.is_empty() {
        let _ = writeln!(text, "{key} = [{}]", tables.join(", "));
    }
}

fn inline(first: String, rates: &Rates) -> String {
    let prices = pairs(rates).into_iter().map(|(key, value)| format!("{key} = {value}"));
    let all: Vec<String> = std::iter::once(first).chain(prices).collect();
    format!("{{ {} }}", all.join(", "))
}

/// The prices that a profile holds, by its keys.
fn pairs(rates: &Rates) -> Vec<(&'static str, String)> {
    let all = [
        ("input_usd_per_mtok", rates.input),
        ("cached_input_usd_per_mtok", rates.cached),
        ("output_usd_per_mtok", rates.output),
    ];
    all.into_iter().filter_map(|(key, price)| Some((key, price?.to_string()))).collect()
}

/// The prices of cache writes, which only the ordinary table of a profile holds.
fn writes(rates: &Rates) -> impl Iterator<Item = (&'static str, String)> {
    let all = [
        ("cache_write_usd_per_mtok", rates.write),
        ("cache_write_1h_usd_per_mtok", rates.write_hour),
    ];
    all.into_iter().filter_map(|(key, price)| Some((key, price?.to_string())))
}

/// What the listing states and the profile does not hold, in words.
pub fn left_out(listing: &Listing) -> Vec<String> {
    let mut lines = Vec::new();
    let prices = |rates: &Rates| {
        let all = [rates.input, rates.cached, rates.output]
            .map(|price| price.map_or_else(|| "-".to_string(), |price| price.to_string()));
        all.join(" / ")
    };
    let batch = &listing.batch;
    if !batch.is_empty() && batch.discount_on(&listing.rates).is_none() {
        lines.push(format!("batch {}", prices(batch)));
    }
    for (name, rates, factor) in service_tiers(listing) {
        if factor.is_none() {
            lines.push(format!("{name} {}", prices(rates)));
        }
    }
    for window in listing.windows.iter().filter(|_| !whole_hours(listing)) {
        let (from, to) = (clock(window.from_hour), clock(window.to_hour));
        let days = days(&window.days);
        lines.push(format!("{days} {from}-{to} UTC {}", prices(&window.rates)));
    }
    lines.extend(listing.dropped.iter().cloned());
    lines
}

/// The service tiers that the listing states, each with what its prices are over the usual ones where
/// that is the same for input and output.
fn service_tiers(listing: &Listing) -> Vec<(&'static str, &Rates, Option<f64>)> {
    let all = [("flex", &listing.flex), ("priority", &listing.priority)];
    let stated = all.into_iter().filter(|(_, rates)| !rates.is_empty());
    stated.map(|(name, rates)| (name, rates, rates.factor_on(&listing.rates))).collect()
}

/// Whether the hours are those that a profile can state: without minutes, each in one window.
fn whole_hours(listing: &Listing) -> bool {
    let mut taken = [[false; 24]; 7];
    listing.windows.iter().all(|window| {
        let whole = window.from_hour.fract() == 0.0 && window.to_hour.fract() == 0.0;
        let hours = window.from_hour as usize..(window.to_hour as usize).min(24);
        let days = window.days.iter().enumerate().filter(|(_, on)| **on);
        whole
            && !hours.is_empty()
            && days.fold(true, |free, (day, _)| {
                hours.clone().fold(free, |free, hour| {
                    free && !std::mem::replace(&mut taken[day][hour], true)
                })
            })
    })
}

fn window(window: &Window) -> String {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let on = NAMES.iter().zip(&window.days).filter(|(_, on)| **on);
    let names: Vec<String> = on.map(|(name, _)| quoted(name)).collect();
    let days =
        if names.len() == 7 { String::new() } else { format!("days = [{}], ", names.join(", ")) };
    let (from, to) = (window.from_hour, window.to_hour);
    inline(format!("{days}from_hour_utc = {from}, to_hour_utc = {to}"), &window.rates)
}

fn clock(hour: f64) -> String {
    let minutes = (hour * 60.0).round() as u32;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn days(days: &[bool; 7]) -> String {
    const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let on: Vec<&str> =
        NAMES.iter().zip(days).filter(|(_, on)| **on).map(|(name, _)| *name).collect();
    if on.len() == 7 { "every day".into() } else { on.join(" ") }
}

/// The key as the name of a profile.
fn name(key: &str) -> String {
    let allowed = |c: char| {
        if name_problem(&c.to_string()).is_none() { c } else { '-' }
    };
    let name: String = key.chars().map(allowed).collect();
    if name.is_empty() { "unnamed".into() } else { name }
}

/// With `_` between thousands, as TOML takes it.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('_');
        }
        out.push(digit);
    }
    out
}

/// A share without more digits than it has.
pub(super) fn plain(share: f64) -> String {
    format!("{}", (share * 1e6).round() / 1e6)
}
