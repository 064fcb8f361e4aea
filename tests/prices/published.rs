//! The databases as their projects publish them, for those who have them beside the repository, and
//! well-known prices that the shipped profiles must have in any case.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use breakeven::api::Api;
use breakeven::prices::compare::compare;
use breakeven::prices::{Asked, Book, Reason, Written, profile, read};
use breakeven::profile::catalog::Catalog;
use breakeven::profile::document::Document;
use breakeven::tier::Tier;

use super::{prices, today};

/// The files, or none; a run without them says so.
#[allow(clippy::print_stderr, reason = "a test that skips must say so")]
fn published() -> Vec<PathBuf> {
    let parent = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folder = parent.join("shared/data/price-databases");
    let Ok(entries) = fs::read_dir(&folder) else {
        eprintln!("skipped: no price databases at {}", folder.display());
        return Vec::new();
    };
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| name(path).contains(".json"));
    files.sort();
    assert!(!files.is_empty());
    files
}

fn book(path: &Path) -> Book {
    let bytes = fs::read(path).unwrap();
    read("f", bytes, Asked { from: None, today: today() }).unwrap()
}

fn named(part: &str) -> Option<Book> {
    let found = published().into_iter().find(|path| path.to_string_lossy().contains(part));
    found.map(|path| book(&path))
}

#[test]
fn every_database_is_read_whole_and_quickly() {
    let expected = [
        ("genai-prices_0.2.3", 2_330),
        ("litellm_1.109.1", 4_553),
        ("litellm_1.110.2", 4_878),
        ("model-prices_0.0.5", 575),
        ("modelsdev", 5_276),
        ("openrouter", 416),
    ];
    let files = published();
    for (path, (name, records)) in files.iter().zip(expected) {
        assert!(path.to_string_lossy().contains(name), "{}", path.display());
        let begun = Instant::now();
        let book = book(path);
        // The program that people run is many times faster than the one that is tested.
        assert!(begun.elapsed() < Duration::from_secs(10), "{name}: {:?}", begun.elapsed());
        assert_eq!(book.records, records, "{name}");
        assert_eq!(book.listings.len() + book.skipped.len(), records, "{name}");
        let written = Written { source: name.into(), as_of: today(), tier: Some(Tier::Small) };
        for some in book.listings.chunks(300) {
            let texts: Vec<String> = some.iter().map(|l| profile(&book, l, &written)).collect();
            let document = Document::parse("mine.toml".into(), texts.join("\n")).unwrap();
            let (_, problems) = Catalog::as_far_as_possible(vec![document]);
            assert!(problems.is_empty(), "{name}: {}", problems[0]);
        }
    }
}

#[test]
fn every_record_of_litellm_has_its_reason() {
    let Some(book) = named("litellm_1.110.2") else { return };
    assert_eq!((book.records, book.listings.len()), (4_878, 3_169));
    assert_eq!(
        book.reasons(),
        [
            (Reason::OtherMode, 1_071),
            (Reason::Retired, 307),
            (Reason::NoPrice, 123),
            (Reason::Alias, 98),
            (Reason::BothZero, 91),
            (Reason::OneZero, 18),
            (Reason::Sample, 1),
        ]
    );
    let Some(book) = named("litellm_1.109.1") else { return };
    assert_eq!((book.records, book.listings.len()), (4_553, 2_920));
    assert_eq!(book.reasons().last(), Some(&(Reason::Implausible, 1)));
}

