//! The terms of the model for each row, and the parameters they depend on.

use breakeven::calc::throughput::terms::terms;
use breakeven::engine::{Batch, Constants, Link, OneStream, Prefill, Width};
use breakeven::profile::estimator::{Estimator, vendor};

use super::constants::unfitted;
use super::fit::{Design, Rules};
use super::row::{Kind, Row};

/// How a kind is fitted.
const fn rules(kind: Kind) -> Rules {
    match kind {
        Kind::Single => Rules { delta: 0.2, sigma: 0.25, share: 0.5 },
        Kind::Batch => Rules { delta: 0.15, sigma: 0.3, share: 0.0 },
        Kind::Prompts => Rules { delta: 0.3, sigma: 0.4, share: 0.5 },
    }
}

/// The newest builds are the reference level: a row counts half as much for each year before this.
const TODAY: f64 = 2026.5;

/// Prior mean, in the constant's unit, and standard deviation of the logarithm.
type Prior = [f64; 2];

/// The terms of all rows.
pub fn design(rows: &[Row], estimator: &Estimator) -> Design {
    let mut design = Design::default();
    for row in rows {
        let weight = 0.5_f64.powf((TODAY - row.year).max(0.0));
        let (seconds, group) = (seconds(row, estimator), group(row));
        design.row(seconds, row.rate, group, weight, (row.kind as usize, rules(row.kind)));
        decode(&mut design, row);
        prompts(&mut design, row);
    }
    design
}

/// Rows of one source and machine share their weight.
fn group(row: &Row) -> String {
    let Row { kind, source, hardware, model, .. } = row;
    let model = if source == "inferencex-main" { model } else { "" };
    format!("{kind:?}|{source}|{hardware}|{model}")
}

/// Half of the compute: below the most that the model lets prompts use.
const HALF: f64 = 0.5;

/// Seconds of each term with every constant at one: 9 per output token, 8 per prompt token for it.
fn seconds(row: &Row, estimator: &Estimator) -> Vec<f64> {
    let link = Link { layer_seconds: 1e-6, token_layer_seconds: 1e-6 };
    let base = unfitted(estimator, row);
    let units = Constants {
        one_stream: OneStream {
            efficiency: 1.0,
            kv_efficiency: 1.0,
            layer_seconds: 1e-6,
            expert_layer_seconds: 1e-6,
            unpack: 1.0,
        },
        prefill: Prefill {
            peak_fraction: HALF,
            moe_factor: 1.0,
            weight_read: 1.0,
            expert_pad_tokens: 1.0,
            activation_bytes: 1.0,
            chunk_layer_seconds: 1e-6,
            attention: 1.0,
            ..base.prefill
        },
        batch: Batch { peak_fraction: 1.0, sequence_layer_seconds: 1e-6 },
        gains: [1.0; 2],
        pcie: link,
        nvlink: link,
        ..base
    };
    let found = terms(&row.job(), &units, row.streams, row.depth);
    let mut prompt = found.prompt;
    prompt[0] *= HALF;
    prompt[6] *= HALF;
    let (decode, prompts) = match row.kind {
        Kind::Prompts => (0.0, 1.0),
        Kind::Single => (1.0, 0.0),
        Kind::Batch if row.request.output_tokens > 0.0 => {
            (1.0, row.request.prompt_tokens / row.request.output_tokens)
        }
        Kind::Batch => (1.0, 0.0),
    };
    let decode = found.decode.iter().map(|seconds| seconds * decode);
    decode.chain(prompt.iter().map(|seconds| seconds * prompts)).collect()
}

/// The levels of a parameter: all, engine, vendor, engine on a family; each with its deviation.
fn levels(
    design: &mut Design,
    row: &Row,
    terms: &[usize],
    name: &str,
    [mean, deviation]: Prior,
    [engine, vendors, pair]: [f64; 3],
    exponent: f64,
) {
    let Row { engine: e, family: f, .. } = row;
    design.depend(terms, name.into(), [mean, deviation], exponent);
    let mut level = |name: String, deviation: f64| {
        if deviation > 0.0 {
            design.depend(terms, name, [1.0, deviation], exponent);
        }
    };
    level(format!("{name}|{e}"), engine);
    level(format!("{name}|*|{}", vendor(f)), vendors);
    level(format!("{name}|{e}|{f}"), pair);
}

