//! What the user says about a file, and what becomes of it.

use crate::date::Date;

/// What the user says about the runs; it overrules what the file says.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// The hardware profile.
    pub hardware: Option<String>,
    /// The model profile.
    pub model: Option<String>,
    /// The quantization, a key of the model's weights.
    pub quantization: Option<String>,
    /// The inference engine.
    pub engine: Option<String>,
    /// Features of the engine that were on.
    pub features: Vec<String>,
    /// Whether one of those guesses tokens ahead.
    pub guesses_ahead: bool,
    /// The day of the measurement.
    pub as_of: Option<Date>,
    /// Layers of that model, when known.
    pub layers: Option<f64>,
    /// Whether that hardware has accelerators, which a run on its processor alone says nothing of.
    pub accelerated: bool,
    /// Who published it.
    pub source: Option<String>,
    /// Of the requests, where the file is silent.
    pub stated: Stated,
}

/// What some tools do not write of the requests that they sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stated {
    /// Requests in progress.
    pub concurrency: Option<f64>,
    /// Tokens of a prompt.
    pub prompt: Option<f64>,
    /// Tokens of an output.
    pub output: Option<f64>,
}

/// A throughput profile as text, and the flags that would fill what it leaves open.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// TOML, with comments on what was measured.
    pub toml: String,
    /// Flags, like `--hardware`, for which the text has a placeholder.
    pub missing: Vec<&'static str>,
    /// What everybody who uses the numbers must know, one phrase each.
    pub caveats: Vec<String>,
    /// The quantization that the profile is headed with.
    pub quantization: Option<String>,
    /// What the file calls the hardware.
    pub hardware: Option<String>,
    /// Size of the measured weights in bytes, when the file says it.
    pub weights_bytes: Option<f64>,
}
