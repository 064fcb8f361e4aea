//! From fitted logarithms to constants, and to the TOML that ships them.

use std::fmt::Write as _;

use breakeven::engine::{Batch, Constants, Link, OneStream, Prefill};
use breakeven::profile::estimator::{Estimator, vendor};
use breakeven::profile::fields::shared_fields::FAMILIES;

use super::Fitted;
use super::design::LINKS;
use super::facts::chunk_tokens;
use super::intervals::Intervals;
use super::row::{Kind, Row};

/// The constants of a row's engine on its hardware with everything that is not fitted.
pub fn unfitted(estimator: &Estimator, row: &Row) -> Constants {
    let mut constants = estimator.constants(&row.engine, &row.family);
    if let Some(tokens) = chunk_tokens(&row.source) {
        constants.prefill.chunk_tokens = tokens;
    }
    constants
}

/// The constants of a row's engine on its hardware.
pub fn of_row(estimator: &Estimator, fitted: &Fitted, row: &Row) -> Constants {
    let (engine, family) = (&row.engine, &row.family);
    // A parameter that was not fitted is at its prior mean, which for factors is 1.
    let log = |name: &str| fitted.get(name).copied().unwrap_or(0.0);
    let product = |names: &[String]| names.iter().map(|name| log(name)).sum::<f64>().exp();
    let levels = |name: &str| {
        let maker = format!("{name}|*|{}", vendor(family));
        let pair = format!("{name}|{engine}|{family}");
        product(&[name.into(), format!("{name}|{engine}"), maker, pair])
    };
    let of_family = |name: &str| product(&[name.into(), format!("{name}|{family}")]);
    let link = |name: &str| {
        let (_, step, token) = LINKS.into_iter().find(|known| known.0 == name).unwrap_or(LINKS[0]);
        let fitted = |name: String, mean: f64| fitted.get(&name).map_or(mean, |log| log.exp());
        Link {
            layer_seconds: fitted(format!("tpl|{name}"), step) * 1e-6,
            token_layer_seconds: fitted(format!("tps|{name}"), token) * 1e-6,
        }
    };
    let base = unfitted(estimator, row);
    Constants {
        one_stream: OneStream {
            efficiency: of_family("eff").min(1.0),
            kv_efficiency: levels("kv"),
            layer_seconds: levels("tau") * 1e-6,
            expert_layer_seconds: log("taum").exp() * 1e-6,
            unpack: of_family("comp"),
        },
        prefill: Prefill {
            peak_fraction: levels("mfu"),
            moe_factor: levels("mfu_moe"),
            weight_read: log("pw").exp(),
            expert_pad_tokens: levels("pad"),
            activation_bytes: log("act").exp(),
            chunk_layer_seconds: levels("ptau") * 1e-6,
            attention: levels("att"),
            ..base.prefill
        },
        batch: Batch {
            peak_fraction: levels("bmfu"),
            sequence_layer_seconds: levels("seq") * 1e-6,
        },
        gains: ["fp8", "fp4"].map(|name| log(name).exp()),
        pcie: link("pcie"),
        nvlink: link("nvlink"),
        ..base
    }
}

/// A constant of the profile: kind and name of its section, a table in it, key and value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// `estimator`, `engine`, `vendor` …
    pub kind: &'static str,
    /// The names of the section, apart by spaces.
    pub name: String,
    /// The table in it, or nothing.
    pub table: &'static str,
    /// The key.
    pub key: &'static str,
    /// The value, 3 significant digits.
    pub value: f64,
}

/// Three significant digits.
pub fn rounded(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}

/// Key in `[estimator.TABLE]` and the parameter behind it.
const OWN: [(&str, &str, &str); 16] = [
    ("one_stream", "efficiency", "eff"),
    ("one_stream", "kv_efficiency", "kv"),
    ("one_stream", "layer_microseconds", "tau"),
    ("one_stream", "expert_layer_microseconds", "taum"),
    ("one_stream", "unpack", "comp"),
    ("prefill", "peak_fraction", "mfu"),
    ("prefill", "moe_factor", "mfu_moe"),
    ("prefill", "weight_read", "pw"),
    ("prefill", "expert_pad_tokens", "pad"),
    ("prefill", "activation_bytes", "act"),
    ("prefill", "chunk_layer_microseconds", "ptau"),
    ("prefill", "attention", "att"),
    ("batch", "peak_fraction", "bmfu"),
    ("batch", "sequence_layer_microseconds", "seq"),
    ("gain", "eight_bit", "fp8"),
    ("gain", "four_bit", "fp4"),
];

