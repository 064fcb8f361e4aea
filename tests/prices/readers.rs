//! Each format, by a small file of its own that nobody published.

use breakeven::prices::{Asked, Database, Listing, Reason, Window, Written, profile, read};
use breakeven::profile::catalog::Catalog;
use breakeven::profile::document::Document;
use breakeven::tier::Tier;
use proptest::prelude::*;

use crate::support::draw::config;

use super::{book, fixture, prices, skipped, today};

const ALL: [(&str, Database); 6] = [
    ("litellm.json", Database::Litellm),
    ("genai-prices.json", Database::GenaiPrices),
    ("models-dev.json", Database::ModelsDev),
    ("openrouter-list.json", Database::Openrouter),
    ("openrouter-history.json", Database::Openrouter),
    ("model-prices.json", Database::ModelPrices),
];

#[test]
fn a_file_is_known_by_its_content_and_its_records_add_up() {
    for (name, database) in ALL {
        let book = book(name);
        assert_eq!(book.database, database, "{name}");
        assert_eq!(book.listings.len() + book.skipped.len(), book.records, "{name}");
        let counted: usize = book.reasons().iter().map(|(_, count)| count).sum();
        assert_eq!(counted, book.skipped.len(), "{name}");
    }
}

#[test]
fn a_packed_file_is_the_same_file() {
    use std::io::Write as _;
    let plain = std::fs::read(fixture("litellm.json")).unwrap();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(&plain).unwrap();
    let packed = packer.finish().unwrap();
    let asked = Asked { from: None, today: today() };
    let unpacked = read("f.gz", packed.clone(), asked).unwrap();
    assert_eq!(unpacked.listings, book("litellm.json").listings);
    let cut = read("f.gz", packed[..packed.len() / 2].to_vec(), asked).unwrap_err().to_string();
    assert!(cut.contains("the gzip file is cut off or damaged"), "{cut}");
}

fn of(name: &str, key: &str) -> Listing {
    book(name).listing(key).unwrap_or_else(|| panic!("no {key}")).clone()
}

#[test]
fn litellm_with_everything_it_can_state() {
    let listing = of("litellm.json", "made-model");
    assert_eq!(prices(&listing.rates), "0.10 / 0.01 / 0.125 / 0.20 / 0.50");
    assert_eq!(listing.batch.discount_on(&listing.rates), Some(0.5));
    assert_eq!(prices(&listing.flex), "0.07 / - / - / - / 0.30");
    assert_eq!(listing.cliffs.len(), 1);
    assert_eq!(listing.cliffs[0].above, 100_000);
    assert_eq!(prices(&listing.cliffs[0].rates), "0.50 / 0.05 / - / - / 2.50");
    assert_eq!(listing.retires.unwrap().to_string(), "2027-02-01");
    assert_eq!(listing.successor.as_deref(), Some("made-next"));
    assert_eq!(listing.modalities, ["text", "image"]);
    assert_eq!(listing.dropped, ["search fee"]);

    let steps = of("litellm.json", "made/steps");
    assert_eq!(prices(&steps.rates), "0.05 / - / - / - / 0.40");
    assert_eq!((steps.cliffs[0].above, steps.cliffs.len()), (256_000, 1));

    let book = book("litellm.json");
    assert_eq!(
        skipped(&book),
        [
            ("sample_spec", Reason::Sample),
            ("made/retired", Reason::Retired),
            ("made/picture", Reason::OtherMode),
            ("made/free", Reason::BothZero),
            ("made/half", Reason::OneZero),
            ("made/words", Reason::NoPrice),
            ("made/unit", Reason::Implausible),
            ("made-latest", Reason::Alias),
        ]
    );
    assert!(book.listing("made/last-day").is_some(), "a model can be used on its last day");
}

#[test]
fn hours_of_the_week_come_along() {
    let listing = of("litellm.json", "made/off-peak");
    assert_eq!(prices(&listing.rates), "0.30 / - / - / - / 1.20");
    assert_eq!(listing.max_output_tokens, None, "one number for both is that of the context");
    let span = |w: &Window| (w.days, w.from_hour, w.to_hour, prices(&w.rates));
    let low = "0.15 / - / - / - / 0.60".to_string();
    let (work, end) = (
        [true, false, false, false, true, false, false],
        [false, false, false, false, false, true, true],
    );
    let windows: Vec<_> = listing.windows.iter().map(span).collect();
    assert_eq!(
        windows,
        [(work, 22.5, 24.0, low.clone()), (work, 0.0, 2.0, low.clone()), (end, 0.0, 24.0, low)]
    );
}

