//! The shipped constants on measurements that were in no fit.

use std::collections::{BTreeMap, HashMap, HashSet};

use breakeven::calc::throughput::layout::Layout;
use breakeven::engine::{Constants, Spread};
use breakeven::profile::estimator::Estimator;
use breakeven::workload::Request;

use super::data::Row;
use super::metrics::{Held, Summary, median};
use super::prompts::Physics;
use super::table::{Line, Table};
use super::{batch, one_stream};

/// Measurements left out of all fits.
pub struct Unseen {
    /// One stream: setups of the raw table that the table of one stream does not have.
    pub single: Vec<Row>,
    /// Several streams: layouts that the program refuses to answer for.
    pub batched: Vec<Row>,
}

/// Rows of one accelerator and one request whose source, machine, engine, model and quantization
/// together are in no fit, and whose physical numbers are known; the median of each setup.
pub fn rows(table: &Table, known: &[&Row]) -> Vec<Row> {
    let physics = Physics::of(known);
    let fitted: HashSet<[String; 5]> = known.iter().map(|row| setup(row)).collect();
    let mut setups: Vec<(Row, Vec<f64>)> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    for line in table.lines() {
        let Some((row, rate)) = measured(line, &physics) else { continue };
        if fitted.contains(&setup(&row)) {
            continue;
        }
        let key = format!("{:?} {:?}", setup(&row), row.request);
        let next = setups.len();
        let found = *index.entry(key).or_insert(next);
        if found == next {
            setups.push((row, Vec::new()));
        }
        setups[found].1.push(rate);
    }
    setups.into_iter().map(|(row, rates)| Row { rate: median(rates), ..row }).collect()
}

fn setup(row: &Row) -> [String; 5] {
    let quantization = row.quantization.to_lowercase().replace("gguf-", "");
    let Row { source, hardware, engine, model, .. } = row;
    [source.clone(), hardware.clone(), engine.clone(), model.clone(), quantization]
}

fn measured(line: Line<'_>, physics: &Physics<'_>) -> Option<(Row, f64)> {
    let rate = line.number("decode_tok_s_per_stream").filter(|rate| *rate > 0.0)?;
    let is_one = |name: &str| line.number(name) == Some(1.0);
    if !is_one("gpu_count") || !is_one("batch_or_concurrency") || is_one("spec_decode") {
        return None;
    }
    let prompt = line.number("prompt_len").unwrap_or(0.0);
    let output = line.number("output_len").unwrap_or(0.0);
    let decoding = Request { prompt_tokens: prompt + output / 2.0, output_tokens: 0.0 };
    let request = match line.text("metric_kind") {
        "e2e_wall_single" | "e2e_wall_incl_prefill" if output > 0.0 => {
            Request { prompt_tokens: prompt, output_tokens: output }
        }
        "single_stream_claimed" => decoding,
        kind if kind.starts_with("decode_only") => decoding,
        _ => return None,
    };
    let row = Row { request, layout: Layout::SINGLE, streams: 1.0, ..physics.row(line)? };
    // Above the roof it is no single stream; larger than the memory, a part ran on the processor.
    let read = row.weights * row.active / row.parameters;
    (rate * read <= row.bandwidth && row.weights <= row.memory).then_some((row, rate))
}

/// The lines to print.
pub fn report(unseen: &Unseen, estimator: &Estimator) -> Vec<String> {
    let single = |row: &Row, constants: &Constants| {
        let whole = row.request.output_tokens > 0.0;
        let predict = if whole { batch::predict } else { one_stream::predict };
        (predict(row, constants), constants.spreads.one_stream)
    };
    let batched = |row: &Row, constants: &Constants| {
        (batch::predict(row, constants), constants.spreads.batch)
    };
    let mut lines = tried("single", &unseen.single, estimator, single);
    lines.extend(tried("batch", &unseen.batched, estimator, batched));
    lines
}

fn tried(
    name: &str,
    rows: &[Row],
    estimator: &Estimator,
    predict: impl Fn(&Row, &Constants) -> (f64, Spread),
) -> Vec<String> {
    if rows.is_empty() {
        return vec![format!("{name:<8} nothing is left over")];
    }
    let held = |row: &Row| {
        let (rate, spread) = predict(row, &estimator.constants(&row.engine, &row.family));
        let interval = (spread.low.ln(), spread.high.ln());
        Held { residual: (row.rate / rate).ln(), interval }
    };
    let all: Vec<Held> = rows.iter().map(held).collect();
    let mut groups: BTreeMap<String, Vec<Held>> = BTreeMap::new();
    for (row, held) in rows.iter().zip(&all) {
        let name = format!("{} {} {}", row.source, row.hardware, row.engine);
        groups.entry(name).or_default().push(*held);
    }
    let mut lines = vec![Summary::of(&all).line(name, "in no fit")];
    for (name, held) in groups {
        let Summary { number, median, coverage, .. } = Summary::of(&held);
        lines.push(format!(
            "      {name:<40} n {number:>3} median {median:>6.1}% coverage {coverage:>3.0}%"
        ));
    }
    lines
}
