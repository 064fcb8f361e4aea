//! The tables of measurements as rows.

use std::collections::HashMap;
use std::error::Error;
use std::path::{Path, PathBuf};

use breakeven::calc::throughput::layout::Layout;
use breakeven::workload::Request;

use super::facts;
use super::metrics::median;
use super::row::{Kind, Row, engine, year};
use super::table::{Line, Table};

/// The tables, by file name: one stream, several, servers, newest, reports, and all raw rows.
const FILES: [&str; 6] = [
    "throughput_single_stream.csv",
    "throughput_batched.csv",
    "throughput_inferencex.csv",
    "throughput_fresh.csv",
    "throughput_reports.csv",
    "throughput_measured.csv",
];

/// The folder of the tables of this repository.
pub fn own() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/throughput/data")
}

/// Layouts with expert parallelism, which the model does not know.
const LEFT_OUT: &str = "inferencex-exp";
/// Requests in progress at which the time to the first token is taken as that of one prompt.
const FEW: f64 = 4.0;

/// What was timed where prompts are not in it.
const OUTPUT: &str = "decode";

/// All measurements of a folder.
pub fn read(folder: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
    let table = |index: usize| Table::read(&folder.join(FILES[index]));
    let [one, several, servers, newest, reports, raw] =
        [table(0)?, table(1)?, table(2)?, table(3)?, table(4)?, table(5)?];
    let mut rows = Vec::new();
    for line in one.lines() {
        // A rate at a context reads that much cache.
        let prompt_tokens = line.required("context_tokens")?;
        let request = Request { prompt_tokens, output_tokens: 0.0 };
        let rate = line.required("decode_tokens_per_second")?;
        rows.push(Row { request, rate, ..Row::of(line, Kind::Single)? });
    }
    let mut prompts = Vec::new();
    for line in several.lines().chain(servers.lines()) {
        let rate = line.required("output_tokens_per_second")?;
        let mut row = Row { rate, ..Row::of(line, Kind::Batch)?.shared(line) };
        let few = line.number("concurrency") == Some(FEW);
        let timed =
            few && facts::is_prompt_timed(&row, line.number("prompt_tokens").unwrap_or(0.0));
        if let Some(first) = line.number("ttft_ms").filter(|_| timed) {
            prompts.push(prompt(&row, row.request.prompt_tokens / first * 1_000.0));
        }
        if facts::is_output_alone(&row) {
            row.request.output_tokens = 0.0;
        }
        rows.push(row);
    }
    let recent = newest.lines().chain(reports.lines());
    for line in recent.filter(|line| line.text("speculative").is_empty()) {
        fresh(line, &mut rows, &mut prompts)?;
    }
    let known = rows.iter().filter(|row| row.source != "4x3090-archive");
    prompts.extend(raw_prompts(&raw, known));
    rows.retain(|row| row.source != LEFT_OUT && facts::is_clear(row));
    rows.extend(prompts);
    facts::agree_on_compute(&mut rows);
    rows.retain(|row| row.kind != Kind::Prompts || facts::is_prompt_rate(row));
    Ok(rows)
}

/// A row of one prompt that is processed at this rate.
fn prompt(row: &Row, rate: f64) -> Row {
    let request = Request { output_tokens: 0.0, ..row.request };
    Row { kind: Kind::Prompts, request, streams: 1.0, rate, ..row.clone() }
}