#[test]
fn of_several_prices_the_latest_that_has_begun_holds() {
    let twice = of("genai-prices.json", "made/twice");
    assert_eq!(prices(&twice.rates), "2.00 / 0.10 / - / - / 10.00");
    let (day, rates) = twice.scheduled[0];
    assert_eq!(
        (day.to_string().as_str(), prices(&rates).as_str()),
        ("2026-12-01", "4.00 / 0.20 / - / - / 20.00")
    );
    // The variant of December stands first in the file, and has not begun.
    assert_eq!(twice.batch.discount_on(&twice.rates), Some(0.5));
    assert_eq!(prices(&twice.batch), "1.00 / - / - / - / 5.00");
    assert_eq!((twice.windows[0].from_hour, twice.windows[0].to_hour), (1.0, 4.5));

    let later = read(
        "f",
        std::fs::read(fixture("genai-prices.json")).unwrap(),
        Asked { from: None, today: "2026-12-01".parse().unwrap() },
    );
    let later = later.unwrap();
    let twice = later.listing("made/twice").unwrap();
    assert_eq!(prices(&twice.rates), "4.00 / 0.20 / - / - / 20.00");
    assert_eq!(prices(&twice.batch), "2.00 / - / - / - / 10.00");
    assert!(twice.scheduled.is_empty());

    // Of two that began on one day the later one in the file.
    let same = std::fs::read_to_string(fixture("genai-prices.json")).unwrap();
    let same = same.replacen("2026-12-01", "2026-10-14", 1);
    let same = read("f", same.into(), Asked { from: None, today: today() }).unwrap();
    let twice = same.listing("made/twice").unwrap();
    assert_eq!(prices(&twice.rates), "2.00 / 0.10 / - / - / 10.00");
}

#[test]
fn tiers_of_each_class_become_one_cliff_and_batch_rows_join_their_model() {
    let tiers = of("genai-prices.json", "made/tiers");
    assert_eq!(prices(&tiers.rates), "1.25 / 0.125 / - / - / 10.00");
    assert_eq!(tiers.cliffs[0].above, 200_000);
    assert_eq!(prices(&tiers.cliffs[0].rates), "2.50 / 0.125 / - / - / 15.00");
    assert_eq!(tiers.batch.discount_on(&tiers.rates), Some(0.5));
    let reasons: Vec<Reason> = skipped(&book("genai-prices.json")).iter().map(|s| s.1).collect();
    let expected = [Reason::BatchOfAnother, Reason::FreeVariant, Reason::Retired, Reason::NoPrice];
    assert_eq!(reasons, expected);
}

#[test]
fn models_dev_openrouter_and_model_prices() {
    let steps = of("models-dev.json", "made/steps");
    assert_eq!(prices(&steps.rates), "2.00 / 0.50 / 2.50 / - / 8.00");
    assert_eq!(prices(&steps.cliffs[0].rates), "4.00 / 0.50 / 2.50 / - / 12.00");
    let older = of("models-dev.json", "made/older");
    assert_eq!((older.cliffs[0].above, older.max_output_tokens), (200_000, None));

    let one = of("openrouter-list.json", "made/one");
    assert_eq!(prices(&one.rates), "0.10 / 0.025 / - / - / 0.40");
    assert_eq!(one.modalities, ["text", "image", "pdf"]);
    assert_eq!(one.dropped, ["search fee"]);
    let history = book("openrouter-history.json");
    assert_eq!(prices(&history.listing("made/one").unwrap().rates), "0.10 / - / - / - / 0.40");
    assert_eq!(history.as_of.unwrap().to_string(), "2026-09-02");

    let dated = of("model-prices.json", "made/one");
    assert_eq!(prices(&dated.rates), "0.10 / 0.01 / 0.125 / 0.25 / 0.50");
    assert_eq!(prices(&dated.cliffs[0].rates), "0.20 / 0.01 / 0.125 / 0.50 / 0.75");
    assert_eq!(dated.batch.discount_on(&dated.rates), Some(0.5));
    assert_eq!(dated.scheduled[0].0.to_string(), "2027-01-01");
}