/// Price per million of input, cached input and output, as providers' price lists have it, read one
/// by one in November 2026.
const WELL_KNOWN: [(&str, &str, &str, &str); 60] = [
    ("claude-opus-5-5", "4.00", "0.20", "20.00"),
    ("claude-sonnet-5-5", "2.00", "0.10", "10.00"),
    ("claude-haiku-5-5", "0.10", "0.01", "0.50"),
    ("claude-sonnet-4-6", "3.00", "0.30", "15.00"),
    ("claude-haiku-4-5", "1.00", "0.10", "5.00"),
    ("gpt-6-astra", "10.00", "1.00", "50.00"),
    ("gpt-6.1-sol", "2.00", "0.10", "10.00"),
    ("gpt-6.1-terra", "1.00", "0.05", "5.00"),
    ("gpt-6-luna", "0.10", "0.01", "0.50"),
    ("gpt-5.6-luna", "0.20", "0.02", "1.20"),
    ("gpt-5.5", "5.00", "0.50", "30.00"),
    ("gpt-5.4-mini", "0.75", "0.075", "4.50"),
    ("gpt-5.4-nano", "0.20", "0.02", "1.25"),
    ("gpt-5", "1.25", "0.125", "10.00"),
    ("gpt-5-mini", "0.25", "0.025", "2.00"),
    ("gpt-5-nano", "0.05", "0.005", "0.40"),
    ("gpt-4.1-mini", "0.40", "0.10", "1.60"),
    ("gpt-4o", "2.50", "1.25", "10.00"),
    ("gpt-4o-mini", "0.15", "0.075", "0.60"),
    ("gemini/gemini-4-argon", "2.00", "0.10", "10.00"),
    ("gemini/gemini-4-hydrogen", "1.50", "0.075", "7.50"),
    ("gemini/gemini-3.8-flash", "0.75", "0.075", "3.75"),
    ("gemini/gemini-3.5-flash-lite", "0.30", "0.03", "2.50"),
    ("gemini/gemini-3.1-pro-preview", "2.00", "0.20", "12.00"),
    ("gemini/gemini-2.5-pro", "1.25", "0.125", "10.00"),
    ("gemini/gemini-2.5-flash", "0.30", "0.03", "2.50"),
    ("gemini/gemini-2.5-flash-lite", "0.10", "0.01", "0.40"),
    ("xai/grok-4.7", "2.00", "0.50", "6.00"),
    ("xai/grok-4.3", "1.25", "0.20", "2.50"),
    ("meta/muse-spark-1.3", "1.25", "0.15", "4.25"),
    ("mistral/mistral-large-4", "0.70", "0.07", "2.10"),
    ("mistral/mistral-medium-3-5", "1.50", "0.15", "7.50"),
    ("moonshot/kimi-k3.1-pro", "2.00", "0.20", "10.00"),
    ("moonshot/kimi-k3", "3.00", "0.30", "15.00"),
    ("moonshot/kimi-k2.6", "0.95", "0.16", "4.00"),
    ("zai/glm-5.3", "1.40", "0.26", "4.40"),
    ("zai/glm-5.3-flash", "0.15", "0.03", "0.50"),
    ("minimax/MiniMax-M3", "0.30", "0.06", "1.20"),
    ("deepseek/deepseek-flash", "0.30", "0.006", "1.20"),
    ("deepseek/deepseek-v4-pro", "1.32", "0.044", "3.96"),
    ("groq/openai/gpt-oss-20b", "0.075", "0.0375", "0.30"),
    ("groq/openai/gpt-oss-120b", "0.15", "0.075", "0.60"),
    ("groq/qwen/qwen3.8-27b", "0.80", "-", "4.00"),
    ("cerebras/gpt-oss-120b", "0.35", "-", "0.75"),
    ("cerebras/qwen-3.8-27b", "0.99", "-", "1.49"),
    ("deepinfra/openai/gpt-oss-20b", "0.03", "-", "0.14"),
    ("deepinfra/openai/gpt-oss-120b", "0.037", "-", "0.17"),
    ("deepinfra/meta-llama/Llama-3.3-70B-Instruct-Turbo", "0.10", "-", "0.32"),
    ("deepinfra/Qwen/Qwen3-32B", "0.08", "-", "0.28"),
    ("deepinfra/Qwen/Qwen3.6-35B-A3B", "0.10", "-", "0.95"),
    ("deepinfra/Qwen/Qwen3.8-27B", "0.40", "0.04", "3.00"),
    ("deepinfra/google/gemma-4-31B-it", "0.20", "-", "0.40"),
    ("deepinfra/google/gemma-4-26B-A4B-it", "0.07", "-", "0.34"),
    ("deepinfra/deepseek-ai/DeepSeek-V3.2", "0.26", "0.13", "0.38"),
    ("novita/meta-llama/llama-3.1-8b-instruct", "0.02", "-", "0.05"),
    ("novita/openai/gpt-oss-20b", "0.04", "-", "0.15"),
    ("novita/qwen/qwen3.6-35b-a3b", "0.248", "-", "1.485"),
    ("fireworks_ai/accounts/fireworks/models/gpt-oss-20b", "0.07", "0.035", "0.30"),
    ("together_ai/openai/gpt-oss-120b", "0.15", "-", "0.60"),
    ("nebius/Qwen/Qwen3-30B-A3B-Instruct-2507", "0.10", "-", "0.30"),
];

