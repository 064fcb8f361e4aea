//! What a price database says of the profiles at hand: changed, retiring, gone, without a key, new.

use std::collections::BTreeSet;

use serde::Serialize;

use super::accounts::{Book, Reason};
use super::decimal::Decimal;
use super::listing::{Listing, Rates};
use super::profile_text::plain;
use crate::date::Date;
use crate::profile::catalog::Catalog;
use crate::profile::fields::{SOURCE, api_fields};
use crate::profile::record::{Fields, Record};
use crate::profile::schema::Field;

/// Prices closer than this are the same: list prices have no more digits.
pub const SAME: f64 = 1e-9;

/// A number of a profile that a database has otherwise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The profile.
    pub profile: String,
    /// The field, with its place in a list.
    pub field: String,
    /// What the profile says, as a number; `null` where it says nothing.
    pub old: Option<f64>,
    /// What the database says; `null` where it says nothing.
    pub new: Option<f64>,
    /// The text that would be written.
    #[serde(skip)]
    pub text: String,
    /// The change in percent; `null` where there is no old number.
    pub percent: Option<f64>,
    /// Whether the profile has a range there, which no single number replaces.
    pub is_range: bool,
}

/// A profile whose endpoint ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Retiring {
    /// The profile.
    pub profile: String,
    /// The last day.
    #[serde(serialize_with = "in_words")]
    pub day: Date,
    /// What the database names in its place.
    pub successor: Option<String>,
    /// Whether the day has passed.
    pub is_past: bool,
}

fn in_words<S: serde::Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

/// A listing that no profile names, of a provider that some profile names.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct New {
    /// Its key in the database.
    pub key: String,
    /// Input, USD per million.
    pub input_usd_per_mtok: f64,
    /// Output, USD per million.
    pub output_usd_per_mtok: f64,
}

/// The whole comparison.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// Profiles that were compared.
    pub compared: usize,
    /// Numbers that differ.
    pub changed: Vec<Change>,
    /// Endpoints that end.
    pub retiring: Vec<Retiring>,
    /// Profiles whose key the database no longer has, and why.
    pub gone: Vec<(String, String)>,
    /// Profiles that name no key of this database.
    pub without_key: Vec<String>,
    /// Listings that no profile names.
    pub new: Vec<New>,
}

impl Comparison {
    /// Profiles with at least one changed number.
    pub fn changed_profiles(&self) -> BTreeSet<&str> {
        self.changed.iter().map(|change| change.profile.as_str()).collect()
    }
}

/// Holds every API profile against the listing that its source names.
pub fn compare(book: &Book, catalog: &Catalog, today: Date) -> Comparison {
    let mut all = Comparison::default();
    let mut named = BTreeSet::new();
    let mut providers = BTreeSet::new();
    for record in catalog.records_of("api") {
        let name = record.name.to_string();
        let Some(key) = key_of(book, record) else {
            all.without_key.push(name);
            continue;
        };
        let Some(listing) = book.listing(&key) else {
            missing(book, &mut all, name, &key);
            continue;
        };
        all.compared += 1;
        providers.insert(listing.provider.as_str());
        named.insert(listing.key.as_str());
        all.changed.extend(changes(record, listing));
        if let Some(day) = listing.retires {
            let successor = listing.successor.clone();
            all.retiring.push(Retiring { profile: name, day, successor, is_past: day < today });
        }
    }
    all.retiring.sort_by(|a, b| (a.day, &a.profile).cmp(&(b.day, &b.profile)));
    let price = |price: Option<Decimal>| price.map_or(f64::NAN, Decimal::value);
    let new = book.listings.iter().filter(|listing| {
        providers.contains(listing.provider.as_str()) && !named.contains(listing.key.as_str())
    });
    all.new = new
        .map(|listing| New {
            key: listing.key.clone(),
            input_usd_per_mtok: price(listing.rates.input),
            output_usd_per_mtok: price(listing.rates.output),
        })
        .collect();
    all
}

/// A key that the database does not offer any more: past its last day, or not there.
fn missing(book: &Book, all: &mut Comparison, profile: String, key: &str) {
    let skipped = book.skipped.iter().find(|skipped| skipped.key == key);
    match skipped {
        Some(skipped) if skipped.reason == Reason::Retired => match skipped.retired {
            Some(day) => {
                all.retiring.push(Retiring { profile, day, successor: None, is_past: true });
            }
            None => all.gone.push((profile, "retired".into())),
        },
        Some(skipped) => all.gone.push((profile, skipped.reason.words().into())),
        None => all.gone.push((profile, format!("`{key}` is not in the database"))),
    }
}

