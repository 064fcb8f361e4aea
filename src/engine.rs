//! Floor 1: constants of the throughput model.

use crate::source::{Source, Text};
use crate::units::Gigabytes;

/// Constants of one engine on one family of hardware, fitted to measurements.
#[derive(Clone, Debug, PartialEq)]
pub struct Constants {
    /// The inference engine.
    pub engine: Text,
    /// The family of hardware.
    pub family: Text,
    /// The quantizations it runs; an entry that ends in `*` stands for all that begin so.
    pub quantizations: Vec<Text>,
    /// Share of the memory bandwidth that decoding uses.
    pub efficiency: f64,
    /// Seconds per layer and token that do not depend on its size.
    pub layer_seconds: f64,
    /// Share of the 16-bit compute that prompt processing uses.
    pub prefill_compute_share: f64,
    /// Share of the machine's memory that the engine may use.
    pub usable_memory_share: f64,
    /// Memory for the runtime, activations and fragmentation.
    pub memory_overhead: Gigabytes,
    /// Where the constants are from.
    pub source: Source,
}

impl Constants {
    /// Whether the engine runs this quantization on this family.
    pub fn runs(&self, quantization: &str) -> bool {
        self.quantizations.iter().any(|pattern| match pattern.strip_suffix('*') {
            Some(beginning) => quantization.starts_with(beginning),
            None => pattern == quantization,
        })
    }
}
