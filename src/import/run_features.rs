//! Features of the engine that a record says were on: such a run is of a deployment with them, and of
//! no other.

use super::json::{Json, Value};
use super::labels::Labels;
use super::look::Look;
use super::runs::Bench;
use super::settings;
use crate::profile::problem::Problem;
use crate::text::printable;
use crate::throughput::SPECULATIVE;

const MTP: &str = "mtp";
const DRAFT: &str = "draft";

/// Ways to guess ahead, by what engines call them; those that hold a word of the first list are the
/// model's own heads.
const OWN_HEADS: &[&str] = &["mtp", "nextn"];
const OTHERS: &[&str] = &["draft", "eagle", "ngram", "medusa", "standalone", "suffix", "dflash"];

/// Keys of records, of the settings of servers and of what users add to a benchmark's results.
const METHODS: &[&str] = &[
    "speculative_algorithm",
    "speculative_config",
    "speculative_method",
    "spec_method",
    "spec_type",
    "spec_decoding",
];
const CACHE_TYPES: &[&str] = &["kv_cache_dtype", "cache_type_k", "type_k"];
const EXPERTS: &[&str] = &["ep_size", "expert_parallel_size", "ep"];

/// No run was spread over more.
const MOST_ACCELERATORS: f64 = 1_024.0;

/// Keeps the features of a record; those of a file's records are the same.
///
/// # Errors
/// A record with others than the first.
pub fn keep(bench: &mut Bench, look: &Look<'_>) -> Result<(), Problem> {
    let places = ["server_info", "engine", "world_info"].map(|key| look.json.get(key));
    let found = of(look.json, &places);
    match &bench.features {
        Some(known) if *known != found => {
            let said = |features: &[&str]| match features {
                [] => "no feature".to_string(),
                some => format!("`{}`", some.join("`, `")),
            };
            let message =
                format!("this run was made with {}, the first with {}", said(&found), said(known));
            Err(look.problem(message).hint(settings::ON_ITS_OWN))
        }
        Some(_) => Ok(()),
        None => {
            let places = || std::iter::once(look.json).chain(places.iter().copied().flatten());
            for (key, words) in places().flat_map(coarser_caches) {
                bench.caveat(format!("the KV cache was {} (`{key}`)", printable(words)));
            }
            bench.features = Some(found);
            Ok(())
        }
    }
}

/// Types of the KV cache that are no feature and not the usual one.
fn coarser_caches(place: &Json) -> impl Iterator<Item = (&'static str, &str)> {
    const USUAL: &[&str] = &["", "auto", "f16", "fp16", "bf16", "bfloat16", "float16", "f32"];
    let keys = ["type_k", "type_v", "cache_type_k", "cache_type_v", "ctk", "ctv"];
    keys.into_iter().filter_map(move |key| match &place.get(key)?.value {
        Value::Text(name) if !USUAL.contains(&name.as_str()) => {
            let is_feature = name == "q8_0" && key.ends_with('k');
            (!is_feature).then_some((key, name.as_str()))
        }
        _ => None,
    })
}

/// The features that a record and the settings of its server name.
fn of(record: &Json, settings: &[Option<&Json>]) -> Vec<&'static str> {
    let places = || std::iter::once(record).chain(settings.iter().copied().flatten());
    let first = |keys: &'static [&'static str]| {
        places().find_map(move |place| keys.iter().find_map(|key| place.get(key)))
    };
    let guess = places()
        .flat_map(|place| METHODS.iter().filter_map(|key| place.get(key)))
        .find_map(|json| method(json, settings.first().copied().flatten().unwrap_or(record)));
    let mtp = places().filter_map(|place| place.get("mtp")).any(is_on).then_some(MTP);
    let cache = first(CACHE_TYPES).and_then(|json| match &json.value {
        Value::Text(name) if name.to_ascii_lowercase().starts_with("fp8") => Some("fp8-kv"),
        Value::Text(name) if name == "q8_0" => Some("q8-kv"),
        _ => None,
    });
    let several =
        |json: &Json| matches!(json.value, Value::Number(n) if n > 1.0 && n <= MOST_ACCELERATORS);
    let flag = |place: &Json| place.get("enable_expert_parallel").is_some_and(is_on);
    let experts = first(EXPERTS).is_some_and(several) || places().any(flag);
    let on_processor = places()
        .filter_map(|place| place.get("n_cpu_moe").or_else(|| place.get("ncmoe")))
        .any(is_on);
    let found = [
        mtp.or(guess),
        cache,
        experts.then_some("expert-parallel"),
        on_processor.then_some("cpu-moe"),
    ];
    found.into_iter().flatten().collect()
}

/// The feature that a way to guess ahead belongs to; `None` when it is that of none.
fn method(json: &Json, settings: &Json) -> Option<&'static str> {
    if !is_on(json) {
        return None;
    }
    let named = |json: &Json| match &json.value {
        Value::Text(name) => Some(name.to_ascii_lowercase()),
        Value::Object(_) => match &json.get("method")?.value {
            Value::Text(name) => Some(name.to_ascii_lowercase()),
            _ => None,
        },
        _ => None,
    };
    let name = named(json).unwrap_or_default();
    let holds = |words: &[&str]| words.iter().any(|word| name.contains(word));
    // SGLang runs a model's own heads as `EAGLE` without a draft model.
    let has_draft = settings.get("speculative_draft_model_path").is_some_and(is_on);
    let listed = settings.get("speculative_draft_model_path").is_some();
    Some(if holds(OWN_HEADS) || (name == "eagle" && listed && !has_draft) {
        MTP
    } else if holds(OTHERS) {
        DRAFT
    } else {
        SPECULATIVE
    })
}

/// Whether a setting is on, however it is written.
pub fn is_on(json: &Json) -> bool {
    match &json.value {
        Value::Null => false,
        Value::Flag(flag) => *flag,
        Value::Number(number) => *number > 0.0,
        Value::Text(text) => {
            !matches!(&*text.to_ascii_lowercase(), "" | "0" | "false" | "none" | "off" | "no")
        }
        Value::List(items) => !items.is_empty(),
        Value::Object(_) => true,
    }
}

/// The features that a profile of these runs is headed with: what the file says, and the user.
pub fn named(bench: &Bench, labels: &Labels) -> Vec<String> {
    let mut names: Vec<String> = labels.features.clone();
    let said = bench.features.iter().flatten().map(ToString::to_string);
    let told = labels.guesses_ahead;
    names.extend(said.filter(|name| !(labels.features.contains(name) || told && is_guess(name))));
    if bench.speculative && !told && !names.iter().any(|name| is_guess(name)) {
        names.push(SPECULATIVE.into());
    }
    names
}

/// Whether they guess ahead, in one way or another.
pub fn guess_ahead(bench: &Bench, labels: &Labels) -> bool {
    labels.guesses_ahead || named(bench, labels).iter().any(|name| is_guess(name))
}

fn is_guess(name: &str) -> bool {
    matches!(name, MTP | DRAFT | SPECULATIVE)
}
