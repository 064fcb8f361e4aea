//! What most answers hang on has two publications behind it: every API, machine and model with open
//! weights that wins or is compared in the standard questions, 15 volumes in 3 tiers.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use breakeven::profile::catalog::Catalog;

use crate::support::question::{costs_of, with_shipped};

const VOLUMES: [&str; 15] = [
    "100k", "200k", "500k", "1M", "2M", "5M", "10M", "20M", "50M", "100M", "200M", "500M", "1B",
    "2B", "5B",
];

/// The publications that a source names: they stand between semicolons.
fn publications(source: &str) -> Vec<&str> {
    let mut all: Vec<&str> =
        source.split(';').map(str::trim).filter(|one| !one.is_empty()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A price list of a provider, or a price database with the key of the record in it.
fn says_a_price(publication: &str) -> bool {
    let databases = ["litellm ", "genai-prices ", "model-prices ", "models.dev ", "openrouter "];
    let in_database = databases.iter().any(|name| publication.starts_with(name));
    publication.starts_with("https://") || in_database && publication.contains('[')
}

#[test]
fn what_wins_or_is_compared_has_two_sources() {
    let mut used: BTreeMap<String, String> = BTreeMap::new();
    for volume in VOLUMES {
        for tier in ["small", "mid", "frontier"] {
            let report = with_shipped(&format!("--volume {volume}/day --tier {tier}"), costs_of);
            for source in report.sources {
                used.insert(source.profile, source.source);
            }
        }
    }
    let of = |kind: &'static str| {
        used.iter().filter_map(move |(profile, source)| {
            let name = profile.strip_prefix(kind)?.strip_prefix(' ')?;
            Some((name, publications(source)))
        })
    };
    let lonely_apis =
        of("api").filter(|(_, all)| all.iter().filter(|p| says_a_price(p)).count() < 2);
    let lonely_others = ["hardware", "model"]
        .into_iter()
        .flat_map(|kind| of(kind).filter(|(_, all)| all.len() < 2));
    let lonely: Vec<_> = lonely_apis.chain(lonely_others).collect();
    assert!(lonely.is_empty(), "{lonely:#?}");
    let least = [("api", 5), ("hardware", 10), ("model", 4)];
    assert!(least.iter().all(|(kind, count)| of(kind).count() >= *count), "{used:#?}");
}

/// Every profile says when its facts were true, and where they are from.
#[test]
fn every_shipped_number_has_a_day_and_a_source() {
    let catalog = Catalog::with(Vec::new()).unwrap();
    let mut count = 0;
    let facts = ["api", "hardware", "model", "throughput", "subscription"];
    for record in catalog.records().filter(|record| facts.contains(&record.kind)) {
        let source = record.source(catalog.documents());
        let name = format!("{} {}", record.kind, record.name);
        assert!(!publications(&source.source).is_empty(), "{name} has no source");
        let oldest = "2023-01-01".parse().unwrap();
        let newest = "2026-12-31".parse().unwrap();
        assert!((oldest..=newest).contains(&source.as_of), "{name}: {}", source.as_of);
        count += 1;
    }
    assert!(count > 300, "{count}");
}