/// The key of a profile in a database: what its `source` has in brackets behind the database's name.
pub fn key_of(book: &Book, record: &Record) -> Option<String> {
    let source = record.fields().text(&SOURCE)?;
    source.split(';').find_map(|part| {
        let rest = part.trim().strip_prefix(book.database.word())?;
        let (_, key) = rest.split_once('[')?;
        Some(key.split_once(']')?.0.to_string())
    })
}

/// The numbers of a profile that its listing has otherwise.
pub fn changes(record: &Record, listing: &Listing) -> Vec<Change> {
    let fields = record.fields();
    let mut found = Vec::new();
    let mut note = |change: Option<Change>| {
        found.extend(change.map(|change| Change { profile: record.name.to_string(), ..change }));
    };
    // A profile may say off-peak prices and the peak's hours, where the database says the reverse.
    let at_other_hours = |change: &Change| {
        let same = |rates: &Rates| {
            rates
                .classes()
                .into_iter()
                .flatten()
                .map(Decimal::value)
                .any(|price| change.old == Some(price))
        };
        fields.tables(&api_fields::WINDOWS).next().is_some()
            && listing.windows.iter().any(|window| same(&window.rates))
    };
    for change in price_changes(fields, &listing.rates.plain(), "") {
        note(Some(change).filter(|change| !at_other_hours(change)));
    }
    let writes = [
        (api_fields::CACHE_WRITE_USD_PER_MTOK, listing.rates.write),
        (api_fields::CACHE_WRITE_1H_USD_PER_MTOK, listing.rates.write_hour),
    ];
    for (field, price) in writes {
        let price = price.filter(|_| fields.range(&field).is_some());
        note(price.and_then(|price| price_change(fields, &field, price, "")));
    }
    for (index, entry) in fields.tables(&api_fields::LONG_CONTEXT).enumerate() {
        let above =
            entry.number(&api_fields::long_context::ABOVE_PROMPT_TOKENS).unwrap_or_default();
        let cliff = listing.cliffs.iter().find(|cliff| cliff.above as f64 == above);
        let place = format!("long_context.{index}.");
        for change in cliff.map(|c| price_changes(entry, &c.rates, &place)).unwrap_or_default() {
            note(Some(change));
        }
    }
    for (index, entry) in fields.tables(&api_fields::SCHEDULED).enumerate() {
        let day = entry.date(&api_fields::scheduled::FROM);
        let change = listing.scheduled.iter().find(|(from, _)| Some(*from) == day);
        let place = format!("scheduled.{index}.");
        for change in change.map(|(_, r)| price_changes(entry, r, &place)).unwrap_or_default() {
            note(Some(change));
        }
    }
    if let (Some(old), Some(new)) =
        (fields.number(&api_fields::BATCH_DISCOUNT), listing.batch.discount_on(&listing.rates))
    {
        let differs = (old - new).abs() > 1e-6;
        note(
            differs
                .then(|| change("batch_discount".into(), Some(old), Some(new), plain(new), false)),
        );
    }
    found
}

/// The prices of one table against those of a listing. What a profile leaves out and the listing
/// states is a change, too; what only the profile states is one for cached input, where no
/// discount is an answer.
fn price_changes(fields: Fields<'_>, rates: &Rates, place: &str) -> Vec<Change> {
    let classes = [
        (api_fields::INPUT_USD_PER_MTOK, rates.input, false),
        (api_fields::CACHED_INPUT_USD_PER_MTOK, rates.cached, true),
        (api_fields::OUTPUT_USD_PER_MTOK, rates.output, false),
    ];
    let of = |(field, price, may_be_gone): (Field, Option<Decimal>, bool)| {
        // No discount: cached input costs what input does.
        let is_stated = fields.range(&field).is_some();
        let price = price.or_else(|| rates.input.filter(|_| may_be_gone && is_stated));
        price_change(fields, &field, price?, place)
    };
    classes.into_iter().filter_map(of).collect()
}

/// A price of one table against that of a listing.
fn price_change(fields: Fields<'_>, field: &Field, price: Decimal, place: &str) -> Option<Change> {
    let old = fields.range(field);
    let is_range = old.is_some_and(|range| range.low < range.high);
    let new = price.value();
    let same = |old: f64| (old - new).abs() <= SAME * new;
    let agrees = old.is_some_and(|r| same(r.low) || same(r.typical) || same(r.high));
    let old = old.map(|range| range.typical);
    let place = format!("{place}{}", field.key);
    (!agrees).then(|| change(place, old, Some(new), price.to_string(), is_range))
}

fn change(
    field: String,
    old: Option<f64>,
    new: Option<f64>,
    text: String,
    is_range: bool,
) -> Change {
    let percent =
        old.zip(new).filter(|(old, _)| *old > 0.0).map(|(old, new)| 100.0 * (new / old - 1.0));
    Change { profile: String::new(), field, old, new, text, percent, is_range }
}
