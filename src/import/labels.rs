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
    /// The day of the measurement.
    pub as_of: Option<Date>,
    /// Who published it.
    pub source: Option<String>,
}

/// A throughput profile as text, and the flags that would fill what it leaves open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// TOML, with comments on what was measured.
    pub toml: String,
    /// Flags, like `--hardware`, for which the text has a placeholder.
    pub missing: Vec<&'static str>,
}
