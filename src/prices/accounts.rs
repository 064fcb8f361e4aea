//! Which records of a database were taken, and why the others were not.

use std::collections::HashMap;

use super::listing::Listing;
use super::which_database::Database;
use crate::date::Date;
use crate::profile::schema::TOKEN_PRICE;

/// Why a record is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It is not about text in and text out.
    OtherMode,
    /// Its last day has passed.
    Retired,
    /// It has no price per token.
    NoPrice,
    /// It only points to another record.
    Alias,
    /// Both prices are zero, which may mean free, unknown or a flat fee.
    BothZero,
    /// One price is zero.
    OneZero,
    /// It is documentation.
    Sample,
    /// Its price per million tokens is under 0.001 or over 1,000 USD.
    Implausible,
    /// It states the batch price of another record, which has it.
    BatchOfAnother,
    /// It is a free variant of another record.
    FreeVariant,
}

impl Reason {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::OtherMode => "other modes (images, sound, embeddings, ...)",
            Self::Retired => "retired",
            Self::NoPrice => "without a price per token",
            Self::Alias => "aliases of other records",
            Self::BothZero => "both prices zero (free, unknown or flat fee)",
            Self::OneZero => "one price zero",
            Self::Sample => "sample (documentation)",
            Self::Implausible => "implausible (under 0.001 or over 1,000 USD per million)",
            Self::BatchOfAnother => "batch price of another record, taken with it",
            Self::FreeVariant => "free variants of other records",
        }
    }
}

/// A record that was left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Skipped {
    /// Its key.
    pub key: String,
    /// Why.
    pub reason: Reason,
    /// Its last day, when that has passed.
    pub retired: Option<Date>,
}

/// A database as it was read.
#[derive(Clone, Debug)]
pub struct Book {
    /// Which one.
    pub database: Database,
    /// Records in it.
    pub records: usize,
    /// Those that were taken, in file order.
    pub listings: Vec<Listing>,
    /// Those that were not, in file order.
    pub skipped: Vec<Skipped>,
    /// The day its contents are of, when it says so.
    pub as_of: Option<Date>,
    index: HashMap<String, usize>,
}

impl Book {
    /// Nothing read yet.
    pub(super) fn new(database: Database) -> Self {
        let (listings, skipped) = (Vec::new(), Vec::new());
        Self { database, records: 0, listings, skipped, as_of: None, index: HashMap::new() }
    }

    /// Takes a record, unless its prices are none.
    pub(super) fn take(&mut self, listing: Listing, today: Date) {
        let (Some(input), Some(output)) = (listing.rates.input, listing.rates.output) else {
            return self.skip(listing.key, Reason::NoPrice);
        };
        match (input.is_zero(), output.is_zero()) {
            (true, true) => return self.skip(listing.key, Reason::BothZero),
            (false, false) => {}
            _ => return self.skip(listing.key, Reason::OneZero),
        }
        if let Some(day) = listing.retires.filter(|day| *day < today) {
            self.skip(listing.key, Reason::Retired);
            if let Some(last) = self.skipped.last_mut() {
                last.retired = Some(day);
            }
            return;
        }
        let plausible = TOKEN_PRICE.min..=TOKEN_PRICE.max;
        if !plausible.contains(&input.value()) || !plausible.contains(&output.value()) {
            return self.skip(listing.key, Reason::Implausible);
        }
        self.records += 1;
        self.index.entry(listing.key.clone()).or_insert(self.listings.len());
        self.listings.push(listing);
    }

    /// Leaves a record out.
    pub(super) fn skip(&mut self, key: impl Into<String>, reason: Reason) {
        self.records += 1;
        self.skipped.push(Skipped { key: key.into(), reason, retired: None });
    }

    /// The listing of this key.
    pub fn listing(&self, key: &str) -> Option<&Listing> {
        self.index.get(key).map(|index| &self.listings[*index])
    }

    pub(super) fn listing_mut(&mut self, key: &str) -> Option<&mut Listing> {
        self.index.get(key).map(|index| &mut self.listings[*index])
    }

    /// How many were left out for each reason, most first.
    pub fn reasons(&self) -> Vec<(Reason, usize)> {
        let mut counts: Vec<(Reason, usize)> = Vec::new();
        for skipped in &self.skipped {
            match counts.iter_mut().find(|(reason, _)| *reason == skipped.reason) {
                Some((_, count)) => *count += 1,
                None => counts.push((skipped.reason, 1)),
            }
        }
        counts.sort_by_key(|(reason, count)| (std::cmp::Reverse(*count), *reason));
        counts
    }
}
