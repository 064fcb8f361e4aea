//! From fitted logarithms to constants, and to the TOML that ships them.

use std::fmt::Write as _;

use breakeven::engine::{Batch, Constants, Link, OneStream, Prefill};
use breakeven::profile::catalog::Catalog;
use breakeven::profile::estimator::vendor;

use super::Fitted;
use super::batch::LINKS;
use super::data::Row;

/// Constants with everything that is not fitted.
pub fn base() -> Option<Constants> {
    let catalog = Catalog::with(vec![]).ok()?;
    Some(catalog.estimator?.constants("", ""))
}

/// The constants of a row's engine on its hardware.
pub fn of_row(base: &Constants, fitted: &Fitted, row: &Row) -> Constants {
    let (engine, family) = (&row.engine, &row.family);
    // A parameter that was not fitted is at its prior mean, which for factors is 1.
    let log = |name: &str, mean: f64| fitted.get(name).copied().unwrap_or(mean);
    let product = |names: &[String]| names.iter().map(|name| log(name, 0.0)).sum::<f64>().exp();
    let of_hardware = |name: &str| {
        let maker = format!("{name}|*|{}", vendor(family));
        product(&[
            name.into(),
            format!("{name}|{engine}"),
            maker,
            format!("{name}|{engine}|{family}"),
        ])
    };
    let of_engine = |name: &str| product(&[name.into(), format!("{name}|{engine}")]);
    let link = |name: &str| {
        let (_, step, token) = LINKS.into_iter().find(|known| known.0 == name).unwrap_or(LINKS[0]);
        Link {
            layer_seconds: log(&format!("tpl|{name}"), step.ln()).exp() * 1e-6,
            token_layer_seconds: log(&format!("tps|{name}"), token.ln()).exp() * 1e-6,
        }
    };
    Constants {
        one_stream: OneStream {
            efficiency: log("eff", 0.0).exp().min(1.0),
            kv_efficiency: log("kv", 0.0).exp(),
            layer_seconds: of_hardware("tau") * 1e-6,
            unpack: product(&["comp".into(), format!("comp|{family}")]),
        },
        prefill: Prefill {
            peak_fraction: of_hardware("mfu"),
            moe_factor: log("mfu_moe", 0.0).exp(),
            weight_read: log("pw", 0.0).exp(),
            chunk_layer_seconds: log("ptau", 0.0).exp() * 1e-6,
            chunk_tokens: base.prefill.chunk_tokens,
            attention: log("att", 0.0).exp(),
        },
        batch: Batch {
            peak_fraction: of_engine("bmfu"),
            sequence_layer_seconds: of_engine("seq") * 1e-6,
            prefill_factor: of_engine("pserve"),
        },
        pcie: link("pcie"),
        nvlink: link("nvlink"),
        ..base.clone()
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
const OWN: [(&str, &str, &str); 12] = [
    ("one_stream", "efficiency", "eff"),
    ("one_stream", "kv_efficiency", "kv"),
    ("one_stream", "layer_microseconds", "tau"),
    ("one_stream", "unpack", "comp"),
    ("prefill", "peak_fraction", "mfu"),
    ("prefill", "moe_factor", "mfu_moe"),
    ("prefill", "weight_read", "pw"),
    ("prefill", "chunk_layer_microseconds", "ptau"),
    ("prefill", "attention", "att"),
    ("batch", "peak_fraction", "bmfu"),
    ("batch", "sequence_layer_microseconds", "seq"),
    ("batch", "prefill_factor", "pserve"),
];

/// The factors of engines, and the beginning of their parameter.
const OF_ENGINE: [(&str, &str); 5] = [
    ("layer_factor", "tau|"),
    ("prefill_factor", "mfu|"),
    ("batch_peak_factor", "bmfu|"),
    ("batch_sequence_factor", "seq|"),
    ("batch_prefill_factor", "pserve|"),
];

/// Engines with enough measurements to ship factors for.
const ENGINES: [&str; 3] = ["llama.cpp", "vllm", "mlx"];
const VENDORS: [&str; 4] = ["nv", "amd", "apple", "igpu"];
const FAMILIES: [&str; 9] = [
    "nv-geforce",
    "nv-pro",
    "nv-dc",
    "nv-gb10",
    "nv-old",
    "apple",
    "amd-apu",
    "amd-radeon",
    "igpu",
];

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
        for (key, parameter) in OF_ENGINE {
            add("engine", engine, "", key, &format!("{parameter}{engine}"));
        }
    }
    for vendor in VENDORS {
        add("vendor", vendor, "", "layer_factor", &format!("tau|*|{vendor}"));
        add("vendor", vendor, "", "prefill_factor", &format!("mfu|*|{vendor}"));
    }
    for family in FAMILIES {
        add("family", family, "", "unpack_factor", &format!("comp|{family}"));
    }
    for engine in ENGINES {
        for family in FAMILIES {
            let name = format!("{engine} {family}");
            add("engine_family", &name, "", "layer_factor", &format!("tau|{engine}|{family}"));
            add("engine_family", &name, "", "prefill_factor", &format!("mfu|{engine}|{family}"));
        }
    }
    all
}

/// The entries as TOML, with intervals as factors on the rate.
pub fn toml(entries: &[Entry], intervals: &[(&str, (f64, f64))]) -> String {
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
    let _ = writeln!(text, "\n[estimator.interval]");
    for (name, (low, high)) in intervals {
        let (low, high) = (rounded(low.exp()), rounded(high.exp()));
        let _ = writeln!(text, "{name} = {{ low = {low}, high = {high} }}");
    }
    text
}
