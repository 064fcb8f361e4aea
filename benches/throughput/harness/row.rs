//! One measured rate with the physical numbers of its machine and model.

use std::error::Error;

use breakeven::calc::throughput::job::{Coverage, Job};
use breakeven::calc::throughput::layout::{Interconnect, Layout};
use breakeven::engine::{Arithmetic, Width};
use breakeven::model::{Experts, active_share};
use breakeven::workload::Request;

use super::facts::{kv_factor, layer_factor, powered, prompt_factor};
use super::shapes::heads;
use super::table::Line;

/// What was timed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The output of one stream.
    Single,
    /// Output of several streams over the time of whole requests.
    Batch,
    /// Prompts.
    Prompts,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Single, Self::Batch, Self::Prompts];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Batch => "batch",
            Self::Prompts => "prefill",
        }
    }
}

/// One measured rate.
#[derive(Clone, Debug)]
pub struct Row {
    /// What was timed.
    pub kind: Kind,
    /// Who published it.
    pub source: String,
    /// When, in years.
    pub year: f64,
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
    /// What a limit on its power leaves of what the accelerator can do.
    pub powered: f64,
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
    /// Tokens per second: output, or prompt.
    pub rate: f64,
}

/// Accelerators that multiply 8-bit numbers faster, and 4-bit numbers.
const EIGHT_BIT: [&str; 23] = [
    "h100-sxm",
    "h200-sxm",
    "h100-pcie",
    "h100-nvl",
    "b200",
    "b300",
    "l4",
    "l40s",
    "l40",
    "rtx-4090",
    "rtx-4080",
    "rtx-4060-ti-16gb",
    "rtx-5090",
    "rtx-5080",
    "rtx-5070-ti",
    "rtx-5060-ti-16gb",
    "rtx-pro-6000",
    "rtx-pro-6000-maxq",
    "rtx-6000-ada",
    "mi300x",
    "mi325x",
    "mi355x",
    "gb10",
];
const FOUR_BIT: [&str; 10] = [
    "b200",
    "b300",
    "rtx-5090",
    "rtx-5080",
    "rtx-5070-ti",
    "rtx-5060-ti-16gb",
    "rtx-pro-6000",
    "rtx-pro-6000-maxq",
    "mi355x",
    "gb10",
];
/// Accelerators on PCI Express 5; the others of the tables have generation 4.
const FAST_LINK: [&str; 3] = ["rtx-5090", "rtx-pro-6000", "rtx-pro-6000-maxq"];
/// Engines that multiply narrow weights without unpacking them.
const NARROW: [&str; 3] = ["vllm", "sglang", "tensorrt-llm"];
/// The stated peak of consumer cards is with 32-bit accumulation, half of the fastest.
const CONSUMER_PEAK: f64 = 2.0;

/// What the tables call an engine, in our words.
pub fn engine(name: &str) -> &str {
    match name {
        "llama.cpp(batched-bench)" | "ollama" => "llama.cpp",
        "MLX" => "mlx",
        "vLLM" => "vllm",
        "trtllm" => "tensorrt-llm",
        other => other,
    }
}

impl Row {
    /// The names of `line`.
    pub const NAMES: &str = "kind,source,year,hardware,family,engine,model,quantization,tensor_parallel,prompt,output,depth,streams,measured,modelled";

    /// As CSV, with the rate that is modelled where `ln(measured / modelled)` is this.
    pub fn line(&self, residual: f64) -> String {
        let Self { source, year, hardware, family, engine, model, quantization, .. } = self;
        let Request { prompt_tokens, output_tokens } = self.request;
        let (kind, parallel) = (self.kind.word(), self.layout.tensor_parallel);
        let modelled = self.rate / residual.exp();
        format!(
            "{kind},{source},{year:.2},{hardware},{family},{engine},{model},{quantization},{parallel},\
             {prompt_tokens:.0},{output_tokens:.0},{:.0},{:.2},{:.2},{modelled:.2}",
            self.depth, self.streams, self.rate
        )
    }

    /// The physical numbers of a line of the tables that have them.
    pub fn of(line: Line<'_>, kind: Kind) -> Result<Self, Box<dyn Error>> {
        let row = Self {
            kind,
            source: line.text("source").into(),
            year: year(line.text("source"), line.text("date")),
            hardware: line.text("hardware").into(),
            family: line.text("hardware_family").into(),
            engine: engine(line.text("engine")).into(),
            model: line.text("model").into(),
            quantization: line.text("quantization").into(),
            powered: powered(line.text("source")),
            memory: line.required("memory_gb")?,
            bandwidth: line.required("memory_bandwidth_gb_per_s")?,
            tflops: line.required("fp16_dense_tflops")?,
            parameters: line.required("parameters_billion")?,
            active: line.required("active_parameters_billion")?,
            experts: line.number("experts").unwrap_or(0.0),
            experts_per_token: line.number("experts_per_token").unwrap_or(0.0),
            layers: line.required("layers")? * layer_factor(line.text("model")),
            kv_bytes: line.required("kv_bytes_per_token")?,
            weights: line.required("weights_gb")?,
            request: Request { prompt_tokens: 0.0, output_tokens: 0.0 },
            depth: 0.0,
            layout: Layout::SINGLE,
            streams: 1.0,
            rate: 0.0,
        };
        Ok(Self { kv_bytes: row.kv_bytes * kv_factor(&row), ..row })
    }

