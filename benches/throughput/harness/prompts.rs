//! Prompts: the rows of the raw table that state a prompt rate, and its model.

use std::collections::HashMap;

use breakeven::calc::throughput::prefill;
use breakeven::engine::{Constants, Prefill};
use breakeven::profile::estimator::vendor;
use breakeven::workload::Request;

use super::data::Row;
use super::fit::{Design, Rules};
use super::metrics::median;
use super::table::{Line, Table};

/// How they are fitted.
pub const RULES: Rules = Rules { delta: 0.3, sigma: 0.5, share: 0.5 };

/// What the raw table calls an engine, in our words.
pub fn engine(name: &str) -> &str {
    match name {
        "llamafile(llama.cpp)" | "llama.cpp(batched-bench)" | "ollama" | "lmstudio" => "llama.cpp",
        "MLX" => "mlx",
        "vLLM" => "vllm",
        other => other,
    }
}

/// Physical numbers of machines and models that other tables state, first come first served.
pub struct Physics<'r> {
    hardware: HashMap<&'r str, &'r Row>,
    models: HashMap<&'r str, &'r Row>,
}

impl<'r> Physics<'r> {
    /// Of these rows.
    pub fn of(known: &[&'r Row]) -> Self {
        let (mut hardware, mut models) = (HashMap::new(), HashMap::new());
        for row in known {
            hardware.entry(&*row.hardware).or_insert(*row);
            models.entry(&*row.model).or_insert(*row);
        }
        Self { hardware, models }
    }

    /// A line of the raw table as a row without a rate, if all is known about it.
    pub fn row(&self, line: Line<'_>) -> Option<Row> {
        let machine = self.hardware.get(line.text("hardware_id"))?;
        let model = self.models.get(line.text("model_canon"))?;
        Some(Row {
            source: line.text("source_id").into(),
            quantization: line.text("quant").into(),
            engine: engine(line.text("engine")).into(),
            active: line.number("params_active_b")?,
            parameters: line.number("params_total_b")?,
            weights: line.number("weights_gb")?,
            hardware: machine.hardware.clone(),
            family: machine.family.clone(),
            bandwidth: machine.bandwidth,
            tflops: machine.tflops,
            model: model.model.clone(),
            layers: model.layers,
            experts: model.experts,
            experts_per_token: model.experts_per_token,
            kv_bytes: model.kv_bytes,
            depth: 0.0,
            ..(*machine).clone()
        })
    }
}

/// The prompt rates of the raw table, one for each setup: the median of its runs.
pub fn rows(table: &Table, known: &[&Row]) -> Vec<Row> {
    let physics = Physics::of(known);
    let mut setups: Vec<(Row, Vec<f64>)> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    for line in table.lines() {
        let Some((row, rate)) = measured(line, &physics) else { continue };
        let key = format!(
            "{}|{}|{}|{}|{}|{}|{}",
            row.source,
            row.hardware,
            row.engine,
            row.model,
            row.quantization,
            row.request.prompt_tokens,
            row.depth
        );
        let next = setups.len();
        let found = *index.entry(key).or_insert(next);
        if found == next {
            setups.push((row, Vec::new()));
        }
        setups[found].1.push(rate);
    }
    let rows = setups.into_iter().map(|(row, rates)| Row { rate: median(rates), ..row });
    // Above twice the peak the prompt was in a cache already.
    rows.filter(|row| row.rate <= 2.0 * row.tflops * 1_000.0 / (2.0 * row.active)).collect()
}

fn measured(line: Line<'_>, physics: &Physics<'_>) -> Option<(Row, f64)> {
    let rate = line.number("prefill_tok_s")?;
    let prompt_tokens = line.number("prompt_len").filter(|tokens| *tokens >= 128.0)?;
    let is_one = |name: &str| line.number(name) == Some(1.0);
    let kind = line.text("metric_kind");
    if !is_one("gpu_count") || !is_one("batch_or_concurrency") {
        return None;
    }
    if matches!(kind, "unknown" | "e2e_wall_single") {
        return None;
    }
    let row = physics.row(line)?;
    if !["llama.cpp", "mlx", "vllm"].contains(&&*row.engine) || line.text("engine") == "lmstudio" {
        return None;
    }
    let stated = line.number("context_depth").filter(|_| kind.contains("llama-bench"));
    let request = Request { prompt_tokens, output_tokens: 0.0 };
    let layout = breakeven::calc::throughput::layout::Layout::SINGLE;
    Some((Row { request, layout, streams: 1.0, depth: stated.unwrap_or(0.0), ..row }, rate))
}

/// The terms of all rows; `base` gives what is not fitted.
pub fn design(rows: &[Row], base: &Constants) -> Design {
    let none = Prefill {
        peak_fraction: 1.0,
        moe_factor: 1.0,
        weight_read: 0.0,
        chunk_layer_seconds: 0.0,
        attention: 0.0,
        chunk_tokens: base.prefill.chunk_tokens,
    };
    let units = [
        Prefill { weight_read: 1.0, ..none },
        Prefill { chunk_layer_seconds: 1e-6, ..none },
        Prefill { attention: 1.0, ..none },
    ];
    let mut design = Design::default();
    for row in rows {
        let seconds = |prefill: Prefill| {
            prefill::seconds(&row.job(), &Constants { prefill, ..base.clone() }, row.depth)
        };
        let arithmetic = seconds(none);
        let mut terms = vec![arithmetic];
        terms.extend(units.map(|unit| seconds(unit) - arithmetic));
        design.row(terms, row.rate, format!("{}|{}", row.source, row.hardware));
        let Row { engine, family, .. } = row;
        design.depend(&[0], "mfu".into(), [0.35_f64.ln(), 0.5], -1.0);
        design.depend(&[0], format!("mfu|{engine}"), [0.0, 0.4], -1.0);
        design.depend(&[0], format!("mfu|*|{}", vendor(family)), [0.0, 1.0], -1.0);
        design.depend(&[0], format!("mfu|{engine}|{family}"), [0.0, 0.2], -1.0);
        if row.experts > 0.0 {
            design.depend(&[0], "mfu_moe".into(), [0.0, 0.5], -1.0);
        }
        design.depend(&[1], "pw".into(), [1.1_f64.ln(), 0.3], 1.0);
        design.depend(&[2], "ptau".into(), [150.0_f64.ln(), 0.7], 1.0);
        design.depend(&[3], "att".into(), [3.0_f64.ln(), 1.0], 1.0);
    }
    design
}

/// Prompt tokens per second.
pub fn predict(row: &Row, constants: &Constants) -> f64 {
    1.0 / prefill::seconds(&row.job(), constants, row.depth)
}
