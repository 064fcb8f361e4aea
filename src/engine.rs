//! Floor 1: constants of the throughput model, resolved for one engine on one family of hardware.

use crate::source::{Source, Text};
use crate::units::Gigabytes;

/// Time that one stream takes, beyond the physical numbers of machine and model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OneStream {
    /// Share of the memory bandwidth at which weights are read.
    pub efficiency: f64,
    /// Further factor on that share when the KV cache is read.
    pub kv_efficiency: f64,
    /// Seconds per layer and step that do not depend on its size.
    pub layer_seconds: f64,
    /// Seconds to unpack weights, in units of their 16-bit arithmetic at full speed.
    pub unpack: f64,
}

/// Time that prompts take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prefill {
    /// Share of the 16-bit compute that prompts use.
    pub peak_fraction: f64,
    /// Further factor on that share for a mixture of experts.
    pub moe_factor: f64,
    /// Reads of all weights per chunk of the prompt.
    pub weight_read: f64,
    /// Seconds per layer and chunk.
    pub chunk_layer_seconds: f64,
    /// The longest chunk, in tokens.
    pub chunk_tokens: f64,
    /// Attention in units of its 16-bit arithmetic at full speed.
    pub attention: f64,
}

/// What changes when several streams share a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Batch {
    /// Share of the 16-bit compute that the further streams of a step use.
    pub peak_fraction: f64,
    /// Seconds per layer and further stream.
    pub sequence_layer_seconds: f64,
    /// How much faster prompts are processed when many are in progress than alone.
    pub prefill_factor: f64,
}

/// What it costs to spread a model over several accelerators.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// Seconds per layer and step.
    pub layer_seconds: f64,
    /// Seconds per layer and token, for a whole turn of the ring.
    pub token_layer_seconds: f64,
}

/// An 80 % interval as factors on the point answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Factor of the low end.
    pub low: f64,
    /// Factor of the high end.
    pub high: f64,
}

impl Spread {
    /// No doubt at all.
    pub const NONE: Self = Self { low: 1.0, high: 1.0 };
}

/// The spread of every way to know a rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spreads {
    /// One stream, modelled.
    pub one_stream: Spread,
    /// Several streams, modelled.
    pub batch: Spread,
    /// Prompts, modelled.
    pub prefill: Spread,
    /// Modelled and corrected by a measurement.
    pub calibrated: Spread,
}

/// Constants of one engine on one family of hardware, fitted to measurements.
#[derive(Clone, Debug, PartialEq)]
pub struct Constants {
    /// The inference engine.
    pub engine: Text,
    /// The family of hardware.
    pub family: Text,
    /// The quantizations it runs; an entry that ends in `*` stands for all that begin so.
    pub quantizations: Vec<Text>,
    /// Share of the machine's memory that the engine may use.
    pub usable_memory_share: f64,
    /// Memory of one accelerator for the runtime, activations and fragmentation.
    pub memory_overhead: Gigabytes,
    /// One stream.
    pub one_stream: OneStream,
    /// Prompts.
    pub prefill: Prefill,
    /// Several streams.
    pub batch: Batch,
    /// Accelerators joined by PCI Express.
    pub pcie: Link,
    /// Accelerators joined by NVLink.
    pub nvlink: Link,
    /// The intervals.
    pub spreads: Spreads,
    /// Weight of the model against measurements when a calibration factor is shrunk, in numbers
    /// of measurements.
    pub prior_measurements: f64,
    /// Whether measurements of several streams on this engine and family were among the data.
    pub batch_was_measured: bool,
    /// What a user of the modelled rate must know.
    pub caution: Option<Text>,
    /// Where the constants are from.
    pub source: Source,
}

impl Constants {
    /// Whether the engine runs this quantization on this family.
    ///
    /// ```
    /// use breakeven::engine::matches;
    /// assert!(matches("ud_*", "ud_q4_k_xl"));
    /// assert!(!matches("q4", "q4_k_m"));
    /// ```
    pub fn runs(&self, quantization: &str) -> bool {
        self.quantizations.iter().any(|pattern| matches(pattern, quantization))
    }
}

/// Whether a name fits a pattern: the same, or the same up to a final `*`.
pub fn matches(pattern: &str, name: &str) -> bool {
    match pattern.as_bytes() {
        [beginning @ .., b'*'] => name.as_bytes().starts_with(beginning),
        whole => name.as_bytes() == whole,
    }
}