fn efficiency(design: &mut Design, row: &Row, terms: &[usize]) {
    design.depend(terms, "eff".into(), [0.9, 0.03], -1.0);
    design.depend(terms, format!("eff|{}", row.family), [1.0, 0.08], -1.0);
}

fn decode(design: &mut Design, row: &Row) {
    if row.kind == Kind::Prompts {
        return;
    }
    let family = &row.family;
    efficiency(design, row, &[0, 1]);
    levels(design, row, &[1], "kv", [0.85, 0.2], [0.2, 0.0, 0.0], -1.0);
    levels(design, row, &[2], "tau", [70.0, 0.5], [0.6, 0.6, 0.4], 1.0);
    if row.experts > 0.0 {
        design.depend(&[3], "taum".into(), [60.0, 0.7], 1.0);
    }
    design.depend(&[4], "comp".into(), [5.0, 0.7], 1.0);
    design.depend(&[4], format!("comp|{family}"), [1.0, 0.3], 1.0);
    if row.streams > row.layout.stages {
        levels(design, row, &[5], "bmfu", [0.3, 0.7], [1.4, 0.5, 0.0], -1.0);
        gain(design, row, &[5]);
        levels(design, row, &[6], "seq", [3.0, 1.0], [0.7, 0.0, 0.0], 1.0);
    }
    linked(design, row, &[7], &[8]);
}

fn prompts(design: &mut Design, row: &Row) {
    if row.kind == Kind::Single || row.request.prompt_tokens <= 0.0 {
        return;
    }
    levels(design, row, &[9, 15], "mfu", [0.35, 0.5], [0.0, 0.7, 0.3], -1.0);
    gain(design, row, &[9, 15]);
    if row.experts > 0.0 {
        levels(design, row, &[9, 15], "mfu_moe", [1.0, 0.5], [1.2, 0.0, 0.0], -1.0);
        design.depend(&[15], "pad".into(), [64.0, 0.7], 1.0);
    }
    design.depend(&[10], "pw".into(), [1.1, 0.3], 1.0);
    levels(design, row, &[11], "ptau", [150.0, 0.7], [0.0, 0.5, 0.0], 1.0);
    // Published kernels for attention reach half of the 16-bit peak and more.
    levels(design, row, &[12], "att", [2.0, 0.5], [0.0, 0.7, 0.0], 1.0);
    // A value of 32 bit that is written and read once takes 8 bytes, and there are about 22 to a unit of the width.
    design.depend(&[16], "act".into(), [180.0, 0.3], 1.0);
    efficiency(design, row, &[16]);
    linked(design, row, &[13], &[14]);
}

fn gain(design: &mut Design, row: &Row, terms: &[usize]) {
    match row.job().arithmetic.width {
        Width::Sixteen => {}
        Width::Eight => design.depend(terms, "fp8".into(), [1.4, 0.2], -1.0),
        Width::Four => design.depend(terms, "fp4".into(), [1.5, 0.3], -1.0),
    }
}

/// Prior means of microseconds per layer and step and per layer and token, by link.
pub const LINKS: [(&str, f64, f64); 2] = [("pcie", 50.0, 5.0), ("nvlink", 15.0, 0.5)];

fn linked(design: &mut Design, row: &Row, steps: &[usize], tokens: &[usize]) {
    use breakeven::calc::throughput::layout::Interconnect;
    if row.layout.tensor_parallel <= 1.0 {
        return;
    }
    let (name, step, token) = match row.layout.interconnect {
        Some(Interconnect::Nvlink) => LINKS[1],
        _ => LINKS[0],
    };
    design.depend(steps, format!("tpl|{name}"), [step, 0.7], 1.0);
    design.depend(tokens, format!("tps|{name}"), [token, 1.0], 1.0);
}
