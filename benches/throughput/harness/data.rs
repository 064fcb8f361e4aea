//! Measurements with the physical numbers of their machines and models.

use std::error::Error;
use std::path::{Path, PathBuf};

use breakeven::calc::throughput::job::{Coverage, Job};
use breakeven::calc::throughput::layout::{Interconnect, Layout};
use breakeven::model::{Experts, active_share};
use breakeven::workload::Request;

use super::table::{Line, Table};
use super::{prompts, unseen};

/// One measured rate.
#[derive(Clone, Debug)]
pub struct Row {
    /// Who published it.
    pub source: String,
    /// The accelerator.
    pub hardware: String,
    /// Its family.
    pub family: String,
    /// The engine.
    pub engine: String,
    /// The model.
    pub model: String,
    /// The quantization, as the table says it.
    pub quantization: String,
    /// Memory of one accelerator, GB.
    pub memory: f64,
    /// Bandwidth of one accelerator, GB/s.
    pub bandwidth: f64,
    /// Dense 16-bit compute of one accelerator, 10^12 operations a second.
    pub tflops: f64,
    /// Parameters, 10^9.
    pub parameters: f64,
    /// Those that one token uses.
    pub active: f64,
    /// Routed experts in a layer, 0 for a dense model.
    pub experts: f64,
    /// Those that one token uses.
    pub experts_per_token: f64,
    /// Layers.
    pub layers: f64,
    /// Bytes of KV cache per token.
    pub kv_bytes: f64,
    /// All weights, GB.
    pub weights: f64,
    /// The request.
    pub request: Request,
    /// Tokens in the cache before the prompt.
    pub depth: f64,
    /// How accelerators shared the work.
    pub layout: Layout,
    /// Requests in progress on each copy of the model.
    pub streams: f64,
    /// Tokens per second: output, or prompt in the table of prompts.
    pub rate: f64,
}

impl Row {
    /// The physical numbers of a line of the two tables that have them.
    pub fn of(line: Line<'_>) -> Result<Self, Box<dyn Error>> {
        Ok(Self {
            source: line.text("source").into(),
            hardware: line.text("hardware").into(),
            family: line.text("hardware_family").into(),
            engine: line.text("engine").into(),
            model: line.text("model").into(),
            quantization: line.text("quantization").into(),
            memory: line.required("memory_gb")?,
            bandwidth: line.required("memory_bandwidth_gb_per_s")?,
            tflops: line.required("fp16_dense_tflops")?,
            parameters: line.required("parameters_billion")?,
            active: line.required("active_parameters_billion")?,
            experts: line.required("experts")?,
            experts_per_token: line.required("experts_per_token")?,
            layers: line.required("layers")?,
            kv_bytes: line.required("kv_bytes_per_token")?,
            weights: line.required("weights_gb")?,
            request: Request { prompt_tokens: 0.0, output_tokens: 0.0 },
            depth: 0.0,
            layout: Layout::SINGLE,
            streams: 1.0,
            rate: 0.0,
        })
    }

    /// What the model is asked.
    pub fn job(&self) -> Job {
        let experts = (self.experts > 0.0)
            .then_some(Experts { total: self.experts, per_token: self.experts_per_token });
        Job {
            bandwidth: self.bandwidth,
            compute: self.tflops * 1_000.0,
            weights: self.weights,
            parameters: self.parameters,
            active: self.active,
            layers: self.layers,
            kv_bytes: self.kv_bytes,
            has_experts: self.experts > 0.0,
            coverage: Coverage::of(active_share(self.parameters, self.active), experts),
            request: self.request,
            layout: self.layout,
        }
    }
}

/// Where the tables are.
#[derive(Clone, Debug)]
pub struct Paths {
    /// One stream.
    pub single: PathBuf,
    /// Several streams.
    pub batched: PathBuf,
    /// All raw rows, for prompts.
    pub prefill: Option<PathBuf>,
}

impl Paths {
    /// The tables in a folder `shared/data` beside the repository, if they are there.
    pub fn beside_the_repository() -> Option<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join("shared/data");
        Self::in_folder(&folder)
    }

    /// The tables in a folder, if they are there.
    pub fn in_folder(folder: &Path) -> Option<Self> {
        let path = |name: &str| Some(folder.join(name)).filter(|path| path.is_file());
        Some(Self {
            single: path("throughput_single_stream.csv")?,
            batched: path("throughput_batched.csv")?,
            prefill: path("throughput_measured.csv"),
        })
    }
}

/// All measurements.
pub struct Data {
    /// One stream.
    pub single: Vec<Row>,
    /// Several streams.
    pub batched: Vec<Row>,
    /// Prompts.
    pub prompts: Vec<Row>,
    /// What was left out of all fits.
    pub unseen: unseen::Unseen,
}

fn read(
    path: &Path,
    row: fn(Line<'_>) -> Result<Row, Box<dyn Error>>,
) -> Result<Vec<Row>, Box<dyn Error>> {
    let table = Table::read(path)?;
    let rows: Result<Vec<Row>, _> = table.lines().map(row).collect();
    rows.map_err(|error| format!("{}: {error}", path.display()).into())
}

/// Layouts with expert parallelism, which the model does not know.
const LEFT_OUT: &str = "inferencex-exp";

impl Data {
    /// Reads the tables.
    pub fn read(paths: &Paths) -> Result<Self, Box<dyn Error>> {
        let single = read(&paths.single, single)?;
        let all = read(&paths.batched, batched)?;
        let measured = paths.prefill.as_deref().map(Table::read).transpose()?;
        let known: Vec<&Row> = single.iter().chain(&all).collect();
        let prompts = measured.as_ref().map_or_else(Vec::new, |table| prompts::rows(table, &known));
        let raw = measured.as_ref().map_or_else(Vec::new, |table| unseen::rows(table, &known));
        let (left_out, batched) = all.into_iter().partition(|row| row.source == LEFT_OUT);
        Ok(Self {
            single,
            batched,
            prompts,
            unseen: unseen::Unseen { single: raw, batched: left_out },
        })
    }
}

fn single(line: Line<'_>) -> Result<Row, Box<dyn Error>> {
    // A rate at a context reads that much cache.
    let prompt_tokens = line.required("context_tokens")?;
    let request = Request { prompt_tokens, output_tokens: 0.0 };
    Ok(Row { request, rate: line.required("decode_tokens_per_second")?, ..Row::of(line)? })
}

/// Share of the memory that servers used, in which a benchmark's requests were taken to fit.
const SERVED: f64 = 0.92;

fn batched(line: Line<'_>) -> Result<Row, Box<dyn Error>> {
    let row = Row::of(line)?;
    let request = Request {
        prompt_tokens: line.required("prompt_tokens")?,
        output_tokens: line.required("output_tokens")?,
    };
    let (group, stages) = (line.required("tensor_parallel")?, line.required("pipeline_parallel")?);
    let replicas = line.required("instances")?;
    let link = if row.family == "nv-dc" { Interconnect::Nvlink } else { Interconnect::Pcie };
    let layout = Layout { tensor_parallel: group, stages, replicas, interconnect: Some(link) };
    let each = row.kv_bytes * request.context_tokens() / 1e9;
    let room = SERVED * row.memory * group * stages - row.weights;
    // A server lets wait what does not fit.
    let fits = if each > 0.0 { (room / each).max(1.0) } else { f64::INFINITY };
    let streams = (line.required("concurrency")? / replicas).min(fits);
    let rate = line.required("output_tokens_per_second")?;
    Ok(Row { request, layout, streams, rate, ..row })
}