    /// How its accelerators shared the work.
    pub fn shared(self, line: Line<'_>) -> Self {
        let number = |name: &str| line.number(name).unwrap_or(1.0);
        let linked = matches!(&*self.family, "nv-dc" | "amd-dc");
        let link = if linked { Interconnect::Nvlink } else { Interconnect::Pcie };
        let layout = Layout {
            tensor_parallel: number("tensor_parallel"),
            stages: number("pipeline_parallel"),
            replicas: number("instances"),
            interconnect: Some(link),
        };
        let prompt_tokens = line.number("prompt_tokens").unwrap_or(0.0);
        let output_tokens = line.number("output_tokens").unwrap_or(0.0);
        let row = Self { request: Request { prompt_tokens, output_tokens }, layout, ..self };
        let asked = line.number("concurrency").unwrap_or(1.0) / layout.replicas;
        let mut row = Self { streams: asked.min(row.fits()), ..row };
        row.request.prompt_tokens *= prompt_factor(&row);
        row
    }

    /// Requests that fit on a copy; a server lets wait what does not. What is larger than it seems
    /// ran all the same.
    fn fits(&self) -> f64 {
        let each = self.kv_bytes * self.request.context_tokens() / 1e9;
        let accelerators = self.layout.tensor_parallel * self.layout.stages;
        let room = SERVED * self.memory * accelerators - self.weights;
        if each <= 0.0 || room < each { f64::INFINITY } else { room / each }
    }

    /// How wide the numbers are that it multiplied.
    fn arithmetic(&self) -> Arithmetic {
        let name = self.quantization.to_lowercase();
        let has = |list: &[&str]| list.contains(&&*self.hardware);
        let peak = if self.family == "nv-geforce" { CONSUMER_PEAK } else { 1.0 };
        let narrow = NARROW.contains(&&*self.engine);
        if narrow && name.contains("fp4") && has(&FOUR_BIT) {
            Arithmetic { width: Width::Four, peak: peak.max(4.0) }
        } else if narrow && (name.contains("fp8") || name.contains("int8")) && has(&EIGHT_BIT) {
            Arithmetic { width: Width::Eight, peak: peak.max(2.0) }
        } else {
            Arithmetic { width: Width::Sixteen, peak }
        }
    }

    /// What the model is asked.
    pub fn job(&self) -> Job {
        let experts = (self.experts > 0.0)
            .then_some(Experts { total: self.experts, per_token: self.experts_per_token });
        Job {
            bandwidth: self.bandwidth * self.powered,
            compute: self.tflops * self.powered * 1_000.0,
            weights: self.weights,
            parameters: self.parameters,
            active: self.active,
            layers: self.layers,
            kv_bytes: self.kv_bytes,
            heads: heads(&self.model),
            has_experts: self.experts > 0.0,
            coverage: Coverage::of(active_share(self.parameters, self.active), experts)
                .stored(self.parameters, self.weights),
            request: self.request,
            layout: self.layout,
            arithmetic: self.arithmetic(),
            link_speed: if FAST_LINK.contains(&&*self.hardware) { 2.0 } else { 1.0 },
            main_memory: None,
        }
    }
}

/// Share of the memory that servers used, in which a benchmark's requests were taken to fit.
const SERVED: f64 = 0.92;

/// When a source measured, where its rows do not say; else the month of the row.
pub fn year(source: &str, date: &str) -> f64 {
    const SOURCES: [(&str, f64); 7] = [
        ("lhl-strix", 2025.5),
        ("iog-aibc25", 2025.5),
        ("kyuz0-vllm", 2025.8),
        ("cloudrift", 2025.7),
        ("ggml-dgx-spark", 2025.8),
        ("kv-planner", 2026.1),
        ("inferencex-exp", 2026.0),
    ];
    let known = SOURCES.into_iter().find(|(name, _)| *name == source).map(|(_, year)| year);
    let stated = || {
        let mut parts = date.split('-').map(|part| part.parse::<f64>().ok());
        let (year, month) = (parts.next()??, parts.next()??);
        date.get(7..9).is_none_or(|rest| rest != "..").then_some(year + (month - 1.0) / 12.0)
    };
    known.or_else(stated).unwrap_or(2026.4)
}
