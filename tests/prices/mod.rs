//! `breakeven prices`: every public database as published, every digit, every record accounted for.

mod agreed;
mod beyond_limit;
mod bills;
mod command;
mod hour_writes;
mod one_bill;
mod order_of_bill;
mod prompt_lengths;
mod published;
mod readers;
mod rent_offers;
mod reserved_units;
mod subscriptions;
mod terms;

use std::path::PathBuf;

use breakeven::date::Date;
use breakeven::prices::{Asked, Book, Reason, read};

fn today() -> Date {
    "2026-11-28".parse().unwrap()
}

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/prices/fixtures").join(name)
}

fn book(name: &str) -> Book {
    let bytes = std::fs::read(fixture(name)).unwrap();
    read(name, bytes, Asked { from: None, today: today() })
        .unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// `input / cached / write / write for an hour / output`.
fn prices(rates: &breakeven::prices::Rates) -> String {
    let all = [rates.input, rates.cached, rates.write, rates.write_hour, rates.output];
    let words = all.map(|price| price.map_or_else(|| "-".into(), |price| price.to_string()));
    words.join(" / ")
}

fn skipped(book: &Book) -> Vec<(&str, Reason)> {
    book.skipped.iter().map(|skipped| (skipped.key.as_str(), skipped.reason)).collect()
}
