//! Every shipped price is that of a database of November 2026, or says why it is not.

use std::collections::BTreeSet;
use std::path::Path;

use breakeven::prices::compare::compare;
use breakeven::prices::{Asked, Book, read};
use breakeven::profile::catalog::Catalog;
use breakeven::profile::document::Document;
use breakeven::profile::fields::BASIS;

use super::today;
use crate::support::skipped::skipped;

fn book(name: &str, bytes: Vec<u8>) -> Book {
    read(name, bytes, Asked { from: None, today: today() }).unwrap()
}

/// The APIs whose prices no database at hand has as they are, and that do not say why (`basis`).
fn unexplained(books: &[Book], catalog: &Catalog) -> Vec<String> {
    let mut agreed: BTreeSet<String> = BTreeSet::new();
    for book in books {
        let found = compare(book, catalog, today());
        let differ = found.changed_profiles();
        let missing = |name: &str| {
            found.without_key.iter().any(|other| other == name)
                || found.gone.iter().any(|(other, _)| other == name)
        };
        let names = catalog.records_of("api").map(|record| record.name.to_string());
        agreed.extend(names.filter(|name| !differ.contains(name.as_str()) && !missing(name)));
    }
    let others = catalog.records_of("api").filter(|record| !agreed.contains(&*record.name));
    let silent = others.filter(|record| record.fields().text(&BASIS).is_none());
    silent.map(|record| record.name.to_string()).collect()
}

const DATABASE: &str = r#"{
  "x/same": {"input_cost_per_token": 1e-07, "output_cost_per_token": 4e-07, "litellm_provider": "x", "mode": "chat"},
  "x/other": {"input_cost_per_token": 2e-07, "output_cost_per_token": 4e-07, "litellm_provider": "x", "mode": "chat"}
}"#;

fn api(name: &str, key: &str, more: &str) -> String {
    format!(
        "[api.{name}]\nprovider = \"x\"\nmodel = \"m\"\ntier = \"small\"\ninput_usd_per_mtok = 0.10\n\
         output_usd_per_mtok = 0.40\nas_of = 2026-11-20\nsource = \"litellm 1.110.2 [{key}]\"\n{more}\n"
    )
}

/// One agrees, one differs and says why, one differs in silence, one names a record that is not there.
#[test]
fn what_agrees_with_nothing_and_says_nothing_is_found() {
    let profiles = [
        api("agrees", "x/same", ""),
        api("differs-and-says-why", "x/other", "basis = \"the provider's page has it at half\""),
        api("differs", "x/other", ""),
        api("gone", "x/none", ""),
    ];
    let document = Document::parse("test.toml".into(), profiles.concat()).unwrap();
    let catalog = Catalog::of(vec![document]).unwrap();
    let books = [book("litellm.json", DATABASE.into())];
    assert_eq!(unexplained(&books, &catalog), ["differs", "gone"]);
}

#[test]
fn every_shipped_price_agrees_or_says_why() {
    let parent = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folder = parent.join("shared/data/price-databases");
    let names = [
        "litellm_1.110.2_2026-11-20_model_prices_and_context_window.json",
        "litellm_1.109.1_2026-11-11_model_prices_and_context_window.json",
        "genai-prices_0.2.3_2026-11-10.json",
    ];
    let read = |name: &&str| Some(book(name, std::fs::read(folder.join(name)).ok()?));
    let books: Vec<Book> = names.iter().filter_map(read).collect();
    if books.len() < names.len() {
        let why = format!("no price databases at {}", folder.display());
        return skipped("every_shipped_price_agrees_or_says_why", &why);
    }
    let catalog = Catalog::with(Vec::new()).unwrap();
    let found = unexplained(&books, &catalog);
    assert!(found.is_empty(), "{found:#?}");
    assert!(catalog.records_of("api").len() >= 110);
}
