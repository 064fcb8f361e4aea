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
    /// Further seconds per layer and step of a mixture of experts.
    pub expert_layer_seconds: f64,
    /// Seconds to unpack weights, in units of their 16-bit arithmetic at full speed.
    pub unpack: f64,
}

/// Time that prompts take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prefill {
    /// Share of the 16-bit peak that prompts use.
    pub peak_fraction: f64,
    /// Further factor on that share for a mixture of experts.
    pub moe_factor: f64,
    /// Reads of all weights per chunk of the prompt.
    pub weight_read: f64,
    /// Rows of numbers that every routed expert multiplies beside its tokens in a step, since tiles of
    /// matrices are filled up.
    pub expert_pad_tokens: f64,
    /// Bytes that a prompt token moves beside the weights, in each layer and for each unit of its width.
    pub activation_bytes: f64,
    /// Seconds per layer and step, whatever the prompt tokens in it.
    pub chunk_layer_seconds: f64,
    /// Prompt tokens that the engine takes into a step at most.
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
}

/// How wide the numbers are that are multiplied, and what the machine can do with them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arithmetic {
    /// Their width.
    pub width: Width,
    /// The stated peak with them over the stated 16-bit compute.
    pub peak: f64,
}

impl Arithmetic {
    /// 16-bit numbers, at the peak that is stated.
    pub const SIXTEEN: Self = Self { width: Width::Sixteen, peak: 1.0 };
}

/// Bits of the numbers that are multiplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// 16 bit; also what is unpacked to it.
    Sixteen,
    /// 8 bit.
    Eight,
    /// 4 bit.
    Four,
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

    /// This spread and another, independent one, in quadrature of their logarithms.
    ///
    /// ```
    /// use breakeven::engine::Spread;
    /// let wide = Spread { low: (-3.0_f64).exp(), high: 3.0_f64.exp() };
    /// let both = wide.and(Spread { low: (-4.0_f64).exp(), high: 4.0_f64.exp() });
    /// assert!((both.high.ln() - 5.0).abs() < 1e-12 && (both.low.ln() + 5.0).abs() < 1e-12);
    /// assert_eq!(wide.and(Spread::NONE).high.ln(), 3.0);
    /// ```
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let both = |a: f64, b: f64| a.ln().hypot(b.ln());
        Self { low: (-both(self.low, other.low)).exp(), high: both(self.high, other.high).exp() }
    }

    /// At least as wide as the 80 % interval of runs with this standard deviation, a share of their
    /// mean: 1.2816 deviations to either side (the normal distribution's P10 and P90).
    ///
    /// ```
    /// use breakeven::engine::Spread;
    /// let noisy = Spread::NONE.of_runs(0.5);
    /// assert_eq!((noisy.low, noisy.high), (1.0 - 0.6408, 1.0 + 0.6408));
    /// let wide = Spread { low: 0.25, high: 1.1 };
    /// assert_eq!(wide.of_runs(0.5).low, 0.25);
    /// ```
    #[must_use]
    pub fn of_runs(self, deviation: f64) -> Self {
        const TENTH: f64 = 1.2816;
        let side = TENTH * deviation;
        Self { low: self.low.min(1.0 - side), high: self.high.max(1.0 + side) }
    }
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
    /// How much faster than with 16 bit it multiplies with 8 and with 4 bit.
    pub gains: [f64; 2],
    /// Quantizations that it multiplies in 8 bit, and in 4, on hardware that can.
    pub narrow: [Vec<Text>; 2],
    /// The stated peak of consumer cards over their stated 16-bit compute: that is with 32-bit
    /// accumulation, and they multiply at twice the rate with 16-bit accumulation.
    pub peak_factor: f64,
    /// Accelerators joined by PCI Express.
    pub pcie: Link,
    /// Accelerators joined by NVLink.
    pub nvlink: Link,
    /// The intervals.
    pub spreads: Spreads,
    /// Weight of the model against measurements when a calibration factor is shrunk, in numbers
    /// of measurements.
    pub prior_measurements: f64,
    /// Whether enough measurements of several streams on this engine and family were among the data for an
    /// interval of their own.
    pub batch_was_measured: bool,
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

    /// How much faster than with 16 bit it multiplies numbers of this width.
    pub fn gain(&self, width: Width) -> f64 {
        match width {
            Width::Sixteen => 1.0,
            Width::Eight => self.gains[0],
            Width::Four => self.gains[1],
        }
    }

    /// How it multiplies with weights in this quantization on hardware with this compute, 10^12
    /// operations a second in 16, 8 and 4 bit.
    pub fn arithmetic(
        &self,
        quantization: &str,
        [sixteen, eight, four]: [Option<f64>; 3],
    ) -> Arithmetic {
        let over = |peak: Option<f64>| peak.zip(sixteen).map(|(peak, sixteen)| peak / sixteen);
        let listed = |which: usize| self.narrow[which].iter().any(|p| matches(p, quantization));
        let narrow = |width, which: usize, peak: Option<f64>| {
            let peak = over(peak).filter(|peak| *peak > 1.0 && listed(which))?;
            Some(Arithmetic { width, peak: peak.max(self.peak_factor) })
        };
        narrow(Width::Four, 1, four)
            .or_else(|| narrow(Width::Eight, 0, eight))
            .unwrap_or(Arithmetic { width: Width::Sixteen, peak: self.peak_factor })
    }
}

/// Whether a name fits a pattern: the same, or the same up to a final `*`.
pub fn matches(pattern: &str, name: &str) -> bool {
    match pattern.as_bytes() {
        [beginning @ .., b'*'] => name.as_bytes().starts_with(beginning),
        whole => name.as_bytes() == whole,
    }
}