/// What is written is read back as the same prices, and nothing that a record holds is lost silently.
#[test]
fn a_profile_says_what_the_listing_says() {
    let written = Written { source: "litellm 1".into(), as_of: today(), tier: Some(Tier::Mid) };
    for (name, _) in ALL {
        let book = book(name);
        let texts: Vec<String> =
            book.listings.iter().map(|l| profile(&book, l, &written)).collect();
        let document = Document::parse("mine.toml".into(), texts.join("\n")).unwrap();
        let catalog = Catalog::with(vec![document]).unwrap_or_else(|p| panic!("{name}: {}", p[0]));
        for listing in &book.listings {
            let api =
                catalog.all::<breakeven::api::Api>().find(|api| *api.id == *listing.key).unwrap();
            let input = listing.rates.input.unwrap().value();
            assert_eq!(api.prices.input.typical.get(), input, "{}", listing.key);
            assert_eq!(api.long_context.len(), listing.cliffs.len(), "{}", listing.key);
        }
    }
    let book = book("litellm.json");
    let text = profile(&book, book.listing("made-model").unwrap(), &written);
    for line in [
        "# not in the profile: search fee\n",
        "input_usd_per_mtok = 0.10\n",
        "batch_discount = 0.5\n",
        "source = \"https://example.com/prices; litellm 1 [made-model]\"\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn windows_of_one_day_that_do_not_overlap_are_in_the_profile() {
    let text = std::fs::read_to_string(fixture("litellm.json")).unwrap();
    let written = Written { source: "litellm 1".into(), as_of: today(), tier: Some(Tier::Mid) };
    for (hours, windows) in
        [("\"01:00-04:00\", \"04:00-06:00\"", 3), ("\"01:00-04:00\", \"03:00-06:00\"", 0)]
    {
        let text = text.replace("\"22:30-02:00\"", hours);
        let book = read("f", text.into(), Asked { from: None, today: today() }).unwrap();
        let profile = profile(&book, book.listing("made/off-peak").unwrap(), &written);
        let document = Document::parse("mine.toml".into(), profile.clone()).unwrap();
        let catalog = Catalog::with(vec![document]).unwrap_or_else(|p| panic!("{}", p[0]));
        let api = catalog.all::<breakeven::api::Api>().find(|api| *api.id == *"made/off-peak");
        assert_eq!(api.unwrap().billing.windows.len(), windows, "{profile}");
    }
}

proptest! {
    #![proptest_config(config(256))]

    /// Whatever is cut off, exchanged or inserted: an error or a book that adds up, never a panic.
    #[test]
    fn damaged_files_are_refused_or_add_up(
        which in 0_usize..ALL.len(), at in 0.0_f64..1.0, word in "[\"{}\\[\\]:,a-z0-9\\-\\.\u{e9}]{0,6}", cut in any::<bool>(),
    ) {
        let text = std::fs::read_to_string(fixture(ALL[which].0)).unwrap();
        let at = (at * text.len() as f64) as usize;
        let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        let rest = if cut { "" } else { &text[at..] };
        let damaged = format!("{}{word}{rest}", &text[..at]);
        for from in [None, Some(Database::Litellm), Some(Database::GenaiPrices)] {
            if let Ok(book) = read("f", damaged.clone().into_bytes(), Asked { from, today: today() }) {
                prop_assert_eq!(book.listings.len() + book.skipped.len(), book.records);
            }
        }
    }
}

#[test]
fn a_reasoning_price_of_its_own_is_said_to_be_dropped() {
    let text = std::fs::read_to_string(fixture("litellm.json")).unwrap();
    let dropped = |price: &str| {
        let key = "\"deprecation_date\": \"2027-02-01\",";
        let more = format!("{key} \"output_cost_per_reasoning_token\": {price},");
        let asked = Asked { from: None, today: today() };
        let book = read("f", text.replacen(key, &more, 1).into_bytes(), asked).unwrap();
        book.listing("made-model").unwrap().dropped.clone()
    };
    assert_eq!(dropped("5e-07"), ["search fee"]);
    assert_eq!(dropped("9e-07"), ["search fee", "reasoning output 0.90"]);
}