/// The factors of engines, vendors and engines on a family, and their parameter.
const LEVELS: [(&str, &str); 8] = [
    ("kv_factor", "kv"),
    ("layer_factor", "tau"),
    ("prefill_factor", "mfu"),
    ("expert_prefill_factor", "mfu_moe"),
    ("chunk_factor", "ptau"),
    ("attention_factor", "att"),
    ("batch_peak_factor", "bmfu"),
    ("batch_sequence_factor", "seq"),
];
/// The factors of families.
const OF_FAMILY: [(&str, &str); 2] = [("efficiency_factor", "eff"), ("unpack_factor", "comp")];

/// Engines with enough measurements to ship factors for.
const ENGINES: [&str; 5] = ["llama.cpp", "vllm", "sglang", "tensorrt-llm", "mlx"];
const VENDORS: [&str; 4] = ["nv", "amd", "apple", "igpu"];

/// All constants that were fitted, in the order of the profile.
pub fn entries(fitted: &Fitted) -> Vec<Entry> {
    let mut all = Vec::new();
    let mut add = |kind, name: &str, table, key, parameter: &str| {
        if let Some(log) = fitted.get(parameter) {
            let value = if parameter == "eff" { log.exp().min(1.0) } else { log.exp() };
            all.push(Entry { kind, name: name.into(), table, key, value: rounded(value) });
        }
    };
    OWN.iter().for_each(|(table, key, parameter)| add("estimator", "", table, key, parameter));
    for (link, ..) in LINKS {
        add("interconnect", link, "", "layer_microseconds", &format!("tpl|{link}"));
        add("interconnect", link, "", "token_layer_microseconds", &format!("tps|{link}"));
    }
    for engine in ENGINES {
        for (key, parameter) in LEVELS {
            add("engine", engine, "", key, &format!("{parameter}|{engine}"));
        }
    }
    for vendor in VENDORS {
        for (key, parameter) in LEVELS {
            add("vendor", vendor, "", key, &format!("{parameter}|*|{vendor}"));
        }
    }
    for family in FAMILIES {
        for (key, parameter) in OF_FAMILY {
            add("family", family, "", key, &format!("{parameter}|{family}"));
        }
    }
    for engine in ENGINES {
        for family in FAMILIES {
            let name = format!("{engine} {family}");
            for (key, parameter) in LEVELS {
                let parameter = format!("{parameter}|{engine}|{family}");
                add("engine_family", &name, "", key, &parameter);
            }
        }
    }
    all
}

/// The entries as TOML, with intervals as factors on the rate.
pub fn toml(entries: &[Entry], intervals: &Intervals, calibrated: (f64, f64)) -> String {
    let mut text = String::new();
    let mut last = String::new();
    for entry in entries {
        let mut heading = entry.kind.to_string();
        for part in entry.name.split(' ').chain([entry.table]).filter(|part| !part.is_empty()) {
            let quote = if part.contains('.') { "\"" } else { "" };
            let _ = write!(heading, ".{quote}{part}{quote}");
        }
        if heading != last {
            let _ = writeln!(text, "\n[{heading}]");
            last = heading;
        }
        let _ = writeln!(text, "{} = {}", entry.key, entry.value);
    }
    for (kind, ends_of) in intervals.unmeasured() {
        let _ = writeln!(text, "estimator: {} = {}", named(kind), ends(ends_of));
    }
    for (engine, family, kind, ends_of) in intervals.measured() {
        if ENGINES.contains(&engine) {
            let name = format!("engine_family.{engine}.{family}");
            let _ = writeln!(text, "{name}: {} = {}", named(kind), ends(ends_of));
        }
    }
    let _ = writeln!(text, "estimator: calibrated = {}", ends(calibrated));
    text
}

/// The key of a kind's interval.
pub const fn named(kind: Kind) -> &'static str {
    match kind {
        Kind::Single => "one_stream",
        Kind::Batch => "batch",
        Kind::Prompts => "prefill",
    }
}

/// As factors; an interval has the answer inside.
fn ends((low, high): (f64, f64)) -> String {
    let (low, high) = (low.min(-0.05), high.max(0.05));
    format!("{{ low = {}, high = {} }}", rounded(low.exp()), rounded(high.exp()))
}