#[test]
fn sixty_well_known_prices_come_through() {
    let Some(book) = named("litellm_1.110.2") else { return };
    let mut wrong = Vec::new();
    for (key, input, cached, output) in WELL_KNOWN {
        let Some(listing) = book.listing(key) else {
            wrong.push(format!("{key}: not there"));
            continue;
        };
        let found = prices(&listing.rates);
        let found: Vec<&str> = found.split(" / ").collect();
        if [found[0], found[1], found[4]] != [input, cached, output] {
            wrong.push(format!("{key}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The columns in which the prices are not those known.
fn differences(prices: &breakeven::api::Prices, known: [&str; 3]) -> Vec<&'static str> {
    let at = |text: &str| text.parse::<f64>().ok();
    let holds = |range: breakeven::range::Range<breakeven::units::UsdPerMtok>, price: f64| {
        [range.low, range.typical, range.high].iter().any(|value| value.get() == price)
    };
    let cached = match (at(known[1]), prices.cached) {
        (Some(price), Some(range)) => holds(range, price),
        // A discount of nothing is none.
        (None, range) => range.is_none_or(|range| range == prices.input),
        (Some(_), None) => false,
    };
    let columns = [
        ("input", holds(prices.input, at(known[0]).unwrap())),
        ("cached input", cached),
        ("output", holds(prices.output, at(known[2]).unwrap())),
    ];
    columns.iter().filter(|(_, right)| !right).map(|(name, _)| *name).collect()
}

/// The same prices in the profiles that name these keys, with or without the databases at hand.
#[test]
fn shipped_profiles_have_the_well_known_prices() {
    let catalog = Catalog::with(Vec::new()).unwrap();
    let mut compared = 0;
    for api in catalog.all::<Api>() {
        let known = WELL_KNOWN.iter().find(|row| {
            api.source.source.contains("litellm")
                && api.source.source.contains(&format!("[{}]", row.0))
        });
        let Some((key, input, cached, output)) = known else { continue };
        // What a database lists may be the price of some hours.
        let all = std::iter::once(&api.prices).chain(api.billing.windows.iter().map(|w| &w.prices));
        let wrong: Vec<_> =
            all.map(|prices| differences(prices, [input, cached, output])).collect();
        assert!(wrong.iter().any(Vec::is_empty), "{key}: {wrong:?}");
        compared += 1;
    }
    assert!(compared >= 50, "only {compared} of the well-known prices are shipped");
}

/// Prices as they were shipped until 2026-11-28.
const BEFORE: &str = "
[api.\"deepinfra/gemma-4-31b\"]
provider = \"deepinfra\"
model = \"google/gemma-4-31B-it\"
tier = \"small\"
serves = \"gemma-4-31b\"
input_usd_per_mtok = 0.13
output_usd_per_mtok = 0.38
as_of = 2026-11-11
source = \"litellm 1.109.1 [deepinfra/google/gemma-4-31B-it]\"

[api.\"nebius/qwen3-30b-a3b-2507\"]
provider = \"nebius\"
model = \"Qwen/Qwen3-30B-A3B-Instruct-2507\"
tier = \"small\"
serves = \"qwen3-30b-a3b\"
input_usd_per_mtok = 0.10
cached_input_usd_per_mtok = 0.01
output_usd_per_mtok = 0.30
as_of = 2026-11-11
source = \"litellm 1.109.1 [nebius/Qwen/Qwen3-30B-A3B-Instruct-2507]\"
";

/// Nothing is out of date in what is shipped, and of what was, two prices moved; ten endpoints end.
#[test]
fn the_newest_litellm_against_the_shipped_profiles() {
    let Some(book) = named("litellm_1.110.2") else { return };
    let now = compare(&book, &Catalog::with(Vec::new()).unwrap(), today());
    assert!(now.changed.is_empty() && now.gone.is_empty(), "{now:#?}");
    let before = Document::parse("before.toml".into(), BEFORE.into()).unwrap();
    let before = compare(&book, &Catalog::with(vec![before]).unwrap(), today());
    assert_eq!(
        before.changed_profiles().into_iter().collect::<Vec<_>>(),
        ["deepinfra/gemma-4-31b", "nebius/qwen3-30b-a3b-2507"]
    );
    let soon = before.retiring.iter().filter(|item| item.day <= "2027-04-30".parse().unwrap());
    assert_eq!(soon.count(), 10);
}