fn fresh(
    line: Line<'_>,
    rows: &mut Vec<Row>,
    prompts: &mut Vec<Row>,
) -> Result<(), Box<dyn Error>> {
    let row = Row::of(line, Kind::Batch)?.shared(line);
    let long = row.request.prompt_tokens >= 128.0;
    let timed = line.number("prefill_tokens_per_second").filter(|_| long);
    let metric = line.text("metric");
    // Of a prompt alone the context is what came before it.
    let depth = line.number("context_tokens").filter(|_| metric == "prompt").unwrap_or(0.0);
    prompts.extend(timed.map(|rate| Row { depth, ..prompt(&row, rate) }));
    let Some(rate) = line.number("output_tokens_per_second") else { return Ok(()) };
    let alone = row.streams == 1.0 && row.layout.tensor_parallel == 1.0;
    let Request { prompt_tokens, output_tokens } = row.request;
    let context = line.number("context_tokens").filter(|tokens| *tokens > 0.0);
    if metric.starts_with("decode") && alone {
        let prompt_tokens = context.unwrap_or(prompt_tokens);
        let request = Request { prompt_tokens, output_tokens: 0.0 };
        rows.push(Row { kind: Kind::Single, request, layout: Layout::SINGLE, rate, ..row });
    } else if let (OUTPUT, Some(prompt_tokens)) = (metric, context) {
        // Output of several streams without their prompts, at this context.
        let request = Request { prompt_tokens, output_tokens: 0.0 };
        rows.push(Row { request, rate, ..row });
    } else if metric == "serving e2e" && prompt_tokens > 0.0 && output_tokens > 0.0 {
        rows.push(Row { rate, ..row });
    }
    Ok(())
}

/// The prompt rates of the raw table, one for each setup. Physical numbers are
/// those that other tables state, first come first served.
fn raw_prompts<'r>(table: &Table, known: impl Iterator<Item = &'r Row>) -> Vec<Row> {
    let (mut hardware, mut models) = (HashMap::new(), HashMap::new());
    for row in known {
        hardware.entry(&*row.hardware).or_insert(row);
        models.entry(&*row.model).or_insert(row);
    }
    let mut setups: Vec<(Row, Vec<f64>)> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    for line in table.lines() {
        let machine = hardware.get(line.text("hardware_id"));
        let model = models.get(line.text("model_canon"));
        let (Some(machine), Some(model)) = (machine, model) else { continue };
        let Some((row, rate)) = raw_prompt(line, machine, model) else { continue };
        let Row { source, hardware, engine, model, quantization, request, depth, .. } = &row;
        let tokens = request.prompt_tokens;
        let key = format!("{source}|{hardware}|{engine}|{model}|{quantization}|{tokens}|{depth}");
        let next = setups.len();
        let found = *index.entry(key).or_insert(next);
        if found == next {
            setups.push((row, Vec::new()));
        }
        setups[found].1.push(rate);
    }
    let one = |(row, rates): (Row, Vec<f64>)| {
        let fastest = rates.iter().copied().fold(0.0, f64::max);
        let rate = if facts::has_backends(&row.source) { fastest } else { median(rates) };
        Row { rate, ..row }
    };
    setups.into_iter().map(one).collect()
}

fn raw_prompt(line: Line<'_>, machine: &Row, model: &Row) -> Option<(Row, f64)> {
    let rate = line.number("prefill_tok_s")?;
    if facts::is_unclear(line.text("source_id"), line.text("hardware_id")) {
        return None;
    }
    let prompt_tokens = line.number("prompt_len").filter(|tokens| *tokens >= 128.0)?;
    let is_one = |name: &str| line.number(name) == Some(1.0);
    let kind = line.text("metric_kind");
    if !is_one("gpu_count") || !is_one("batch_or_concurrency") {
        return None;
    }
    if matches!(kind, "unknown" | "e2e_wall_single") || line.text("engine") == "lmstudio" {
        return None;
    }
    let source = line.text("source_id");
    let engine = engine(line.text("engine"));
    if !["llama.cpp", "mlx", "vllm"].contains(&engine) {
        return None;
    }
    let depth = line.number("context_depth").filter(|_| kind.contains("llama-bench"));
    let row = Row {
        kind: Kind::Prompts,
        source: source.into(),
        year: year(source, ""),
        quantization: line.text("quant").into(),
        engine: engine.into(),
        active: line.number("params_active_b")?,
        parameters: line.number("params_total_b")?,
        weights: line.number("weights_gb")?,
        hardware: machine.hardware.clone(),
        family: machine.family.clone(),
        memory: machine.memory,
        bandwidth: machine.bandwidth,
        powered: facts::powered(source),
        tflops: machine.tflops,
        request: Request { prompt_tokens, output_tokens: 0.0 },
        depth: depth.unwrap_or(0.0),
        layout: Layout::SINGLE,
        streams: 1.0,
        ..model.clone()
    };
    Some((row, rate))
}
